"""Run every siting kernel once on a few rows, so that the compiled code is cached."""

from __future__ import annotations

import numpy as np

from gridkeeper.planning.plan import Budget
from gridkeeper.planning.site.metric import Points, Roads
from gridkeeper.planning.site.problem import Problem
from gridkeeper.planning.site.solve import solve


def warm() -> None:
    """Solve small problems of each kind."""
    side = np.arange(7.0)
    xy = np.stack(np.meshgrid(side, side * 1.1), axis=-1).reshape(-1, 2)
    budget = Budget(iterations=50)
    solve(Problem(metric=Points(xy), p=6), budget=budget)
    tail = np.arange(48, dtype=np.int32)
    nodes = np.arange(49, dtype=np.int32)
    roads = Roads(49, np.append(tail, tail + 1), np.append(tail + 1, tail), np.arange(1.0, 97.0), nodes)
    solve(Problem(metric=roads, p=4), budget=budget)
    room = np.full(49, 12.0)
    solve(Problem(metric=Points(xy), p=6, capacity=room), budget=Budget(iterations=3))
