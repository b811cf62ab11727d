"""The linear programme over whole rows: one row a person, cover met; its duals price cells and prove bounds."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
import numpy.typing as npt

from gridkeeper.planning.highs import quiet_highs
from gridkeeper.planning.roster.problem import Ints, Problem

Floats = npt.NDArray[np.float64]
_NOTHING = (0, np.zeros(0, np.int32), np.zeros(0))


@dataclass(frozen=True)
class Duals:
    """Worth of one head in each cell (days, shifts), and of each person's row, at the optimum ``objective``."""

    cells: Floats
    rows: Floats
    objective: float


class Master:
    """Columns are rows of one person each; ``required`` is what these people still have to cover (it may be negative
    where others cover too much already). The rows of the programme are the priced cells, then the people."""

    def __init__(self, problem: Problem, people: list[int], required: Ints) -> None:
        self._problem, self._place = problem, {person: at for at, person in enumerate(people)}
        self.owners: list[int] = []
        self.rows: list[Ints] = []
        self.costs: list[int] = []
        self._seen: dict[tuple[int, bytes], int] = {}
        cover = problem.cover
        self._priced = (cover.under > 0) | (cover.over > 0)
        self._cell_count = int(self._priced.sum())
        self._cell_row = np.full(self._priced.shape, -1, np.int32)
        self._cell_row[self._priced] = np.arange(self._cell_count, dtype=np.int32)
        self._highs = quiet_highs()
        for need in (*required[self._priced].astype(float), *np.ones(len(people))):
            self._highs.addRow(float(need), float(need), *_NOTHING)
        for price, sign in ((cover.under, 1.0), (cover.over, -1.0)):
            for at, cost in enumerate(price[self._priced]):
                index, value = np.array([at], np.int32), np.array([sign])
                self._highs.addCol(float(cost), 0.0, highspy.kHighsInf, 1, index, value)
        self._first = 2 * self._cell_count

    def add(self, person: int, row: Ints) -> bool:
        """Add a row as a column; False where it is there already."""
        key = (person, row.tobytes())
        if key in self._seen:
            return False
        self._seen[key] = len(self.rows)
        days = np.flatnonzero(row >= 0)
        cells = self._cell_row[days, row[days]]
        index = np.append(cells[cells >= 0], self._cell_count + self._place[person]).astype(np.int32)
        cost = int(self._problem.cell_cost[person, np.arange(len(row)), row].sum())
        self._highs.addCol(float(cost), 0.0, highspy.kHighsInf, len(index), index, np.ones(len(index)))
        self.owners.append(person)
        self.rows.append(row.copy())
        self.costs.append(cost)
        return True

    @property
    def size(self) -> int:
        """Number of columns."""
        return len(self.rows)

    def solve(self) -> Duals:
        """Duals at the optimum of the columns known so far; every person must have one."""
        self._highs.run()
        duals = np.array(self._highs.getSolution().row_dual)
        cells = np.zeros(self._priced.shape)
        cells[self._priced] = duals[: self._cell_count]
        objective = float(self._highs.getInfo().objective_function_value)
        return Duals(cells=cells, rows=duals[self._cell_count :], objective=objective)

    def weights(self) -> Floats:
        """How far each column is chosen in the last solution."""
        return np.array(self._highs.getSolution().col_value)[self._first :]

    def reduced(self, duals: Duals) -> Floats:
        """What each column would cost beyond the optimum if it were chosen."""
        days = np.arange(self._problem.days)
        values = np.array(self.costs, float)
        for at, (owner, row) in enumerate(zip(self.owners, self.rows, strict=True)):
            worked = row >= 0
            values[at] -= duals.cells[days[worked], row[worked]].sum() + duals.rows[self._place[owner]]
        return values

    def bound(self, columns: npt.NDArray[np.intp], *, upper: float) -> None:
        """Forbid columns (upper 0) or free them again (upper infinite)."""
        index = (columns + self._first).astype(np.int32)
        self._highs.changeColsBounds(len(index), index, np.zeros(len(index)), np.full(len(index), upper))

    def integer(self, *, start: list[int], keep: npt.NDArray[np.bool_], seconds: float, nodes: int) -> list[int]:
        """A choice of whole columns among ``keep``, at least as good as ``start`` (one column for each person)."""
        programme = self._highs.getLp()
        upper = np.array(programme.col_upper_)
        keep[start] = True
        upper[self._first :][~keep] = 0.0
        programme.col_upper_ = upper
        whole, free = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
        programme.integrality_ = [free] * self._first + [whole] * len(self.rows)
        solver = quiet_highs()
        solver.setOptionValue("time_limit", seconds)
        solver.setOptionValue("mip_max_nodes", nodes)
        solver.setOptionValue("mip_abs_gap", 0.99)
        solver.passModel(programme)
        index = (np.arange(len(self.rows)) + self._first).astype(np.int32)
        values = np.zeros(len(index))
        values[start] = 1.0
        solver.setSolution(len(index), index, values)
        solver.run()
        if solver.getInfo().primal_solution_status != 2:
            return start
        return [int(at) for at in np.flatnonzero(np.array(solver.getSolution().col_value)[self._first :] > 0.5)]

    def number(self, person: int, row: Ints) -> int:
        """The column that holds this row."""
        return self._seen[(person, row.tobytes())]
