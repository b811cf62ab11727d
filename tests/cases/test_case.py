"""A closed loop goes forward in order, with words, and nobody verifies their own work (K-04, K-09, SF-12)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.personas import START, SYSTEM, World, settle

from gridkeeper.access.commands.purge import apply_retention
from gridkeeper.cases.choices import CaseState
from gridkeeper.cases.commands.work import NewTask, move_case, move_work_of_body, open_task
from gridkeeper.cases.errors import AlreadyMoved, LateNeedsReason, NoEvidence, OutOfOrder, OwnWork
from gridkeeper.cases.queries import case_shown, open_cases
from gridkeeper.kernel.errors import Forbidden, NotFound
from gridkeeper.kernel.ids import uuid7
from gridkeeper.scopes.doors import acting_as

pytestmark = pytest.mark.django_db
PLACE = "140106003011"
HOUR = timedelta(hours=1)


@pytest.fixture
def world() -> World:
    return settle()


def task(world: World, **changes) -> NewTask:
    values = {
        "title": "清运垃圾",
        "unit_id": world.units[PLACE],
        "unit_code": PLACE,
        "body_id": uuid7(),
        "due_at": START + HOUR,
        **changes,
    }
    return NewTask(**values)


def opened(world: World, **changes) -> str:
    liu = world.actor("liu")
    with acting_as(liu):
        return open_task(actor=liu, task=task(world, **changes), now=START).number


def step(world: World, number: str, to: CaseState, *, who: str = "chen", **more) -> None:
    actor = world.actor(who)
    with acting_as(actor):
        move_case(actor=actor, number=number, to=to, now=START + HOUR, **more)


def resolved(world: World) -> str:
    number = opened(world)
    step(world, number, CaseState.ACCEPTED)
    step(world, number, CaseState.RESOLVED, words="已清运")
    return number


def test_a_case_goes_through_its_loop(world: World) -> None:
    number = resolved(world)
    step(world, number, CaseState.VERIFIED, who="liu")
    step(world, number, CaseState.CLOSED, who="liu")
    liu = world.actor("liu")
    with acting_as(liu):
        shown = case_shown(actor=liu, number=number)
    assert [row.state for row in shown.steps] == ["reported", "accepted", "resolved", "verified", "closed"]


def test_nobody_verifies_their_own_work(world: World) -> None:
    with pytest.raises(OwnWork):
        step(world, resolved(world), CaseState.VERIFIED)


def test_done_is_said_in_words(world: World) -> None:
    number = opened(world)
    step(world, number, CaseState.ACCEPTED)
    with pytest.raises(NoEvidence):
        step(world, number, CaseState.RESOLVED)


def test_a_step_does_not_jump_ahead(world: World) -> None:
    with pytest.raises(AlreadyMoved):
        step(world, opened(world), CaseState.CLOSED)


def test_time_does_not_go_backwards_along_the_chain(world: World) -> None:
    with pytest.raises(OutOfOrder):
        step(world, opened(world), CaseState.ACCEPTED, happened_at=START - HOUR, late_because="无信号")


def test_a_late_entry_says_why(world: World) -> None:
    number = opened(world)
    with pytest.raises(LateNeedsReason):
        step(world, number, CaseState.ACCEPTED, happened_at=START + timedelta(minutes=1))
    step(world, number, CaseState.ACCEPTED, happened_at=START + timedelta(minutes=1), late_because="无信号")


def test_work_elsewhere_is_neither_opened_nor_seen(world: World) -> None:
    number, zhao = opened(world), world.actor("zhao")
    with acting_as(zhao):
        with pytest.raises(Forbidden):
            open_task(actor=zhao, task=task(world), now=START)
        with pytest.raises(NotFound):
            case_shown(actor=zhao, number=number)


def test_the_most_urgent_comes_first(world: World) -> None:
    late, soon = opened(world, due_at=START + 3 * HOUR), opened(world, due_at=START + HOUR)
    liu = world.actor("liu")
    with acting_as(liu):
        assert [row.number for row in open_cases(actor=liu)] == [soon, late]


def test_open_work_of_a_closing_body_moves_on_once(world: World) -> None:
    body, heir = uuid7(), uuid7()
    number, liu = opened(world, body_id=body), world.actor("liu")
    with acting_as(liu):
        moved = [move_work_of_body(actor=liu, body_id=body, successor_id=heir, now=START) for _ in range(2)]
        assert (moved, case_shown(actor=liu, number=number).body_id) == ([{"cases": 1}, {}], heir)


def test_a_closed_case_goes_after_three_years_and_an_open_one_stays(world: World) -> None:
    number, still_open = resolved(world), opened(world)
    step(world, number, CaseState.VERIFIED, who="liu")
    step(world, number, CaseState.CLOSED, who="liu")
    with acting_as(SYSTEM):
        run = apply_retention(actor=SYSTEM, now=START + timedelta(days=1097))
        left = [row.number for row in open_cases(actor=SYSTEM)]
    assert (run.counts["cases"], left) == (1, [still_open])
