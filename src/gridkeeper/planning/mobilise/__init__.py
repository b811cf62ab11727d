"""Sending people to places: exact, with a certificate, skills, limits, forbidden pairs, fairness (YZ, XL-23)."""

from __future__ import annotations

import numpy as np

from gridkeeper.planning.mobilise.evaluate import evaluate, filled
from gridkeeper.planning.mobilise.problem import Assignment, Problem
from gridkeeper.planning.mobilise.solve import solve
from gridkeeper.planning.plan import Budget

__all__ = ["Assignment", "Problem", "evaluate", "filled", "solve", "warm"]


def warm() -> None:
    """Compile the kernels on six people and three places, both engines and fairness."""
    home = np.array([[0.0, 0], [1, 0], [2, 1], [3, 1], [4, 2], [5, 2]])
    xy = np.array([[0.0, 1], [2, 2], [5, 5]])
    for need, fairness in (([2, 2, 2], None), ([1, 1, 1], None), ([4, 4, 4], "maxmin")):
        problem = Problem(need=np.array(need), home=home, xy=xy, fairness=fairness)
        for engine in ("auction", "sparse"):
            solve(problem, budget=Budget(), engine=engine)
