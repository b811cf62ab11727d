"""Balanced pairing of leaders with communities (YZ-01..04): every community led, loads as even as can be."""

from __future__ import annotations

from gridkeeper.planning.pair.evaluate import evaluate
from gridkeeper.planning.pair.problem import Pairing, Problem
from gridkeeper.planning.pair.solve import solve
from gridkeeper.planning.plan import Budget

__all__ = ["Pairing", "Problem", "evaluate", "solve", "warm"]


def warm() -> None:
    """Compile the kernels on a pairing of two leaders with three communities."""
    first = solve(Problem(leaders=2, communities=3), budget=Budget())
    solve(Problem(leaders=2, communities=3), budget=Budget(), start=first.solution)
