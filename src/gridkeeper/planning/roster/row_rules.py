"""Whether one row keeps every rule, for the kernels that change a few cells at a time."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from gridkeeper.planning.roster.problem import Flags, Ints, Problem


class RuleTables(NamedTuple):
    """All limits as arrays that a compiled kernel takes; one row a person, or one a shift."""

    minutes: Ints
    forbidden: Flags
    over_off: Flags
    night: Flags
    max_shifts: Ints
    limits: Ints
    unavailable: Flags
    weekday: Ints
    max_nights: int


def rule_tables(problem: Problem) -> RuleTables:
    """``limits`` columns: most and least minutes, most and least consecutive, least days off, most weekends."""
    staff = problem.staff
    columns = (
        staff.max_minutes,
        staff.min_minutes,
        staff.max_consecutive,
        staff.min_consecutive,
        staff.min_days_off,
        staff.max_weekends,
    )
    return RuleTables(
        minutes=problem.shifts.minutes.astype(np.int32),
        forbidden=problem.shifts.forbidden,
        over_off=problem.shifts.forbidden_over_off,
        night=problem.shifts.night,
        max_shifts=np.ascontiguousarray(staff.max_shifts, np.int32),
        limits=np.ascontiguousarray(np.stack(columns, axis=1), np.int32),
        unavailable=problem.unavailable,
        weekday=problem.weekday,
        max_nights=problem.max_nights,
    )


@njit(cache=True, nogil=True)
def cell_allowed(rules: RuleTables, person: int, day: int, shift: int) -> bool:
    """Whether the person may work the shift on the day at all; a day off always may."""
    return shift < 0 or (rules.max_shifts[person, shift] > 0 and not rules.unavailable[person, day])


@njit(cache=True, nogil=True)
def totals_kept(rules: RuleTables, person: int, row: Ints) -> bool:
    """Minutes, weekends and the number of each shift."""
    minutes, weekends, saturday = 0, 0, False
    days = len(row)
    for day in range(days):
        shift = row[day]
        if rules.weekday[day] == 5:
            saturday = shift >= 0
            weekends += 1 if saturday else 0
        elif rules.weekday[day] == 6:
            weekends += 1 if shift >= 0 and not saturday else 0
            saturday = False
        if shift < 0:
            continue
        minutes += rules.minutes[shift]
        if rules.max_shifts[person, shift] < days:
            same = 0
            for other in range(day + 1):
                same += 1 if row[other] == shift else 0
            if same > rules.max_shifts[person, shift]:
                return False
    limits = rules.limits[person]
    return bool(limits[1] <= minutes <= limits[0] and weekends <= limits[5])


@njit(cache=True, nogil=True)
def runs_kept(rules: RuleTables, person: int, past: Ints, row: Ints) -> bool:
    """Runs of work, nights and days off, and what may follow what, the past included."""
    limits = rules.limits[person]
    known, days = len(past), len(row)
    run, nights, works, last, begun = 0, 0, False, -1, False
    for at in range(known + days):
        shift = past[at] if at < known else row[at - known]
        inside = at >= known
        on = shift >= 0
        if at > 0 and on == works:
            run += 1
        else:
            if at > 0 and inside and begun and run < (limits[3] if works else limits[4]):
                return False
            if inside and on and not works and run == 1 and last >= 0 and rules.over_off[last, shift]:
                return False
            begun = at > 0
            run = 1
        if inside and on and works and at > 0 and rules.forbidden[last, shift]:
            return False
        if inside and on and run > limits[2]:
            return False
        nights = nights + 1 if on and rules.night[shift] else 0
        if inside and rules.max_nights > 0 and nights > rules.max_nights:
            return False
        if on:
            last = shift
        works = on
    return True


@njit(cache=True, nogil=True)
def row_kept(rules: RuleTables, person: int, past: Ints, row: Ints) -> bool:
    """Whether the whole row keeps every rule of the person, availability included."""
    for day in range(len(row)):
        if not cell_allowed(rules, person, day, row[day]):
            return False
    return runs_kept(rules, person, past, row) and totals_kept(rules, person, row)
