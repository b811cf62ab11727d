"""Looks a siting plan over: counts, forced and closed sites, who goes where, loads, and the objective."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gridkeeper.planning.plan import Violation

_TOLERANCE = 1e-6


def violations(problem: Any, solution: Any, objective: float) -> tuple[Violation, ...]:
    """Every rule that ``solution`` (open candidate rows, assigned candidate of each demand row) breaks.

    ``problem`` is a siting problem; distances are computed here anew, with numpy and scipy only.
    """
    n, m = problem.metric.shape
    opened = np.asarray(solution.opened, dtype=np.int64)
    assigned = np.asarray(solution.assigned, dtype=np.int64)
    if len(assigned) != n or (len(opened) and (opened.min() < 0 or opened.max() >= m)):
        return (Violation(rule="unknown-rows", text="The plan speaks of rows that are not in the problem."),)
    found = _counts(problem, opened)
    used = (assigned >= 0) & np.isin(assigned, opened)
    heavy = np.asarray(problem.weight) > 0
    lost = np.flatnonzero(~used & heavy)
    found += [Violation(rule="closed-site-used", row=int(i), amount=1.0) for i in lost]
    if problem.capacity is not None:
        found += _overloads(problem, assigned)
    if len(lost):
        return tuple(found)
    distance = _distances(problem.metric, np.flatnonzero(heavy), assigned[heavy])
    total = float(np.dot(np.asarray(problem.weight)[heavy], distance)) if heavy.any() else 0.0
    if not abs(total - objective) <= _TOLERANCE * max(1.0, abs(total)):
        found.append(Violation(rule="wrong-objective", amount=objective - total, facts={"counted": total}))
    return tuple(found)


def _counts(problem: Any, opened: NDArray[np.int64]) -> list[Violation]:
    found = []
    if len(np.unique(opened)) != len(opened):
        found.append(Violation(rule="site-twice", amount=len(opened) - len(np.unique(opened))))
    if len(np.unique(opened)) != problem.p:
        found.append(Violation(rule="wrong-count", amount=len(np.unique(opened)) - problem.p, facts={"p": problem.p}))
    missing = np.setdiff1d(np.asarray(problem.must_open, dtype=np.int64), opened)
    return found + [Violation(rule="must-open-ignored", row=int(j), amount=1.0) for j in missing]


def _overloads(problem: Any, assigned: NDArray[np.int64]) -> list[Violation]:
    served = assigned >= 0
    m = len(problem.capacity)
    carried = np.bincount(assigned[served], weights=np.asarray(problem.load)[served], minlength=m)
    over = carried - np.asarray(problem.capacity)
    slack = _TOLERANCE * np.maximum(1.0, np.asarray(problem.capacity))
    return [
        Violation(rule="capacity-exceeded", row=int(j), amount=float(over[j])) for j in np.flatnonzero(over > slack)
    ]


def _distances(metric: Any, rows: NDArray[np.int64], sites: NDArray[np.int64]) -> NDArray[np.float64]:
    """Distance of each of ``rows`` to its site, whichever kind of metric it is."""
    if hasattr(metric, "distance"):
        return np.asarray(metric.distance[rows, sites], dtype=np.float64)
    places = metric.demand if metric.candidate is None else metric.candidate
    if not hasattr(metric, "length"):
        gap = metric.demand[rows] - places[sites]
        return np.asarray(np.hypot(gap[:, 0], gap[:, 1]), dtype=np.float64)
    return _along_roads(metric, metric.demand[rows], places[sites])


def _along_roads(metric: Any, here: NDArray[np.int64], there: NDArray[np.int64]) -> NDArray[np.float64]:
    """Shortest way from each node of ``here`` to that of ``there``, one search a site over the reversed roads."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    order = np.lexsort((metric.length, metric.tail, metric.head))
    tail, head, length = metric.tail[order], metric.head[order], metric.length[order]
    shortest = np.append(True, (np.diff(head) != 0) | (np.diff(tail) != 0)) if len(head) else np.zeros(0, bool)
    # scipy reads a stored zero as no road at all: lengthen those by next to nothing.
    safe = np.maximum(length[shortest], 1e-12)
    back = csr_array((safe, (head[shortest], tail[shortest])), shape=(metric.nodes, metric.nodes))
    sites, which = np.unique(there, return_inverse=True)
    distance = np.empty(len(here))
    for k, site in enumerate(sites):
        mine = which == k
        distance[mine] = dijkstra(back, indices=int(site))[here[mine]]
    return distance
