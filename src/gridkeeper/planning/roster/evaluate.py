"""The price of any roster, also one changed by hand, and what it leaves uncovered."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gridkeeper.planning.roster.problem import OFF, Ints, Problem


@dataclass(frozen=True, kw_only=True)
class Shortage:
    """Heads missing on a day in a shift, and why: ``limit`` names what binds, ``rested`` counts who could still come.

    ``limit`` is ``nobody-eligible``, ``too-few-eligible`` (fewer people than heads), ``all-on-duty`` (everybody who may
    is at work that day) or ``rest`` (the others need rest or have reached a limit).
    """

    day: int
    shift: int
    missing: int
    eligible: int
    off_that_day: int
    limit: str


def price(problem: Problem, duties: Ints) -> dict[str, int]:
    """Parts of the objective, in whole cost units: under, over, requests, changes, fairness."""
    heads = heads_of(problem, duties)
    lacking = problem.cover.required.astype(np.int64) - heads
    parts = {
        "under": int((np.maximum(lacking, 0) * problem.cover.under).sum()),
        "over": int((np.maximum(-lacking, 0) * problem.cover.over).sum()),
    }
    on, off = problem.requests.on, problem.requests.off
    unmet = duties[on[:, 0], on[:, 1]] != on[:, 2]
    worked = duties[off[:, 0], off[:, 1]] == off[:, 2]
    parts["requests"] = int((unmet * on[:, 3]).sum() + (worked * off[:, 3]).sum())
    parts["changes"] = changed(problem, duties) * problem.change
    parts["fairness"] = problem.fairness * unfairness(problem, duties)
    return parts


def objective(problem: Problem, duties: Ints) -> int:
    """The sum of the parts."""
    return sum(price(problem, duties).values())


def heads_of(problem: Problem, duties: Ints) -> Ints:
    """(days, shifts) people on duty."""
    heads = np.zeros((problem.days, problem.shift_count), np.int32)
    _, days = np.nonzero(duties >= 0)
    np.add.at(heads, (days, duties[duties >= 0]), 1)
    return heads


def changed(problem: Problem, duties: Ints) -> int:
    """Cells that differ from ``previous``; 0 where there is none."""
    return 0 if problem.previous is None else int((duties != problem.previous).sum())


def unfairness(problem: Problem, duties: Ints) -> int:
    """By how much the range of shifts, and of nights among those who may work them, exceeds one, by group (SF-30)."""
    night = problem.shifts.night
    works = duties != OFF
    by_night = np.append(night, False)[duties] & works
    may_night = (problem.staff.max_shifts[:, night] > 0).any(axis=1)
    groups = problem.compared
    grouped = groups >= 0
    excess = _range_excess(groups[grouped], works.sum(axis=1)[grouped])
    members = grouped & may_night
    return excess + _range_excess(groups[members], by_night.sum(axis=1)[members])


def _range_excess(groups: Ints, counts: Ints) -> int:
    """Sum over groups of max(0, highest - lowest - 1)."""
    if not len(groups):
        return 0
    size = int(groups.max()) + 1
    high, low = np.full(size, -1), np.full(size, 1 << 30)
    np.maximum.at(high, groups, counts)
    np.minimum.at(low, groups, counts)
    present = high >= 0
    return int(np.maximum(high[present] - low[present] - 1, 0).sum())


def shortages(problem: Problem, duties: Ints) -> tuple[Shortage, ...]:
    """Every cell with too few heads, in order of days, with the limit that binds."""
    missing = problem.cover.required - heads_of(problem, duties)
    found = []
    for day, shift in np.argwhere(missing > 0):
        eligible = (problem.staff.max_shifts[:, shift] > 0) & ~problem.unavailable[:, day]
        off = eligible & (duties[:, day] == OFF)
        count, idle = int(eligible.sum()), int(off.sum())
        required = int(problem.cover.required[day, shift])
        if count == 0:
            limit = "nobody-eligible"
        elif count < required:
            limit = "too-few-eligible"
        else:
            limit = "rest" if idle else "all-on-duty"
        found.append(
            Shortage(
                day=int(day),
                shift=int(shift),
                missing=int(missing[day, shift]),
                eligible=count,
                off_that_day=idle,
                limit=limit,
            )
        )
    return tuple(found)
