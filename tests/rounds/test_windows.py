"""Due windows and what covers them: pure rules (YZ-47, R-13)."""

from __future__ import annotations

import random
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from gridkeeper.planning.route.patrol import coverage as planned_coverage
from gridkeeper.rounds.choices import COVERED, RoundState
from gridkeeper.rounds.policy import Rhythm, Slot, Walked, is_due_at, settle, windows, without_place

TAIYUAN, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
HOUR, MINUTE, DAY = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)
MIDNIGHT = datetime(2022, 11, 13, tzinfo=TAIYUAN)


def rhythm(**changes) -> Rhythm:
    return Rhythm(**{"every": HOUR, "day_from": time(0), "day_to": time(0), "starts": MIDNIGHT, **changes})


def due(found: Rhythm, since: datetime, until: datetime, zone: ZoneInfo = TAIYUAN) -> list[str]:
    return [f"{w.due.astimezone(zone):%d %H:%M}" for w in windows(found, since=since, until=until, zone=zone)]


def test_round_the_clock_every_hour_is_due_also_over_midnight() -> None:
    late = MIDNIGHT + 22 * HOUR
    assert due(rhythm(), late, late + 4 * HOUR) == ["13 22:00", "13 23:00", "14 00:00", "14 01:00"]


def test_hours_of_a_day_may_cross_midnight() -> None:
    night = rhythm(day_from=time(22), day_to=time(2))
    assert due(night, MIDNIGHT + 12 * HOUR, MIDNIGHT + 36 * HOUR) == ["13 22:00", "13 23:00", "14 00:00", "14 01:00"]


def test_a_figure_once_a_day_has_one_window_between_its_hours() -> None:
    daily = rhythm(every=DAY, day_from=time(18), day_to=time(20))
    [window] = windows(daily, since=MIDNIGHT, until=MIDNIGHT + DAY, zone=TAIYUAN)
    assert (window.due.astimezone(TAIYUAN).hour, window.closes - window.due) == (18, 2 * HOUR)


def test_every_second_day_keeps_step_with_the_first() -> None:
    second = rhythm(every=2 * DAY, day_from=time(9), day_to=time(12))
    assert due(second, MIDNIGHT + 2 * DAY, MIDNIGHT + 6 * DAY) == ["15 09:00", "17 09:00"]


def test_the_last_window_of_a_day_ends_with_its_hours() -> None:
    short = rhythm(day_from=time(6), day_to=time(7, 30))
    assert [w.closes - w.due for w in windows(short, since=MIDNIGHT, until=MIDNIGHT + DAY, zone=TAIYUAN)] == [
        HOUR,
        30 * MINUTE,
    ]


def test_a_day_with_a_clock_change_has_as_many_windows_as_hours() -> None:
    for day, hours in ((datetime(2022, 10, 30, tzinfo=BERLIN), 25), (datetime(2022, 3, 27, tzinfo=BERLIN), 23)):
        found = rhythm(starts=day - DAY)
        next_day = (day + DAY).astimezone(UTC)
        made = list(windows(found, since=day.astimezone(UTC), until=next_day, zone=BERLIN))
        assert len(made) == hours
        assert all(b.due - a.due == HOUR for a, b in pairwise(made))


@given(st.integers(0, 5 * 24 * 60), st.integers(1, 48 * 60), st.sampled_from([15, 60, 90, 240]))
def test_windows_made_in_pieces_are_those_made_at_once(start: int, length: int, every: int) -> None:
    found = rhythm(every=every * MINUTE, day_from=time(5), day_to=time(1, 30))
    since, until = MIDNIGHT + start * MINUTE, MIDNIGHT + (start + length) * MINUTE
    middle = since + (until - since) / 2
    at_once = list(windows(found, since=since, until=until, zone=TAIYUAN))
    first = list(windows(found, since=since, until=middle, zone=TAIYUAN))
    assert first + list(windows(found, since=middle, until=until, zone=TAIYUAN)) == at_once


def slots(hours: int) -> list[Slot]:
    return [Slot(id=UUID(int=n), due=MIDNIGHT + n * HOUR, closes=MIDNIGHT + (n + 1) * HOUR) for n in range(hours)]


