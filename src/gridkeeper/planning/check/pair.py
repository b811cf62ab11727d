"""Looks a pairing over: allowed pairs only, every community led, no load that one swap chain could even out."""

from __future__ import annotations

import math
from collections import deque

import numpy as np
from numpy.typing import NDArray

from gridkeeper.planning.pair.problem import Pairing, Problem
from gridkeeper.planning.plan import Violation


def violations(problem: Problem, solution: Pairing, objective: float) -> tuple[Violation, ...]:
    """Every rule the pairing breaks (YZ-01, YZ-02), and whether the objective is the one it claims."""
    pairs = [(int(leader), int(community)) for leader, community in solution.pairs]
    outside = [i for i, (a, b) in enumerate(pairs) if not (0 <= a < problem.leaders and 0 <= b < problem.communities)]
    if outside:
        return tuple(Violation(rule="unknown-row", row=row) for row in outside)
    found = [Violation(rule="pair-twice", row=a) for (a, b) in sorted({p for p in pairs if pairs.count(p) > 1})]
    found += [Violation(rule="pair-forbidden", row=a) for a, b in pairs if not _may(problem, a, b)]
    led = {community for _, community in pairs}
    found += [Violation(rule="community-without-leader", row=b) for b in range(problem.communities) if b not in led]
    if not found:
        found += _uneven(problem, pairs)
    squares = sum(_loads(pairs, side, k) ** 2 for side in (0, 1) for k in {p[side] for p in pairs})
    if not math.isclose(squares, objective, rel_tol=1e-9, abs_tol=1e-6):
        found.append(Violation(rule="objective-wrong", amount=squares - objective))
    return tuple(found)


def _loads(pairs: list[tuple[int, int]], side: int, row: int) -> int:
    return sum(1 for pair in pairs if pair[side] == row)


def _may(problem: Problem, leader: int, community: int) -> bool:
    if problem.allowed is not None and not problem.allowed[leader, community]:
        return False
    if problem.leader_group is None or problem.community_group is None:
        return True
    return bool(problem.leader_group[leader] == problem.community_group[community])


def _uneven(problem: Problem, pairs: list[tuple[int, int]]) -> list[Violation]:
    """Loads further apart than ``max_diff`` that handing communities on along a chain would bring together."""
    found = []
    for side in (0, 1):
        loads = np.zeros(problem.leaders if side == 0 else problem.communities, dtype=np.int64)
        for pair in pairs:
            loads[pair[side]] += 1
        for row in np.flatnonzero(loads > problem.max_diff + 1):
            if _relief(problem, pairs, loads, side, int(row)):
                found.append(Violation(rule="load-uneven", row=int(row), amount=float(loads[row])))
    return found


def _relief(problem: Problem, pairs: list[tuple[int, int]], loads: NDArray[np.int64], side: int, row: int) -> bool:
    """Whether a chain of hand-overs leads from ``row`` to someone with a load lower by more than ``max_diff``."""
    held: dict[int, list[int]] = {}
    for pair in pairs:
        held.setdefault(pair[side], []).append(pair[1 - side])
    seen, queue = {row}, deque([row])
    while queue:
        here = queue.popleft()
        for other in range(len(loads)):
            reach = any(_may(problem, other, k) if side == 0 else _may(problem, k, other) for k in held.get(here, ()))
            if other not in seen and reach:
                if loads[row] - loads[other] > problem.max_diff:
                    return True
                seen.add(other)
                queue.append(other)
    return False
