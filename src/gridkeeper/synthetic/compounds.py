"""Gathers buildings into 795 compounds: yard by yard, a few across a community border (R-02)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from gridkeeper.synthetic.frame import apportion
from gridkeeper.synthetic.model import Floats, Ints

COMPOUNDS: Final = 795
CROSSING: Final = 6
_MIN_BUILDINGS: Final = 4
_WALL_METRES: Final = 8.0
_SAME_YARD_METRES: Final = 75.0


def _halves(xy: Floats, rows: Ints) -> tuple[Ints, Ints]:
    """The rows cut in two at the middle of their longer axis."""
    centred = xy[rows] - xy[rows].mean(axis=0)
    axis = np.linalg.eigh(centred.T @ centred)[1][:, 1]
    order = np.argsort(centred @ axis, kind="stable")
    half = rows.size // 2
    return rows[order[:half]], rows[order[half:]]


def _apart(one: Floats, other: Floats) -> float:
    """How far two groups of points are apart: the gap between them, and a little of the way between their middles."""
    return float(cdist(one, other).min() + 0.2 * np.hypot(*(one.mean(axis=0) - other.mean(axis=0))))


def _thinned(groups: list[Ints], *, block: Ints, xy: Floats, count: int) -> list[Ints]:
    """At most ``count`` groups: the smallest joins its nearest neighbour in the block, or stays without compound."""
    while len(groups) > count or (len(groups) > 1 and min(g.size for g in groups) < _MIN_BUILDINGS):
        groups.sort(key=lambda g: (g.size, int(g[0])))
        small, rest = groups[0], groups[1:]
        gap = [_apart(xy[small], xy[g]) if block[g[0]] == block[small[0]] else np.inf for g in rest]
        nearest = int(np.argmin(gap))
        if gap[nearest] < _SAME_YARD_METRES and rest[nearest].size + small.size < 60:
            rest[nearest] = np.concatenate([rest[nearest], small])
        groups = rest
    return groups


def _of_community(rows: Ints, *, yard: Ints, block: Ints, xy: Floats, count: int) -> list[Ints]:
    """``count`` groups of the community's buildings."""
    order = rows[np.argsort(yard[rows], kind="stable")]
    groups = np.split(order, np.flatnonzero(np.diff(yard[order])) + 1)
    groups = _thinned(list(groups), block=block, xy=xy, count=count)
    while len(groups) < count:
        groups.sort(key=lambda g: (-g.size, int(g[0])))
        groups = [*_halves(xy, groups[0]), *groups[1:]]
    return sorted(groups, key=lambda g: int(g.min()))


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """Which compound each building belongs to."""

    of_building: Ints  # (B,) or -1
    community: Ints  # (K,) main community
    crosses: NDArray[np.bool_]  # (K,)


def _spread_over_borders(of: Ints, *, community: Ints, block: Ints, xy: Floats, street: Ints) -> None:
    """Let CROSSING compounds reach over a community border: they take the near third of a neighbour in the block."""
    members = [np.flatnonzero(of == k) for k in range(COMPOUNDS)]
    middle = np.array([xy[m].mean(axis=0) for m in members])
    first = np.array([m[0] for m in members])
    taken: set[int] = set()
    for k in range(COMPOUNDS):
        if len(taken) >= 2 * CROSSING:
            return
        near = np.hypot(*(middle - middle[k]).T)
        fits = (near < 170) & (block[first] == block[first[k]]) & (street[first] == street[first[k]])
        fits &= community[first] != community[first[k]]
        other = next((int(j) for j in np.flatnonzero(fits) if int(j) not in taken and members[j].size >= 12), None)
        if other is None or k in taken:
            continue
        along = (xy[members[other]] - middle[k]) @ (middle[other] - middle[k])
        moved = members[other][np.argsort(along, kind="stable")[: members[other].size // 3]]
        of[moved] = k
        # A compound gives or takes once: a second exchange could leave it in pieces.
        taken |= {k, other}


def gather(*, xy: Floats, community: Ints, yard: Ints, block: Ints, street: Ints, households: Ints) -> Gathered:
    """Compounds over all buildings (B,), their number shared over communities by households, at least one each."""
    per = 1 + apportion(
        COMPOUNDS - int(community.max()) - 1, np.bincount(community, weights=households).astype(np.float64)
    )
    of = np.full(community.size, -1, dtype=np.int32)
    number = 0
    order = np.argsort(community, kind="stable").astype(np.int32)
    for rows in np.split(order, np.flatnonzero(np.diff(community[order])) + 1):
        groups = _of_community(rows, yard=yard, block=block, xy=xy, count=int(per[community[rows[0]]]))
        for group in groups:
            of[group] = number
            number += 1
    _spread_over_borders(of, community=community, block=block, xy=xy, street=street)
    inside = of >= 0
    weight = np.zeros((COMPOUNDS, int(community.max()) + 1))
    np.add.at(weight, (of[inside], community[inside]), households[inside] + 1)
    return Gathered(
        of_building=of,
        community=np.argmax(weight, axis=1).astype(np.int32),
        crosses=(weight > 0).sum(axis=1) > 1,
    )


def hulls(xy: Floats, of: Ints) -> NDArray[Any]:
    """(K,) outline of each compound in metres: its buildings and a wall around them."""
    inside = np.flatnonzero(of >= 0)
    order = inside[np.argsort(of[inside], kind="stable")]
    points = shapely.multipoints(shapely.points(xy[order]), indices=of[order])
    bent = shapely.buffer(shapely.concave_hull(points, ratio=0.45), _WALL_METRES, quad_segs=2, join_style="mitre")
    shapes: NDArray[Any] = shapely.simplify(bent, 1.0)
    return shapes
