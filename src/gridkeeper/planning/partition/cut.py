# ruff: noqa: PLR0917  (compiled kernels take their arrays by position)
"""Kernel of short borders: annealed flips that keep every part whole, on cut edges and weight windows."""

from __future__ import annotations

import numpy as np
from numba import njit

from gridkeeper.planning.partition.compact import spill
from gridkeeper.planning.partition.contiguity import may_leave
from gridkeeper.planning.partition.randomness import below, share


@njit(cache=True, nogil=True)
def cut_size(label, indptr, indices):  # type: ignore[no-untyped-def]
    """Adjacent pairs in different parts."""
    found = 0
    for u in range(len(label)):
        for e in range(indptr[u], indptr[u + 1]):
            if u < indices[e] and label[u] != label[indices[e]]:
                found += 1
    return found


@njit(cache=True, nogil=True)
def total_spill(load, low, high, mean):  # type: ignore[no-untyped-def]
    """Sum over parts of the share by which they miss their window."""
    found = 0.0
    for p in range(len(load)):
        found += spill(load[p], low[p], high[p], mean[p])
    return found


@njit(cache=True, nogil=True)
def anneal_cut(  # type: ignore[no-untyped-def]
    label, best, indptr, indices, weight, locked, low, high, mean, heat, fine, best_cut, steps, state, marks
):
    """``steps`` flips cooled from ``heat[0]`` to ``heat[1]``; price: cut edges + fine * spill in percent of a part.

    ``label`` ends where the walk ends; ``best`` (n,) takes every plan inside all windows with fewer cut edges than
    ``best_cut``. Returns the best cut known.
    """
    n = len(label)
    parts = len(mean)
    load = np.zeros(parts)
    for u in range(n):
        load[label[u]] += weight[u]
    cut = cut_size(label, indptr, indices)
    marks[0][:] = 0
    stamp = 1
    block = max(1, steps // 400)
    cool = (heat[1] / heat[0]) ** (1.0 / 400.0)
    rise = (fine[1] / fine[0]) ** (1.0 / 400.0)
    t, f = heat[0], fine[0]
    over = total_spill(load, low, high, mean)
    for turn in range(steps):
        if turn % block == block - 1:
            t *= cool
            f *= rise
            over = total_spill(load, low, high, mean)
        u = below(state, n)
        degree = indptr[u + 1] - indptr[u]
        if degree == 0 or locked[u]:
            continue
        b = label[indices[indptr[u] + below(state, degree)]]
        a = label[u]
        if a == b:
            continue
        change = 0
        for e in range(indptr[u], indptr[u + 1]):
            other = label[indices[e]]
            if other == a:
                change += 1
            elif other == b:
                change -= 1
        w = weight[u]
        drift = spill(load[a] - w, low[a], high[a], mean[a]) + spill(load[b] + w, low[b], high[b], mean[b])
        drift -= spill(load[a], low[a], high[a], mean[a]) + spill(load[b], low[b], high[b], mean[b])
        price = change + 100.0 * f * drift
        if price > 0.0 and share(state) >= np.exp(-price / t):
            continue
        stamp += 2
        if not may_leave(u, label, indptr, indices, marks[0], marks[1], stamp):
            continue
        label[u] = b
        load[a] -= w
        load[b] += w
        cut += change
        over += drift
        if cut < best_cut and over < 1e-9 and total_spill(load, low, high, mean) == 0.0:
            best_cut = cut
            best[:] = label
    return best_cut
