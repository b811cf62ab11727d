"""Starts that keep wishes: units fixed to parts, and labels carried over from an older plan."""

from __future__ import annotations

from collections import deque

import numpy as np
from scipy.optimize import linear_sum_assignment

from gridkeeper.planning.partition.problem import Integers, PartitionRefused, Problem
from gridkeeper.planning.partition.regions import Ground
from gridkeeper.planning.plan import Violation


def fixed_proofs(problem: Problem, ground: Ground) -> list[Violation]:
    """Proofs that the fixed units leave no plan: in another group's part, in two regions, or walled off."""
    if problem.fixed is None or not bool((problem.fixed >= 0).any()):
        return []
    units = np.flatnonzero(problem.fixed >= 0)
    if int(problem.fixed.max()) >= ground.parts:
        raise PartitionRefused(reason="a unit is fixed to a part number that does not exist")
    found = []
    wrong = units[ground.part_group[problem.fixed[units]] != problem.groups[units]]
    found += [
        Violation(rule="fixed-across-groups", row=int(unit), text="A unit is fixed to a part of another group.")
        for unit in wrong
    ]
    for part in np.unique(problem.fixed[units]):
        mine = units[problem.fixed[units] == part]
        reach = _tree(ground, int(part), mine, taken=problem.fixed)
        if reach is None:
            text = "The units fixed to one part cannot be joined without crossing another's."
            found.append(Violation(rule="fixed-units-apart", row=int(mine[0]), text=text))
    return found


def with_fixed(problem: Problem, ground: Ground, label: Integers) -> Integers | None:
    """``label`` renumbered and painted so that every fixed unit has its part, joined to its like; None if not found.

    Fixed regions of parts are joined one after the other, so a tangle that needs foresight may be missed.
    """
    if problem.fixed is None or not bool((problem.fixed >= 0).any()):
        return label
    fixed = problem.fixed
    label = _renumbered(label, fixed, ground)
    claimed = fixed.copy()
    for part in np.unique(fixed[fixed >= 0]):
        tree = _tree(ground, int(part), np.flatnonzero(fixed == part), taken=claimed)
        if tree is None:
            return None
        claimed[tree] = part
    return np.where(claimed >= 0, claimed, label)


def carried_over(problem: Problem, ground: Ground, start: Integers) -> Integers:
    """Labels of an older plan fitted to the parts there are now; units whose part lies elsewhere get -1.

    A part keeps its number where it can; otherwise the most weight keeps company.
    """
    start = np.asarray(start, dtype=np.int64)
    if start.shape != (problem.n,):
        raise PartitionRefused(reason="a start names one part for every unit")
    label = np.full(problem.n, -1, dtype=np.int64)
    weight = problem.weight + 1e-9
    for region in range(len(ground.part_count)):
        units = np.flatnonzero((ground.region == region) & (start >= 0))
        if len(units) == 0:
            continue
        names, place = np.unique(start[units], return_inverse=True)
        new = ground.first_part[region] + np.arange(ground.part_count[region])
        shared = np.bincount(place.reshape(-1), weights=weight[units], minlength=len(names))
        value = np.repeat(shared[:, None], len(new), axis=1) + (names[:, None] == new[None, :]) * float(weight.sum())
        rows, columns = linear_sum_assignment(-value)
        map_to = np.full(len(names), -1, dtype=np.int64)
        map_to[rows] = new[columns]
        label[units] = map_to[place.reshape(-1)]
    return label


def _renumbered(label: Integers, fixed: Integers, ground: Ground) -> Integers:
    """Parts swapped inside their region so that as many fixed units as possible already have their number."""
    agree = np.zeros((ground.parts, ground.parts))
    units = np.flatnonzero(fixed >= 0)
    np.add.at(agree, (label[units], fixed[units]), 1.0)
    agree[ground.part_region[:, None] != ground.part_region[None, :]] = -1e6
    _, new = linear_sum_assignment(-agree)
    return np.asarray(new, dtype=np.int64)[label]


def _tree(ground: Ground, part: int, units: Integers, *, taken: Integers) -> list[int] | None:
    """Units that join ``units`` through ground nobody else has taken (shortest ways, one after the other)."""
    joined = {int(units[0])}
    for goal in units[1:]:
        if int(goal) in joined:
            continue
        parent = dict.fromkeys(joined, -1)
        line = deque(sorted(joined))
        while line and int(goal) not in parent:
            here = line.popleft()
            for other in ground.indices[ground.indptr[here] : ground.indptr[here + 1]].tolist():
                if other not in parent and taken[other] in (-1, part):
                    parent[other] = here
                    line.append(other)
        if int(goal) not in parent:
            return None
        step = int(goal)
        while step >= 0:
            joined.add(step)
            step = parent[step]
    return sorted(joined)
