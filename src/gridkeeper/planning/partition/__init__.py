"""Territory partition: contiguous parts of equal weight, compact or with short borders, inside their communities."""

from __future__ import annotations

from gridkeeper.planning.partition.adjacency import from_pairs, from_points
from gridkeeper.planning.partition.evaluate import Evaluation, evaluate
from gridkeeper.planning.partition.problem import PartitionRefused, Problem
from gridkeeper.planning.partition.solve import solve

__all__ = ["Evaluation", "PartitionRefused", "Problem", "evaluate", "from_pairs", "from_points", "solve", "warm"]


def warm() -> None:
    """Compile (or load) every kernel on a tiny town."""
    import numpy as np

    from gridkeeper.planning.plan import Budget

    xy = np.array([(float(i % 4), float(i // 4)) for i in range(12)]) + np.arange(24).reshape(12, 2) % 5 * 0.01
    weight = np.array([1.0, 9.0, 1.0, 1.0, 1.0, 8.0, 1.0, 1.0, 1.0, 7.0, 1.0, 1.0])
    indptr, indices = from_points(xy)
    for objective in ("inertia", "cut"):
        problem = Problem(weight=weight, indptr=indptr, indices=indices, xy=xy, k=3, objective=objective)
        solve(problem, budget=Budget(iterations=2_000))
