"""Households and residents per building that add up to the census of 2020 (R-04)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from gridkeeper.synthetic.frame import apportion
from gridkeeper.synthetic.lots import RURAL_RESIDENTS
from gridkeeper.synthetic.model import Flags, Floats, Ints

FAMILY_HOUSEHOLDS: Final = 220_432
FAMILY_RESIDENTS: Final = 522_624
COLLECTIVE_RESIDENTS: Final = 70_123
RESIDENTS: Final = FAMILY_RESIDENTS + COLLECTIVE_RESIDENTS

_INSTITUTION_SHARE: Final = 0.03
# A storey of a dormitory: fifteen rooms of four beds. A campus of thousands therefore is many halls, not one, and
# the largest hall still weighs little more than half of a grid of about 890 residents.
BEDS_A_STOREY: Final = 60
MOST_IN_A_HALL: Final = 480


@dataclass(frozen=True, kw_only=True)
class Counts:
    """Per building, (B,) each."""

    floors: Ints
    households: Ints
    family_residents: Ints
    collective: Ints


def _flats(rng: np.random.Generator, yard: Ints, rural: Flags) -> tuple[Floats, Ints]:
    """Dwellings and storeys of each building; one yard is mostly of one kind, as one builder made it."""
    kind_of_yard = rng.random(int(yard.max()) + 1)[yard]
    own = rng.random(yard.size)
    mixed = np.where(own < 0.8, kind_of_yard, rng.random(yard.size))
    low = rng.integers(2, 6, yard.size), rng.integers(1, 3, yard.size)
    walk_up_floors = rng.choice(np.array([4, 5, 6, 6, 6, 7]), yard.size)
    tower_floors = rng.integers(11, 34, yard.size)
    flats = np.select([rural | (mixed < 0.16), mixed < 0.94], [low[0], 2 * walk_up_floors], 2 * tower_floors).astype(
        np.float64
    )
    floors = np.select([rural | (mixed < 0.16), mixed < 0.94], [low[1], walk_up_floors], tower_floors)
    return flats, floors.astype(np.int32)


def hall_room(floors: Ints) -> Ints:
    """How many people a dormitory of so many storeys (n,) holds."""
    return np.minimum(BEDS_A_STOREY * floors, MOST_IN_A_HALL).astype(np.int32)


def lodge(total: int, weights: Floats, room: Ints) -> Ints:
    """Split ``total`` people by ``weights`` (n,), nowhere above ``room`` (n,); who finds no bed goes to other halls.

    Raises ValueError where all the room together is too small.
    """
    if total > int(room.sum()):
        raise ValueError(f"{total} people do not fit into halls with {int(room.sum())} beds")
    parts: Ints = np.zeros(room.size, dtype=np.int32)
    free = np.ones(room.size, dtype=bool)
    while free.any():
        parts[free] = apportion(total - int(room[~free].sum()), weights[free])
        full = free & (parts >= room)
        if not full.any():
            break
        parts[full] = room[full]
        free &= ~full
    return parts


def populate(rng: np.random.Generator, *, street: Ints, yard: Ints, weight: Floats) -> Counts:
    """Counts for buildings of ``street`` (B,), where the number after the last street is the villages off the map.

    ``weight`` (S,) is each street's share of residents; the town's (last) share includes its villages.
    """
    rural = street == weight.size
    total: Ints = apportion(RESIDENTS, weight)
    total[-1] -= RURAL_RESIDENTS
    total = np.append(total, RURAL_RESIDENTS).astype(np.int32)
    lean = rng.uniform(0.8, 1.25, total.size)
    lean[-1] = 0.0
    collective_of = apportion(COLLECTIVE_RESIDENTS, total * lean)
    family_of = total - collective_of
    homes_of = apportion(FAMILY_HOUSEHOLDS, family_of * rng.uniform(0.97, 1.03, total.size))
    flats, floors = _flats(rng, yard, rural)
    institution = ~rural & (rng.random(street.size) < _INSTITUTION_SHARE)
    floors = np.where(institution, np.clip(floors, 2, 12), floors).astype(np.int32)
    households: Ints = np.zeros(street.size, dtype=np.int32)
    family, collective = households.copy(), households.copy()
    for s in range(total.size):
        homes = np.flatnonzero((street == s) & ~institution)
        # Every dwelling house keeps one household and every household one person, before the shares.
        households[homes] = 1 + apportion(int(homes_of[s]) - homes.size, flats[homes])
        size: Floats = np.multiply(households[homes], np.exp(rng.normal(0, 0.12, homes.size)))
        family[homes] = np.add(households[homes], apportion(int(family_of[s] - homes_of[s]), size))
        halls = np.flatnonzero((street == s) & institution)
        if collective_of[s]:
            share = np.exp(rng.normal(0, 0.7, halls.size))
            collective[halls] = lodge(int(collective_of[s]), share, hall_room(floors[halls]))
    return Counts(floors=floors, households=households, family_residents=family, collective=collective)
