"""Staffing judged by simulated days: servers change places while that shortens the waits of the same people; compiled.

The people of ``reps`` days are drawn once (common random numbers), so that each exchange is judged without noise.
"""

# ruff: noqa: PLR0917  (compiled code takes its arguments by position)
from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from gridkeeper.planning.simulate.chance import draw_arrivals, fill_exponential, stream
from gridkeeper.planning.simulate.kernel import serve

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

UNSERVED_H = 24.0


@njit(cache=True, nogil=True)
def draw_people(
    rate: Floats, slot_h: float, service_per_h: float, reps: int, seed: int, at: Floats, service: Floats
) -> Counts:
    """Fill ``at``/``service`` [n, reps, room] with the people of each point and day; how many [n, reps]."""
    points = len(rate)
    count = np.zeros((points, reps), dtype=np.int64)
    for point in range(points):
        for day in range(reps):
            here = draw_arrivals(stream(seed, day, 2 * point), rate[point], slot_h, at[point, day])
            count[point, day] = max(here, 0)
            fill_exponential(stream(seed, day, 2 * point + 1), service[point, day], count[point, day])
            for i in range(count[point, day]):
                service[point, day, i] /= service_per_h
    return count


@njit(cache=True, nogil=True)
def waiting_h(at: Floats, service: Floats, count: Counts, servers: Counts, slot_h: float, start: Floats) -> float:
    """Mean person-hours a day spent waiting at one point; a person never served weighs a day."""
    total = 0.0
    for day in range(len(count)):
        serve(at[day], service[day], count[day], servers, slot_h, True, start)
        for i in range(count[day]):
            total += min(start[i] - at[day, i], UNSERVED_H)
    return total / max(len(count), 1)


@njit(cache=True, nogil=True)
def weigh_changes(
    at: Floats,
    service: Floats,
    count: Counts,
    servers: Counts,
    low: Counts,
    high: Counts,
    slot_h: float,
    stale: NDArray[np.bool_],
    now: Floats,
    gain: Floats,
    loss: Floats,
) -> None:
    """For each stale point: its wait, what one server more in a slot gains, what one less costs ([n], [n, S])."""
    start = np.empty(at.shape[2])
    for point in range(len(servers)):
        if not stale[point]:
            continue
        mine = servers[point]
        now[point] = waiting_h(at[point], service[point], count[point], mine, slot_h, start)
        for slot in range(servers.shape[1]):
            gain[point, slot] = -np.inf
            loss[point, slot] = np.inf
            if mine[slot] < high[point, slot]:
                mine[slot] += 1
                more = waiting_h(at[point], service[point], count[point], mine, slot_h, start)
                gain[point, slot] = now[point] - more
                mine[slot] -= 1
            if mine[slot] > low[point, slot]:
                mine[slot] -= 1
                less = waiting_h(at[point], service[point], count[point], mine, slot_h, start)
                loss[point, slot] = less - now[point]
                mine[slot] += 1


@njit(cache=True, nogil=True)
def exchange(servers: Counts, limits: Counts, gain: Floats, loss: Floats, stale: NDArray[np.bool_], most: int) -> int:
    """Apply the best changes of each slot at points not touched yet in this round; how many were made."""
    points, slots = servers.shape
    stale[:] = False
    made = 0
    for slot in range(slots):
        spare = limits[slot] - servers[:, slot].sum()
        for _ in range(most):
            taker = -1
            giver = -1
            for i in range(points):
                if stale[i]:
                    continue
                if taker < 0 or gain[i, slot] > gain[taker, slot]:
                    taker = i
                if giver < 0 or loss[i, slot] < loss[giver, slot]:
                    giver = i
            if taker < 0 or gain[taker, slot] <= 1e-9:
                break
            if spare > 0:
                spare -= 1
            elif giver >= 0 and giver != taker and loss[giver, slot] < gain[taker, slot] - 1e-9:
                servers[giver, slot] -= 1
                stale[giver] = True
            else:
                break
            servers[taker, slot] += 1
            stale[taker] = True
            made += 1
    return made
