"""Room for buildings: rows of lots inside each block, parallel to its streets and clear of the carriageway."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import shapely

from gridkeeper.synthetic.blocks import NO_CARRIAGEWAY, rotated
from gridkeeper.synthetic.frame import apportion
from gridkeeper.synthetic.layout import Layout, layout
from gridkeeper.synthetic.model import Floats, Ints
from gridkeeper.synthetic.source import divisions, streetwork

BUILDINGS: Final = 20_000
VILLAGE_BUILDINGS: Final = 900
# Of the census: the district's rural residents in 2020, put into the villages off the map.
RURAL_RESIDENTS: Final = 11_304
_SPARE: Final = 1.12  # lots per building, so that the seed has something to choose
_CLEAR_METRES: Final = 11.0
_SLAB: Final = 1.5  # a slab's spacing along its row, over the spacing between rows


@dataclass(frozen=True, kw_only=True)
class Lots:
    """Where a building can stand. Metres."""

    xy: Floats  # (n, 2)
    community: Ints  # (n,)
    yard: Ints  # (n,) yard, or number of yards + village for villages off the map
    wanted: Ints  # (S + 1,) buildings per street, the villages off the map last


def _street_quota() -> Ints:
    """Buildings per street by its residents, villages off the map last; the sum is BUILDINGS."""
    tree = divisions()
    weight = tree.street_weight.copy()
    town = np.flatnonzero(np.char.endswith(tree.street_code, "100"))
    weight[town] -= RURAL_RESIDENTS / 10_000
    return np.append(apportion(BUILDINGS - VILLAGE_BUILDINGS, weight), VILLAGE_BUILDINGS).astype(np.int32)


def _rows_of_lots(shape: shapely.Polygon, angle: float, pitch: float) -> Floats:
    """Lattice points inside the block, rows ``pitch`` metres apart along its main direction."""
    middle = np.array([shape.centroid.x, shape.centroid.y])
    corners = rotated(shapely.get_coordinates(shape) - middle, -angle)
    left, low = corners.min(axis=0)
    right, high = corners.max(axis=0)
    xs = np.arange(left + pitch * _SLAB / 2, right, pitch * _SLAB)
    ys = np.arange(low + pitch / 2, high, pitch)
    lattice = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
    # A perfect lattice has no unique Voronoi cells; nor does a builder set out to the millimetre.
    lattice += np.random.default_rng(len(lattice)).uniform(-1.3, 1.3, lattice.shape)
    lattice = rotated(lattice, angle) + middle
    shapely.prepare(shape)
    inside: Floats = lattice[shapely.contains_xy(shape, lattice)]
    return inside


def _clear_of_streets(xy: Floats) -> Floats:
    """The points at least _CLEAR_METRES from any street, path and open space."""
    net = streetwork()
    of_edge = np.repeat(np.arange(net.length.size), np.diff(net.vertex_start))
    lines = shapely.linestrings(net.vertex_xy, indices=of_edge)
    wheels = ~np.isin(net.highway, NO_CARRIAGEWAY)
    near = shapely.STRtree(lines[wheels]).query(shapely.points(xy), predicate="dwithin", distance=_CLEAR_METRES)[0]
    taken = np.zeros(len(xy), dtype=bool)
    taken[near] = True
    parks = layout().open_space
    shapely.prepare(parks)
    clear: Floats = xy[~(taken | shapely.contains_xy(parks, xy))]
    return clear


def _lots_of_blocks(plan: Layout, pitch: Floats) -> tuple[Floats, Ints]:
    """Lots of every block at the pitch of its street, (n, 2), and the yard each lies in, (n,)."""
    street = divisions().community_street[plan.yard_community]
    first_yard = np.unique(plan.yards.block, return_index=True)[1]
    pieces = [
        _rows_of_lots(shape, angle, pitch[street[yard]])
        for shape, angle, yard in zip(plan.yards.block_shape, plan.yards.block_angle, first_yard, strict=True)
    ]
    xy = _clear_of_streets(np.vstack(pieces))
    point, yard = shapely.STRtree(plan.yards.shape).query(shapely.points(xy), predicate="within")
    point, first = np.unique(point, return_index=True)
    return xy[point], yard[first].astype(np.int32)


def _village_lots(plan: Layout) -> tuple[Floats, Ints]:
    """Lots of the villages off the map, rows along a lane through each, (n, 2), and their community, (n,)."""
    rows = np.flatnonzero(~plan.on_map)
    per = apportion(round(VILLAGE_BUILDINGS * _SPARE), np.linspace(1.4, 0.6, rows.size))
    pieces = []
    for i, (row, count) in enumerate(zip(rows, per, strict=True)):
        # Two rows north and two south of the lane, as many columns as it takes.
        column, line = np.divmod(np.arange(count), 4)
        offset = np.column_stack([(column - count / 8) * 27.0, np.array([-48.0, -19.0, 19.0, 48.0])[line]])
        offset += np.random.default_rng(i).uniform(-1.3, 1.3, offset.shape)
        pieces.append(plan.place[row] + rotated(offset, 0.35 * (i % 5 - 2)))
    return np.vstack(pieces), np.repeat(rows, per).astype(np.int32)


@lru_cache(maxsize=1)
def lots() -> Lots:
    """All lots of the district, at least as many per street as buildings are wanted there."""
    plan, tree, wanted = layout(), divisions(), _street_quota()
    area = np.bincount(
        tree.community_street[plan.yard_community],
        weights=shapely.area(shapely.difference(plan.yards.shape, plan.open_space)),
    )
    pitch = np.sqrt(0.8 * area / (wanted[:-1] * _SPARE * _SLAB))
    for _ in range(12):
        xy, yard = _lots_of_blocks(plan, pitch)
        have = np.bincount(tree.community_street[plan.yard_community[yard]], minlength=area.size)
        short = have < wanted[:-1] * (1 + (_SPARE - 1) / 2)
        if not short.any():
            break
        pitch[short] *= np.sqrt(have[short] / (wanted[:-1][short] * _SPARE))
    village_xy, village = _village_lots(plan)
    return Lots(
        xy=np.vstack([xy, village_xy]),
        community=np.concatenate([plan.yard_community[yard], village]),
        yard=np.concatenate([yard, len(plan.yards.shape) + village]).astype(np.int32),
        wanted=wanted,
    )
