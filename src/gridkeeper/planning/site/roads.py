"""Shortest paths on a graph from every demand node to its k nearest candidate nodes (Dijkstra with a heap; numba)."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from gridkeeper.planning.site.lists import Floats, Rows


@njit(cache=True, nogil=True)
def _push(heap: Rows, place: Rows, reach: Floats, node: int, size: int) -> int:
    """Insert ``node`` or move it up after its ``reach`` fell; gives the new heap size."""
    at = place[node]
    if at < 0:
        at = size
        size += 1
    while at > 0:
        above = (at - 1) // 2
        if reach[heap[above]] <= reach[node]:
            break
        heap[at] = heap[above]
        place[heap[at]] = at
        at = above
    heap[at] = node
    place[node] = at
    return size


@njit(cache=True, nogil=True)
def _pop(heap: Rows, place: Rows, reach: Floats, size: int) -> int:
    """Remove the top; gives the new heap size."""
    size -= 1
    node = heap[size]
    at = 0
    while True:
        child = 2 * at + 1
        if child >= size:
            break
        if child + 1 < size and reach[heap[child + 1]] < reach[heap[child]]:
            child += 1
        if reach[heap[child]] >= reach[node]:
            break
        heap[at] = heap[child]
        place[heap[at]] = at
        at = child
    heap[at] = node
    place[node] = at
    return size


@njit(cache=True, nogil=True)
def nearest_on_graph(
    start: NDArray[np.int64], head: Rows, length: Floats, *, sources: Rows, candidates: Rows, k: int
) -> tuple[Rows, Floats]:
    """The ``k`` candidates nearest to each source by road, cheapest first; padded with (number, inf) when unreachable.

    The graph is given by rows: node v leads to ``head[start[v]:start[v + 1]]`` at ``length``. Several candidates may
    share a node. Each search ends as soon as k are found.
    """
    nodes = start.shape[0] - 1
    m = candidates.shape[0]
    at_node = np.full(nodes, -1, np.int32)
    following = np.full(m, -1, np.int32)
    for j in range(m - 1, -1, -1):
        following[j] = at_node[candidates[j]]
        at_node[candidates[j]] = j
    found = np.full((sources.shape[0], k), m, np.int32)
    cost = np.full((sources.shape[0], k), np.inf)
    reach = np.full(nodes, np.inf)
    place = np.full(nodes, -1, np.int32)
    heap = np.empty(nodes, np.int32)
    seen = np.empty(nodes, np.int32)
    for i in range(sources.shape[0]):
        count = 0
        reach[sources[i]] = 0.0
        size = _push(heap, place, reach, sources[i], 0)
        seen[0] = sources[i]
        visited = 1
        while size > 0 and count < k:
            v = heap[0]
            size = _pop(heap, place, reach, size)
            place[v] = -2
            j = at_node[v]
            while j >= 0 and count < k:
                found[i, count] = j
                cost[i, count] = reach[v]
                count += 1
                j = following[j]
            for e in range(start[v], start[v + 1]):
                t = head[e]
                far = reach[v] + length[e]
                if far < reach[t]:
                    if place[t] == -1:
                        seen[visited] = t
                        visited += 1
                    reach[t] = far
                    size = _push(heap, place, reach, t, size)
        for a in range(visited):
            reach[seen[a]] = np.inf
            place[seen[a]] = -1
    return found, cost
