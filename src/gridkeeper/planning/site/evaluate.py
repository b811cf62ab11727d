"""Price any choice of sites, also one made by hand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gridkeeper.planning.site.metric import Floats, Rows, as_rows
from gridkeeper.planning.site.problem import Problem, Sites


@dataclass(frozen=True, eq=False)
class Price:
    """What a choice of sites costs: the sites with who goes where, each row's distance, the weighted sum."""

    sites: Sites
    distance: Floats
    objective: float


def evaluate(problem: Problem, opened: Rows, assigned: Rows | None = None) -> Price:
    """Price the open candidate rows ``opened``; without ``assigned`` every row goes to the nearest open one.

    The objective is infinite where a row of positive weight reaches no open site. Capacities are not looked at
    here: `check` does. Refused with `Malformed`: rows that do not exist.
    """
    m = problem.metric.shape[1]
    opened = np.unique(as_rows("opened", np.asarray(opened, dtype=np.float64), below=m))
    if assigned is None:
        assigned, distance = _nearest(problem, opened)
    else:
        assigned = np.asarray(assigned, dtype=np.int32)
        distance = _along(problem, assigned)
    weights = problem.weights
    heavy = weights > 0
    objective = float(np.dot(weights[heavy], distance[heavy])) if np.isfinite(distance[heavy]).all() else np.inf
    return Price(Sites(opened, assigned), distance, objective)


def _nearest(problem: Problem, opened: Rows) -> tuple[Rows, Floats]:
    n, m = problem.metric.shape
    if not len(opened) or not n:
        return np.full(n, -1, np.int32), np.full(n, np.inf)
    found, distance = problem.metric.nearest(np.arange(n, dtype=np.int32), opened, 1)
    return np.where(found[:, 0] < m, found[:, 0], -1).astype(np.int32), distance[:, 0]


def _along(problem: Problem, assigned: Rows) -> Floats:
    """Distance of each row to the site it is sent to, priced one site at a time."""
    distance = np.full(len(assigned), np.inf)
    for j in np.unique(assigned[assigned >= 0]):
        rows = np.flatnonzero(assigned == j).astype(np.int32)
        distance[rows] = problem.metric.nearest(rows, np.array([j], np.int32), 1)[1][:, 0]
    return distance