def walks(starts: list[int], lasting: int = 20) -> list[Walked]:
    """Walks that start so many minutes after midnight."""
    return [
        Walked(id=UUID(int=100 + n), started=MIDNIGHT + m * MINUTE, done=MIDNIGHT + (m + lasting) * MINUTE)
        for n, m in enumerate(starts)
    ]


def settled(found: list[Walked], *, hours: int = 12, now: datetime = MIDNIGHT + DAY):
    return settle(slots(hours), found, tolerance=15 * MINUTE, hold=HOUR, now=now)


STARTS = st.lists(st.integers(-30, 14 * 60), max_size=25)


@given(STARTS, st.randoms())
def test_it_is_no_matter_in_which_order_walks_become_known(starts: list[int], chance: random.Random) -> None:
    found = walks(starts)
    shuffled = list(found)
    chance.shuffle(shuffled)
    assert settled(found) == settled(shuffled)


@given(STARTS)
def test_what_was_covered_agrees_with_the_planner(starts: list[int]) -> None:
    ours = settled(walks(starts))
    theirs = planned_coverage([m * 60 for m in starts], due=[n * 3600 for n in range(12)])
    for n, hour in enumerate(theirs):
        state = ours[UUID(int=n)].state
        assert (state in COVERED, state == RoundState.LATE) == (hour.start is not None, hour.late)


@given(STARTS)
def test_one_walk_covers_one_window_and_lies_inside_it(starts: list[int]) -> None:
    found = {walk.id: walk for walk in walks(starts)}
    taken = {slot.id: settled(list(found.values()))[slot.id].walk for slot in slots(12)}
    held = [walk for walk in taken.values() if walk]
    assert len(held) == len(set(held))
    for slot in slots(12):
        walk = found.get(taken[slot.id]) if taken[slot.id] else None
        assert walk is None or slot.due <= walk.started < slot.closes + 15 * MINUTE


@given(STARTS, st.integers(0, 14 * 60))
def test_one_more_walk_never_covers_less(starts: list[int], more: int) -> None:
    def covered(found: list[Walked]) -> int:
        return sum(outcome.state in COVERED for outcome in settled(found).values())

    assert covered(walks([*starts, more])) in (covered(walks(starts)), covered(walks(starts)) + 1)


def test_a_walk_under_way_holds_its_window_for_an_hour() -> None:
    begun = [Walked(id=UUID(int=100), started=MIDNIGHT + 10 * MINUTE, done=None)]
    held = settled(begun, hours=1, now=MIDNIGHT + 69 * MINUTE)[UUID(int=0)]
    assert (held.state, held.decide_at) == (RoundState.STARTED, MIDNIGHT + 70 * MINUTE)
    late = settled(begun, hours=1, now=MIDNIGHT + 70 * MINUTE)[UUID(int=0)]
    # Nobody else began either, but somebody still may: the tolerance runs until 01:15.
    assert (late.state, late.decide_at) == (RoundState.PLANNED, MIDNIGHT + 75 * MINUTE)
    assert settled(begun, hours=1, now=MIDNIGHT + 75 * MINUTE)[UUID(int=0)].state == RoundState.MISSED


def test_a_walk_that_took_longer_than_the_hold_covers_nothing() -> None:
    assert settled(walks([5], lasting=61), hours=1)[UUID(int=0)].state == RoundState.MISSED


def test_a_moment_is_due_inside_a_window_and_its_tolerance_only() -> None:
    found = rhythm(day_from=time(6), day_to=time(12))
    said = [is_due_at(found, MIDNIGHT + m * MINUTE, tolerance=15 * MINUTE, zone=TAIYUAN) for m in (359, 360, 734, 735)]
    assert said == [False, True, True, False]


def test_a_title_summed_over_places_names_none_of_them() -> None:
    names = ["桃园社区居委会", "", "桃园社区", "东院", None]
    for title, kind in (
        ("桃园社区每日联系", "每日联系"),
        ("桃园社区, daily call", "daily call"),
        ("桃园社区, 东院, check, by night", "check, by night"),
        ("每小时巡逻", "每小时巡逻"),
    ):
        assert without_place(title, names) == kind
