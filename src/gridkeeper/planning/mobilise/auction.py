"""Bertsekas' auction with scaled steps for people and places of many posts: finds prices, compiled.

The prices it leaves are good, not exact; `repair` makes them exact. So the auction may stop early at any time.
"""

# ruff: noqa: PLR0917  (compiled code takes its arguments by position)
from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Rows = NDArray[np.int32]


@njit(cache=True, nogil=True)
def two_best(cost: Floats, place: Rows, price: Floats, stay: float) -> tuple[int, float, float]:
    """(slot, best, second) of cost + price over one person's arcs; slot -1 is the reserve at price ``stay``.

    ``place`` of length 0 means that slot k is place k.
    """
    best = stay
    second = np.inf
    slot = -1
    if len(place) == 0:
        for k in range(len(cost)):
            value = cost[k] + price[k]
            if value < second:
                if value < best:
                    second = best
                    best = value
                    slot = k
                else:
                    second = value
    else:
        for k in range(len(cost)):
            value = cost[k] + price[place[k]]
            if value < second:
                if value < best:
                    second = best
                    best = value
                    slot = k
                else:
                    second = value
    return slot, best, second


@njit(cache=True, nogil=True)
def _sift_down(bid: Floats, who: Rows, first: int, size: int) -> None:
    """Restore the smallest-first heap after its top changed."""
    at = 0
    while True:
        child = 2 * at + 1
        if child >= size:
            return
        if child + 1 < size and bid[first + child + 1] < bid[first + child]:
            child += 1
        if bid[first + at] <= bid[first + child]:
            return
        bid[first + at], bid[first + child] = bid[first + child], bid[first + at]
        who[first + at], who[first + child] = who[first + child], who[first + at]
        at = child


@njit(cache=True, nogil=True)
def _push(bid: Floats, who: Rows, first: int, size: int, value: float, person: int) -> None:
    at = size
    bid[first + at] = value
    who[first + at] = person
    while at > 0:
        above = (at - 1) // 2
        if bid[first + above] <= bid[first + at]:
            return
        bid[first + at], bid[first + above] = bid[first + above], bid[first + at]
        who[first + at], who[first + above] = who[first + above], who[first + at]
        at = above


@njit(cache=True, nogil=True)
def auction(
    cost: Floats, place: Rows, rest: Floats, room: NDArray[np.int64], price: Floats, step: float, most: int
) -> tuple[int, NDArray[np.int64]]:
    """One scale: everybody bids for a post until all hold one; (bids, people held by each place).

    ``cost`` [n, k] with ``place`` [n, k] or [n, 0] when k is the place; ``room`` [m + 1] posts, the last being the
    reserve, which costs ``rest`` [n] and its price; ``price`` [m + 1] is changed in place; at most ``most`` bids.
    """
    people = len(cost)
    places = len(room) - 1
    first = np.zeros(places + 2, dtype=np.int64)
    for j in range(places + 1):
        first[j + 1] = first[j] + room[j]
    bid = np.empty(first[places + 1] + 1)
    who = np.empty(first[places + 1] + 1, dtype=np.int32)
    size = np.zeros(places + 1, dtype=np.int64)
    stack = np.empty(people, dtype=np.int32)
    for i in range(people):
        stack[i] = people - 1 - i
    top = people
    bids = 0
    while top > 0 and bids < most:
        top -= 1
        person = stack[top]
        bids += 1
        stay = rest[person] + price[places] if room[places] > 0 else np.inf
        slot, best, second = two_best(cost[person], place[person], price, stay)
        if best == np.inf:
            continue
        target = places
        if slot >= 0:
            target = slot if place.shape[1] == 0 else place[person, slot]
        if room[target] == 0:
            continue
        offer = price[target] + (second - best if second < np.inf else step) + step
        if size[target] < room[target]:
            _push(bid, who, first[target], size[target], offer, person)
            size[target] += 1
        else:
            stack[top] = who[first[target]]
            top += 1
            bid[first[target]] = offer
            who[first[target]] = person
            _sift_down(bid, who, first[target], size[target])
        if size[target] == room[target]:
            price[target] = bid[first[target]]
    return bids, size
