"""Large duty rosters in a fraction of a second: fair filling, exchanges, and a bound by matching day by day."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from gridkeeper.planning.roster.annealing import Costs, Grid, anneal, fill
from gridkeeper.planning.roster.evaluate import heads_of, objective
from gridkeeper.planning.roster.meter import Meter
from gridkeeper.planning.roster.problem import OFF, Ints, Problem
from gridkeeper.planning.roster.row_rules import RuleTables, row_kept, rule_tables

_FEWEST_MOVES, _MOST_MOVES, _MOVES_A_CELL = 2_000, 40_000, 60


class DutyEngine:
    """Keeps every rule of every row at every step; what it improves is cover, wishes and fair shares."""

    def __init__(self, problem: Problem, rows: Ints, *, seed: int) -> None:
        self._problem, self._rules = problem, rule_tables(problem)
        works = problem.staff.max_shifts > 0
        self._first = np.append(0, np.cumsum(works.sum(axis=0))).astype(np.int32)
        self._candidates: Ints = (np.flatnonzero(works.T.ravel()) % max(problem.people, 1)).astype(np.int32)
        heads = np.maximum(problem.cover.required.sum(axis=0), 1)
        self._order: Ints = np.argsort(works.sum(axis=0) / heads, kind="stable").astype(np.int32)
        self._random = np.array([(seed * 2_654_435_761 + 88_172_645) % 0xFFFFFFFF or 1], np.int64)
        cover = problem.cover
        self._costs = Costs(
            required=cover.required.astype(np.int32),
            under=cover.under.astype(np.int32),
            over=cover.over.astype(np.int32),
            cells=problem.cell_cost if _has_cell_costs(problem) else np.zeros((0, 0, 0), np.int32),
            group=problem.compared,
            pull=problem.fairness,
        )
        self.duties = rows.astype(np.int32).copy()

    def _grid(self) -> Grid:
        duties, night = self.duties, np.append(self._problem.shifts.night, False)
        return Grid(
            duties=duties,
            past=self._problem.history,
            heads=heads_of(self._problem, duties),
            shares=(duties >= 0).sum(axis=1).astype(np.int32),
            nights=night[duties].sum(axis=1).astype(np.int32),
        )

    def fill(self) -> int:
        """Give missing heads to the least burdened people who may take them; how many were given."""
        grid = self._grid()
        given = fill(grid, self._rules, self._costs, self._order, self._candidates, self._first)
        self.duties = grid.duties
        return int(given)

    def improve(self, moves: int, *, hot: float, cold: float) -> None:
        """Anneal for ``moves`` trials."""
        grid = self._grid()
        anneal(grid, self._rules, self._costs, self._candidates, self._first, self._random, moves, hot, cold)
        self.duties = grid.duties


def kept_rows(problem: Problem, start: Ints) -> Ints:
    """``start`` with the cells dropped that may no longer be worked, and rows emptied day by day until they keep the
    rules: the largest beginning of the old roster that still stands."""
    rules, rows = rule_tables(problem), start.astype(np.int32).copy()
    rows[rows >= problem.shift_count] = OFF
    for person, row in enumerate(rows):
        days = np.flatnonzero(row >= 0)
        barred = problem.unavailable[person, days] | (problem.staff.max_shifts[person, row[days]] <= 0)
        row[days[barred]] = OFF
        _drop_until_kept(rules, person, problem.history[person], row)
    return rows


def _drop_until_kept(rules: RuleTables, person: int, past: Ints, row: Ints) -> None:
    """Rebuild the row from its first day, leaving out each duty that would break a rule."""
    if row_kept(rules, person, past, row):
        return
    wanted = row.copy()
    row[:] = OFF
    for day in np.flatnonzero(wanted >= 0):
        row[day] = wanted[day]
        if not row_kept(rules, person, past, row):
            row[day] = OFF


def matching_bound(problem: Problem) -> int:
    """A proven bound: on each day no more heads can be covered than a maximum matching of people to heads gives
    (Hopcroft-Karp), and over all days no more than everybody's limit of duties; cells cost at least their cheapest."""
    cover = problem.cover
    missing, total = 0, 0
    for day in range(problem.days):
        heads = np.repeat(np.arange(problem.shift_count), cover.required[day])
        total += len(heads)
        possible = problem.allowed_on(day)
        graph = csr_array(possible[:, heads].T) if len(heads) and problem.people else None
        matched = 0 if graph is None else int((maximum_bipartite_matching(graph, perm_type="column") >= 0).sum())
        missing += len(heads) - matched
    missing = max(missing, total - int(_most_duties(problem).sum()))
    prices = cover.under[cover.required > 0]
    return _cell_bound(problem) + (missing * int(prices.min()) if missing else 0)


def _cell_bound(problem: Problem) -> int:
    """The cheapest choice of every cell by itself: wishes and changes that nobody can avoid."""
    if not _has_cell_costs(problem):
        return 0
    costs = problem.cell_cost.astype(np.int64)
    costs[:, :, :-1][~problem.allowed] = np.iinfo(np.int64).max
    return int(costs.min(axis=2).sum())


def _most_duties(problem: Problem) -> npt.NDArray[np.int64]:
    """The most duties each person can have: by minutes and by runs of work with a day off between."""
    staff, days = problem.staff, problem.days
    shortest = max(int(problem.shifts.minutes.min(initial=1 << 30)), 1)
    cycle = staff.max_consecutive + np.maximum(staff.min_days_off, 1)
    by_runs = days // cycle * staff.max_consecutive + np.minimum(days % cycle, staff.max_consecutive)
    by_days = days - problem.unavailable.sum(axis=1)
    most = np.minimum(np.minimum(staff.max_minutes // shortest, by_runs), by_days)
    return np.asarray(most, np.int64)


def solve_duties(problem: Problem, rows: Ints, *, meter: Meter, seed: int, fewest_changes: bool, bound: int) -> Ints:
    """The best rows found from ``rows``; with ``fewest_changes`` nothing is levelled."""
    engine = DutyEngine(problem, rows, seed=seed)
    engine.fill()
    best, lowest = engine.duties.copy(), objective(problem, engine.duties)
    prices = problem.cover.under[problem.cover.required > 0]
    under = int(prices.max(initial=1))
    heat = float(max(problem.fairness, 1)) * 4
    stalls, rounds = 0, 1
    moves = int(np.clip(problem.people * problem.days * _MOVES_A_CELL, _FEWEST_MOVES, _MOST_MOVES))
    while lowest > bound and not meter.spent() and stalls < 12:
        if fewest_changes and not problem.change and lowest - _missing_cost(problem, best) < under:
            break
        engine.improve(moves * rounds, hot=heat, cold=max(0.1, heat / 50))
        meter.tick()
        cost = objective(problem, engine.duties)
        stalls = 0 if cost < lowest else stalls + 1
        rounds = min(rounds + 1, 4)
        if cost < lowest:
            best, lowest = engine.duties.copy(), cost
        elif stalls % 3 == 0:
            engine.duties = best.copy()
    return best


def _missing_cost(problem: Problem, duties: Ints) -> int:
    missing = np.maximum(problem.cover.required - heads_of(problem, duties), 0)
    return int((missing * problem.cover.under).sum())


def _has_cell_costs(problem: Problem) -> bool:
    requests = problem.requests
    return bool(len(requests.on) or len(requests.off) or (problem.previous is not None and problem.change))
