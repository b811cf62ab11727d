"""Covering: the fewest sites within reach of everybody, or the p sites within reach of most."""

from gridkeeper.planning.cover.evaluate import Price, evaluate
from gridkeeper.planning.cover.problem import Cover, Problem, within_radius
from gridkeeper.planning.cover.solve import solve

__all__ = ["Cover", "Price", "Problem", "evaluate", "solve", "warm", "within_radius"]


def warm() -> None:
    """Compile and cache every kernel on a problem of a few rows."""
    import numpy as np

    from gridkeeper.planning.plan import Budget

    xy = np.arange(24.0).reshape(12, 2) % 7
    budget = Budget(iterations=2)
    solve(Problem(covers=within_radius(xy, radius=2.0)), budget=budget)
    solve(Problem(covers=within_radius(xy, radius=2.0), p=2), budget=budget)
