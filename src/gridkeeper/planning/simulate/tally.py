"""Counts waits while the days run: histograms by the second, queues by the quarter slot; compiled."""

# ruff: noqa: PLR0917  (compiled code takes its arguments by position)
from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from gridkeeper.planning.simulate.chance import draw_arrivals, fill_exponential, fill_uniform, stream
from gridkeeper.planning.simulate.kernel import serve, serve_two_queues

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

GRID = 4
LONGEST_S = 86_400
LONGEST_MIN = 360


@njit(cache=True, nogil=True)
def tally(
    at: Floats,
    start: Floats,
    green: NDArray[np.bool_],
    count: int,
    step_h: float,
    over_h: float,
    seconds: Counts,
    minutes: Counts,
    change: Counts,
    sums: Floats,
) -> None:
    """Add one point's day. ``sums`` = [wait h, served, unserved, over the limit, green wait h, green served].

    ``change`` [grid + 1] gets +1 at the first grid instant a person waits through and -1 at the first after.
    """
    last = len(change) - 1
    for i in range(count):
        wait = start[i] - at[i]
        if wait == np.inf:
            sums[2] += 1
            change[min(int(at[i] / step_h) + 1, last)] += 1
            continue
        sums[0] += wait
        sums[1] += 1
        if green[i]:
            sums[4] += wait
            sums[5] += 1
        if wait > over_h:
            sums[3] += 1
        seconds[min(int(wait * 3600.0), LONGEST_S - 1)] += 1
        minutes[min(int(wait * 60.0), LONGEST_MIN - 1)] += 1
        begins = int(at[i] / step_h) + 1
        ends = int(start[i] / step_h) + 1
        if ends != begins and begins < last:
            change[begins] += 1
            change[min(ends, last)] -= 1


@njit(cache=True, nogil=True)
def run_days(
    first: int,
    last: int,
    seed: int,
    rate: Floats,
    counts: Counts,
    slot_h: float,
    service_per_h: float,
    shape: int,
    green_share: float,
    drain: bool,
    over_h: float,
    seconds: Counts,
    minutes: Counts,
    queue: Floats,
    sums: Floats,
    peak: Floats,
) -> float:
    """Draw and serve days ``first`` to ``last`` at every point, adding to the tallies; the busy hours.

    Shapes: ``rate``, ``counts`` [n, slots]; ``minutes`` [n, LONGEST_MIN]; ``sums`` [n, 6]; ``peak`` [n];
    ``queue`` [grid + 1]; ``seconds`` [LONGEST_S].
    """
    points, slots = rate.shape
    grid = slots * GRID
    step_h = slot_h / GRID
    busy = 0.0
    change = np.zeros(grid + 2, dtype=np.int64)
    for point in range(points):
        expected = rate[point].sum() * slot_h
        room = int(expected + 12.0 * np.sqrt(expected + 1.0)) + 40
        at = np.empty(room)
        service = np.empty(room)
        start = np.empty(room)
        chance = np.empty(room)
        green = np.zeros(room, dtype=np.bool_)
        for day in range(first, last):
            count = max(draw_arrivals(stream(seed, day, 2 * point), rate[point], slot_h, at), 0)
            state = stream(seed, day, 2 * point + 1)
            service[:count] = 1.0 / service_per_h if shape == 0 else 0.0
            for _ in range(shape):
                state = fill_exponential(state, chance, count)
                for i in range(count):
                    service[i] += chance[i] / (shape * service_per_h)
            if green_share > 0.0:
                state = fill_uniform(state, chance, count)
                for i in range(count):
                    green[i] = chance[i] < green_share
                busy += serve_two_queues(at, service, green, count, counts[point], slot_h, drain, start)
            else:
                busy += serve(at, service, count, counts[point], slot_h, drain, start)
            change[:] = 0
            tally(at, start, green, count, step_h, over_h, seconds, minutes[point], change, sums[point])
            waiting = 0
            most = 0
            for i in range(grid + 1):
                waiting += change[i]
                queue[i] += waiting
                most = max(most, waiting)
            peak[point] += most
    return busy
