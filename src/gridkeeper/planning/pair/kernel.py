"""Optimal semi-matching by shortest alternating paths, in whole numbers."""

# ruff: noqa: PLR0917  (compiled code takes its arguments by position)
from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray


@njit(cache=True, nogil=True)
def _distances(
    cost: NDArray[np.int64],
    chosen: NDArray[np.int64],
    newcomer: int,
    far: int,
    distance: NDArray[np.int64],
    via: NDArray[np.int64],
) -> None:
    """Fill ``distance``/``via``: cheapest alternating path from the newcomer to each server (queue Bellman-Ford)."""
    many, few = cost.shape
    queue = np.empty(few + 1, dtype=np.int64)
    waiting = np.zeros(few, dtype=np.bool_)
    head = 0
    count = 0
    for server in range(few):
        distance[server] = far
        via[server] = -1
        if cost[newcomer, server] >= 0:
            distance[server] = cost[newcomer, server]
            via[server] = newcomer
            queue[(head + count) % (few + 1)] = server
            waiting[server] = True
            count += 1
    while count > 0:
        server = queue[head]
        head = (head + 1) % (few + 1)
        count -= 1
        waiting[server] = False
        for client in range(many):
            if chosen[client] != server:
                continue
            base = distance[server] - cost[client, server]
            for other in range(few):
                if cost[client, other] >= 0 and base + cost[client, other] < distance[other]:
                    distance[other] = base + cost[client, other]
                    via[other] = client
                    if not waiting[other]:
                        queue[(head + count) % (few + 1)] = other
                        waiting[other] = True
                        count += 1


@njit(cache=True, nogil=True)
def semi_match(cost: NDArray[np.int64], weight: int) -> NDArray[np.int64]:
    """For each row of ``cost`` [many, few] the column it takes; -1 where the row has no allowed column.

    Minimises ``weight`` * sum of squared column loads + sum of costs, exactly (cost -1 = not allowed): rows enter
    one by one along a cheapest alternating path, which keeps the convex-cost flow optimal at each step.
    """
    many, few = cost.shape
    far = 1 << 62
    chosen = np.full(many, -1, dtype=np.int64)
    load = np.zeros(few, dtype=np.int64)
    distance = np.empty(few, dtype=np.int64)
    via = np.empty(few, dtype=np.int64)
    for newcomer in range(many):
        _distances(cost, chosen, newcomer, far, distance, via)
        best = far
        target = -1
        for server in range(few):
            if distance[server] < far and distance[server] + weight * (2 * load[server] + 1) < best:
                best = distance[server] + weight * (2 * load[server] + 1)
                target = server
        if target < 0:
            continue
        load[target] += 1
        client = via[target]
        while client != newcomer:
            freed = chosen[client]
            chosen[client] = target
            target = freed
            client = via[target]
        chosen[newcomer] = target
    return chosen
