"""Prices a hand-made staffing: the same days with other servers."""

from __future__ import annotations

import dataclasses

import numpy as np

from gridkeeper.planning.plan import Budget
from gridkeeper.planning.simulate.problem import Counts, Problem, Queues
from gridkeeper.planning.simulate.solve import solve


def evaluate(problem: Problem, servers: Counts, *, seed: int = 0) -> tuple[float, Queues]:
    """(mean wait in minutes, all figures) of ``servers`` [n, slots] on the same drawn or known people."""
    changed = dataclasses.replace(problem, servers=np.asarray(servers))
    queues = solve(changed, budget=Budget(seed=seed, iterations=problem.reps)).solution
    return queues.mean_min, queues
