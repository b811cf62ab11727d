"""Coverage and the board over a million rounds: eight clients in closed loop, as the application role.

    python benchmarks/rounds.py [--rounds 1000000] [--clients 8] [--seconds 20]

Makes an empty home of its own, copies the rounds and their daily counts in, asks through the real queries, keeps
percentiles, and leaves nothing behind. It asserts no time.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import statistics
import sys
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import psycopg.conninfo

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from benchmarks.record import Line, keep

DISTRICT, FIRST = "140106", date(2022, 11, 1)
_QUESTIONS, _GOAL = 4, 100.0


def main() -> None:
    """Set up, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1_000_000)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=20.0)
    asked = parser.parse_args()
    from tests import conftest, database  # the same server and migrated clone the tests use

    conftest.pytest_configure(argparse.Namespace(args=["tests/rounds"], getoption=lambda *_: None))  # type: ignore[arg-type]
    from django.db import connections

    name = psycopg.conninfo.conninfo_to_dict(os.environ["DATABASE_OWNER_URL"])["dbname"]
    database.clone(database.join(Path(os.environ["GK_TEST_FOLDER"])), name)
    connections["default"].settings_dict["NAME"] = name
    began = time.perf_counter()
    days = fill(asked.rounds)
    print(f"{asked.rounds:,} rounds over {days} days copied in {time.perf_counter() - began:.0f} s")
    lines, each = [], asked.seconds / _QUESTIONS
    for title, ask in questions(days).items():
        lines.append(measured(f"{title}, {asked.clients} clients", ask, clients=asked.clients, seconds=each))
        print(lines[-1], flush=True)
    keep("rounds", lines)
    connections.close_all()


def fill(rounds: int) -> int:
    """Hourly rounds of 795 places, day after day; gives how many days."""
    from gridkeeper.access.actors import system_actor
    from gridkeeper.kernel.ids import uuid7
    from gridkeeper.rounds.models import DayCount, Round, Series
    from gridkeeper.scopes.bulk import copy_in
    from gridkeeper.scopes.doors import acting_as

    chance, places = (
        random.Random(1),
        [f"{DISTRICT}{n // 112 % 7 + 1:03}{n % 112 + 1:03}{n // 112 + 1:03}" for n in range(795)],
    )
    hour, start = timedelta(hours=1), datetime(2022, 11, 1, tzinfo=UTC)
    days = max(1, rounds // (len(places) * 24))
    columns = ("id", "series_id", "unit_code", "kind", "day", "due_at", "closes_at", "state", "decide_at")
    with acting_as(system_actor("benchmark")):
        series = [
            Series(
                id=uuid7(), unit_id=uuid7(), unit_code=code, name="patrol", zh="巡逻", every=hour, tolerance=hour / 4,
                hold=hour, day_from="00:00", day_to="00:00", evidence="photo", starts=start,
                made_until=start + timedelta(days=days),
            )
            for code in places
        ]  # fmt: skip
        Series.objects.bulk_create(series)
        counts: dict[tuple[str, date], Counter[str]] = {}

        def rows():  # type: ignore[no-untyped-def]
            made = 0
            while made < rounds:
                at, one = start + made // len(series) * hour, series[made % len(series)]
                state = chance.choices(("done", "late", "missed"), (95, 3, 2))[0]
                day = at.date()
                counts.setdefault((one.unit_code, day), Counter())[state] += 1
                yield uuid7(), one.id, one.unit_code, "patrol", day, at, at + hour, state, None
                made += 1

        copy_in(Round, columns, rows())
        copy_in(
            DayCount,
            ("id", "unit_code", "day", "kind", "due", "done", "late", "missed"),
            (
                (uuid7(), code, day, "patrol", sum(c.values()), c["done"], c["late"], c["missed"])
                for (code, day), c in counts.items()
            ),
        )
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE rounds_round")
        owner.execute("VACUUM ANALYZE rounds_daycount")
    return days


def questions(days: int):  # type: ignore[no-untyped-def]
    """What a desk asks: a district for two weeks, its streets on one day, the rows behind a figure, what was missed."""
    from gridkeeper.access.policy import HeldPost, grants_of
    from gridkeeper.access.roles import ROLES
    from gridkeeper.kernel.actor import Actor
    from gridkeeper.rounds.queries.coverage import coverage_below, coverage_of
    from gridkeeper.rounds.queries.rows import rounds_page
    from gridkeeper.scopes.doors import acting_as

    grants = grants_of([HeldPost(role="district_duty", unit_code=DISTRICT)], ROLES)
    actor = Actor(login="bench", person_id=UUID(int=1), grants=grants)

    def as_desk(ask):  # type: ignore[no-untyped-def]
        def asked() -> None:
            day = FIRST + timedelta(days=random.randrange(days))
            with acting_as(actor):
                ask(day)

        return asked

    two_weeks = timedelta(days=13)
    return {
        "district by day, two weeks": as_desk(
            lambda day: coverage_of(actor=actor, unit_code=DISTRICT, from_day=day - two_weeks, to_day=day)
        ),
        "streets of a district, one day": as_desk(lambda day: coverage_below(actor=actor, unit_code=DISTRICT, day=day)),
        "rows behind one place's figure": as_desk(
            lambda day: rounds_page(actor=actor, unit_code=f"{DISTRICT}001001", day=day)
        ),
        "latest missed of a district": as_desk(lambda _: rounds_page(actor=actor, unit_code=DISTRICT, state="missed")),
    }


def measured(title: str, ask, *, clients: int, seconds: float) -> Line:  # type: ignore[no-untyped-def]
    """Percentiles in milliseconds of a closed loop, each client a process as web workers are."""
    from django.db import connections

    connections.close_all()
    context = multiprocessing.get_context("fork")
    answers: Any = context.Queue()

    def client() -> None:
        ask()  # opens the connection
        taken, until = [], time.perf_counter() + seconds
        while time.perf_counter() < until:
            began = time.perf_counter()
            ask()
            taken.append((time.perf_counter() - began) * 1000)
        answers.put(taken)

    processes = [context.Process(target=client) for _ in range(clients)]
    for process in processes:
        process.start()
    every = [one for _ in processes for one in answers.get()]
    for process in processes:
        process.join()
    cuts = statistics.quantiles(every, n=100)
    return Line(
        name=title,
        ours=f"p50 {cuts[49]:.1f} ms, p95 {cuts[94]:.1f} ms, p99 {cuts[98]:.1f} ms",
        goal=f"p95 < {_GOAL:.0f} ms",
        held=cuts[94] < _GOAL,
        note=f"{len(every) / seconds:.0f} answers a second",
    )


if __name__ == "__main__":
    main()
