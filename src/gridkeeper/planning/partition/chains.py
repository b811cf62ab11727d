# ruff: noqa: PLR0917  (compiled kernels take their arrays by position)
"""Kernel of ejection chains (Glover 1996): weight is handed on along touching parts until the worst part fits."""

from __future__ import annotations

import numpy as np
from numba import njit

from gridkeeper.planning.partition.compact import fined, inertia_change, shift, spill, sums
from gridkeeper.planning.partition.contiguity import may_leave

DEEPEST = 8
"""Most parts a chain may run through behind the first."""
WIDEST = 150
"""Parts looked at from one misfit before it is given up: a search of the whole city mends no more."""


@njit(cache=True, nogil=True)
def _touching(order, starts, region, label, indptr, indices, parts):  # type: ignore[no-untyped-def]
    """(parts, 24) touching parts inside one region, -1 behind the last; more than 24 are not listed."""
    near = np.full((parts, 24), -1, np.int64)
    for i in range(starts[region], starts[region + 1]):
        u = order[i]
        a = label[u]
        for e in range(indptr[u], indptr[u + 1]):
            b = label[indices[e]]
            if a == b:
                continue
            for s in range(24):
                if near[a, s] == b:
                    break
                if near[a, s] < 0:
                    near[a, s] = b
                    break
    return near


@njit(cache=True, nogil=True)
def _list_members(label, parts):  # type: ignore[no-untyped-def]
    """Chained lists of each part's units: ``(parts + n,)``, first the heads, then each unit's follower; -1 ends."""
    lists = np.full(parts + len(label), -1, np.int64)
    for u in range(len(label) - 1, -1, -1):
        lists[parts + u] = lists[label[u]]
        lists[label[u]] = u
    return lists


@njit(cache=True, nogil=True)
def _hand_on(u, a, b, lists, label, total, ground):  # type: ignore[no-untyped-def]
    """Move ``u`` from part ``a`` to ``b`` in labels, sums and lists."""
    parts = len(total)
    shift(u, a, b, label, total, ground[2], ground[3], ground[4], ground[5])
    place = a
    while lists[place] != u:
        place = parts + lists[place]
    lists[place] = lists[parts + u]
    lists[parts + u] = lists[b]
    lists[b] = u


@njit(cache=True, nogil=True)
def _best_unit(a, b, push, barred, lists, label, total, ground, scale, marks, stamp):  # type: ignore[no-untyped-def]
    """The unit of ``a`` touching ``b`` that leaves ``a`` (push) or fills ``b`` (pull) best in its window, -1 for none.

    Loss of shape breaks ties. ``barred`` are units tried before.
    """
    indptr, indices, x, y, mass, weight, locked, low, high, mean = ground
    best = np.inf
    chosen = -1
    parts = len(total)
    follower = lists[a]
    while follower >= 0:
        u = follower
        follower = lists[parts + u]
        if locked[u] or u == barred[0] or u == barred[1]:
            continue
        touches = False
        for e in range(indptr[u], indptr[u + 1]):
            if label[indices[e]] == b:
                touches = True
                break
        if not touches:
            continue
        if push:
            over = fined(total[a, 0] - weight[u], low[a], high[a], mean[a])
        else:
            over = fined(total[b, 0] + weight[u], low[b], high[b], mean[b])
        price = inertia_change(u, a, b, total, x, y, mass) / scale + 20000.0 * over
        if price < best:
            stamp[0] += 2
            if may_leave(u, label, indptr, indices, marks[0], marks[1], stamp[0]):
                best = price
                chosen = u
    return chosen


