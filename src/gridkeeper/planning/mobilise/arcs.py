"""Which ways to look at when there are too many: the cheapest by way + price, and the proof for all the others.

People are sorted into square cells; a place is looked at for a person only if the cell's centre allows it to matter.
Compiled.
"""

# ruff: noqa: PLR0917  (compiled code takes its arguments by position)
from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Rows = NDArray[np.int32]
Counts = NDArray[np.int64]


@njit(cache=True, nogil=True)
def _may(person: int, place: int, way: float, skills: Counts, asked: Counts, limit: Floats, banned: Counts) -> bool:
    """Skill, limit and forbidden pair (``banned``: sorted person * 2**32 + place) of one way."""
    if way > limit[person] or (skills[person] & asked[place]) != asked[place]:
        return False
    key = person * 4294967296 + place
    at = np.searchsorted(banned, key)
    return not (at < len(banned) and banned[at] == key)


@njit(cache=True, nogil=True)
def cheapest_arcs(
    home: Floats,
    order: Counts,
    edge: Counts,
    xy: Floats,
    price: Floats,
    skills: Counts,
    asked: Counts,
    limit: Floats,
    banned: Counts,
    place: Rows,
    cost: Floats,
) -> None:
    """Fill ``place``/``cost`` [n, k] with each person's k cheapest allowed ways by way + price (infinite: none).

    ``order`` lists people cell by cell, ``edge`` where cells begin.
    """
    places = len(xy)
    width = place.shape[1]
    reach = np.empty(places)
    value = np.empty(width)
    for cell in range(len(edge) - 1):
        members = order[edge[cell] : edge[cell + 1]]
        x, y, radius = _circle(home, members)
        for j in range(places):
            reach[j] = np.hypot(x - xy[j, 0], y - xy[j, 1]) + price[j]
        short = reach
        if places > 2 * width:
            short = np.partition(reach, 2 * width)
        end = short[min(2 * width, places - 1)] + 2.0 * radius
        near = np.flatnonzero(reach <= end)
        for person in members:
            held = 0
            for near_place in near:
                j = int(near_place)
                dx = home[person, 0] - xy[j, 0]
                dy = home[person, 1] - xy[j, 1]
                way = np.sqrt(dx * dx + dy * dy)
                worth = way + price[j]
                if held == width and worth >= value[width - 1]:
                    continue
                if not _may(person, j, way, skills, asked, limit, banned):
                    continue
                at = held if held < width else width - 1
                while at > 0 and value[at - 1] > worth:
                    value[at] = value[at - 1]
                    place[person, at] = place[person, at - 1]
                    cost[person, at] = cost[person, at - 1]
                    at -= 1
                value[at] = worth
                place[person, at] = j
                cost[person, at] = way
                held = min(held + 1, width)
            place[person, held:] = 0
            cost[person, held:] = np.inf


@njit(cache=True, nogil=True)
def _circle(home: Floats, members: Counts) -> tuple[float, float, float]:
    x = 0.0
    y = 0.0
    for person in members:
        x += home[person, 0]
        y += home[person, 1]
    x /= max(len(members), 1)
    y /= max(len(members), 1)
    radius = 0.0
    for person in members:
        radius = max(radius, np.hypot(home[person, 0] - x, home[person, 1] - y))
    return x, y, radius * (1.0 + 1e-9)


@njit(cache=True, nogil=True)
def price_out(
    home: Floats,
    order: Counts,
    edge: Counts,
    xy: Floats,
    price: Floats,
    skills: Counts,
    asked: Counts,
    limit: Floats,
    banned: Counts,
    best: Floats,
    slack: float,
    place: Rows,
    cost: Floats,
) -> int:
    """Look at every way: write per person the up to k ways cheaper than ``best`` - ``slack``; how many there are.

    None left means that the prices prove the assignment over all ways, not only over those looked at before.
    """
    width = place.shape[1]
    found = 0
    reach = np.empty(len(xy))
    value = np.empty(width)
    place[:] = 0
    cost[:] = np.inf
    for cell in range(len(edge) - 1):
        members = order[edge[cell] : edge[cell + 1]]
        x, y, radius = _circle(home, members)
        most = -np.inf
        for person in members:
            most = max(most, best[person])
        for j in range(len(xy)):
            reach[j] = np.hypot(x - xy[j, 0], y - xy[j, 1]) + price[j]
        near = np.flatnonzero(reach - radius < most)
        for person in members:
            held = 0
            for near_place in near:
                j = int(near_place)
                dx = home[person, 0] - xy[j, 0]
                dy = home[person, 1] - xy[j, 1]
                way = np.sqrt(dx * dx + dy * dy)
                worth = way + price[j]
                if worth >= best[person] - slack or (held == width and worth >= value[width - 1]):
                    continue
                if not _may(person, j, way, skills, asked, limit, banned):
                    continue
                at = held if held < width else width - 1
                while at > 0 and value[at - 1] > worth:
                    value[at] = value[at - 1]
                    place[person, at] = place[person, at - 1]
                    cost[person, at] = cost[person, at - 1]
                    at -= 1
                value[at] = worth
                place[person, at] = j
                cost[person, at] = way
                held = min(held + 1, width)
            found += held
    return found
