"""Cuts the district's hull along its real streets into blocks, and large blocks into yards of 小区 size."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from gridkeeper.synthetic import sketch
from gridkeeper.synthetic.model import Floats, Ints
from gridkeeper.synthetic.source import streetwork

Shapes = NDArray[Any]

NO_CARRIAGEWAY: Final = ("footway", "cycleway", "steps", "path")
_SLIVER_AREA: Final = 3_500.0
_YARD_SIDE: Final = 155.0
_YARD_MIN_AREA: Final = 7_000.0


@dataclass(frozen=True, kw_only=True)
class Yards:
    """Yards: pieces of one block each, the atoms communities are put together from. Metres."""

    hull: shapely.Polygon
    block_shape: Shapes  # (K,) polygons
    block_angle: Floats  # (K,) radians, main direction of the block's streets
    shape: Shapes  # (Y,) polygons
    block: Ints  # (Y,)
    pairs: Ints  # (M, 2) yards that share a border
    border: Floats  # (M,) its length in metres


def shared_borders(shapes: Shapes) -> tuple[Ints, Floats]:
    """Pairs i < j of ``shapes`` that share a border, (M, 2), and its length, (M,)."""
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    keep = one < other
    one, other = one[keep], other[keep]
    length = shapely.length(shapely.intersection(shapes[one], shapes[other]))
    long = length > 0.5
    return np.column_stack([one[long], other[long]]).astype(np.int32), length[long]


def merge_small(shapes: Shapes, *, small: NDArray[np.bool_], group: Ints | None = None) -> Shapes:
    """Union each small shape with the neighbour (of its group) it shares most border with."""
    pairs, border = shared_borders(shapes)
    if group is not None:
        same = group[pairs[:, 0]] == group[pairs[:, 1]]
        pairs, border = pairs[same], border[same]
    both = np.concatenate([pairs, pairs[:, ::-1]])
    length = np.concatenate([border, border])
    mine = small[both[:, 0]]
    both, length = both[mine], length[mine]
    order = np.lexsort((both[:, 1], -length, both[:, 0]))
    first, at = np.unique(both[order, 0], return_index=True)
    links = coo_array((np.ones(first.size), (first, both[order][at, 1])), shape=(len(shapes), len(shapes)))
    _, label = connected_components(links, directed=False)
    return union_by(shapes, label)


def union_by(shapes: Shapes, label: Ints) -> Shapes:
    """Union of the shapes of each label 0..n-1, in label order."""
    order = np.argsort(label, kind="stable")
    cuts = np.flatnonzero(np.diff(label[order])) + 1
    unions: Shapes = np.array([shapely.union_all(shapes[part]) for part in np.split(order, cuts)], dtype=object)
    return unions


def _blocks(hull: shapely.Polygon) -> Shapes:
    """Faces between carriageways inside the hull; slivers between two carriageways join a neighbour."""
    net = streetwork()
    wheels = ~np.isin(net.highway, NO_CARRIAGEWAY)
    of_edge = np.repeat(np.arange(net.length.size), np.diff(net.vertex_start))
    lines = shapely.linestrings(net.vertex_xy, indices=of_edge)[wheels]
    noded = shapely.union_all(np.append(lines, shapely.boundary(hull)))
    faces = shapely.get_parts(shapely.polygonize([noded]))
    faces = faces[shapely.contains(hull, shapely.point_on_surface(faces))]
    for _ in range(4):
        area, rim = shapely.area(faces), shapely.length(faces)
        small = (area < _SLIVER_AREA) | ((4 * np.pi * area / rim**2 < 0.13) & (area < 16_000))
        if not small.any():
            break
        faces = merge_small(faces, small=small)
    blocks: Shapes = faces
    return blocks


def _main_direction(shape: shapely.Polygon) -> float:
    """Direction of the shape's border modulo a right angle, weighted by length."""
    step = np.diff(shapely.get_coordinates(shapely.get_exterior_ring(shape)), axis=0)
    length, angle = np.hypot(step[:, 0], step[:, 1]), np.arctan2(step[:, 1], step[:, 0])
    return float(np.arctan2((length * np.sin(4 * angle)).sum(), (length * np.cos(4 * angle)).sum()) / 4)


def rotated(xy: Floats, angle: float) -> Floats:
    """(n, 2) points turned by ``angle`` radians about the origin."""
    c, s = np.cos(angle), np.sin(angle)
    turned: Floats = xy @ np.array([[c, s], [-s, c]])
    return turned


def _cut(shape: shapely.Polygon, angle: float) -> list[Any]:
    """The block as it is, or cut by a lattice along its main direction into pieces near the yard size."""
    level = shapely.transform(shape, lambda xy: rotated(xy, -angle))
    left, low, right, high = level.bounds
    across, up = max(1, round((right - left) / _YARD_SIDE)), max(1, round((high - low) / _YARD_SIDE))
    if across * up == 1 or shape.area < 1.5 * _YARD_SIDE**2:
        return [shape]
    xs, ys = np.linspace(left - 1, right + 1, across + 1), np.linspace(low - 1, high + 1, up + 1)
    boxes = shapely.box(
        np.tile(xs[:-1], up), np.repeat(ys[:-1], across), np.tile(xs[1:], up), np.repeat(ys[1:], across)
    )
    pieces = shapely.get_parts(shapely.intersection(boxes, level))
    pieces = pieces[shapely.area(pieces) > 1.0]
    pieces = np.array([p for p in pieces if p.geom_type == "Polygon"], dtype=object)
    for _ in range(3):
        small = shapely.area(pieces) < _YARD_MIN_AREA
        if not small.any() or len(pieces) == 1:
            break
        pieces = shapely.get_parts(merge_small(pieces, small=small))
    return list(shapely.transform(pieces, lambda xy: rotated(xy, angle)))


@lru_cache(maxsize=1)
def yards() -> Yards:
    """Blocks and yards of the district; they depend on the streets alone, not on a seed."""
    hull = shapely.Polygon(sketch.HULL)
    blocks = _blocks(hull)
    angles = np.array([_main_direction(block) for block in blocks])
    pieces = [_cut(block, angle) for block, angle in zip(blocks, angles, strict=True)]
    # Turning back and forth moves corners by nanometres: one grid for all makes shared borders equal again.
    shapes = shapely.set_precision(np.array([p for some in pieces for p in some], dtype=object), 0.01)
    block = np.repeat(np.arange(len(blocks)), [len(some) for some in pieces]).astype(np.int32)
    pairs, border = shared_borders(shapes)
    return Yards(
        hull=hull, block_shape=blocks, block_angle=angles, shape=shapes, block=block, pairs=pairs, border=border
    )
