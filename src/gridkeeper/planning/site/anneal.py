"""Capacitated p-median: annealing over shifts, exchanges and moved sites, overloads priced (numba)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from gridkeeper.planning.site.lists import Floats, Rows
from gridkeeper.planning.site.perturb import draw


class Case(NamedTuple):
    """What never changes: weighted costs (n, m), loads (n,), capacities (m,), the nearest candidates of each row."""

    cost: Floats
    load: Floats
    capacity: Floats
    near: Rows
    pinned: NDArray[np.uint8]


class Groups(NamedTuple):
    """Rows in p groups: ``place`` (p,) is each group's site, ``group`` (n,) each row's group, ``slot`` (m,) back.

    ``member[k, :size[k]]`` lists a group's rows, ``at`` (n,) is each row's place in that list. ``total`` holds the
    cost, the sum of overloads, and the price of a unit of overload.
    """

    place: Rows
    group: Rows
    slot: Rows
    member: Rows
    size: Rows
    at: Rows
    carried: Floats
    total: Floats


class Window(NamedTuple):
    """The rows and groups that may change, with room for the best found: everything, or one neighbourhood."""

    rows: Rows
    groups: Rows
    inside: NDArray[np.uint8]
    best_group: Rows
    best_place: Rows


def window_of(g: Groups, groups: Rows) -> Window:
    """The window of these ``groups`` and all their rows."""
    inside = np.zeros(len(g.place), np.uint8)
    inside[groups] = 1
    rows = np.flatnonzero(inside[g.group]).astype(np.int32)
    return Window(rows, groups.astype(np.int32), inside, g.group[rows], g.place[groups])


def groups_of(case: Case, place: Rows, group: Rows, *, fine: float) -> Groups:
    """Groups from the sites ``place`` (p,) and each row's ``group`` (n,)."""
    n, m = case.cost.shape
    p = len(place)
    slot = np.full(m, -1, np.int32)
    slot[place] = np.arange(p, dtype=np.int32)
    member = np.zeros((p, n), np.int32)
    size = np.zeros(p, np.int32)
    at = np.zeros(n, np.int32)
    for i in range(n):
        k = group[i]
        at[i] = size[k]
        member[k, size[k]] = i
        size[k] += 1
    carried = np.bincount(group, weights=case.load, minlength=p).astype(np.float64)
    total = np.array([case.cost[np.arange(n), place[group]].sum(), excess(case, place, carried), fine])
    return Groups(place.copy(), group.copy(), slot, member, size, at, carried, total)


def excess(case: Case, place: Rows, carried: Floats) -> float:
    """Load above capacity, summed over the sites."""
    return float(np.maximum(carried - case.capacity[place], 0.0).sum())


@njit(cache=True, nogil=True)
def _over(load: float, capacity: float) -> float:
    return load - capacity if load > capacity else 0.0


@njit(cache=True, nogil=True)
def _move(g: Groups, i: int, k: int, load: float) -> None:
    old = g.group[i]
    last = g.member[old, g.size[old] - 1]
    g.member[old, g.at[i]] = last
    g.at[last] = g.at[i]
    g.size[old] -= 1
    g.member[k, g.size[k]] = i
    g.at[i] = g.size[k]
    g.size[k] += 1
    g.group[i] = k
    g.carried[old] -= load
    g.carried[k] += load


@njit(cache=True, nogil=True)
def _near_group(case: Case, g: Groups, w: Window, state: NDArray[np.uint64], i: int) -> int:
    """A group of the window near row ``i`` but its own; -1 after a few vain draws."""
    for _ in range(12):
        k = g.slot[case.near[i, draw(state, case.near.shape[1])]]
        if k >= 0 and k != g.group[i] and w.inside[k]:
            return int(k)
    return -1


@njit(cache=True, nogil=True)
def _accepts(change: float, heat: float, state: NDArray[np.uint64]) -> bool:
    if change <= 0.0:
        return True
    if change > 30.0 * heat:
        return False
    return bool((draw(state, 1 << 30) + 0.5) / (1 << 30) < np.exp(-change / heat))


