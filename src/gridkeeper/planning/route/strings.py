# ruff: noqa: PLR0917  (compiled kernels take their arrays by position)
"""Kernel of slack induction by string removals (Christiaens & Vanden Berghe 2020) for one depot and one capacity.

Nodes: 0 the depot, 1..n the stops, n+1+r the head of route r, which stands for the depot at both its ends.
``links`` (3, n+1+R): node before, node after, route (-1: not served); ``fill`` (2, R): load and number of stops.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from gridkeeper.planning.partition.randomness import below, share

NOWHERE = 1 << 60
REACH = 30
"""Nearest stops beside which a loose one is tried."""


@njit(cache=True, nogil=True)
def _take_out(v, n, links, ways, fill, demand):  # type: ignore[no-untyped-def]
    """Unlink ``v``; the change of cost."""
    p, s, r = links[0, v], links[1, v], links[2, v]
    links[1, p] = s
    links[0, s] = p
    links[2, v] = -1
    fill[0, r] -= demand[v]
    fill[1, r] -= 1
    pp = p if p <= n else 0
    ss = s if s <= n else 0
    return ways[pp, ss] - ways[pp, v] - ways[v, ss]


@njit(cache=True, nogil=True)
def _put_in(v, p, links, fill, demand):  # type: ignore[no-untyped-def]
    """Link ``v`` behind node ``p``."""
    s = links[1, p]
    r = links[2, p]
    links[0, v] = p
    links[1, v] = s
    links[2, v] = r
    links[1, p] = v
    links[0, s] = v
    fill[0, r] += demand[v]
    fill[1, r] += 1


@njit(cache=True, nogil=True)
def _extra(v, p, n, links, ways):  # type: ignore[no-untyped-def]
    """Cost of ``v`` behind node ``p``."""
    s = links[1, p]
    pp = p if p <= n else 0
    ss = s if s <= n else 0
    return ways[pp, v] + ways[v, ss] - ways[pp, ss]


@njit(cache=True, nogil=True)
def _anywhere(v, n, links, fill, ways, need, room):  # type: ignore[no-untyped-def]
    """(node to stand behind, cost) over every place of every route with room; -1 where there is none."""
    best = NOWHERE
    behind = -1
    for r in range(fill.shape[1]):
        if fill[0, r] + need > room:
            continue
        p = n + 1 + r
        while True:
            cost = _extra(v, p, n, links, ways)
            if cost < best:
                best = cost
                behind = p
            p = links[1, p]
            if p > n:
                break
    return behind, best


@njit(cache=True, nogil=True)
def _best_place(v, n, near, state, links, fill, ways, need, room):  # type: ignore[no-untyped-def]
    """(node to stand behind, cost): beside the nearest served stops or alone, blinking at one in a hundred.

    Only where none of these has room is every other place looked at.
    """
    best = NOWHERE
    behind = -1
    for i in range(min(REACH, near.shape[1])):
        u = near[v, i]
        r = links[2, u]
        if r < 0 or fill[0, r] + need > room or share(state) < 0.01:
            continue
        for p in (u, links[0, u]):
            cost = _extra(v, p, n, links, ways)
            if cost < best:
                best = cost
                behind = p
    for r in range(fill.shape[1]):
        if fill[1, r] == 0:
            cost = 2 * ways[0, v] if need <= room else NOWHERE
            if cost < best:
                best = cost
                behind = n + 1 + r
            break
    if behind >= 0:
        return behind, best
    return _anywhere(v, n, links, fill, ways, need, room)


@njit(cache=True, nogil=True)
def _take_string(c, n, state, links, fill, ways, demand, longest, loose, count):  # type: ignore[no-untyped-def]
    """A string of ``c``'s route around ``c`` taken out, now and then with a piece kept inside; (loose, change)."""
    r = links[2, c]
    length = min(1 + np.int64(share(state) * min(np.float64(fill[1, r]), longest)), fill[1, r])
    keep = 0
    if 1 < length < fill[1, r] and share(state) < 0.5:
        keep = 1
        while length + keep < fill[1, r] and keep < 10 and share(state) > 0.5:
            keep += 1
    v = c
    back = below(state, length + keep)
    while back > 0 and links[0, v] <= n:
        v = links[0, v]
        back -= 1
    skip = 1 + below(state, length) if keep > 0 else length + 1
    change = np.int64(0)
    taken = 0
    seen = 0
    while v <= n and taken < length:
        after = links[1, v]
        if v == c or not skip <= seen < skip + keep:
            change += _take_out(v, n, links, ways, fill, demand)
            loose[count] = v
            count += 1
            taken += 1
        seen += 1
        v = after
    return count, change


