"""First come, first served at points whose servers change by the slot: the Kiefer-Wolfowitz recursion, compiled."""

# ruff: noqa: PLR0917  (compiled code takes its arguments by position)
from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


@njit(cache=True, nogil=True)
def next_open(counts: Counts, slot_h: float, drain: bool, lane: int, clock: float) -> float:
    """The first instant from ``clock`` on at which server ``lane`` stands (slots with more than ``lane`` servers)."""
    slots = len(counts)
    slot = int(clock / slot_h)
    if slot >= slots:
        return clock if drain and counts[slots - 1] > lane else np.inf
    if counts[slot] > lane:
        return clock
    while slot < slots and counts[slot] <= lane:
        slot += 1
    return slot * slot_h if slot < slots else np.inf


@njit(cache=True, nogil=True)
def _steady(counts: Counts) -> bool:
    return bool((counts == counts[0]).all())


@njit(cache=True, nogil=True)
def _serve_steady(at: Floats, service: Floats, count: int, lanes: int, start: Floats) -> float:
    """The plain recursion for a constant number of servers that stay until the queue is empty."""
    busy = 0.0
    if lanes == 1:
        free = 0.0
        for i in range(count):
            start[i] = max(at[i], free)
            free = start[i] + service[i]
            busy += service[i]
        return busy
    ready = np.zeros(lanes)
    for i in range(count):
        best = 0
        for lane in range(1, lanes):
            if ready[lane] < ready[best]:
                best = lane
        start[i] = max(at[i], ready[best])
        ready[best] = start[i] + service[i]
        busy += service[i]
    return busy


@njit(cache=True, nogil=True)
def serve(at: Floats, service: Floats, count: int, counts: Counts, slot_h: float, drain: bool, start: Floats) -> float:
    """Write when each of ``count`` people is served (infinite: not any more); the busy hours of the servers.

    A server that leaves at the end of a slot finishes the person in hand. Lanes are nested: lane k stands in the
    slots that have more than k servers.
    """
    lanes = 0
    for slot in range(len(counts)):
        lanes = max(lanes, counts[slot])
    if drain and lanes > 0 and _steady(counts):
        return _serve_steady(at, service, count, lanes, start)
    busy = 0.0
    ready = np.empty(lanes)
    for lane in range(lanes):
        ready[lane] = next_open(counts, slot_h, drain, lane, 0.0)
    for i in range(count):
        best = -1
        begin = np.inf
        for lane in range(lanes):
            when = ready[lane]
            if when < at[i]:
                when = next_open(counts, slot_h, drain, lane, at[i])
            if when < begin:
                begin = when
                best = lane
        start[i] = begin
        if best >= 0:
            ready[best] = next_open(counts, slot_h, drain, best, begin + service[i])
            busy += service[i]
    return busy


@njit(cache=True, nogil=True)
def serve_two_queues(
    at: Floats,
    service: Floats,
    green: NDArray[np.bool_],
    count: int,
    counts: Counts,
    slot_h: float,
    drain: bool,
    start: Floats,
) -> float:
    """As ``serve``, with a green channel that takes turns one to one while both queues have people (A10)."""
    lanes = 0
    for slot in range(len(counts)):
        lanes = max(lanes, counts[slot])
    ready = np.empty(lanes)
    for lane in range(lanes):
        ready[lane] = next_open(counts, slot_h, drain, lane, 0.0)
    heads = np.zeros(2, dtype=np.int64)
    busy = 0.0
    was_green = False
    for _ in range(count):
        for kind in range(2):
            while heads[kind] < count and green[heads[kind]] != (kind == 1):
                heads[kind] += 1
        normal, first = heads[0], heads[1]
        earliest = min(at[normal] if normal < count else np.inf, at[first] if first < count else np.inf)
        best = -1
        begin = np.inf
        for lane in range(lanes):
            when = ready[lane]
            if when < earliest:
                when = next_open(counts, slot_h, drain, lane, earliest)
            if when < begin:
                begin = when
                best = lane
        normal_waits = normal < count and at[normal] <= begin
        green_waits = first < count and at[first] <= begin
        was_green = green_waits and not (normal_waits and was_green)
        chosen = first if was_green else normal
        heads[1 if was_green else 0] += 1
        start[chosen] = begin
        if best >= 0:
            ready[best] = next_open(counts, slot_h, drain, best, begin + service[chosen])
            busy += service[chosen]
    return busy
