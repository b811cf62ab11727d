"""A roster while it is being improved: heads counted in every cell, and what one person's row would cost in it."""

# ruff: noqa: PLR0917  (compiled code takes its arguments by position)

from __future__ import annotations

import numpy as np
from numba import njit

from gridkeeper.planning.roster.best_row import FORBIDDEN
from gridkeeper.planning.roster.evaluate import heads_of
from gridkeeper.planning.roster.problem import Flags, Ints, Problem


@njit(cache=True, nogil=True)
def marginal_prices(
    prices: Ints, cell_cost: Ints, allowed: Flags, row: Ints, heads: Ints, required: Ints, under: Ints, over: Ints
) -> None:
    """What each cell would add to the objective if this person's present row were lifted off the board."""
    days, shifts = heads.shape
    for day in range(days):
        prices[day, shifts] = cell_cost[day, shifts]
        for shift in range(shifts):
            if not allowed[day, shift]:
                prices[day, shift] = FORBIDDEN
                continue
            others = heads[day, shift] - (1 if row[day] == shift else 0)
            step = -under[day, shift] if others < required[day, shift] else over[day, shift]
            prices[day, shift] = cell_cost[day, shift] + step


@njit(cache=True, nogil=True)
def move_heads(heads: Ints, row: Ints, by: int) -> None:
    """Count a row in (+1) or out (-1)."""
    for day in range(len(row)):
        if row[day] >= 0:
            heads[day, row[day]] += by


def cover_cost(problem: Problem, heads: Ints) -> int:
    """Price of all heads too few and too many."""
    lacking = problem.cover.required.astype(np.int64) - heads
    return int((np.maximum(lacking, 0) * problem.cover.under + np.maximum(-lacking, 0) * problem.cover.over).sum())


def rows_cost(problem: Problem, duties: Ints) -> int:
    """Cover, requests and changes: the objective without fairness."""
    people, days = np.indices(duties.shape)
    return cover_cost(problem, heads_of(problem, duties)) + int(problem.cell_cost[people, days, duties].sum())


class Board:
    """Rows of all people and the cost of the whole, without fairness."""

    def __init__(self, problem: Problem, duties: Ints) -> None:
        self.problem = problem
        self.duties = np.ascontiguousarray(duties, np.int32).copy()
        self.heads = heads_of(problem, self.duties)
        self._prices = np.empty((problem.days, problem.shift_count + 1), np.int32)
        self._cells = problem.cell_cost
        self._allowed = problem.allowed
        self.cost = rows_cost(problem, self.duties)

    def reset(self, duties: Ints) -> None:
        """Take other rows for everybody."""
        self.duties = duties.copy()
        self.heads = heads_of(self.problem, duties)
        self.cost = rows_cost(self.problem, duties)

    def prices(self, person: int) -> Ints:
        """(days, shifts + 1) marginal prices for one person; the array is reused by the next call."""
        cover = self.problem.cover
        marginal_prices(
            self._prices,
            self._cells[person],
            self._allowed[person],
            self.duties[person],
            self.heads,
            cover.required,
            cover.under,
            cover.over,
        )
        return self._prices

    def replace(self, person: int, row: Ints, delta: int) -> None:
        """Put another row in the person's place; ``delta`` is the change of cost."""
        move_heads(self.heads, self.duties[person], -1)
        move_heads(self.heads, row, 1)
        self.duties[person] = row
        self.cost += delta