@njit(cache=True, nogil=True)
def _try_exchange(case: Case, g: Groups, w: Window, state: NDArray[np.uint64], heat: float) -> None:
    """Send one row to a nearby site, or exchange it with a row there."""
    i = w.rows[draw(state, w.rows.shape[0])]
    b = _near_group(case, g, w, state, i)
    if b < 0:
        return
    a = g.group[i]
    ja, jb = g.place[a], g.place[b]
    cost = case.cost[i, jb] - case.cost[i, ja]
    li = case.load[i]
    lu = 0.0
    u = -1
    if g.size[b] > 0 and draw(state, 2) == 0:
        u = g.member[b, draw(state, g.size[b])]
        lu = case.load[u]
        cost += case.cost[u, ja] - case.cost[u, jb]
    ca, cb = case.capacity[ja], case.capacity[jb]
    over = _over(g.carried[a] - li + lu, ca) + _over(g.carried[b] + li - lu, cb)
    over -= _over(g.carried[a], ca) + _over(g.carried[b], cb)
    if _accepts(cost + g.total[2] * over, heat, state):
        _move(g, i, b, li)
        if u >= 0:
            _move(g, u, a, lu)
        g.total[0] += cost
        g.total[1] += over


@njit(cache=True, nogil=True)
def _try_site(case: Case, g: Groups, w: Window, state: NDArray[np.uint64], heat: float) -> None:
    """Move one group's site to a closed candidate near one of its rows."""
    a = w.groups[draw(state, w.groups.shape[0])]
    old = g.place[a]
    if g.size[a] > 0:
        i = g.member[a, draw(state, g.size[a])]
    else:
        i = w.rows[draw(state, w.rows.shape[0])]
    j = case.near[i, draw(state, case.near.shape[1])]
    if g.slot[j] >= 0 or case.pinned[old]:
        return
    cost = 0.0
    for t in range(g.size[a]):
        u = g.member[a, t]
        cost += case.cost[u, j] - case.cost[u, old]
    over = _over(g.carried[a], case.capacity[j]) - _over(g.carried[a], case.capacity[old])
    if _accepts(cost + g.total[2] * over, heat, state):
        g.place[a] = j
        g.slot[old] = -1
        g.slot[j] = a
        g.total[0] += cost
        g.total[1] += over


@njit(cache=True, nogil=True)
def _try_split(case: Case, g: Groups, w: Window, state: NDArray[np.uint64], heat: float) -> None:
    """Dissolve one small group into its neighbours and found a new one round a row elsewhere."""
    a = w.groups[draw(state, w.groups.shape[0])]
    if w.groups.shape[0] < 2 or g.size[a] > 24 or g.size[a] == 0 or case.pinned[g.place[a]]:
        return
    seed = w.rows[draw(state, w.rows.shape[0])]
    b = int(g.group[seed])
    j = case.near[seed, draw(state, min(4, case.near.shape[1]))]
    if b == a or g.size[b] > 48 or g.slot[j] >= 0:
        return
    before = g.total[0] + g.total[2] * g.total[1]
    old = g.place[a]
    rows = np.empty(g.size[a] + g.size[b], np.int32)
    back = np.empty(rows.shape[0], np.int32)
    count = 0
    for k in (int(a), b):
        for t in range(g.size[k]):
            rows[count] = g.member[k, t]
            back[count] = k
            count += 1
    cost, over = g.total[0], g.total[1]
    _dissolve(case, g, w, a)
    g.slot[old] = -1
    g.place[a] = j
    g.slot[j] = a
    _found(case, g, a, b)
    if not _accepts(g.total[0] + g.total[2] * g.total[1] - before, heat, state):
        g.slot[j] = -1
        g.place[a] = old
        g.slot[old] = a
        for t in range(count):
            if g.group[rows[t]] != back[t]:
                _move(g, rows[t], back[t], case.load[rows[t]])
        g.total[0], g.total[1] = cost, over


