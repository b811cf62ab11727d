"""A random stream the kernels share: xorshift64 (Marsaglia 2003), the same bits on every machine and version."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray


def stream(seed: int) -> NDArray[np.uint64]:
    """A (1,) state for ``below`` and ``share``, well mixed from any whole number (splitmix64)."""
    mixed = (seed * 0x9E3779B97F4A7C15 + 0x632BE59BD9B4E019) & 0xFFFFFFFFFFFFFFFF
    mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
    mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & 0xFFFFFFFFFFFFFFFF
    return np.array([mixed ^ (mixed >> 31) or 1], dtype=np.uint64)


@njit(cache=True, nogil=True)
def step(state):  # type: ignore[no-untyped-def]
    """The next 64 bits."""
    x = state[0]
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    state[0] = x
    return x


@njit(cache=True, nogil=True)
def below(state, n):  # type: ignore[no-untyped-def]
    """A whole number in 0..n-1."""
    return np.int64(step(state) >> np.uint64(33)) % n


@njit(cache=True, nogil=True)
def share(state):  # type: ignore[no-untyped-def]
    """A number in [0, 1)."""
    return np.float64(step(state) >> np.uint64(11)) * 1.1102230246251565e-16
