"""Price any choice of covering sites, also one made by hand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gridkeeper.planning.cover.problem import Cover, Problem
from gridkeeper.planning.site.metric import Rows, as_rows


@dataclass(frozen=True, eq=False)
class Price:
    """What a choice reaches and costs: the weight left out, the cost, and what the problem minimises."""

    cover: Cover
    uncovered: float
    cost: float
    objective: float


def evaluate(problem: Problem, opened: Rows) -> Price:
    """Price the open candidate rows; without ``p`` the objective is infinite while a row of weight is uncovered."""
    m = problem.covers.shape[1]
    opened = np.unique(as_rows("opened", np.asarray(opened, dtype=np.float64), below=m))
    is_open = np.zeros(m)
    is_open[opened] = 1.0
    covered = problem.covers @ is_open > 0
    uncovered = float(problem.weights[~covered].sum())
    cost = float(problem.costs[opened].sum())
    objective = uncovered if problem.p is not None else (cost if uncovered == 0 else np.inf)
    return Price(Cover(opened, covered), uncovered, cost, objective)
