"""Looks a covering plan over: counts, forced sites, who is really reached, and the objective."""

from __future__ import annotations

from typing import Any

import numpy as np

from gridkeeper.planning.plan import Violation

_TOLERANCE = 1e-6


def violations(problem: Any, solution: Any, objective: float) -> tuple[Violation, ...]:
    """Every rule that ``solution`` (open candidate rows, covered flag of each demand row) breaks."""
    n, m = problem.covers.shape
    opened = np.asarray(solution.opened, dtype=np.int64)
    covered = np.asarray(solution.covered, dtype=bool)
    if len(covered) != n or (len(opened) and (opened.min() < 0 or opened.max() >= m)):
        return (Violation(rule="unknown-rows", text="The plan speaks of rows that are not in the problem."),)
    found = []
    if len(set(opened.tolist())) != len(opened):
        found.append(Violation(rule="site-twice", amount=len(opened) - len(set(opened.tolist()))))
    if problem.p is not None and len(set(opened.tolist())) != problem.p:
        found.append(Violation(rule="wrong-count", amount=len(opened) - problem.p, facts={"p": problem.p}))
    for j in sorted(set(np.asarray(problem.must_open).tolist()) - set(opened.tolist())):
        found.append(Violation(rule="must-open-ignored", row=int(j), amount=1.0))
    reached = np.zeros(n, dtype=bool)
    across = problem.covers.tocsc()
    for j in opened:
        reached[across.indices[across.indptr[j] : across.indptr[j + 1]]] = True
    found += [Violation(rule="not-covered", row=int(i), amount=1.0) for i in np.flatnonzero(covered & ~reached)]
    weight = np.asarray(problem.weight)
    left_out = float(weight[~reached].sum())
    if problem.p is None:
        lost = np.flatnonzero(~reached & (weight > 0) & ~covered)
        found += [Violation(rule="left-out", row=int(i), amount=float(weight[i])) for i in lost]
    total = left_out if problem.p is not None else float(np.asarray(problem.cost)[np.unique(opened)].sum())
    if not abs(total - objective) <= _TOLERANCE * max(1.0, abs(total)):
        found.append(Violation(rule="wrong-objective", amount=objective - total, facts={"counted": total}))
    return tuple(found)
