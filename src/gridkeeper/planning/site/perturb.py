"""Iterated local search round one spot: disturb a few neighbouring sites, repair only there, keep or undo (numba)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from gridkeeper.planning.site.interchange import Sitting, price, swap
from gridkeeper.planning.site.lists import Lists, Rows


class Scratch(NamedTuple):
    """Working arrays of one search: random state, a ring of queued candidates, who waits in it, swaps made.

    ``ends`` holds the ring's head, its tail and how many wait; candidates marked in ``shut`` never enter.
    """

    random: NDArray[np.uint64]
    queue: Rows
    waiting: NDArray[np.uint8]
    shut: NDArray[np.uint8]
    journal: Rows
    ends: NDArray[np.int64]


def scratch(candidates: int, *, seed: int) -> Scratch:
    """Working arrays for ``candidates`` candidates; the same seed gives the same search."""
    return Scratch(
        np.array([(seed * 0x9E3779B97F4A7C15 + 0xD1B54A32D192ED03) % 2**64 or 1], np.uint64),
        np.zeros(candidates + 1, np.int32),
        np.zeros(candidates + 1, np.uint8),
        np.zeros(candidates + 1, np.uint8),
        np.zeros(4096, np.int32),
        np.zeros(3, np.int64),
    )


@njit(cache=True, nogil=True)
def draw(state: NDArray[np.uint64], below: int) -> int:
    """A pseudo-random whole number in [0, below): xorshift64*, the same on every machine."""
    x = state[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    state[0] = x
    return int(np.int64((x * np.uint64(2685821657736338717) >> np.uint64(33)) % np.uint64(below)))


@njit(cache=True, nogil=True)
def _spread(lists: Lists, s: Sitting, w: Scratch, j: int) -> None:
    """Queue every closed candidate that could serve a row near ``j`` better than its second site does."""
    for at in range(lists.start[j], lists.start[j + 1]):
        i = lists.who[at]
        c2 = s.cost2[i]
        if lists.what[at] > c2:
            continue
        for a in range(lists.candidate.shape[1]):
            if lists.cost[i, a] >= c2:
                break
            f = lists.candidate[i, a]
            if not w.waiting[f] and not w.shut[f] and not s.is_open[f]:
                w.waiting[f] = 1
                w.queue[w.ends[1]] = f
                w.ends[1] = w.ends[1] + 1 if w.ends[1] + 1 < w.queue.shape[0] else 0
                w.ends[2] += 1


@njit(cache=True, nogil=True)
def _settle(lists: Lists, s: Sitting, w: Scratch, done: int, least: float) -> tuple[float, int]:
    """Swap queued candidates in until none pays; swaps are written to the journal as (in, out) pairs."""
    total = 0.0
    while w.ends[2] > 0:
        f = w.queue[w.ends[0]]
        w.ends[0] = w.ends[0] + 1 if w.ends[0] + 1 < w.queue.shape[0] else 0
        w.ends[2] -= 1
        w.waiting[f] = 0
        if s.is_open[f] or 2 * done >= w.journal.shape[0]:
            continue
        profit, r = price(lists, s, f)
        if r < 0 or profit <= least:
            continue
        total += swap(lists, s, f, r)
        w.journal[2 * done] = f
        w.journal[2 * done + 1] = r
        done += 1
        _spread(lists, s, w, f)
        _spread(lists, s, w, r)
    return total, done


@njit(cache=True, nogil=True)
def _disturb(lists: Lists, s: Sitting, w: Scratch, i: int, reach: int) -> tuple[int, int]:
    """A closed candidate and an open, unpinned site, both drawn from the ``reach`` nearest of row ``i``; or -1, -1."""
    m = s.is_open.shape[0] - 1
    f = -1
    for _ in range(8):
        j = lists.candidate[i, draw(w.random, reach)]
        if j < m and not s.is_open[j] and not w.shut[j]:
            f = j
            break
    r = -1
    seen = 0
    for a in range(reach):
        j = lists.candidate[i, a]
        if s.is_open[j] and not s.pinned[j]:
            seen += 1
            if draw(w.random, seen) == 0:
                r = j
    return f, r


@njit(cache=True, nogil=True)
def wander(lists: Lists, s: Sitting, w: Scratch, *, rounds: int, reach: int, strength: int, least: float) -> float:
    """Make ``rounds`` disturbances, each kept when it ends no worse; gives the change of the objective (<= 0).

    One disturbance swaps 1 to ``strength`` pairs among the ``reach`` nearest candidates of one random row.
    """
    total = 0.0
    for _ in range(rounds):
        i = draw(w.random, s.first.shape[0])
        done = 0
        change = 0.0
        for _ in range(1 + draw(w.random, strength)):
            f, r = _disturb(lists, s, w, i, reach)
            if f >= 0 and r >= 0:
                change += swap(lists, s, f, r)
                w.journal[2 * done] = f
                w.journal[2 * done + 1] = r
                done += 1
        for t in range(2 * done):
            _spread(lists, s, w, w.journal[t])
        more, done = _settle(lists, s, w, done, least)
        change += more
        if change > least:
            for t in range(done - 1, -1, -1):
                swap(lists, s, w.journal[2 * t + 1], w.journal[2 * t])
        else:
            total += change
    return total
