"""A closed loop goes forward in order, with words, and nobody verifies their own work (K-04, K-09, SF-12)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.personas import START, SYSTEM, World, settle

from gridkeeper.access.commands.purge import apply_retention
from gridkeeper.cases.choices import CaseState
from gridkeeper.cases.commands.work import NewTask, move_case, move_work_of_body, open_task
from gridkeeper.cases.errors import AlreadyMoved, LateNeedsReason, NoEvidence, OutOfOrder, OwnWork
from gridkeeper.cases.models import Case
from gridkeeper.cases.queries import Narrowed, case_shown, cases_counted, cases_page, open_cases
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


def paged(world: World, asked: Narrowed, size: int) -> list[str]:
    """Numbers of a list read page by page, as somebody who goes on and on."""
    liu, numbers, after = world.actor("liu"), [], ""
    with acting_as(liu):
        while True:
            page = cases_page(actor=liu, asked=asked, after=after, size=size)
            numbers += [row.number for row in page]
            after = page.next
            if not after:
                return numbers


@pytest.mark.parametrize("size", [1, 2, 3])
def test_pages_give_every_row_once_with_danger_to_life_first(world: World, size: int) -> None:
    made = [opened(world, due_at=START + hours * HOUR) for hours in (2, 1, 2, 3)]
    with acting_as(SYSTEM):
        assert Case.objects.filter(number__in=made[2:]).update(life_safety=True) == 2
    assert paged(world, Narrowed(), size) == [*made[2:], made[1], made[0]]


def test_what_is_over_stands_apart_newest_first(world: World) -> None:
    over, still_open = [resolved(world), resolved(world)], opened(world)
    for number in over:
        step(world, number, CaseState.VERIFIED, who="liu")
        step(world, number, CaseState.CLOSED, who="liu")
    assert paged(world, Narrowed(over=True), 1) == over[::-1]
    assert paged(world, Narrowed(), 1) == [still_open]


def test_a_list_of_a_day_holds_what_was_opened_closed_or_still_open_then(world: World) -> None:
    over, still_open = resolved(world), opened(world)
    step(world, over, CaseState.VERIFIED, who="liu")
    step(world, over, CaseState.CLOSED, who="liu")
    day, next_day = (START - HOUR, START + 24 * HOUR), (START + 24 * HOUR, START + 48 * HOUR)
    assert paged(world, Narrowed(moved="opened", within=day), 1) == [still_open, over]
    assert paged(world, Narrowed(moved="closed", within=day), 1) == [over]
    assert paged(world, Narrowed(moved="open", within=day), 1) == [still_open]
    assert paged(world, Narrowed(moved="open", within=next_day), 1) == [still_open]
    assert paged(world, Narrowed(moved="opened", within=next_day), 1) == []


def test_a_list_is_narrowed_by_place_words_kind_and_lateness(world: World) -> None:
    late, later = opened(world, title="送药"), opened(world, due_at=START + 3 * HOUR)
    for asked, found in (
        (Narrowed(text="药"), [late]),
        (Narrowed(text=later), [later]),
        (Narrowed(late_at=START + 2 * HOUR), [late]),
        (Narrowed(kind="missed_round"), []),
        (Narrowed(life_safety=True), []),
        (Narrowed(unit_code="140105"), []),
        (Narrowed(unit_code=PLACE[:9]), [late, later]),
    ):
        assert paged(world, asked, 50) == found, asked
        with acting_as(world.actor("liu")):
            assert cases_counted(actor=world.actor("liu"), asked=asked) == (len(found), True)


def test_a_mangled_key_is_the_first_page(world: World) -> None:
    number, liu = opened(world), world.actor("liu")
    with acting_as(liu):
        assert [row.number for row in cases_page(actor=liu, asked=Narrowed(), after="1|soon|x")] == [number]


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