@njit(cache=True, nogil=True)
def _ruin(n, near, state, links, fill, ways, demand, loose):  # type: ignore[no-untyped-def]
    """Strings of neighbouring routes taken out around a random stop; (how many are loose, the change of cost)."""
    served = 0
    used = 0
    for r in range(fill.shape[1]):
        served += fill[1, r]
        used += fill[1, r] > 0
    longest = min(10.0, served / max(1, used))
    strings = np.int64(1.0 + share(state) * max(0.0, 40.0 / (1.0 + longest) - 1.0))
    torn = np.empty(strings, np.int64)
    count = 0
    change = np.int64(0)
    done = 0
    seed = 1 + below(state, n)
    for i in range(-1, near.shape[1]):
        if done >= strings:
            break
        c = seed if i < 0 else near[seed, i]
        r = links[2, c]
        if r < 0 or (torn[:done] == r).any():
            continue
        torn[done] = r
        done += 1
        count, more = _take_string(c, n, state, links, fill, ways, demand, longest, loose, count)
        change += more
    return count, change


@njit(cache=True, nogil=True)
def _sort_loose(loose, count, state, ways, demand):  # type: ignore[no-untyped-def]
    """The order of putting back: random 4, heavy first 4, far first 2, near first 1 times in eleven."""
    kind = below(state, 11)
    keys = np.empty(count)
    for i in range(count):
        v = loose[i]
        if kind < 4:
            keys[i] = share(state)
        elif kind < 8:
            keys[i] = -demand[v]
        else:
            keys[i] = ways[0, v] if kind == 10 else -ways[0, v]
    order = np.argsort(keys)
    loose[:count] = loose[:count][order]


@njit(cache=True, nogil=True)
def anneal_strings(  # type: ignore[no-untyped-def]
    near, links, fill, ways, demand, room, absent, best_links, cost, best_cost, heat, steps, state
):
    """``steps`` ruins and recreations cooled from ``heat[0]`` to ``heat[1]``; a stop not served costs ``absent``.

    ``links`` and ``fill`` go on in place; ``best_links`` takes the best routes. Returns (cost now, best cost).
    """
    n = len(ways) - 1
    kept_links, kept_fill = links.copy(), fill.copy()
    loose = np.empty(n, np.int64)
    out = n - fill[1].sum()
    cool = (heat[1] / heat[0]) ** (1.0 / max(1, steps))
    t = heat[0]
    for _ in range(steps):
        t *= cool
        count, change = _ruin(n, near, state, links, fill, ways, demand, loose)
        if out > 0:
            for v in range(1, n + 1):
                if kept_links[2, v] < 0:
                    loose[count] = v
                    count += 1
        _sort_loose(loose, count, state, ways, demand)
        left = 0
        for i in range(count):
            v = loose[i]
            p, extra = _best_place(v, n, near, state, links, fill, ways, demand[v], room)
            if p < 0:
                left += 1
                continue
            change += extra
            _put_in(v, p, links, fill, demand)
        price = change + absent * (left - out)
        if price <= 0 or price < -t * np.log(share(state) + 1e-300):
            kept_links[:] = links
            kept_fill[:] = fill
            cost += price
            out = left
            if cost < best_cost:
                best_cost = cost
                best_links[:] = links
        else:
            links[:] = kept_links
            fill[:] = kept_fill
    return cost, best_cost