@njit(cache=True, nogil=True)
def _dissolve(case: Case, g: Groups, w: Window, a: int) -> None:
    """Send every row of group ``a`` to the listed site that costs least, overload priced in."""
    old = g.place[a]
    while g.size[a] > 0:
        i = g.member[a, g.size[a] - 1]
        best, to = np.inf, -1
        for t in range(case.near.shape[1]):
            k = g.slot[case.near[i, t]]
            if k >= 0 and k != a and w.inside[k]:
                over = _over(g.carried[k] + case.load[i], case.capacity[g.place[k]])
                over -= _over(g.carried[k], case.capacity[g.place[k]])
                if case.cost[i, g.place[k]] + g.total[2] * over < best:
                    best, to = case.cost[i, g.place[k]] + g.total[2] * over, k
        if to < 0:
            to = w.groups[0] if w.groups[0] != a else w.groups[1]
        kept = _over(g.carried[a], case.capacity[old]) + _over(g.carried[to], case.capacity[g.place[to]])
        g.total[0] += case.cost[i, g.place[to]] - case.cost[i, old]
        _move(g, i, to, case.load[i])
        g.total[1] += _over(g.carried[a], case.capacity[old]) + _over(g.carried[to], case.capacity[g.place[to]]) - kept


@njit(cache=True, nogil=True)
def _found(case: Case, g: Groups, a: int, b: int) -> None:
    """Let the empty group ``a`` draw over every row of group ``b`` that is cheaper there."""
    ja, jb = g.place[a], g.place[b]
    for t in range(g.size[b] - 1, -1, -1):
        i = g.member[b, t]
        load = case.load[i]
        over = _over(g.carried[a] + load, case.capacity[ja]) + _over(g.carried[b] - load, case.capacity[jb])
        over -= _over(g.carried[a], case.capacity[ja]) + _over(g.carried[b], case.capacity[jb])
        cost = case.cost[i, ja] - case.cost[i, jb]
        if cost + g.total[2] * over < 0.0:
            _move(g, i, a, load)
            g.total[0] += cost
            g.total[1] += over


@njit(cache=True, nogil=True)
def _put_back(case: Case, g: Groups, w: Window, cost: float, over: float) -> None:
    """Give the window the groups and sites kept in it."""
    for t in range(w.groups.shape[0]):
        g.slot[g.place[w.groups[t]]] = -1
    for t in range(w.groups.shape[0]):
        g.place[w.groups[t]] = w.best_place[t]
        g.slot[w.best_place[t]] = w.groups[t]
    for t in range(w.rows.shape[0]):
        if g.group[w.rows[t]] != w.best_group[t]:
            _move(g, w.rows[t], w.best_group[t], case.load[w.rows[t]])
    g.total[0] = cost
    g.total[1] = over


@njit(cache=True, nogil=True)
def anneal(
    case: Case, g: Groups, w: Window, state: NDArray[np.uint64], *, moves: int, hot: float, cold: float,
    ends_at_best: bool,
) -> None:  # fmt: skip
    """``moves`` random moves inside the window while the heat falls from ``hot`` to ``cold``.

    With ``ends_at_best`` the window ends at the best it met, its start included; overloads count at their price.
    """
    best, cost, over = g.total[0] + g.total[2] * g.total[1], g.total[0], g.total[1]
    heat = hot
    cooling = (cold / hot) ** (64.0 / max(moves, 64))
    for step in range(moves):
        if step % 64 == 0:
            heat *= cooling
        dice = draw(state, 100)
        if dice < 80:
            _try_exchange(case, g, w, state, heat)
        elif dice < 98:
            _try_site(case, g, w, state, heat)
        else:
            _try_split(case, g, w, state, heat)
        now = g.total[0] + g.total[2] * g.total[1]
        if now < best - 1e-10 * abs(best):
            best, cost, over = now, g.total[0], g.total[1]
            for t in range(w.rows.shape[0]):
                w.best_group[t] = g.group[w.rows[t]]
            for t in range(w.groups.shape[0]):
                w.best_place[t] = g.place[w.groups[t]]
    if ends_at_best:
        _put_back(case, g, w, cost, over)
