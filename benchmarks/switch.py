"""Preview, activation and stand-down of the shipped playbook on the whole demo district.

``switch.py HOME`` asks a demo that runs already; without arguments a new one is started.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.served import served

from benchmarks.record import Line, keep

_PLAN, _DISTRICT = "epidemic-district", "140106"
_READS = 60


def main() -> None:
    """Measure and keep."""
    if len(sys.argv) == 2:
        keep("switch", measured(Path(sys.argv[1])))
        return
    with served("demo") as home:
        keep("switch", measured(home.path))


def measured(home: Path) -> list[Line]:
    """One switch of the district, from nothing to nothing."""
    os.environ |= {"DJANGO_SETTINGS_MODULE": "gridkeeper.project.settings", "GRIDKEEPER_HOME": str(home)}
    import django

    django.setup()
    from gridkeeper.access.actors import actor_again, system_actor
    from gridkeeper.activations.commands.evidence import count_evidence
    from gridkeeper.activations.commands.propose import Wish, begin_switch, propose_activation
    from gridkeeper.activations.commands.stand_down import stand_down
    from gridkeeper.activations.commands.switch import carry_out
    from gridkeeper.activations.queries.board import board_of
    from gridkeeper.activations.queries.preview import previewed
    from gridkeeper.clocks.queries import home_time
    from gridkeeper.scopes.doors import acting_as
    from gridkeeper.territory.queries.find import unit_meant

    now = home_time().now
    officer, second, worker = (
        actor_again("district-duty", now=now),
        actor_again("district-leader", now=now),
        system_actor("activations"),
    )
    lines: list[Line] = []

    def timed(name: str, goal: float, work: Callable[[], Any], actor: Any) -> Any:
        wall, cpu = time.perf_counter(), time.process_time()
        with acting_as(actor):
            found = work()
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        ours = f"{wall:.2f} s wall, {cpu:.2f} s CPU of Python"
        lines.append(Line(name=name, ours=ours, goal=f"< {goal:g} s", held=wall < goal))
        print(lines[-1], flush=True)
        return found

    timed(
        "preview of the district",
        5,
        lambda: previewed(actor=officer, playbook=_PLAN, unit_code=_DISTRICT, now=now),
        officer,
    )
    with acting_as(officer):
        place = unit_meant(actor=officer, text=_DISTRICT)
        wish = Wish(
            playbook=_PLAN,
            unit_id=place.id,
            unit_code=place.unit_code,
            place=place.name,
            number=f"bench-{time.time_ns()}",
            issued_by="bench",
            issued_at=now,
            legal_basis="bench",
            document="bench",
            expires_at=now + timedelta(days=3),
        )
        asked = propose_activation(actor=officer, wish=wish, is_exercise=True, now=now)
    key = asked.activation.id
    with acting_as(second):
        begin_switch(actor=second, arguments={"activation": str(key)}, now=now)
    timed(
        "activation of the district, one transaction",
        10,
        lambda: carry_out(actor=worker, activation_id=key, by=second, now=now, tell=lambda *_, **__: None),
        worker,
    )
    timed(
        "counting the evidence of 22 measures",
        60,
        lambda: count_evidence(actor=worker, activation_id=key, now=now),
        worker,
    )
    lines.append(_board(lambda: board_of(actor=officer, activation_id=key, now=now), officer))
    print(lines[-1], flush=True)
    ended = timed(
        "stand-down of the district with its difference",
        10,
        lambda: stand_down(actor=officer, activation_id=key, because="bench", now=now),
        officer,
    )
    assert ended.difference == [], ended.difference[:3]
    return lines


def _board(read: Callable[[], Any], actor: Any) -> Line:
    """The board of the district read again and again in one process, as a web worker does."""
    from gridkeeper.scopes.doors import acting_as

    walls = []
    with acting_as(actor):
        read()
        for _ in range(_READS):
            began = time.perf_counter()
            read()
            walls.append(time.perf_counter() - began)
    middle, late = median(walls) * 1000, sorted(walls)[int(len(walls) * 0.95)] * 1000
    return Line(
        name="measures board of the district, evidence as counted each minute",
        ours=f"median {middle:.0f} ms, p95 {late:.0f} ms",
        goal="p95 < 100 ms",
        held=late < 100,
    )


if __name__ == "__main__":
    main()
