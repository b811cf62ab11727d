"""The roster as a compact linear programme over cells, for the solvers that take one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from gridkeeper.planning.roster.errors import RosterMalformed
from gridkeeper.planning.roster.problem import Problem

FREE = 1 << 40
Term = tuple[int, int]


@dataclass
class Model:
    """Whole variables 0 .. upper with costs, and rows ``low <= sum <= high``; ``fixed`` is the cost without any."""

    upper: list[int] = field(default_factory=list)
    cost: list[int] = field(default_factory=list)
    rows: list[tuple[int, int, list[Term]]] = field(default_factory=list)
    fixed: int = 0
    cells: dict[tuple[int, int, int], int] = field(default_factory=dict)

    def variable(self, upper: int, cost: int = 0) -> int:
        """A new variable's number."""
        self.upper.append(upper)
        self.cost.append(cost)
        return len(self.upper) - 1

    def row(self, terms: list[Term], *, low: int = -FREE, high: int = FREE) -> None:
        """A new row, unless it is empty."""
        if terms:
            self.rows.append((low, high, terms))


def build_model(problem: Problem) -> Model:
    """The published integer programme of the benchmarks, with our rest rules; no history and no fairness in it."""
    if problem.fairness or problem.history.shape[1]:
        raise RosterMalformed(table="problem", found="with history or fairness", expected="without, for this engine")
    model = Model()
    days, off = range(problem.days), problem.shift_count
    model.fixed = int(problem.cell_cost[:, :, off].sum())
    for person, day, shift in np.argwhere(problem.allowed):
        cell = problem.cell_cost[person, day]
        model.cells[int(person), int(day), int(shift)] = model.variable(1, int(cell[shift] - cell[off]))
    for person in range(problem.people):
        _person(problem, model, person)
    for day in days:
        for shift in range(problem.shift_count):
            _cover(problem, model, day, shift)
    return model


def _cover(problem: Problem, model: Model, day: int, shift: int) -> None:
    cover, need = problem.cover, int(problem.cover.required[day, shift])
    heads = [model.cells[p, day, shift] for p in range(problem.people) if (p, day, shift) in model.cells]
    under = model.variable(need, int(cover.under[day, shift]))
    over = model.variable(len(heads), int(cover.over[day, shift]))
    model.row([*((head, 1) for head in heads), (under, 1), (over, -1)], low=need, high=need)


def _person(problem: Problem, model: Model, person: int) -> None:
    staff, shifts = problem.staff, range(problem.shift_count)
    on_day = [[model.cells[person, d, s] for s in shifts if (person, d, s) in model.cells] for d in range(problem.days)]
    works = [[(cell, 1) for cell in cells] for cells in on_day]
    for terms in works:
        model.row(terms, high=1)
    minutes = [
        (model.cells[person, d, s], int(problem.shifts.minutes[s]))
        for d in range(problem.days)
        for s in shifts
        if (person, d, s) in model.cells
    ]
    least, most = int(staff.min_minutes[person]), int(staff.max_minutes[person])
    if least > 0 and not minutes:
        minutes = [(model.variable(0), 1)]
    model.row(minutes, low=least, high=most)
    for shift in shifts:
        same = [(model.cells[person, d, shift], 1) for d in range(problem.days) if (person, d, shift) in model.cells]
        if len(same) > staff.max_shifts[person, shift]:
            model.row(same, high=int(staff.max_shifts[person, shift]))
    _weekends(problem, model, person, works)
    _runs(problem, model, person, works)
    _successions(problem, model, person, works)


def _weekends(problem: Problem, model: Model, person: int, works: list[list[Term]]) -> None:
    flags: dict[int, int] = {}
    for day in np.flatnonzero(problem.weekday >= 5):
        weekend = int(day) - int(problem.weekday[day])
        if works[day]:
            flag = flags.setdefault(weekend, -1)
            flags[weekend] = flag = model.variable(1) if flag < 0 else flag
            model.row([*works[day], (flag, -1)], high=0)
    if len(flags) > problem.staff.max_weekends[person]:
        model.row([(flag, 1) for flag in flags.values()], high=int(problem.staff.max_weekends[person]))


def _runs(problem: Problem, model: Model, person: int, works: list[list[Term]]) -> None:
    """Windows for the longest runs, and each too short run forbidden as a pattern (Curtois and Qu's programme)."""
    staff, days = problem.staff, problem.days
    longest = int(staff.max_consecutive[person])
    for first in range(days - longest):
        model.row(_sum(works, range(first, first + longest + 1)), high=longest)
    for length, inner in _short_runs(int(staff.min_consecutive[person]), int(staff.min_days_off[person])):
        for first in range(days - length - 1):
            edge = [*works[first], *works[first + length + 1]]
            middle = _sum(works, range(first + 1, first + length + 1))
            # off, work .. work, off: sum(middle) - edges <= length - 1; work, off .. off, work: edges - middle <= 1
            terms = middle + [(cell, -1) for cell, _ in edge] if inner else edge + [(cell, -1) for cell, _ in middle]
            model.row(terms, high=length - 1 if inner else 1)
    if problem.max_nights:
        dark = [int(shift) for shift in np.flatnonzero(problem.shifts.night)]
        nights = [
            [(model.cells[person, day, shift], 1) for shift in dark if (person, day, shift) in model.cells]
            for day in range(days)
        ]
        for first in range(days - problem.max_nights):
            model.row(_sum(nights, range(first, first + problem.max_nights + 1)), high=problem.max_nights)


def _short_runs(min_work: int, min_off: int) -> Iterator[tuple[int, bool]]:
    """(length, whether of work) of every run that is too short."""
    yield from ((length, True) for length in range(1, min_work))
    yield from ((length, False) for length in range(1, min_off))


def _successions(problem: Problem, model: Model, person: int, works: list[list[Term]]) -> None:
    """A shift excludes all that may not follow it the next day, or over a single day off."""
    for day, following in pairwise(range(problem.days)):
        for shift in range(problem.shift_count):
            if (person, day, shift) not in model.cells:
                continue
            here = (model.cells[person, day, shift], 1)
            barred = _cells(model, person, following, problem.shifts.forbidden[shift])
            if barred:
                model.row([here, *barred], high=1)
            over = _cells(model, person, day + 2, problem.shifts.forbidden_over_off[shift])
            if over:
                model.row([here, *over, *((cell, -1) for cell, _ in works[following])], high=1)


def _cells(model: Model, person: int, day: int, shifts: np.ndarray) -> list[Term]:
    return [
        (model.cells[person, day, int(s)], 1) for s in np.flatnonzero(shifts) if (person, day, int(s)) in model.cells
    ]


def _sum(terms: list[list[Term]], days: range) -> list[Term]:
    return [term for day in days for term in terms[day]]
