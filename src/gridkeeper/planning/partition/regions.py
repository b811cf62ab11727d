"""Pieces of ground a part may lie in (connected inside one group), and how many parts each of them gets."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from gridkeeper.planning.partition.problem import Floats, Integers, Problem
from gridkeeper.planning.plan import Violation

_CLOSE = 1e-9


@dataclass(frozen=True, kw_only=True)
class Ground:
    """A problem made ready: edges inside regions only, and for each part its region and the weights it must keep to.

    ``region`` (n,), ``indptr``/``indices`` the inner edges, ``part_region``/``part_group``/``low``/``high``/``mean``
    (k,), ``first_part``/``part_count`` (regions,). ``impossible`` holds proofs that no plan exists.
    """

    region: Integers
    indptr: Integers
    indices: Integers
    part_region: Integers
    part_group: Integers
    mean: Floats
    low: Floats
    high: Floats
    first_part: Integers
    part_count: Integers
    impossible: tuple[Violation, ...]

    @property
    def parts(self) -> int:
        """How many parts there are in all."""
        return len(self.part_region)


def lay_ground(problem: Problem) -> Ground:
    """Split the units into regions, share out the parts, and look for proofs that it cannot be done."""
    groups = problem.groups
    indptr, indices = _inner_edges(problem, groups)
    region = _regions(groups, indptr, indices)
    region_group = np.zeros(int(region.max()) + 1, dtype=np.int64)
    region_group[region] = groups
    group_parts, impossible = parts_of_groups(problem, groups)
    mean, low, high = _windows(problem, groups, group_parts)
    loads = np.bincount(region, weights=problem.weight).astype(np.float64)
    sizes = np.bincount(region)
    part_count = np.zeros(len(region_group), dtype=np.int64)
    for group in range(len(group_parts)):
        mine = np.flatnonzero(region_group == group)
        window = (float(mean[group]), float(low[group]), float(high[group]))
        counts, proofs = _share_islands(loads[mine], sizes[mine], parts=int(group_parts[group]), window=window)
        part_count[mine] = counts
        impossible += [Violation(rule=rule, row=group, text=text) for rule, text in proofs]
    for unit in np.flatnonzero(problem.weight > high[groups] * (1 + _CLOSE)):
        excess = float(problem.weight[unit] - high[groups[unit]])
        text = "One unit alone weighs more than a part may."
        impossible.append(Violation(rule="unit-heavier-than-a-part", row=int(unit), amount=excess, text=text))
    part_region = np.repeat(np.arange(len(part_count)), part_count)
    part_group = region_group[part_region]
    return Ground(
        region=region,
        indptr=indptr,
        indices=indices,
        part_region=part_region,
        part_group=part_group,
        mean=mean[part_group],
        low=low[part_group],
        high=high[part_group],
        first_part=np.cumsum(part_count) - part_count,
        part_count=part_count,
        impossible=tuple(impossible),
    )


def parts_of_groups(problem: Problem, groups: Integers) -> tuple[Integers, list[Violation]]:
    """(G,) parts of each group: by ``target``, or ``k`` shared out by Webster's method with one at least.

    A group is never given more parts than it has units; what does not fit is named as impossible.
    """
    loads = np.bincount(groups, weights=problem.weight)
    sizes = np.bincount(groups)
    if problem.target is not None:
        return np.minimum(np.maximum(1, np.floor(loads / problem.target + 0.5)), sizes).astype(np.int64), []
    k = problem.k or 1
    counts = np.ones(len(loads), dtype=np.int64)
    if k < len(loads):
        text = "There are fewer parts than groups, and a part never crosses a group."
        return counts, [Violation(rule="fewer-parts-than-groups", amount=float(len(loads) - k), text=text)]
    if k > problem.n:
        text = "There are more parts than units."
        return sizes.astype(np.int64), [Violation(rule="more-parts-than-units", amount=float(k - problem.n), text=text)]
    weights = loads if loads.sum() > 0 else sizes.astype(np.float64)
    for _ in range(k - len(loads)):
        claim = np.where(counts < sizes, weights / (2 * counts + 1), -1.0)
        counts[int(claim.argmax())] += 1
    return counts, []


def _windows(problem: Problem, groups: Integers, group_parts: Integers) -> tuple[Floats, Floats, Floats]:
    mean = np.bincount(groups, weights=problem.weight) / group_parts
    if problem.limits is not None:
        return mean, np.full(len(mean), float(problem.limits[0])), np.full(len(mean), float(problem.limits[1]))
    return mean, mean * (1 - problem.tolerance), mean * (1 + problem.tolerance)


def _inner_edges(problem: Problem, groups: Integers) -> tuple[Integers, Integers]:
    rows = np.repeat(np.arange(problem.n), np.diff(problem.indptr))
    keep = groups[rows] == groups[problem.indices]
    indptr = np.zeros(problem.n + 1, dtype=np.int64)
    np.cumsum(np.bincount(rows[keep], minlength=problem.n), out=indptr[1:])
    return indptr, problem.indices[keep]


def _regions(groups: Integers, indptr: Integers, indices: Integers) -> Integers:
    """Connected pieces, numbered group by group."""
    n = len(groups)
    graph = csr_array((np.ones(len(indices), dtype=np.int8), indices, indptr), shape=(n, n))
    piece = connected_components(graph, directed=False)[1]
    first = np.full(int(piece.max()) + 1, n, dtype=np.int64)
    np.minimum.at(first, piece, np.arange(n))
    order = np.lexsort((first, groups[first]))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return np.asarray(rank[piece], dtype=np.int64)


def _share_islands(
    loads: Floats, sizes: Integers, *, parts: int, window: tuple[float, float, float]
) -> tuple[Integers, list[tuple[str, str]]]:
    """Parts of each connected piece of one group, and proofs (rule, text) that no choice can hold the window."""
    mean, low, high = window
    if len(loads) > parts:
        text = "There are more separate pieces of ground than parts, and a part is never torn."
        return np.ones(len(loads), dtype=np.int64), [("more-islands-than-parts", text)]
    fewest = [1 if high <= 0 or math.isinf(high) else max(1, math.ceil(load / high - _CLOSE)) for load in loads]
    most = [
        size if low <= 0 else min(int(size), math.floor(load / low + _CLOSE))
        for load, size in zip(loads, sizes, strict=True)
    ]
    proofs = []
    if any(least > top for least, top in zip(fewest, most, strict=True)):
        proofs.append(("piece-fits-no-count", "A separate piece of ground cannot be cut into parts of allowed weight."))
    elif sum(fewest) > parts or sum(most) < parts:
        proofs.append(
            ("pieces-fit-no-count", "The separate pieces of ground cannot share out the parts in their window.")
        )
    counts = np.ones(len(loads), dtype=np.int64)
    if not proofs:
        counts = np.asarray(fewest, dtype=np.int64)
        sizes = np.asarray(most, dtype=np.int64)
    weights = loads if mean > 0 else sizes.astype(np.float64)
    for _ in range(parts - int(counts.sum())):
        counts[int(np.where(counts < sizes, weights / (2 * counts + 1), -1.0).argmax())] += 1
    return counts, proofs
