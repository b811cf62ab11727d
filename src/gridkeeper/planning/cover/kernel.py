"""Covering by greed and by exchange, counting how often each row is covered (numba)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from gridkeeper.planning.site.greedy import sift
from gridkeeper.planning.site.metric import Floats, Rows


class Reach(NamedTuple):
    """Rows of each candidate (``start``, ``who``), row weights and candidate costs."""

    start: NDArray[np.int64]
    who: Rows
    weight: Floats
    cost: Floats


@njit(cache=True, nogil=True)
def gain(reach: Reach, count: Rows, j: int) -> float:
    """Weight that candidate ``j`` would newly cover."""
    total = 0.0
    for at in range(reach.start[j], reach.start[j + 1]):
        if count[reach.who[at]] == 0:
            total += reach.weight[reach.who[at]]
    return total


@njit(cache=True, nogil=True)
def put(reach: Reach, count: Rows, j: int, by: int) -> None:
    """Open (``by`` = 1) or close (-1) candidate ``j``."""
    for at in range(reach.start[j], reach.start[j + 1]):
        count[reach.who[at]] += by


@njit(cache=True, nogil=True)
def fill(reach: Reach, is_open: NDArray[np.uint8], count: Rows, price: Floats, most: int) -> None:
    """Open the candidate with most new weight per ``price`` again and again: until all is covered, or ``most`` are.

    Gains only shrink, so they are kept as upper bounds and renewed when they would win.
    """
    m = price.shape[0]
    key = np.empty(m)
    opened = 0
    for j in range(m):
        key[j] = 0.0 if is_open[j] else gain(reach, count, j) / max(price[j], 1e-9)
        opened += is_open[j]
    heap = np.arange(m)
    for at in range(m // 2 - 1, -1, -1):
        sift(heap, key, at, m)
    while opened < most and key[heap[0]] > 0.0:
        j = heap[0]
        fresh = 0.0 if is_open[j] else gain(reach, count, j) / max(price[j], 1e-9)
        if fresh < key[j]:
            key[j] = fresh
        else:
            key[j] = 0.0
            is_open[j] = 1
            put(reach, count, j, 1)
            opened += 1
        sift(heap, key, 0, m)


@njit(cache=True, nogil=True)
def thin(reach: Reach, is_open: NDArray[np.uint8], count: Rows, pinned: NDArray[np.uint8]) -> None:
    """Close every site nobody depends on, the dearest first."""
    order = np.argsort(-reach.cost)
    for j in order:
        if not is_open[j] or pinned[j]:
            continue
        needed = False
        for at in range(reach.start[j], reach.start[j + 1]):
            i = reach.who[at]
            if count[i] == 1 and reach.weight[i] > 0.0:
                needed = True
                break
        if not needed:
            is_open[j] = 0
            put(reach, count, j, -1)


@njit(cache=True, nogil=True)
def exchange(reach: Reach, is_open: NDArray[np.uint8], count: Rows, pinned: NDArray[np.uint8], first: int) -> int:
    """Close one site and open the best other, from site row ``first`` on; gives the next row, or -1 at an optimum."""
    m = is_open.shape[0]
    for step in range(m):
        r = (first + step) % m
        if not is_open[r] or pinned[r]:
            continue
        put(reach, count, r, -1)
        best = gain(reach, count, r) * (1.0 + 1e-12)
        to = r
        for f in range(m):
            if not is_open[f]:
                value = gain(reach, count, f)
                if value > best:
                    best, to = value, f
        put(reach, count, to, 1)
        if to != r:
            is_open[r] = 0
            is_open[to] = 1
            return int((r + 1) % m)
    return -1
