"""A first set of sites: lazy greedy opening, each next site the one that saves most (numba)."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from gridkeeper.planning.site.lists import Floats, Lists, Rows


@njit(cache=True, nogil=True)
def _saving(lists: Lists, paid: Floats, j: int) -> float:
    total = 0.0
    for at in range(lists.start[j], lists.start[j + 1]):
        less = paid[lists.who[at]] - lists.what[at]
        if less > 0.0:
            total += less
    return total


@njit(cache=True, nogil=True)
def sift(heap: NDArray[np.int64], key: Floats, at: int, size: int) -> None:
    """Let the item at ``at`` sink until no child of it in the heap of ``size`` items has a larger key."""
    item = heap[at]
    while True:
        child = 2 * at + 1
        if child >= size:
            break
        if child + 1 < size and key[heap[child + 1]] > key[heap[child]]:
            child += 1
        if key[heap[child]] <= key[item]:
            break
        heap[at] = heap[child]
        at = child
    heap[at] = item


@njit(cache=True, nogil=True)
def greedy(lists: Lists, forced: Rows, p: int) -> Rows:
    """Rows of ``p`` sites, ``forced`` first; savings only shrink as sites open, so a stale top is simply re-priced."""
    m = lists.start.shape[0] - 1
    paid = lists.far.copy()
    chosen = np.empty(p, np.int32)
    taken = np.zeros(m, np.uint8)
    count = 0
    for j in forced:
        chosen[count] = j
        taken[j] = 1
        count += 1
        for at in range(lists.start[j], lists.start[j + 1]):
            paid[lists.who[at]] = min(paid[lists.who[at]], lists.what[at])
    key = np.empty(m)
    for j in range(m):
        key[j] = -1.0 if taken[j] else _saving(lists, paid, j)
    heap = np.arange(m)
    for at in range(m // 2 - 1, -1, -1):
        sift(heap, key, at, m)
    size = m
    while count < p:
        j = heap[0]
        if not taken[j]:
            fresh = _saving(lists, paid, j)
            if fresh < key[j]:
                key[j] = fresh
                sift(heap, key, 0, size)
                continue
            chosen[count] = j
            taken[j] = 1
            count += 1
            for at in range(lists.start[j], lists.start[j + 1]):
                paid[lists.who[at]] = min(paid[lists.who[at]], lists.what[at])
        size -= 1
        heap[0] = heap[size]
        sift(heap, key, 0, size)
    return chosen
