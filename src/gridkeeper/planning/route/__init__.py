"""Routes over the real roads: deliveries and collections by vehicles, and hourly patrols of sealed areas."""

from __future__ import annotations

from gridkeeper.planning.route.evaluate import Evaluation, Routes, evaluate
from gridkeeper.planning.route.patrol import CoveredHour, PatrolProblem, Walk, coverage, plan_patrols
from gridkeeper.planning.route.problem import NEVER, NO_WAY, Problem, Route, RoutesRefused, Vehicle
from gridkeeper.planning.route.roads import Roads
from gridkeeper.planning.route.solve import solve
from gridkeeper.planning.route.tour import area_loop, closed_tour

__all__ = [
    "NEVER",
    "NO_WAY",
    "CoveredHour",
    "Evaluation",
    "PatrolProblem",
    "Problem",
    "Roads",
    "Route",
    "Routes",
    "RoutesRefused",
    "Vehicle",
    "Walk",
    "area_loop",
    "closed_tour",
    "coverage",
    "evaluate",
    "plan_patrols",
    "solve",
    "warm",
]


def warm() -> None:
    """Compile (or load) every kernel on one street corner."""
    import numpy as np

    from gridkeeper.planning.plan import Budget

    roads = Roads.from_streets(xy=np.array([[0.0, 0.0], [1.0, 0.0]]), streets=np.array([[0, 1]]), speed=1.0)
    roads.matrix(np.array([0, 1]))
    roads.path(0, 1)
    problem = Problem(
        place=np.array([1, 2]),
        distance=np.ones((3, 3), dtype=np.int64) - np.eye(3, dtype=np.int64),
        demand=np.array([1, 1]),
        vehicles=(Vehicle(count=2, capacity=2),),
    )
    solve(problem, budget=Budget(iterations=10), engine="strings")
