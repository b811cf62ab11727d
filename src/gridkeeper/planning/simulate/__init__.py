"""A sampling day in the queue: arrivals, windows, servers, waits; the same waits as an event simulation, faster."""

from __future__ import annotations

import numpy as np

from gridkeeper.planning.plan import Budget
from gridkeeper.planning.simulate.door import Advice, advise
from gridkeeper.planning.simulate.evaluate import evaluate
from gridkeeper.planning.simulate.problem import Day, Problem, Queues
from gridkeeper.planning.simulate.solve import solve
from gridkeeper.planning.simulate.waves import Wave, rates

__all__ = ["Advice", "Day", "Problem", "Queues", "Wave", "advise", "evaluate", "rates", "solve", "warm"]


def warm() -> None:
    """Compile the kernels on one point with a handful of people."""
    servers = np.array([[1, 2]])
    rate = np.array([[3.0, 3.0]])
    for shape in (0, 1):
        solve(Problem(servers=servers, rate=rate, reps=1, service_shape=shape), budget=Budget())
    solve(Problem(servers=servers, rate=rate, reps=1, green_share=0.5), budget=Budget())
    day = Day(offset=np.array([0, 2]), at=np.array([0.0, 0.1]), service=np.array([0.2, 0.2]))
    solve(Problem(servers=servers, day=day), budget=Budget())
