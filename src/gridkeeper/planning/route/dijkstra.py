# ruff: noqa: PLR0917  (compiled kernels take their arrays by position)
"""Kernel of shortest ways: Dijkstra (1959) with a binary heap, from one node to many, on compressed rows."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def _push(keys, nodes, size, key, node):  # type: ignore[no-untyped-def]
    place = size
    while place > 0:
        above = (place - 1) >> 1
        if keys[above] <= key:
            break
        keys[place] = keys[above]
        nodes[place] = nodes[above]
        place = above
    keys[place] = key
    nodes[place] = node


@njit(cache=True, nogil=True)
def _pop(keys, nodes, size):  # type: ignore[no-untyped-def]
    """Remove the least entry of ``size`` entries; it is returned by the caller reading place 0 before."""
    key = keys[size - 1]
    node = nodes[size - 1]
    size -= 1
    place = 0
    while True:
        child = 2 * place + 1
        if child >= size:
            break
        if child + 1 < size and keys[child + 1] < keys[child]:
            child += 1
        if keys[child] >= key:
            break
        keys[place] = keys[child]
        nodes[place] = nodes[child]
        place = child
    keys[place] = key
    nodes[place] = node


@njit(cache=True, nogil=True)
def ways_from(source, wanted, indptr, head, cost, best, before, keys, nodes):  # type: ignore[no-untyped-def]
    """Fill ``best`` (n,) and ``before`` (n,) from ``source`` until all nodes with ``wanted`` are settled.

    Unreached nodes keep inf and -1. ``keys``/``nodes`` are heap room of one entry an arc and one more.
    """
    best[:] = np.inf
    before[:] = -1
    left = 0
    for node in range(len(wanted)):
        if wanted[node]:
            left += 1
    best[source] = 0.0
    keys[0] = 0.0
    nodes[0] = source
    size = 1
    while size > 0 and left > 0:
        reached = keys[0]
        node = nodes[0]
        _pop(keys, nodes, size)
        size -= 1
        if reached > best[node]:
            continue
        if wanted[node]:
            left -= 1
        for arc in range(indptr[node], indptr[node + 1]):
            other = head[arc]
            there = reached + cost[arc]
            if there < best[other]:
                best[other] = there
                before[other] = node
                _push(keys, nodes, size, there, other)
                size += 1


@njit(cache=True, nogil=True)
def many_to_many(sources, indptr, head, cost, other_cost):  # type: ignore[no-untyped-def]
    """(m, m) cheapest ways between ``sources`` and, along the same ways, ``other_cost``; inf: none."""
    m = len(sources)
    n = len(indptr) - 1
    wanted = np.zeros(n, np.bool_)
    for i in range(m):
        wanted[sources[i]] = True
    first = np.empty((m, m))
    second = np.empty((m, m))
    best = np.empty(n)
    before = np.empty(n, np.int64)
    keys = np.empty(len(head) + 1)
    nodes = np.empty(len(head) + 1, np.int64)
    along = np.empty(n)
    trail = np.empty(n, np.int64)
    for i in range(m):
        ways_from(sources[i], wanted, indptr, head, cost, best, before, keys, nodes)
        along[:] = -1.0
        along[sources[i]] = 0.0
        for j in range(m):
            goal = sources[j]
            first[i, j] = best[goal]
            if best[goal] == np.inf:
                second[i, j] = np.inf
                continue
            length = 0
            node = goal
            while along[node] < 0.0:
                trail[length] = node
                length += 1
                node = before[node]
            while length > 0:
                length -= 1
                nxt = trail[length]
                cheapest = np.inf
                for arc in range(indptr[node], indptr[node + 1]):
                    if head[arc] == nxt and cost[arc] < cheapest:
                        cheapest = cost[arc]
                        along[nxt] = along[node] + other_cost[arc]
                node = nxt
            second[i, j] = along[goal]
    return first, second
