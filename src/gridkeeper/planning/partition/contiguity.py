# ruff: noqa: PLR0917  (compiled kernels take their arrays by position)
"""Kernels that keep parts whole: may a unit leave its part, and bringing strays home."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def may_leave(unit, label, indptr, indices, mark, queue, stamp):  # type: ignore[no-untyped-def]
    """Whether the unit's part stays whole and non-empty without it (the part is whole now).

    Searches from one of its like neighbours until the others are met, so most answers come from the first ring.
    ``mark`` (n,) must hold values below ``stamp``; ``stamp`` and ``stamp + 1`` are used up.
    """
    part = label[unit]
    first = -1
    left = 0
    for e in range(indptr[unit], indptr[unit + 1]):
        other = indices[e]
        if label[other] == part:
            if first < 0:
                first = other
            else:
                mark[other] = stamp
                left += 1
    if left == 0:
        return first >= 0
    mark[first] = stamp + 1
    mark[unit] = stamp + 1
    queue[0] = first
    head = 0
    tail = 1
    while head < tail:
        here = queue[head]
        head += 1
        for e in range(indptr[here], indptr[here + 1]):
            other = indices[e]
            if label[other] != part or mark[other] == stamp + 1:
                continue
            if mark[other] == stamp:
                left -= 1
                if left == 0:
                    return True
            mark[other] = stamp + 1
            queue[tail] = other
            tail += 1
    return False


@njit(cache=True, nogil=True)
def _drop_strays(label, parts, mass, locked, indptr, indices, queue):  # type: ignore[no-untyped-def]
    """Set to -1 every unit outside its part's heaviest piece; a locked unit outweighs everything."""
    n = len(label)
    piece = np.full(n, -1, np.int64)
    best_piece = np.full(parts, -1, np.int64)
    best_mass = np.full(parts, -1.0)
    heavy = mass.sum() + 1.0
    count = 0
    for root in range(n):
        if piece[root] >= 0 or label[root] < 0:
            continue
        part = label[root]
        piece[root] = count
        queue[0] = root
        head, tail = 0, 1
        total = 0.0
        while head < tail:
            here = queue[head]
            head += 1
            total += mass[here] + (heavy if locked[here] else 0.0)
            for e in range(indptr[here], indptr[here + 1]):
                other = indices[e]
                if label[other] == part and piece[other] < 0:
                    piece[other] = count
                    queue[tail] = other
                    tail += 1
        if total > best_mass[part]:
            best_mass[part] = total
            best_piece[part] = count
        count += 1
    for unit in range(n):
        if label[unit] >= 0 and piece[unit] != best_piece[label[unit]]:
            label[unit] = -1


@njit(cache=True, nogil=True)
def bring_strays_home(label, parts, mass, locked, indptr, indices):  # type: ignore[no-untyped-def]
    """Keep of every part its heaviest piece (pieces with locked units first); give the rest to touching parts.

    Changes ``label`` in place. Units no part can reach keep -1.
    """
    n = len(label)
    queue = np.empty(n, np.int64)
    _drop_strays(label, parts, mass, locked, indptr, indices, queue)
    tail = 0
    for unit in range(n):
        if label[unit] >= 0:
            queue[tail] = unit
            tail += 1
    head = 0
    while head < tail:
        here = queue[head]
        head += 1
        for e in range(indptr[here], indptr[here + 1]):
            other = indices[e]
            if label[other] < 0:
                label[other] = label[here]
                queue[tail] = other
                tail += 1


@njit(cache=True, nogil=True)
def found_empty_parts(label, region, part_region, weight, locked, indptr, indices):  # type: ignore[no-untyped-def]
    """Give every empty part one unit that the heaviest part of its region can spare; changes ``label``."""
    n = len(label)
    parts = len(part_region)
    size = np.zeros(parts, np.int64)
    load = np.zeros(parts)
    for unit in range(n):
        size[label[unit]] += 1
        load[label[unit]] += weight[unit]
    mark = np.zeros(n, np.int64)
    queue = np.empty(n, np.int64)
    stamp = 1
    for part in range(parts):
        if size[part] > 0:
            continue
        chosen = -1
        best = -1.0
        for unit in range(n):
            donor = label[unit]
            if region[unit] != part_region[part] or size[donor] < 2 or locked[unit] or load[donor] <= best:
                continue
            stamp += 2
            if may_leave(unit, label, indptr, indices, mark, queue, stamp):
                chosen = unit
                best = load[donor]
        if chosen >= 0:
            size[label[chosen]] -= 1
            load[label[chosen]] -= weight[chosen]
            label[chosen] = part
            size[part] = 1
            load[part] = weight[chosen]
