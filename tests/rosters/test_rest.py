"""Rest is a property of every roster that accepted commands can build, and agrees with the planners (SF-30, SF-31)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from gridkeeper.planning.check.roster import violations
from gridkeeper.planning.roster.duties import Duty, Person, duty_problem
from gridkeeper.planning.roster.problem import OFF, Roster
from gridkeeper.rosters.policy.place import is_night
from gridkeeper.rosters.policy.rest import Fitness, Rule, Stretch, breach_of, breaches_in

MIDNIGHT = datetime(2022, 11, 13, 16, tzinfo=UTC)
"""A midnight on the wall."""
HOUR = timedelta(hours=1)


def stretch(at: float, hours: float = 8, **flags: bool) -> Stretch:
    return Stretch(starts=MIDNIGHT + at * HOUR, ends=MIDNIGHT + (at + hours) * HOUR, **flags)


def rule(new: Stretch, *others: Stretch, **fitness: bool) -> Rule | None:
    breach = breach_of(new, others=others, fitness=Fitness(**fitness))
    return breach.rule if breach else None


def test_six_hours_after_twelve_is_too_soon_and_ten_is_not() -> None:
    twelve = stretch(8, 12)
    breach = breach_of(stretch(26), others=[twelve])
    assert breach is not None
    assert (breach.rule, breach.fits_from) == (Rule.BETWEEN, MIDNIGHT + 30 * HOUR)
    assert rule(stretch(30), twelve) is None


def test_duties_that_touch_count_as_one() -> None:
    assert rule(stretch(16, 4), stretch(8, 8)) is None
    assert rule(stretch(16, 5), stretch(8, 8)) is Rule.CONTINUOUS


def test_rest_counts_before_a_later_duty_as_well() -> None:
    assert rule(stretch(0), stretch(12)) is Rule.BETWEEN


def test_the_seventh_day_in_a_row_is_refused() -> None:
    six = [stretch(24 * day + 8) for day in range(6)]
    assert breaches_in(six) == []
    assert rule(stretch(24 * 6 + 8), *six) is Rule.FREE_DAY
    assert rule(stretch(24 * 7 + 8), *six) is None


def test_the_fourth_night_in_a_row_is_refused() -> None:
    nights = [stretch(24 * day + 22, night=True) for day in range(3)]
    assert rule(stretch(24 * 3 + 22, night=True), *nights) is Rule.NIGHTS
    assert rule(stretch(24 * 4 + 22, night=True), *nights) is None


def test_two_places_at_one_time_are_refused() -> None:
    assert rule(stretch(9), stretch(8)) is Rule.DOUBLE


def test_whom_a_shift_spares() -> None:
    assert rule(stretch(22, night=True), spared=True) is Rule.SPARED
    assert rule(stretch(8, 3, outdoor=True), spared=True) is Rule.SPARED
    assert rule(stretch(8, 2, outdoor=True), spared=True) is None
    assert rule(stretch(8, in_zone=True), spared=True) is Rule.SPARED
    assert rule(stretch(8, in_zone=True), minor=True) is Rule.MINOR
    assert rule(stretch(8), minor=True, spared=True) is None


def test_night_is_read_off_the_wall() -> None:
    assert is_night(MIDNIGHT + 20 * HOUR, MIDNIGHT + 28 * HOUR)
    assert is_night(MIDNIGHT, MIDNIGHT + 8 * HOUR)
    assert not is_night(MIDNIGHT + 8 * HOUR, MIDNIGHT + 16 * HOUR)
    assert not is_night(MIDNIGHT + 6 * HOUR, MIDNIGHT + 22 * HOUR)


SHIFTS = (
    Duty(id="early", place=0, start=6 * 60, minutes=8 * 60, heads=(0,) * 14),
    Duty(id="day", place=0, start=8 * 60, minutes=12 * 60, heads=(0,) * 14),
    Duty(id="late", place=0, start=14 * 60, minutes=8 * 60, heads=(0,) * 14),
    Duty(id="night", place=0, start=22 * 60, minutes=8 * 60, heads=(0,) * 14, night=True),
)


def as_stretches(row: list[int]) -> list[Stretch]:
    return [
        stretch(24 * day + SHIFTS[cell].start / 60, SHIFTS[cell].minutes / 60, night=SHIFTS[cell].night)
        for day, cell in enumerate(row)
        if cell != OFF
    ]


def planners_find(row: list[int]) -> set[str]:
    problem = duty_problem([Person(id="a")], SHIFTS, days=14)
    duties = np.array([row], np.int32)
    found = violations(problem, Roster(duties=duties), 0.0)
    return {one.rule for one in found} - {"wrong-objective"}


rows = st.lists(st.sampled_from([OFF, OFF, 0, 1, 2, 3]), min_size=14, max_size=14)


@settings(max_examples=300, deadline=None)
@given(rows)
def test_what_the_planners_find_clean_breaks_nothing(row: list[int]) -> None:
    if not planners_find(row):
        assert breaches_in(as_stretches(row)) == []


@settings(max_examples=300, deadline=None)
@given(rows)
def test_what_is_accepted_keeps_rest_nights_and_length_as_the_planners_count_them(row: list[int]) -> None:
    if not breaches_in(as_stretches(row)):
        assert not planners_find(row) & {"rest", "max-nights"}


wished = st.tuples(st.integers(0, 24 * 14), st.integers(1, 14), st.booleans())


@settings(max_examples=200, deadline=None)
@given(st.lists(wished, max_size=30), st.randoms(use_true_random=False))
def test_no_order_of_accepted_duties_ends_without_rest(wishes: list[tuple[int, int, bool]], chance) -> None:
    accepted: list[Stretch] = []
    chance.shuffle(wishes)
    for at, hours, night in wishes:
        new = stretch(at, hours, night=night)
        if breach_of(new, others=accepted) is None:
            accepted.append(new)
    line = sorted(accepted, key=lambda one: one.starts)
    held: list[list[Stretch]] = []
    for one in line:
        if held and one.starts == held[-1][-1].ends:
            held[-1].append(one)
        else:
            assert not held or one.starts - held[-1][-1].ends >= 10 * HOUR
            held.append([one])
    assert all(block[-1].ends - block[0].starts <= 12 * HOUR for block in held)
    for begin in range(14):
        week = [block for block in held if 24 * begin <= (block[0].starts - MIDNIGHT) / HOUR < 24 * (begin + 7)]
        days = {(block[0].starts + timedelta(hours=8)).date() for block in week}
        if len(days) == 7:
            assert any(b[0].starts - a[-1].ends >= 24 * HOUR for a, b in pairwise(week))
