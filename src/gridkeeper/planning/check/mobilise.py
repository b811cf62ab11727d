"""Looks a mobilisation over: nobody unfit, unskilled, too far or forbidden; limits of places; the true objective."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gridkeeper.planning.mobilise.problem import Assignment, Problem
from gridkeeper.planning.plan import Violation


def violations(problem: Problem, solution: Assignment, objective: float) -> tuple[Violation, ...]:
    """Every rule the assignment breaks, recomputed person by person."""
    place = np.asarray(solution.place)
    if place.shape != (problem.people,):
        return (Violation(rule="assignment-shape", amount=float(place.size - problem.people)),)
    outside = np.flatnonzero((place < -1) | (place >= problem.places))
    if len(outside):
        return tuple(Violation(rule="unknown-row", row=int(row)) for row in outside)
    people = np.flatnonzero(place >= 0)
    at = place[people]
    cls = np.zeros(problem.people, dtype=np.int64) if problem.cls is None else problem.cls
    ways = _ways(problem, people, at)
    found = _people(problem, people, at, cls, ways) + _places(problem, at, cls[people])
    moved = 0 if problem.current is None else int((at != problem.current[people]).sum())
    unfit = 0 if problem.unfit is None else int(problem.unfit.sum())
    empty = problem.people - len(people) - unfit if problem.everyone else _unfilled(problem, at, cls[people])
    price = math.fsum(ways) + problem.change_cost * moved + _weight(problem) * empty
    if not math.isclose(price, objective, rel_tol=1e-6, abs_tol=1e-6):
        found.append(Violation(rule="objective-wrong", amount=price - objective))
    return tuple(found)


def _ways(problem: Problem, people: NDArray[Any], at: NDArray[Any]) -> NDArray[Any]:
    if problem.cost is not None:
        return np.asarray([problem.cost[i, j] for i, j in zip(people, at, strict=True)], dtype=np.float64)
    assert problem.home is not None and problem.xy is not None  # noqa: PT018
    step = problem.home[people] - problem.xy[at]
    return np.asarray(np.hypot(step[:, 0], step[:, 1]))


def _people(
    problem: Problem, people: NDArray[Any], at: NDArray[Any], cls: NDArray[Any], ways: NDArray[Any]
) -> list[Violation]:
    wrong: dict[str, NDArray[Any]] = {"way-impossible": ~np.isfinite(ways)}
    if problem.unfit is not None:
        wrong["unfit-sent"] = problem.unfit[people]
    if problem.limit is not None:
        wrong["too-far"] = ways > problem.limit[people] * (1 + 1e-12)
    if problem.asked is not None:
        held = np.zeros(len(people), dtype=np.int64) if problem.skills is None else problem.skills[people]
        wrong["skill-missing"] = (problem.asked[at, cls[people]] & ~held) != 0
    if problem.forbidden is not None:
        banned = {(int(i), int(j)) for i, j in problem.forbidden}
        wrong["pair-forbidden"] = np.array([(int(i), int(j)) in banned for i, j in zip(people, at, strict=True)], bool)
    return [Violation(rule=rule, row=int(i)) for rule, mask in wrong.items() for i in people[mask]]


def _counts(problem: Problem, at: NDArray[Any], cls: NDArray[Any]) -> NDArray[Any]:
    width = problem.need.shape[1]
    return np.asarray(np.bincount(at * width + cls, minlength=problem.places * width)).reshape(problem.places, width)


def _places(problem: Problem, at: NDArray[Any], cls: NDArray[Any]) -> list[Violation]:
    count = _counts(problem, at, cls)
    most = problem.need if problem.most is None else problem.most
    most = most if problem.everyone else np.minimum(most, problem.need)
    found = [
        Violation(rule="over-most", row=int(j), amount=float(count[j, k] - most[j, k]))
        for j, k in np.argwhere(count > most)
    ]
    if problem.least is not None:
        short = np.argwhere(count < problem.least)
        found += [Violation(rule="under-least", row=int(j), amount=float(problem.least[j, k])) for j, k in short]
    return found


def _unfilled(problem: Problem, at: NDArray[Any], cls: NDArray[Any]) -> int:
    return int(np.clip(problem.need - _counts(problem, at, cls), 0, None).sum())


def _weight(problem: Problem) -> float:
    """The weight of an empty post as the problem promises it: one more than places + 1 of the longest ways."""
    if problem.cost is not None:
        longest = max((float(c) for c in problem.cost.ravel() if math.isfinite(c)), default=0.0)
    else:
        assert problem.home is not None and problem.xy is not None  # noqa: PT018
        both = np.vstack((problem.home, problem.xy))
        longest = math.dist(both.min(axis=0), both.max(axis=0)) if len(both) else 0.0
    return float(math.ceil(1.0 + (problem.places + 1) * (longest + problem.change_cost)))
