"""Erlang's formula and Fox's marginal allocation, compiled: a server goes where it shortens the queues most."""

# ruff: noqa: PLR0917  (compiled code takes its arguments by position)
from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


@njit(cache=True, nogil=True)
def blocking(offered: float, servers: int) -> float:
    """Erlang B by its recursion B(c) = aB(c-1) / (c + aB(c-1)); ``offered`` = arrivals / service rate."""
    value = 1.0
    for c in range(1, servers + 1):
        value = offered * value / (c + offered * value)
    return value


@njit(cache=True, nogil=True)
def queue_length(offered: float, servers: int, block: float) -> float:
    """Expected people waiting in M/M/c from Erlang B; infinite where servers do not suffice."""
    if offered <= 0.0:
        return 0.0
    if servers <= offered:
        return np.inf
    use = offered / servers
    wait = block / (1.0 - use * (1.0 - block))
    return wait * use / (1.0 - use)


@njit(cache=True, nogil=True)
def total_queue(offered: Floats, servers: Counts) -> float:
    """The sum of expected queues over points and slots ([n, S] arrays)."""
    total = 0.0
    for i in range(offered.shape[0]):
        for slot in range(offered.shape[1]):
            count = servers[i, slot]
            total += queue_length(offered[i, slot], count, blocking(offered[i, slot], count))
    return total


@njit(cache=True, nogil=True)
def stable_minimum(offered: float) -> int:
    """The fewest servers that can keep up: more than offered, none where nobody comes."""
    return 0 if offered <= 0.0 else int(offered) + 1


@njit(cache=True, nogil=True)
def _sift(gain: Floats, heap: Counts, at: int) -> None:
    size = len(heap)
    while True:
        child = 2 * at + 1
        if child >= size:
            return
        if child + 1 < size and _before(gain, heap[child + 1], heap[child]):
            child += 1
        if not _before(gain, heap[child], heap[at]):
            return
        heap[at], heap[child] = heap[child], heap[at]
        at = child


@njit(cache=True, nogil=True, inline="always")
def _before(gain: Floats, one: int, other: int) -> bool:
    return gain[one] > gain[other] or (gain[one] == gain[other] and one < other)


@njit(cache=True, nogil=True)
def heap_of(gain: Floats) -> Counts:
    """All rows as a heap, largest gain first, lower row first among equals."""
    heap = np.arange(len(gain))
    for at in range(len(gain) // 2 - 1, -1, -1):
        _sift(gain, heap, at)
    return heap


@njit(cache=True, nogil=True)
def fox(offered: Floats, limit: int, low: Counts, high: Counts, given: Counts) -> tuple[float, float]:
    """One slot: write ``given`` [n] with the least total queue; (queue, gain of one server more).

    Every point starts with ``given`` servers, at least its stable minimum; exact because the queue is convex in the
    number of servers (Fox 1966; Dyer and Proll 1977). ``limit`` must cover the start.
    """
    points = len(offered)
    block = np.empty(points)
    now = np.empty(points)
    gain = np.empty(points)
    spent = 0
    total = 0.0
    for i in range(points):
        given[i] = max(low[i], stable_minimum(offered[i]))
        spent += given[i]
        block[i] = blocking(offered[i], given[i])
        now[i] = queue_length(offered[i], given[i], block[i])
        gain[i] = _gain(offered[i], given[i], high[i], block[i], now[i])
        total += now[i]
    heap = heap_of(gain)
    while spent < limit and points > 0 and gain[heap[0]] > 0.0:
        i = heap[0]
        given[i] += 1
        spent += 1
        block[i] = offered[i] * block[i] / (given[i] + offered[i] * block[i])
        total -= gain[i]
        now[i] -= gain[i]
        gain[i] = _gain(offered[i], given[i], high[i], block[i], now[i])
        _sift(gain, heap, 0)
    return total, gain[heap[0]] if points > 0 else 0.0


@njit(cache=True, nogil=True)
def _gain(offered: float, servers: int, high: int, block: float, now: float) -> float:
    """How much one server more shortens the queue; -1 where no more may stand."""
    if servers >= high:
        return -1.0
    more = offered * block / (servers + 1 + offered * block)
    return max(now - queue_length(offered, servers + 1, more), 0.0)


@njit(cache=True, nogil=True)
def spread(people: Floats, each: float, limit: int, low: Counts, high: Counts, given: Counts) -> float:
    """One slot when not everybody can be served: serve as many of ``people`` [n] as ``limit`` servers can.

    Each server serves ``each`` people. Writes ``given``; returns how many people are left over. Concave, so greedy is
    exact; where the minima alone exceed the limit, the points with the fewest people stay without a server.
    """
    points = len(people)
    gain = np.empty(points)
    wanted = 0
    for i in range(points):
        wanted += low[i]
    spent = 0
    for i in range(points):
        given[i] = low[i] if wanted <= limit else 0
        spent += given[i]
        gain[i] = min(each, people[i] - each * given[i]) if given[i] < high[i] else -1.0
    heap = heap_of(gain)
    while spent < limit and points > 0 and gain[heap[0]] > 0.0:
        i = heap[0]
        given[i] += 1
        spent += 1
        gain[i] = min(each, people[i] - each * given[i]) if given[i] < high[i] else -1.0
        _sift(gain, heap, 0)
    left = 0.0
    for i in range(points):
        left += max(0.0, people[i] - each * given[i])
    return left


@njit(cache=True, nogil=True)
def fox_day(offered: Floats, limits: Counts, low: Counts, high: Counts, given: Counts, price: Floats) -> Floats:
    """All slots ([S, n] arrays): the queue of each slot; infinite where servers do not suffice (then not written)."""
    slots, points = offered.shape
    queue = np.empty(slots)
    for slot in range(slots):
        needed = 0
        possible = True
        for i in range(points):
            least = stable_minimum(offered[slot, i])
            possible = possible and least <= high[slot, i]
            needed += max(low[slot, i], least)
        if not possible or needed > limits[slot]:
            queue[slot] = np.inf
            continue
        queue[slot], price[slot] = fox(offered[slot], limits[slot], low[slot], high[slot], given[slot])
    return queue


@njit(cache=True, nogil=True)
def fluid_day(
    arriving: Floats, each: float, limits: Counts, low: Counts, high: Counts, given: Counts, backlog: Floats
) -> float:
    """Slot after slot ([S, n] arrays, people a slot): serve the most people; the sum of backlogs at slot ends."""
    slots, points = arriving.shape
    waiting = np.zeros(points)
    total = 0.0
    for slot in range(slots):
        for i in range(points):
            waiting[i] += arriving[slot, i]
        spread(waiting, each, limits[slot], low[slot], high[slot], given[slot])
        for i in range(points):
            waiting[i] = max(0.0, waiting[i] - each * given[slot, i])
            backlog[slot, i] = waiting[i]
            total += waiting[i]
    return total
