"""Staffing of sampling points over the day: queues, backlog, simulated waits, opening windows, norms (YZ-10..13)."""

from __future__ import annotations

import numpy as np

from gridkeeper.planning.plan import Budget
from gridkeeper.planning.staff.evaluate import evaluate
from gridkeeper.planning.staff.norms import Feasibility, Network, feasibility, network
from gridkeeper.planning.staff.problem import Allocation, Problem
from gridkeeper.planning.staff.solve import solve

__all__ = ["Allocation", "Feasibility", "Network", "Problem", "evaluate", "feasibility", "network", "solve", "warm"]


def warm() -> None:
    """Compile the kernels on two points and two slots, in every model."""
    rate = np.array([[30.0, 70.0], [20.0, 10.0]])
    for model in ("mmc", "fluid", "sim", "windows"):
        for servers in (1, 4):
            solve(Problem(rate=rate, servers=np.array(servers), model=model), budget=Budget(iterations=2))
