"""Chooses building leaders among the Party members and volunteers who live in the building or its grid."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

import numpy as np

from gridkeeper.synthetic.model import Buildings, Ints, People

LEAST_HOUSEHOLDS: Final = 8
_MOST_BUILDINGS: Final = 2
_EVERY_NTH_VACANT: Final = 12


def choose_leaders(*, people: People, candidates: Ints, buildings: Buildings) -> Ints:
    """(B,) person who leads each building with at least eight households, or -1.

    A resident of the building comes first, then one of the grid; nobody leads more than two buildings. Every
    twelfth building is left vacant on purpose, so that vacancies can be seen.
    """
    leader = np.full(buildings.code.size, -1, dtype=np.int32)
    large = np.flatnonzero(buildings.households >= LEAST_HOUSEHOLDS)
    wanted = large[np.arange(large.size) % _EVERY_NTH_VACANT != _EVERY_NTH_VACANT - 1]
    in_building: dict[int, list[int]] = defaultdict(list)
    in_grid: dict[int, list[int]] = defaultdict(list)
    for person, home in zip(candidates.tolist(), people.home[candidates].tolist(), strict=True):
        in_building[home].append(person)
        in_grid[int(buildings.grid[home])].append(person)
    load: dict[int, int] = defaultdict(int)
    for b in wanted.tolist():
        if in_building[b]:
            leader[b] = in_building[b][0]
            load[int(leader[b])] += 1
    # A pointer per grid walks over its people once, so that each takes a second building only when all have one.
    turn: dict[int, int] = defaultdict(int)
    for b in wanted[leader[wanted] < 0].tolist():
        ready = in_grid[int(buildings.grid[b])]
        while turn[int(buildings.grid[b])] < _MOST_BUILDINGS * len(ready):
            person = ready[turn[int(buildings.grid[b])] % len(ready)]
            turn[int(buildings.grid[b])] += 1
            if load[person] < _MOST_BUILDINGS:
                leader[b] = person
                load[person] += 1
                break
    return leader
