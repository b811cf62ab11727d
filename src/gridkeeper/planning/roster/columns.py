"""Column generation over whole rows for some or all people: a proven bound, then dives and small programmes."""

from __future__ import annotations

import highspy
import numpy as np

from gridkeeper.planning.roster.best_row import FORBIDDEN
from gridkeeper.planning.roster.board import Board, cover_cost, move_heads
from gridkeeper.planning.roster.master import Duals, Floats, Master
from gridkeeper.planning.roster.meter import Meter
from gridkeeper.planning.roster.problem import Ints, Problem
from gridkeeper.planning.roster.rows import RowPlanner

Rows = dict[int, Ints]
_SMOOTHING = 0.6
_FIXED_FROM = 0.9
_DIVE_ROUNDS = 4


def price_scale(problem: Problem) -> int:
    """Parts of one cost unit in which duals are rounded: as fine as the whole-number row costs allow."""
    cover = problem.cover
    cell = max(
        int(cover.under.max(initial=1)), int(cover.over.max(initial=1)), int(np.abs(problem.cell_cost).max(initial=1))
    )
    return int(np.clip(int(FORBIDDEN) // (4 * max(problem.days, 1) * cell), 1, 1000))


class ColumnSearch:
    """Finds rows for ``people`` while everybody else's stay; ``bound`` is proven for the cost of these rows and all
    cover."""

    def __init__(
        self,
        problem: Problem,
        *,
        planners: list[RowPlanner],
        people: list[int],
        board: Board,
        meter: Meter,
        pool: list[list[Ints]] | None = None,
    ) -> None:
        self._problem, self._planners, self.people, self._meter = problem, planners, people, meter
        others = board.heads.copy()
        for person in people:
            move_heads(others, board.duties[person], -1)
        self._required = problem.cover.required - others
        self.master = Master(problem, people, self._required)
        days = np.arange(problem.days)
        self.start_cost = cover_cost(problem, board.heads)
        for person in people:
            self.master.add(person, board.duties[person])
            self.start_cost += int(problem.cell_cost[person, days, board.duties[person]].sum())
            for row in [] if pool is None else pool[person]:
                self.master.add(person, row)
        self._scale = price_scale(problem)
        self.bound = -np.inf
        self._anchor: Floats | None = None
        self.duals: Duals | None = None
        self.root_duals: Duals | None = None
        self._turn = 0

    def converge(self, *, below: float, rounds: int = 10_000, share: float = 1.0) -> None:
        """Generate rows until the bound meets the programme's optimum, or ``below``, or the budget ends."""
        smoothing = _SMOOTHING
        for _ in range(rounds):
            if self._meter.spent(share):
                return
            self.duals = self.root_duals = self.master.solve()
            added = self._price(self.people, smoothing=smoothing, proves=True)
            self._meter.tick()
            if self.proved >= np.ceil(min(below, self.duals.objective) - 1e-6):
                return
            if not added and smoothing == 0.0:
                return
            smoothing = _SMOOTHING if added else 0.0

    @property
    def proved(self) -> float:
        """The bound rounded up: costs are whole numbers."""
        return float(np.ceil(self.bound - 1e-6))

    def _price(self, people: list[int], *, smoothing: float, proves: bool) -> int:
        """Ask every person for the cheapest row under smoothed duals; how many new rows helped."""
        duals = self.duals
        if duals is None:
            return 0
        cells = duals.cells
        if proves and self._anchor is not None:
            cells = smoothing * self._anchor + (1 - smoothing) * cells
        cover, scale = self._problem.cover, self._scale
        whole = np.clip(
            np.rint(cells * scale), -cover.over.astype(np.int64) * scale, cover.under.astype(np.int64) * scale
        )
        whole = whole.astype(np.int32)
        value, added = int((self._required * whole.astype(np.int64)).sum()), 0
        self._turn += 1
        for person in people:
            prices = self._problem.cell_cost[person] * np.int32(scale)
            prices[:, :-1] -= whole
            prices[:, :-1][~self._problem.allowed[person]] = FORBIDDEN
            answer = self._planners[person].cheapest(prices, self._turn * 31 + person)
            if answer is None:
                # A row that only the penalties missed: without its share the sum proves nothing.
                proves = False
                continue
            value += answer.bound
            added += self.master.add(person, answer.row)
        if proves and value / scale > self.bound:
            self.bound, self._anchor = value / scale, whole / scale
        return added

    def dive(self) -> Rows | None:
        """Fix the strongest rows step by step, pricing anew between the steps; None when the budget ended first."""
        chosen: Rows = {}
        barred: list[int] = []
        while len(chosen) < len(self.people):
            loose = [person for person in self.people if person not in chosen]
            for _ in range(_DIVE_ROUNDS):
                if self._meter.spent():
                    self._release(barred)
                    return None
                self.duals = self.master.solve()
                if not self._price(loose, smoothing=0.0, proves=False):
                    break
            self.master.solve()
            weights = self.master.weights()
            owners = np.array(self.master.owners)
            weights[np.isin(owners, list(chosen))] = -1.0
            picks = np.flatnonzero(weights >= _FIXED_FROM)
            if not len(picks):
                picks = np.array([int(weights.argmax())])
            for pick in picks:
                chosen[int(owners[pick])] = self.master.rows[pick]
                rivals = np.flatnonzero(owners == owners[pick])
                rivals = rivals[rivals != pick]
                self.master.bound(rivals, upper=0.0)
                barred.extend(int(rival) for rival in rivals)
        self._release(barred)
        return chosen

    def _release(self, barred: list[int]) -> None:
        if barred:
            self.master.bound(np.array(barred), upper=highspy.kHighsInf)

    def choose(self, *, start: Rows, cutoff: float, seconds: float, nodes: int) -> Rows:
        """The best whole rows known, at least as good as ``start``: columns whose reduced cost says that they cannot
        take part in anything cheaper than ``cutoff`` are left out."""
        for person, row in start.items():
            self.master.add(person, row)
        duals = self.master.solve()
        keep = self.master.reduced(duals) < cutoff - duals.objective - 1 + 1e-6
        numbers = [self.master.number(person, row) for person, row in start.items()]
        picks = self.master.integer(start=numbers, keep=keep, seconds=seconds, nodes=nodes)
        return {self.master.owners[at]: self.master.rows[at] for at in picks}
