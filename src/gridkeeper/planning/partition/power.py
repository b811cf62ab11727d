# ruff: noqa: PLR0917  (compiled kernels take their arrays by position)
"""Kernel of the compact start: balanced k-means by power cells (Aurenhammer 1987; Balzer et al. 2009)."""

from __future__ import annotations

import numpy as np
from numba import njit

from gridkeeper.planning.partition.randomness import share


@njit(cache=True, nogil=True)
def _first_centres(units, x, y, mass, weight, k, state):  # type: ignore[no-untyped-def]
    """Centres of ``k`` boxes of equal weight: the ground is halved across its longer side again and again.

    k-means++ would send too many centres to the empty outskirts, and power cells carry them back too slowly.
    """
    rows = units.copy()
    cx = np.empty(k)
    cy = np.empty(k)
    ends = np.empty((2 * k + 2, 4), np.int64)
    ends[0, 0], ends[0, 1], ends[0, 2], ends[0, 3] = 0, len(rows), 0, k
    top = 1
    while top > 0:
        top -= 1
        low, high, first, parts = ends[top, 0], ends[top, 1], ends[top, 2], ends[top, 3]
        mine = rows[low:high].copy()
        if parts == 1 or len(mine) < 2:
            for j in range(first, first + parts):
                heavy = mass[mine].sum()
                cx[j] = (mass[mine] * x[mine]).sum() / heavy if heavy > 0.0 else x[units[0]]
                cy[j] = (mass[mine] * y[mine]).sum() / heavy if heavy > 0.0 else y[units[0]]
            continue
        wide = x[mine].max() - x[mine].min()
        tall = y[mine].max() - y[mine].min()
        # A random lean of the choice makes seeds differ.
        across = x[mine] if wide * (0.8 + 0.4 * share(state)) >= tall else y[mine]
        mine = mine[np.argsort(across, kind="mergesort")]
        rows[low:high] = mine
        half = parts // 2
        load = np.cumsum(weight[mine])
        cut = np.searchsorted(load, load[-1] * half / parts) if load[-1] > 0.0 else len(mine) * half // parts
        cut = min(max(cut, 1), len(mine) - 1)
        ends[top, 0], ends[top, 1], ends[top, 2], ends[top, 3] = low, low + cut, first, half
        top += 1
        ends[top, 0], ends[top, 1], ends[top, 2], ends[top, 3] = low + cut, high, first + half, parts - half
        top += 1
    return cx, cy


@njit(cache=True, nogil=True)
def _nearest_cell(px, py, cx, cy, power, least_power):  # type: ignore[no-untyped-def]
    """The cell of smallest squared distance plus power; ``cx`` ascends, so the scan stops when x alone is too far."""
    k = len(cx)
    right = np.searchsorted(cx, px)
    left = right - 1
    best = np.inf
    cell = 0
    while left >= 0 or right < k:
        if right < k:
            across = (cx[right] - px) ** 2
            if across + least_power > best:
                right = k
            else:
                d = across + (cy[right] - py) ** 2 + power[right]
                if d < best:
                    best = d
                    cell = right
                right += 1
        if left >= 0:
            across = (cx[left] - px) ** 2
            if across + least_power > best:
                left = -1
            else:
                d = across + (cy[left] - py) ** 2 + power[left]
                if d < best:
                    best = d
                    cell = left
                left -= 1
    return cell


@njit(cache=True, nogil=True)
def _cells(units, x, y, mass, weight, k, rounds, state, answer):  # type: ignore[no-untyped-def]
    """Lloyd steps whose cells pay a power that rises while they are too heavy; writes cell numbers to ``answer``."""
    m = len(units)
    cx, cy = _first_centres(units, x, y, mass, weight, k, state)
    power = np.zeros(k)
    total = 0.0
    for i in range(m):
        total += weight[units[i]]
    for turn in range(rounds):
        order = np.argsort(cx)
        cx, cy, power = cx[order], cy[order], power[order]
        least = power.min()
        load = np.zeros(k)
        moment = np.zeros((k, 3))
        spread = 0.0
        heavy = 0.0
        for i in range(m):
            u = units[i]
            cell = _nearest_cell(x[u], y[u], cx, cy, power, least)
            answer[u] = cell
            load[cell] += weight[u]
            moment[cell, 0] += mass[u]
            moment[cell, 1] += mass[u] * x[u]
            moment[cell, 2] += mass[u] * y[u]
            spread += mass[u] * ((x[u] - cx[cell]) ** 2 + (y[u] - cy[cell]) ** 2)
            heavy += mass[u]
        if turn == rounds - 1:
            break
        pace = 1.2 / (1.0 + 0.12 * turn) * spread / heavy
        for j in range(k):
            if moment[j, 0] > 0.0:
                cx[j] = moment[j, 1] / moment[j, 0]
                cy[j] = moment[j, 2] / moment[j, 0]
            if total > 0.0:
                power[j] += pace * min(1.0, load[j] * k / total - 1.0)


@njit(cache=True, nogil=True)
def power_start(order, starts, counts, first_part, x, y, mass, weight, rounds, state):  # type: ignore[no-untyped-def]
    """(n,) part numbers: each region ``order[starts[r]:starts[r + 1]]`` cut into ``counts[r]`` power cells."""
    label = np.zeros(len(order), np.int64)
    for r in range(len(counts)):
        units = order[starts[r] : starts[r + 1]]
        if counts[r] > 1:
            _cells(units, x, y, mass, weight, counts[r], rounds, state, label)
        for i in range(len(units)):
            label[units[i]] += first_part[r]
    return label
