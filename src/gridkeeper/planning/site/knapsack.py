"""A proven lower bound for capacitated siting: each candidate's part is a knapsack, filled in order of value (numba).

As in `dual`, but a candidate takes rows only up to its capacity. The knapsack is filled with fractions (Dantzig),
so rho_j is a little too low, never too high, and the bound stays valid.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from gridkeeper.planning.site.dual import Multipliers
from gridkeeper.planning.site.lists import Floats, Lists

_PATIENCE = 8
_SLOWER = 0.8
_LAST_STEP = 2e-3


@njit(cache=True, nogil=True)
def _fill(lists: Lists, u: Floats, load: Floats, j: int, room: float) -> tuple[float, NDArray[np.int64], Floats]:
    """Least value of candidate ``j``'s knapsack, with the places in its list that it takes and their fractions."""
    low, high = lists.start[j], lists.start[j + 1]
    ratio = np.empty(high - low)
    place = np.empty(high - low, np.int64)
    count = 0
    for at in range(low, high):
        i = lists.who[at]
        value = lists.what[at] - u[i]
        if value < 0.0:
            ratio[count] = value / load[i] if load[i] > 0.0 else -np.inf
            place[count] = at
            count += 1
    order = np.argsort(ratio[:count])
    part = np.zeros(count)
    total = 0.0
    for t in range(count):
        i = lists.who[place[order[t]]]
        share = 1.0 if load[i] <= room else room / load[i]
        part[order[t]] = share
        total += share * (lists.what[place[order[t]]] - u[i])
        room -= share * load[i]
        if share < 1.0:
            break
    return total, place[:count], part


@njit(cache=True, nogil=True)
def climb_with_capacity(
    lists: Lists, d: Multipliers, forced: NDArray[np.uint8], p: int, *, load: Floats, capacity: Floats,
    best: float, target: float, rounds: int,
) -> float:  # fmt: skip
    """``rounds`` steps of subgradient ascent towards ``target``; gives the best bound so far."""
    n = d.u.shape[0]
    m = forced.shape[0]
    key = np.empty(m)
    for _ in range(rounds):
        value = d.u.sum()
        for j in range(m):
            d.rho[j] = _fill(lists, d.u, load, j, capacity[j])[0]
            key[j] = -np.inf if forced[j] else d.rho[j]
        chosen = np.argsort(key)[:p]
        g = np.ones(n)
        for t in range(p):
            value += d.rho[chosen[t]]
            _, place, part = _fill(lists, d.u, load, chosen[t], capacity[chosen[t]])
            for a in range(place.shape[0]):
                g[lists.who[place[a]]] -= part[a]
        d.gear[1] += 1.0
        if value > best:
            best = value
            d.best[:] = d.u
            d.gear[1] = 0.0
        elif d.gear[1] >= _PATIENCE:
            d.gear[0] *= _SLOWER
            d.gear[1] = 0.0
            d.u[:] = d.best
        if d.gear[0] < _LAST_STEP or best >= target:
            break
        d.direction[:] = 0.7 * d.direction + 0.3 * g
        norm = (d.direction**2).sum()
        if norm < 1e-12:
            break
        step = d.gear[0] * (target - value) / norm
        for i in range(n):
            d.u[i] = min(max(d.u[i] + step * d.direction[i], lists.cost[i, 0]), lists.cap[i])
    return best
