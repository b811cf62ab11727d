"""Events of the record open cases and close them again, each once (R-12, R-13)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.personas import START, SYSTEM, World, settle

from gridkeeper.audit.chain import seal_events
from gridkeeper.audit.record import record
from gridkeeper.cases.choices import CaseState
from gridkeeper.cases.commands.events import follow_record
from gridkeeper.cases.commands.work import move_case
from gridkeeper.cases.errors import ClosesByItself
from gridkeeper.cases.models import Case
from gridkeeper.cases.queries import case_shown, open_cases
from gridkeeper.catalogue import case_openings
from gridkeeper.catalogue.case_openings import CaseOpening, register_case_opening
from gridkeeper.scopes.doors import acting_as

pytestmark = pytest.mark.django_db
PLACE = "140106003011"
HOUR = timedelta(hours=1)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(case_openings, "_openings", {})
    register_case_opening(
        CaseOpening(verb="lamp.out", kind="lamp", title="Lamp {name} is out", due=HOUR, closed_by="lamp.on")
    )
    register_case_opening(
        CaseOpening(
            verb="door.shut", kind="door", title="{name} is shut", due=HOUR, closed_by="door.open", life_safety=True
        )
    )
    return settle()


def happens(world: World, verb: str, *, subject: str = "7", hour: int = 0, **facts: str) -> None:
    with acting_as(SYSTEM):
        record(
            actor=SYSTEM,
            verb=verb,
            subject_kind="thing",
            subject_id=subject,
            unit_code=PLACE,
            happened_at=START + hour * HOUR,
            facts={"name": "三号", "unit": str(world.units[PLACE]), **facts},
        )


def follow() -> int:
    with acting_as(SYSTEM):
        seal_events(now=START)
        return follow_record(actor=SYSTEM)


def cases(world: World) -> list[tuple[str, str]]:
    liu = world.actor("liu")
    with acting_as(liu):
        return [(row.title, row.kind) for row in open_cases(actor=liu)]


def test_an_event_opens_a_case_at_its_own_moment_once(world: World) -> None:
    happens(world, "lamp.out", hour=2)
    happens(world, "lamp.out", hour=3)
    assert [follow(), follow()] == [1, 0]
    happens(world, "lamp.out", hour=4)
    assert follow() == 0
    liu = world.actor("liu")
    with acting_as(liu):
        [row] = open_cases(actor=liu)
    assert (row.title, row.opened_at, row.due_at) == ("Lamp 三号 is out", START + 2 * HOUR, START + 3 * HOUR)


def test_what_mends_it_closes_the_case_with_its_reason(world: World) -> None:
    happens(world, "lamp.out")
    follow()
    liu = world.actor("liu")
    with acting_as(liu):
        [row] = open_cases(actor=liu)
    happens(world, "lamp.on", hour=1, reason="换了灯泡")
    assert follow() == 1
    with acting_as(liu):
        shown = case_shown(actor=liu, number=row.number)
    assert (shown.state, shown.closed_at, shown.steps[-1].words) == (CaseState.CLOSED, START + HOUR, "换了灯泡")


def test_opened_and_mended_before_anybody_looked_it_is_still_on_record(world: World) -> None:
    happens(world, "lamp.out")
    happens(world, "lamp.on", hour=1)
    happens(world, "lamp.out", hour=2)
    assert follow() == 3
    with acting_as(SYSTEM):
        assert sorted(Case.objects.values_list("state", flat=True)) == ["closed", "reported"]


def test_danger_to_life_stands_first_and_closes_by_itself_only(world: World) -> None:
    happens(world, "lamp.out", subject="1")
    happens(world, "door.shut", subject="2", hour=5)
    follow()
    assert [kind for _, kind in cases(world)] == ["door", "lamp"]
    liu = world.actor("liu")
    with acting_as(liu):
        number = open_cases(actor=liu)[0].number
        move_case(actor=liu, number=number, to=CaseState.ACCEPTED, now=START + 5 * HOUR)
        with pytest.raises(ClosesByItself):
            move_case(actor=liu, number=number, to=CaseState.REJECTED, now=START + 6 * HOUR)
    happens(world, "door.open", subject="2", hour=6)
    follow()
    assert [kind for _, kind in cases(world)] == ["lamp"]


def test_an_event_that_is_not_sealed_yet_waits(world: World) -> None:
    happens(world, "lamp.out")
    with acting_as(SYSTEM):
        assert follow_record(actor=SYSTEM) == 0
    assert follow() == 1


def test_an_event_that_names_no_unit_opens_its_case_where_it_happened_and_stops_nothing(world: World) -> None:
    happens(world, "lamp.out", unit="")
    happens(world, "lamp.out", subject="8")
    with acting_as(SYSTEM):
        seal_events(now=START)
        assert follow_record(actor=SYSTEM) == 2
        assert {(case.unit_code, case.unit_id) for case in Case.objects.all()} == {(PLACE, world.units[PLACE])}
