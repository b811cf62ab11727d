"""A proven lower bound for the p-median: Lagrangean relaxation of “every row is served”, by subgradients (numba).

With multipliers u the relaxed problem falls apart by candidates: rho_j = sum_i min(0, c_ij - u_i), and
L(u) = sum u_i + the p smallest rho_j is a lower bound (Cornuejols, Fisher and Nemhauser 1977). Lists cut short keep
it valid only while u_i <= the k-th cost: pairs left out then contribute nothing.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from gridkeeper.planning.site.lists import Floats, Lists

OPEN = 1
SHUT = -1
_FIRST_STEP = 1.5
_LAST_STEP = 1e-3
# Found on a generated district, random graphs and points. Fast cooling returns to the best multipliers each time and
# stops a little low; slow cooling wanders on and ends higher, in two to three times the rounds.
COOL_FAST = 0.8
COOL_SLOW = 0.91
_RETURN_BELOW = 0.86
_PATIENCE = 8
_INERTIA = 0.8
_MEMORY = 0.05


class Multipliers(NamedTuple):
    """Where the ascent stands: multipliers, direction, reduced costs, how often each was chosen.

    ``gear`` holds the step factor, the rounds since the bound last rose, and how the factor shrinks then.
    """

    u: Floats
    best: Floats
    direction: Floats
    rho: Floats
    share: Floats
    chosen: NDArray[np.uint8]
    order: NDArray[np.int64]
    gear: Floats


def multipliers(lists: Lists, u: Floats) -> Multipliers:
    """The start of an ascent from ``u`` (n,), cut to what keeps the bound valid."""
    m = lists.start.shape[0] - 1
    start = np.minimum(u, lists.cap)
    return Multipliers(
        start,
        start.copy(),
        np.zeros_like(start),
        np.zeros(m),
        np.zeros(m),
        np.zeros(m + 1, np.uint8),
        np.arange(m),
        np.array([_FIRST_STEP, 0.0, COOL_FAST]),
    )


@njit(cache=True, nogil=True)
def _smallest(rho: Floats, order: NDArray[np.int64], size: int, count: int) -> None:
    """Put the ``count`` smallest of the first ``size`` entries of ``order`` first (quickselect)."""
    low = 0
    high = size - 1
    while low < high:
        pivot = rho[order[(low + high) // 2]]
        a = low
        b = high
        while a <= b:
            while rho[order[a]] < pivot:
                a += 1
            while rho[order[b]] > pivot:
                b -= 1
            if a <= b:
                order[a], order[b] = order[b], order[a]
                a += 1
                b -= 1
        if count - 1 <= b:
            high = b
        elif count - 1 >= a:
            low = a
        else:
            break


@njit(cache=True, nogil=True)
def relax(lists: Lists, d: Multipliers, fixed: NDArray[np.int8], p: int) -> float:
    """L(u) with the candidates chosen for it; infinity where the fixings leave no p sites."""
    m = fixed.shape[0]
    d.rho[:] = 0.0
    total = 0.0
    for i in range(d.u.shape[0]):
        ui = d.u[i]
        total += ui
        for a in range(lists.cost.shape[1]):
            c = lists.cost[i, a]
            if c >= ui:
                break
            d.rho[lists.candidate[i, a]] += c - ui
    d.chosen[:] = 0
    size = 0
    need = p
    for j in range(m):
        if fixed[j] == OPEN:
            d.chosen[j] = 1
            total += d.rho[j]
            need -= 1
        elif fixed[j] != SHUT:
            d.order[size] = j
            size += 1
    if need < 0 or need > size:
        return np.inf
    if need > 0:
        if need < size:
            _smallest(d.rho, d.order, size, need)
        for t in range(need):
            j = d.order[t]
            d.chosen[j] = 1
            total += d.rho[j]
    return total


@njit(cache=True, nogil=True)
def _note(d: Multipliers, value: float, best: float) -> float:
    """Keep the multipliers of a better bound; shorten the steps when none came for a while. Gives the best bound."""
    d.gear[1] += 1.0
    if value > best:
        if value > best + 1e-7 * abs(best):
            d.gear[1] = 0.0
        d.best[:] = d.u
        return value
    if d.gear[1] >= _PATIENCE:
        d.gear[0] *= d.gear[2]
        d.gear[1] = 0.0
        if d.gear[2] < _RETURN_BELOW:
            d.u[:] = d.best
    return best


@njit(cache=True, nogil=True)
def climb(
    lists: Lists, d: Multipliers, fixed: NDArray[np.int8], p: int, *, best: float, target: float, rounds: int
) -> float:
    """``rounds`` steps of deflected subgradient ascent towards ``target``; gives the best bound so far.

    ``d`` is carried from call to call; ``d.best`` are the multipliers of the best bound, ``d.share`` an average of the
    relaxed choices that resembles the fractional optimum (as in the volume algorithm of Barahona and Anbil 2000).
    """
    n = d.u.shape[0]
    for _ in range(rounds):
        value = relax(lists, d, fixed, p)
        best = _note(d, value, best)
        if best >= target or d.gear[0] < _LAST_STEP:
            break
        for j in range(d.share.shape[0]):
            d.share[j] += _MEMORY * (d.chosen[j] - d.share[j])
        norm = 0.0
        for i in range(n):
            ui = d.u[i]
            g = 1.0
            for a in range(lists.cost.shape[1]):
                if lists.cost[i, a] >= ui:
                    break
                g -= d.chosen[lists.candidate[i, a]]
            d.direction[i] = _INERTIA * d.direction[i] + (1.0 - _INERTIA) * g
            norm += d.direction[i] * d.direction[i]
        if norm < 1e-12:
            break
        step = d.gear[0] * (target - value) / norm
        for i in range(n):
            d.u[i] = min(max(d.u[i] + step * d.direction[i], lists.cost[i, 0]), lists.cap[i])
    return best


def spent(d: Multipliers) -> bool:
    """Whether the steps have become too short to raise the bound any further."""
    return bool(d.gear[0] < _LAST_STEP)


def decided(lists: Lists, d: Multipliers, fixed: NDArray[np.int8], p: int, ceiling: float) -> NDArray[np.int8]:
    """``fixed`` with every candidate added whose opening or closing would cost at least ``ceiling``.

    No plan below ``ceiling`` is lost: opening a candidate that the relaxation leaves shut raises L(u) by its reduced
    cost over the dearest one chosen, and the other way round.
    """
    d.u[:] = d.best
    value = relax(lists, d, fixed, p)
    chosen = d.chosen[: len(fixed)] == 1
    free = fixed == 0
    dearest = d.rho[free & chosen].max(initial=-np.inf)
    next_best = d.rho[free & ~chosen].min(initial=np.inf)
    after = fixed.copy()
    after[free & ~chosen & (value + d.rho - dearest >= ceiling)] = SHUT
    after[free & chosen & (value + next_best - d.rho >= ceiling)] = OPEN
    return after
