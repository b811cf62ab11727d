"""Improves a roster by setting a few people free at a time and solving their rows together to near optimality."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from gridkeeper.planning.roster.board import Board, rows_cost
from gridkeeper.planning.roster.columns import ColumnSearch
from gridkeeper.planning.roster.master import Floats
from gridkeeper.planning.roster.meter import Meter
from gridkeeper.planning.roster.problem import Flags, Ints, Problem
from gridkeeper.planning.roster.rows import RowPlanner, row_price

_POOL = 40
_FEWEST, _MOST, _WIDER_BY = 6, 24, 3
_STALLS_BEFORE_WIDENING = 6
_DIVE_FROM = 10
_MOST_COLUMNS = 600
_MIP_SECONDS, _MIP_NODES = 0.7, 100


def descend(board: Board, planners: list[RowPlanner], *, meter: Meter, turn: int = 0) -> None:
    """Give each person in turn his best row against the others' until nobody's row can be bettered alone."""
    improved = True
    while improved and not meter.spent():
        improved = False
        turn += 1
        for person, planner in enumerate(planners):
            prices = board.prices(person)
            answer = planner.cheapest(prices, turn * 97 + person)
            delta = 0 if answer is None else answer.cost - row_price(board.duties[person], prices)
            if answer is not None and delta < 0:
                board.replace(person, answer.row, delta)
                improved = True


class Neighbourhoods:
    """Chooses whom to free: by what their rows lose against the proven prices, by a cell in need, or at random."""

    def __init__(
        self, problem: Problem, planners: list[RowPlanner], *, root: ColumnSearch, meter: Meter, seed: int
    ) -> None:
        self._problem, self._planners, self._meter = problem, planners, meter
        self._random = np.random.default_rng(seed)
        self._cells: Floats = np.zeros((problem.days, problem.shift_count))
        self._worth: Floats = np.zeros(problem.people)
        self._pool: list[list[Ints]] = [[] for _ in range(problem.people)]
        self.size, self._stalls = min(_FEWEST, problem.people), 0
        self._learn(root)

    def _learn(self, root: ColumnSearch) -> None:
        """Keep the duals of the root and each person's best rows under them."""
        duals = root.root_duals
        if duals is None:
            return
        self._cells, self._worth = duals.cells, duals.rows
        reduced = root.master.reduced(duals)
        for column in np.argsort(reduced, kind="stable"):
            rows = self._pool[root.master.owners[column]]
            if len(rows) < _POOL:
                rows.append(root.master.rows[column])

    def step(self, board: Board) -> bool:
        """Free some people and replace their rows if that is no worse; True when the cost fell."""
        people = self._pick(board)
        search = ColumnSearch(
            self._problem, planners=self._planners, people=people, board=board, meter=self._meter, pool=self._pool
        )
        share = search.start_cost
        search.converge(below=share)
        improved = False
        if np.ceil(search.bound - 1e-6) < share:
            improved = self._solve_share(board, search, share)
        self._stalls = 0 if improved else self._stalls + 1
        if self._stalls >= _STALLS_BEFORE_WIDENING:
            self._stalls = 0
            wider = self.size + _WIDER_BY
            self.size = (
                min(_FEWEST, self._problem.people)
                if wider > min(_MOST, self._problem.people + _WIDER_BY)
                else min(wider, self._problem.people)
            )
        return improved

    def _solve_share(self, board: Board, search: ColumnSearch, share: int) -> bool:
        """A dive where many are free; then, and for few, the best choice among the rows met so far."""
        improved = False
        if len(search.people) > _DIVE_FROM:
            dived = search.dive()
            improved = dived is not None and self._take(board, dived)
            if improved or dived is None or search.master.size > _MOST_COLUMNS:
                return improved
        start = {person: board.duties[person] for person in search.people}
        seconds = self._meter.seconds(_MIP_SECONDS)
        rows = search.choose(start=start, cutoff=share, seconds=seconds, nodes=_MIP_NODES)
        return self._take(board, rows)

    def _take(self, board: Board, rows: dict[int, Ints]) -> bool:
        duties = board.duties.copy()
        for person, row in rows.items():
            duties[person] = row
        cost = rows_cost(self._problem, duties)
        if cost > board.cost:
            return False
        improved = cost < board.cost
        board.reset(duties)
        return improved

    def _pick(self, board: Board) -> list[int]:
        problem = self._problem
        loss = self._losses(board)
        weight = np.maximum(loss, 0) + 0.05 * max(float(loss.max()), 1.0)
        mode = int(self._random.integers(3))
        if mode == 0:
            weight = np.ones(problem.people)
        elif mode == 1:
            weight = self._near_need(board, weight)
        people = self._random.choice(problem.people, self.size, replace=False, p=weight / weight.sum())
        return sorted(int(person) for person in people)

    def _losses(self, board: Board) -> Floats:
        """What each present row costs beyond the proven price of that person."""
        days = np.arange(self._problem.days)
        loss = np.empty(self._problem.people)
        for person, row in enumerate(board.duties):
            worked = row >= 0
            paid = self._cells[days[worked], row[worked]].sum() + self._worth[person]
            loss[person] = self._problem.cell_cost[person, days, row].sum() - paid
        return loss

    def _near_need(self, board: Board, weight: npt.NDArray[np.float64]) -> Floats:
        """Prefer people who may work one cell whose cover costs more than its proven price."""
        cover = self._problem.cover
        lacking = cover.required - board.heads
        slack = np.maximum(lacking, 0) * (cover.under - self._cells) + np.maximum(-lacking, 0) * (
            cover.over + self._cells
        )
        slack = np.maximum(slack, 0).ravel()
        if slack.sum() <= 0:
            return weight
        day, shift = divmod(int(self._random.choice(len(slack), p=slack / slack.sum())), self._problem.shift_count)
        able: Flags = self._problem.allowed[:, day, shift]
        return np.asarray(np.where(able, weight + weight.max(), 0.02 * weight.max()))