@njit(cache=True, nogil=True)
def _try_chain(path, length, push, barred, lists, label, total, ground, scale, marks, stamp):  # type: ignore[no-untyped-def]
    """Push units along ``path`` (or pull them back along it); kept when the spill of its parts falls, else undone.

    Returns (kept, the first unit moved or -1).
    """
    low, high, mean = ground[7], ground[8], ground[9]
    before = 0.0
    for i in range(length):
        p = path[i]
        before += spill(total[p, 0], low[p], high[p], mean[p])
    moved = np.empty(length - 1, np.int64)
    count = 0
    none = np.full(2, -1, np.int64)
    for i in range(length - 1):
        a, b = (path[i], path[i + 1]) if push else (path[i + 1], path[i])
        u = _best_unit(a, b, push, barred if i == 0 else none, lists, label, total, ground, scale, marks, stamp)
        if u < 0:
            break
        _hand_on(u, a, b, lists, label, total, ground)
        moved[count] = u
        count += 1
    after = 0.0
    for i in range(length):
        p = path[i]
        after += spill(total[p, 0], low[p], high[p], mean[p])
    first = moved[0] if count > 0 else -1
    if count > 0 and after < before - 1e-12:
        return True, first
    for i in range(count - 1, -1, -1):
        a, b = (path[i], path[i + 1]) if push else (path[i + 1], path[i])
        _hand_on(moved[i], b, a, lists, label, total, ground)
    return False, first


@njit(cache=True, nogil=True)
def _relieve_part(worst, lists, near, label, total, ground, scale, marks, stamp):  # type: ignore[no-untyped-def]
    """Breadth first over touching parts from the worst one; the first chain that lowers the spill is taken."""
    parts = len(total)
    push = total[worst, 0] > ground[8][worst]
    parent = np.full(parts, -2, np.int64)
    depth = np.zeros(parts, np.int64)
    line = np.empty(parts, np.int64)
    path = np.empty(DEEPEST + 1, np.int64)
    barred = np.empty(2, np.int64)
    parent[worst] = -1
    line[0] = worst
    head, tail = 0, 1
    while head < tail:
        here = line[head]
        head += 1
        if here != worst:
            length = depth[here] + 1
            step = here
            for i in range(length - 1, -1, -1):
                path[i] = step
                step = parent[step]
            barred[:] = -1
            for turn in range(3):
                kept, first = _try_chain(path, length, push, barred, lists, label, total, ground, scale, marks, stamp)
                if kept:
                    return True
                if first < 0:
                    break
                barred[turn % 2] = first
        if depth[here] < DEEPEST and tail < WIDEST:
            for s in range(near.shape[1]):
                other = near[here, s]
                if other < 0:
                    break
                if parent[other] == -2:
                    parent[other] = here
                    depth[other] = depth[here] + 1
                    line[tail] = other
                    tail += 1
    return False


@njit(cache=True, nogil=True)
def relieve(  # type: ignore[no-untyped-def]
    label,
    order,
    starts,
    part_region,
    indptr,
    indices,
    x,
    y,
    mass,
    weight,
    locked,
    low,
    high,
    mean,
    scale,
    rounds,
    marks,
):
    """Up to ``rounds`` chains, always from the part furthest outside its window; returns how many parts still are."""
    parts = len(mean)
    ground = (indptr, indices, x, y, mass, weight, locked, low, high, mean)
    total = sums(label, parts, x, y, mass, weight)
    marks[0][:] = 0
    stamp = np.ones(1, np.int64)
    given_up = np.zeros(parts, np.bool_)
    lists = _list_members(label, parts)
    for _ in range(rounds):
        worst = -1
        most = 1e-9
        for p in range(parts):
            over = spill(total[p, 0], low[p], high[p], mean[p])
            if over > most and not given_up[p]:
                most = over
                worst = p
        if worst < 0:
            break
        r = part_region[worst]
        near = _touching(order, starts, r, label, indptr, indices, parts)
        if _relieve_part(worst, lists, near, label, total, ground, scale, marks, stamp):
            given_up[:] = False
        else:
            given_up[worst] = True
    left = 0
    for p in range(parts):
        if spill(total[p, 0], low[p], high[p], mean[p]) > 1e-9:
            left += 1
    return left
