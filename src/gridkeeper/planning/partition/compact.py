# ruff: noqa: PLR0917  (compiled kernels take their arrays by position)
"""Kernel of compact parts: annealed boundary flips that keep every part whole, on inertia and weight windows."""

from __future__ import annotations

import numpy as np
from numba import njit

from gridkeeper.planning.partition.contiguity import may_leave
from gridkeeper.planning.partition.randomness import below, share


@njit(cache=True, nogil=True)
def sums(label, parts, x, y, mass, weight):  # type: ignore[no-untyped-def]
    """(parts, 5) sums a part is priced from: weight, mass, mass*x, mass*y, units."""
    found = np.zeros((parts, 5))
    for u in range(len(label)):
        p = label[u]
        found[p, 0] += weight[u]
        found[p, 1] += mass[u]
        found[p, 2] += mass[u] * x[u]
        found[p, 3] += mass[u] * y[u]
        found[p, 4] += 1.0
    return found


@njit(cache=True, nogil=True)
def spill(load, low, high, mean):  # type: ignore[no-untyped-def]
    """How far a weight lies outside its window, as a share of the mean part."""
    if load > high:
        return (load - high) / max(mean, 1e-12)
    if load < low:
        return (low - load) / max(mean, 1e-12)
    return 0.0


@njit(cache=True, nogil=True)
def fined(load, low, high, mean):  # type: ignore[no-untyped-def]
    """The fine for a weight outside its window: square, so that far ones hurry; linear, so that near ones finish."""
    over = spill(load, low, high, mean)
    return over * over + 0.02 * over


@njit(cache=True, nogil=True)
def inertia_change(u, a, b, total, x, y, mass):  # type: ignore[no-untyped-def]
    """Change of the sum of inertias when ``u`` goes from part ``a`` to ``b`` (Huygens-Steiner, exact)."""
    m = mass[u]
    ma, mb = total[a, 1], total[b, 1]
    change = 0.0
    if ma - m > 1e-12 * ma:
        dx, dy = x[u] - total[a, 2] / ma, y[u] - total[a, 3] / ma
        change -= m * ma / (ma - m) * (dx * dx + dy * dy)
    if mb > 0.0:
        dx, dy = x[u] - total[b, 2] / mb, y[u] - total[b, 3] / mb
        change += m * mb / (mb + m) * (dx * dx + dy * dy)
    return change


@njit(cache=True, nogil=True)
def shift(u, a, b, label, total, x, y, mass, weight):  # type: ignore[no-untyped-def]
    """Move ``u`` from part ``a`` to ``b`` in labels and sums."""
    label[u] = b
    m = mass[u]
    total[a, 0] -= weight[u]
    total[a, 1] -= m
    total[a, 2] -= m * x[u]
    total[a, 3] -= m * y[u]
    total[a, 4] -= 1.0
    total[b, 0] += weight[u]
    total[b, 1] += m
    total[b, 2] += m * x[u]
    total[b, 3] += m * y[u]
    total[b, 4] += 1.0


@njit(cache=True, nogil=True)
def anneal_compact(  # type: ignore[no-untyped-def]
    label, indptr, indices, x, y, mass, weight, locked, low, high, mean, scale, heat, fine, steps, state, marks
):
    """``steps`` proposals to hand a boundary unit to a touching part, cooled from ``heat[0]`` to ``heat[1]``.

    Price: inertia / ``scale`` + fine * fined, the fine rising from ``fine[0]`` to ``fine[1]``; ``scale`` is a typical
    unit's inertia, so that temperatures fit every district. Parts stay whole and non-empty. ``marks`` (2, n) is
    working room: marks (zeroed here) and a queue. Changes ``label``; returns how many proposals were taken.
    """
    n = len(label)
    parts = len(mean)
    total = sums(label, parts, x, y, mass, weight)
    mark, queue = marks[0], marks[1]
    mark[:] = 0
    stamp = 1
    taken = 0
    block = max(1, steps // 200)
    cool = (heat[1] / heat[0]) ** (1.0 / 200.0)
    rise = (fine[1] / fine[0]) ** (1.0 / 200.0)
    t, f = heat[0], fine[0]
    for turn in range(steps):
        if turn % block == block - 1:
            t *= cool
            f *= rise
        u = below(state, n)
        degree = indptr[u + 1] - indptr[u]
        if degree == 0 or locked[u]:
            continue
        b = label[indices[indptr[u] + below(state, degree)]]
        a = label[u]
        if a == b:
            continue
        w = weight[u]
        price = inertia_change(u, a, b, total, x, y, mass) / scale
        before = fined(total[a, 0], low[a], high[a], mean[a]) + fined(total[b, 0], low[b], high[b], mean[b])
        after = fined(total[a, 0] - w, low[a], high[a], mean[a]) + fined(total[b, 0] + w, low[b], high[b], mean[b])
        price += f * (after - before)
        if price > 0.0 and share(state) >= np.exp(-price / t):
            continue
        stamp += 2
        if may_leave(u, label, indptr, indices, mark, queue, stamp):
            shift(u, a, b, label, total, x, y, mass, weight)
            taken += 1
    return taken
