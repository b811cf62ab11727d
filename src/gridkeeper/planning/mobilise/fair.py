"""Who gets how many when there are not enough: fill rates as equal as eligibility allows, exactly; compiled.

Which fill vectors can be reached is a polymatroid, so filling the emptiest place (by rate) that can still grow ends
at the lexicographically fairest vector (Fujishige 1980; Federgruen and Groenevelt 1986).
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Rows = NDArray[np.int32]
Counts = NDArray[np.int64]


@njit(cache=True, nogil=True)
def _free_person(may: NDArray[np.bool_], where: Rows, place: int, pointer: Counts) -> int:
    people = len(where)
    while pointer[place] < people and (where[pointer[place]] >= 0 or not may[pointer[place], place]):
        pointer[place] += 1
    return pointer[place] if pointer[place] < people else -1


@njit(cache=True, nogil=True)
def _grow(may: NDArray[np.bool_], where: Rows, place: int, pointer: Counts) -> bool:
    """Give ``place`` one person more along a shortest chain of hand-overs that ends with a free person."""
    people, places = may.shape
    via_person = np.full(places, -1, dtype=np.int32)
    parent = np.full(places, -1, dtype=np.int32)
    seen = np.zeros(places, dtype=np.bool_)
    queue = np.empty(places, dtype=np.int32)
    queue[0] = place
    seen[place] = True
    head = 0
    tail = 1
    while head < tail:
        here = queue[head]
        head += 1
        person = _free_person(may, where, here, pointer)
        if person >= 0:
            while True:
                where[person] = here
                if here == place:
                    return True
                person = via_person[here]
                here = parent[here]
        for person in range(people):
            at = where[person]
            if at >= 0 and not seen[at] and may[person, here]:
                seen[at] = True
                parent[at] = here
                via_person[at] = person
                queue[tail] = at
                tail += 1
    return False


@njit(cache=True, nogil=True)
def fair_fill(may: NDArray[np.bool_], need: Counts, low: Counts, high: Counts) -> Counts:
    """How many people each place gets [m]: minima first, then always the place with the lowest rate of its need.

    ``may`` [n, m] says who can go where.
    """
    people, places = may.shape
    where = np.full(people, -1, dtype=np.int32)
    fill = np.zeros(places, dtype=np.int64)
    pointer = np.zeros(places, dtype=np.int64)
    open_ = fill < high
    while open_.any():
        pick = -1
        rate = np.inf
        for j in range(places):
            if not open_[j]:
                continue
            at = fill[j] / max(need[j], 1) - (1e6 if fill[j] < low[j] else 0.0)
            if at < rate:
                rate = at
                pick = j
        if _grow(may, where, pick, pointer):
            fill[pick] += 1
            open_[pick] = fill[pick] < high[pick]
        else:
            open_[pick] = False
    return fill
