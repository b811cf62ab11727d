"""Fast interchange for the p-median: price a swap in the rows it touches, make it, take it back (numba).

Resende and Werneck (2007) split the profit of a swap into gain(in) - loss(out) + correction(in, out); only pairs
that share a demand row have a correction. Swaps are made eagerly, as in FasterPAM (Schubert and Rousseeuw 2021).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from gridkeeper.planning.site.lists import Floats, Lists, Rows


class Sitting(NamedTuple):
    """Which candidates are open and what each demand row pays; row m stands for “nobody”."""

    is_open: NDArray[np.uint8]
    first: Rows
    second: Rows
    cost1: Floats
    cost2: Floats
    loss: Floats
    pinned: NDArray[np.uint8]
    slot: Rows
    held: Rows
    tree: Floats
    fix: Floats
    touched: Rows
    mark: NDArray[np.uint8]


def empty_sitting(candidates: int, rows: int, p: int) -> Sitting:
    """Arrays for ``rows`` demand rows and ``candidates`` candidates, none open."""
    leaves = 1
    while leaves < max(p, 1):
        leaves *= 2
    return Sitting(
        np.zeros(candidates + 1, np.uint8),
        np.full(rows, candidates, np.int32),
        np.full(rows, candidates, np.int32),
        np.zeros(rows),
        np.zeros(rows),
        np.zeros(candidates + 1),
        np.zeros(candidates + 1, np.uint8),
        np.full(candidates + 1, -1, np.int32),
        np.full(leaves, candidates, np.int32),
        np.full(2 * leaves, np.inf),
        np.zeros(candidates + 1),
        np.zeros(candidates + 1, np.int32),
        np.zeros(candidates + 1, np.uint8),
    )


@njit(cache=True, nogil=True)
def _nearest_open(lists: Lists, s: Sitting, i: int, besides: int) -> tuple[int, float]:
    for a in range(lists.candidate.shape[1]):
        j = lists.candidate[i, a]
        if s.is_open[j] and j != besides:
            return j, lists.cost[i, a]
    return s.is_open.shape[0] - 1, lists.far[i]


@njit(cache=True, nogil=True)
def _set_leaf(s: Sitting, j: int) -> None:
    leaves = s.held.shape[0]
    at = leaves + s.slot[j]
    s.tree[at] = np.inf if s.pinned[j] else s.loss[j]
    at //= 2
    while at >= 1:
        s.tree[at] = min(s.tree[2 * at], s.tree[2 * at + 1])
        at //= 2


@njit(cache=True, nogil=True)
def _cheapest_to_close(s: Sitting) -> int:
    leaves = s.held.shape[0]
    at = 1
    while at < leaves:
        at = 2 * at if s.tree[2 * at] <= s.tree[2 * at + 1] else 2 * at + 1
    return int(s.held[at - leaves])


@njit(cache=True, nogil=True)
def seat(lists: Lists, s: Sitting, chosen: Rows) -> float:
    """Open exactly ``chosen`` and price every row from nothing; gives the objective."""
    m = s.is_open.shape[0] - 1
    s.is_open[:] = 0
    s.slot[:] = -1
    s.held[:] = m
    s.loss[:] = 0.0
    s.tree[:] = np.inf
    for k in range(chosen.shape[0]):
        j = chosen[k]
        s.is_open[j] = 1
        s.slot[j] = k
        s.held[k] = j
    total = 0.0
    for i in range(s.first.shape[0]):
        j, c = _nearest_open(lists, s, i, -1)
        s.first[i] = j
        s.cost1[i] = c
        j2, c2 = _nearest_open(lists, s, i, j) if j < m else (m, c)
        s.second[i] = j2
        s.cost2[i] = c2
        s.loss[j] += c2 - c
        total += c
    for k in range(chosen.shape[0]):
        _set_leaf(s, chosen[k])
    return total


@njit(cache=True, nogil=True)
def price(lists: Lists, s: Sitting, f: int) -> tuple[float, int]:
    """Profit of opening ``f`` and closing the site that then costs least, and that site (-1: none may close)."""
    gain = 0.0
    count = 0
    for at in range(lists.start[f], lists.start[f + 1]):
        i = lists.who[at]
        c = lists.what[at]
        c2 = s.cost2[i]
        if c < c2:
            r = s.first[i]
            c1 = s.cost1[i]
            if c < c1:
                gain += c1 - c
                back = c2 - c1
            else:
                back = c2 - c
            if s.fix[r] == 0.0 and back > 0.0:
                s.touched[count] = r
                count += 1
            s.fix[r] += back
    best = s.tree[1]
    out = -1
    m = s.is_open.shape[0] - 1
    for t in range(count):
        r = s.touched[t]
        if r < m and not s.pinned[r] and s.loss[r] - s.fix[r] < best:
            best = s.loss[r] - s.fix[r]
            out = r
        s.fix[r] = 0.0
    if out < 0 and best < np.inf:
        out = _cheapest_to_close(s)
    return gain - best, out


@njit(cache=True, nogil=True)
def _touch(s: Sitting, j: int, count: int) -> int:
    if not s.mark[j]:
        s.mark[j] = 1
        s.touched[count] = j
        return count + 1
    return count


@njit(cache=True, nogil=True)
def _admit(lists: Lists, s: Sitting, f: int, count: int) -> tuple[float, int]:
    total = 0.0
    s.loss[f] = 0.0
    s.is_open[f] = 1
    for at in range(lists.start[f], lists.start[f + 1]):
        i = lists.who[at]
        c = lists.what[at]
        if c < s.cost2[i]:
            r = s.first[i]
            count = _touch(s, r, count)
            if c < s.cost1[i]:
                s.loss[r] -= s.cost2[i] - s.cost1[i]
                total += c - s.cost1[i]
                s.loss[f] += s.cost1[i] - c
                s.second[i] = r
                s.cost2[i] = s.cost1[i]
                s.first[i] = f
                s.cost1[i] = c
            else:
                s.loss[r] -= s.cost2[i] - c
                s.second[i] = f
                s.cost2[i] = c
    return total, count


@njit(cache=True, nogil=True)
def _dismiss(lists: Lists, s: Sitting, r: int, count: int) -> tuple[float, int]:
    total = 0.0
    s.is_open[r] = 0
    for at in range(lists.start[r], lists.start[r + 1]):
        i = lists.who[at]
        if s.first[i] == r:
            total += s.cost2[i] - s.cost1[i]
            s.first[i] = s.second[i]
            s.cost1[i] = s.cost2[i]
            base = s.cost1[i]
        elif s.second[i] == r:
            base = s.cost2[i]
        else:
            continue
        j = s.first[i]
        count = _touch(s, j, count)
        if j == s.is_open.shape[0] - 1:
            s.second[i] = j
            s.cost2[i] = s.cost1[i]
            continue
        j2, c2 = _nearest_open(lists, s, i, j)
        s.second[i] = j2
        s.cost2[i] = c2
        s.loss[j] += c2 - base
    return total, count


@njit(cache=True, nogil=True)
def swap(lists: Lists, s: Sitting, f: int, r: int) -> float:
    """Open ``f``, close ``r``; gives the change of the objective. The price of both is local."""
    up, count = _admit(lists, s, f, 0)
    down, count = _dismiss(lists, s, r, count)
    k = s.slot[r]
    s.slot[r] = -1
    s.slot[f] = k
    s.held[k] = f
    m = s.is_open.shape[0] - 1
    for t in range(count):
        j = s.touched[t]
        s.mark[j] = 0
        if j < m and s.is_open[j] and j != f:
            _set_leaf(s, j)
    _set_leaf(s, f)
    return up + down


@njit(cache=True, nogil=True)
def sweep(
    lists: Lists, s: Sitting, closed: NDArray[np.uint8], *, cursor: int, idle: int, budget: int, least: float
) -> tuple[float, int, int]:
    """Try to open each candidate in turn from ``cursor``, swapping eagerly, for at most ``budget`` candidates.

    Gives (change, next cursor, candidates tried since the last improvement, counted on from ``idle``); m in a row
    without one are an optimum.
    Candidates marked in ``closed`` (proved to be shut) are passed over, profits up to ``least`` are rounding.
    """
    m = s.is_open.shape[0] - 1
    total = 0.0
    for _ in range(budget):
        f = cursor
        cursor = cursor + 1 if cursor + 1 < m else 0
        idle += 1
        if not s.is_open[f] and not closed[f]:
            profit, r = price(lists, s, f)
            if r >= 0 and profit > least:
                total += swap(lists, s, f, r)
                idle = 0
        if idle >= m:
            break
    return total, cursor, idle
