"""Prices any mobilisation, also one made by hand."""

from __future__ import annotations

import numpy as np

from gridkeeper.planning.mobilise.problem import Assignment, Counts, Floats, Problem


def filled(problem: Problem, solution: Assignment) -> Counts:
    """[m, K]: how many people each place gets of each class."""
    count = np.zeros(problem.need.shape, dtype=np.int64)
    sent = np.flatnonzero(solution.place >= 0)
    cls = np.zeros(problem.people, dtype=np.int64) if problem.cls is None else problem.cls
    np.add.at(count, (solution.place[sent], cls[sent]), 1)
    return count


def evaluate(problem: Problem, solution: Assignment) -> tuple[float, dict[str, float]]:
    """(objective, parts): ways + changes + empty posts (with ``everyone``: people left behind) at their weight."""
    sent = np.flatnonzero(solution.place >= 0)
    ways = 0.0
    for start in range(0, len(sent), 4096):
        rows = sent[start : start + 4096]
        ways += float(_each(problem, rows, solution.place[rows]).sum())
    moved = 0
    if problem.current is not None:
        moved = int(((solution.place >= 0) & (solution.place != problem.current)).sum())
    count = filled(problem, solution)
    unfilled = int(np.maximum(problem.need - count, 0).sum())
    unfit = 0 if problem.unfit is None else int(problem.unfit.sum())
    reserve = problem.people - len(sent) - unfit
    weight = problem.empty_cost() * (reserve if problem.everyone else unfilled)
    rates = count / np.maximum(problem.need, 1)
    parts = {
        "ways": ways,
        "changed": float(moved),
        "sent": float(len(sent)),
        "reserve": float(reserve),
        "unfilled": float(unfilled),
        "lowest_rate": float(rates[problem.need > 0].min(initial=1.0)),
    }
    return ways + problem.change_cost * moved + weight, parts


def _each(problem: Problem, people: Counts, places: Counts) -> Floats:
    if problem.cost is not None:
        return problem.cost[people, places]
    assert problem.home is not None and problem.xy is not None  # noqa: PT018
    step = problem.home[people] - problem.xy[places]
    way: Floats = np.sqrt(step[:, 0] * step[:, 0] + step[:, 1] * step[:, 1])
    return way
