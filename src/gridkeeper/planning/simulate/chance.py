"""Random numbers of our own inside compiled code: one stream a (seed, day, point), whatever runs in parallel."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
_UNIT = 1.0 / (1 << 53)


@njit(cache=True, nogil=True, inline="always")
def mix(state: np.uint64) -> np.uint64:
    """The output of splitmix64 (Steele, Lea, Flood 2014) at a state."""
    z = state
    z = (z ^ (z >> _S30)) * _FIRST
    z = (z ^ (z >> _S27)) * _SECOND
    return z ^ (z >> _S31)


@njit(cache=True, nogil=True)
def stream(seed: int, day: int, point: int) -> np.uint64:
    """The starting state of one stream."""
    state = mix(np.uint64(seed) + _GOLDEN)
    state = mix(state ^ (np.uint64(day) + _GOLDEN))
    return mix(state ^ (np.uint64(point) + _GOLDEN))


@njit(cache=True, nogil=True)
def fill_exponential(state: np.uint64, into: NDArray[np.float64], count: int) -> np.uint64:
    """Write ``count`` exponential numbers of mean 1; the state to go on from."""
    for i in range(count):
        state += _GOLDEN
        into[i] = -np.log(1.0 - np.float64(mix(state) >> _S11) * _UNIT)
    return state


@njit(cache=True, nogil=True)
def fill_uniform(state: np.uint64, into: NDArray[np.float64], count: int) -> np.uint64:
    """Write ``count`` uniform numbers in [0, 1); the state to go on from."""
    for i in range(count):
        state += _GOLDEN
        into[i] = np.float64(mix(state) >> _S11) * _UNIT
    return state


@njit(cache=True, nogil=True)
def draw_arrivals(state: np.uint64, rate: NDArray[np.float64], slot_h: float, at: NDArray[np.float64]) -> int:
    """Write the arrival times (hours) of a Poisson process with a rate a slot; how many, -1 if ``at`` is too short.

    Exponential steps of the cumulated intensity are mapped back to the clock (time-scale inversion).
    """
    count = 0
    slots = len(rate)
    slot = 0
    clock = 0.0
    state += _GOLDEN
    step = -np.log(1.0 - np.float64(mix(state) >> _S11) * _UNIT)
    while slot < slots:
        end = (slot + 1) * slot_h
        left = (end - clock) * rate[slot]
        if rate[slot] <= 0.0 or step >= left:
            step -= max(left, 0.0)
            clock = end
            slot += 1
            continue
        clock += step / rate[slot]
        if count == len(at):
            return -1
        at[count] = clock
        count += 1
        state += _GOLDEN
        step = -np.log(1.0 - np.float64(mix(state) >> _S11) * _UNIT)
    return count
