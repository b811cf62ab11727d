"""Puts yards together into streets and communities: compact, connected, balanced by building room, named by streets.

Independent of the seed, so that a district keeps its map whatever people are generated on it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
import shapely
from scipy.optimize import linear_sum_assignment
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import cdist

from gridkeeper.synthetic import sketch
from gridkeeper.synthetic.blocks import Yards, shared_borders, union_by, yards
from gridkeeper.synthetic.model import Flags, Floats, Ints
from gridkeeper.synthetic.source import Divisions, divisions, streetwork

_ROUNDS: Final = 80
_NEIGHBOUR_METRES: Final = 20.0
_VILLAGE: Final = re.compile(r"村委会$")
_OFFICE: Final = re.compile(r"(社区居委会|社区居民委员会|村委会)$")
_ORDINAL: Final = re.compile(r"[一二三四五六七八九十]$")


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Who owns which yard. Shapes in metres; communities off the map have no yard."""

    yards: Yards
    open_space: shapely.MultiPolygon
    yard_community: Ints  # (Y,)
    on_map: Flags  # (C,)
    village: Flags  # (C,)
    short: tuple[str, ...]  # (C,) display names
    community_shape: tuple[Any, ...]  # (C,) polygon or None
    place: Floats  # (C, 2) label points
    neighbours: Ints  # (M, 2)


def short_name(official: str) -> str:
    """察院后社区居委会 -> 察院后社区, 港道村委会 -> 港道村."""
    return _VILLAGE.sub("村", re.sub(r"社区居(民委员|委)会$", "社区", official))


def _parts(member: Ints, pairs: Ints, count: int) -> Ints:
    """Label of the connected part of each yard, where only yards of one member are joined."""
    same = member[pairs[:, 0]] == member[pairs[:, 1]]
    joined = pairs[same]
    graph = coo_array((np.ones(len(joined)), (joined[:, 0], joined[:, 1])), shape=(count, count))
    label: Ints = connected_components(graph, directed=False)[1]
    return label


def reconnect(member: Ints, *, pairs: Ints, border: Floats, size: Floats, fixed: Ints | None = None) -> Ints:
    """Give every stray part (all but the largest of its member) to the neighbour with most common border.

    ``fixed`` (n,) names a wider group that nobody may leave. Returns the mended (n,) membership.
    """
    member = member.copy()
    if fixed is not None:
        inside = fixed[pairs[:, 0]] == fixed[pairs[:, 1]]
        pairs, border = pairs[inside], border[inside]
    both, length = np.concatenate([pairs, pairs[:, ::-1]]), np.concatenate([border, border])
    for _ in range(30):
        label = _parts(member, pairs, member.size)
        weight = np.bincount(label, weights=size)
        owner = np.zeros(weight.size, dtype=np.int64)
        owner[label] = member
        order = np.lexsort((np.arange(weight.size), -weight, owner))
        is_main = np.zeros(weight.size, dtype=bool)
        is_main[order[np.unique(owner[order], return_index=True)[1]]] = True
        stray = ~is_main[label]
        touching = stray[both[:, 0]] & ~stray[both[:, 1]]
        if not touching.any():
            break
        votes: dict[tuple[int, int], float] = {}
        for a, b, metres in zip(label[both[touching, 0]], member[both[touching, 1]], length[touching], strict=True):
            votes[int(a), int(b)] = votes.get((int(a), int(b)), 0.0) + metres
        for part in sorted({part for part, _ in votes}):
            best = max((metres, -m) for (p, m), metres in votes.items() if p == part)
            member[label == part] = -best[1]
    return member


def _streets_of_yards(all_yards: Yards, tree: Divisions) -> Ints:
    """Street row of each yard: the first sketched region its block's middle lies in, made connected."""
    middle = shapely.point_on_surface(all_yards.shape)
    rest = int(np.flatnonzero(np.char.endswith(tree.street_code, "100"))[0])
    street = np.full(len(all_yards.shape), rest, dtype=np.int32)
    free = np.ones(street.size, dtype=bool)
    for serial, region in sketch.REGIONS.items():
        hit = free & shapely.contains(shapely.Polygon(region), middle)
        street[hit] = np.flatnonzero(np.char.endswith(tree.street_code, serial))[0]
        free &= ~hit
    return reconnect(street, pairs=all_yards.pairs, border=all_yards.border, size=shapely.area(all_yards.shape))


def _balanced_cells(xy: Floats, weight: Floats, count: int) -> Ints:
    """Assign (n, 2) points to ``count`` compact cells of nearly equal weight: Lloyd's rounds with a price per cell."""
    centre = np.empty((count, 2))
    centre[0] = xy[np.argmin(xy @ np.array([1.0, -1.0]))]
    for i in range(1, count):
        centre[i] = xy[np.argmax(cdist(xy, centre[:i]).min(axis=1))]
    price = np.zeros(count)
    fair = weight.sum() / count
    span = np.ptp(xy, axis=0).prod() / count
    cell = np.zeros(len(xy), dtype=np.int32)
    for turn in range(_ROUNDS):
        cell = np.argmin(cdist(xy, centre, "sqeuclidean") + price, axis=1).astype(np.int32)
        load = np.bincount(cell, weights=weight, minlength=count)
        price += 0.25 * span * (1 - turn / _ROUNDS) * (load / fair - 1)
        for axis in range(2):
            pull = np.bincount(cell, weights=weight * xy[:, axis], minlength=count)
            centre[:, axis] = np.where(load > 0, pull / np.maximum(load, 1e-9), centre[:, axis])
    return cell


def _anchor(name: str, streets_by_name: dict[str, Floats]) -> Floats | None:
    """Points a community of this name should lie near, or None when its name says nothing."""
    stem = _OFFICE.sub("", name)
    for known in (stem, _ORDINAL.sub("", stem)):
        if known in sketch.ANCHORS:
            return np.array([sketch.ANCHORS[known]])
    base = re.sub(r"(街|路|巷|小区)?(东|西|南|北)?$", "", _ORDINAL.sub("", stem))
    found = [points for road, points in streets_by_name.items() if len(base) > 1 and base in road]
    return np.vstack(found) if found else None


def _named(names: list[str], middles: Floats, streets_by_name: dict[str, Floats]) -> Ints:
    """Cell of each name: cheapest matching of names to cells by distance to the street the name speaks of."""
    cost = np.full((len(names), len(middles)), 900.0)
    for i, name in enumerate(names):
        anchor = _anchor(name, streets_by_name)
        if anchor is not None:
            cost[i] = cdist(middles, anchor).min(axis=1)
    cell: Ints = linear_sum_assignment(cost)[1].astype(np.int32)
    return cell


def _street_points() -> dict[str, Floats]:
    """Vertices of each named street, metres."""
    net = streetwork()
    points: dict[str, list[Floats]] = {}
    for edge in np.flatnonzero(net.name != ""):
        piece = net.vertex_xy[net.vertex_start[edge] : net.vertex_start[edge + 1]]
        points.setdefault(str(net.name[edge]), []).append(piece)
    return {name: np.vstack(pieces) for name, pieces in points.items()}


def _label_points(shapes: tuple[Any, ...], village: Flags) -> Floats:
    """Centroid where it lies inside, else a point on the shape; sketched places for villages off the map."""
    places = iter(sketch.VILLAGE_PLACES)
    points = []
    for shape, is_village in zip(shapes, village, strict=True):
        if is_village:
            points.append(next(places))
            continue
        middle = shape.centroid if shape.contains(shape.centroid) else shape.point_on_surface()
        points.append((middle.x, middle.y))
    return np.array(points)


@lru_cache(maxsize=1)
def layout() -> Layout:
    """The map of the district in metres."""
    tree, all_yards = divisions(), yards()
    village = np.array([bool(_VILLAGE.search(name)) for name in tree.community_name])
    open_space = shapely.MultiPolygon([shapely.Polygon(ring) for ring in sketch.OPEN_SPACE])
    area = shapely.area(all_yards.shape)
    room = np.maximum(area - shapely.area(shapely.intersection(all_yards.shape, open_space)), 0.02 * area)
    xy = shapely.get_coordinates(shapely.centroid(all_yards.shape))
    street = _streets_of_yards(all_yards, tree)
    by_name = _street_points()
    community = np.full(street.size, -1, dtype=np.int32)
    for s in range(len(tree.street_code)):
        rows = np.flatnonzero(street == s)
        ours = np.flatnonzero((tree.community_street == s) & ~village)
        cell = _balanced_cells(xy[rows], room[rows], ours.size)
        middles = np.array(
            [np.average(xy[rows[cell == c]], axis=0, weights=room[rows[cell == c]]) for c in range(ours.size)]
        )
        of_name = _named([str(tree.community_name[i]) for i in ours], middles, by_name)
        community[rows] = ours[np.argsort(of_name)][cell]
    community = reconnect(community, pairs=all_yards.pairs, border=all_yards.border, size=room, fixed=street)
    merged = union_by(all_yards.shape, community_rank(community))
    on_map = np.isin(np.arange(village.size), community)
    shapes_by_row = iter(merged)
    shapes = tuple(next(shapes_by_row) if here else None for here in on_map)
    pairs, border = shared_borders(merged)
    rows = np.flatnonzero(on_map).astype(np.int32)
    return Layout(
        yards=all_yards,
        open_space=open_space,
        yard_community=community,
        on_map=on_map,
        village=village,
        short=tuple(short_name(str(name)) for name in tree.community_name),
        community_shape=shapes,
        place=_label_points(shapes, ~on_map),
        neighbours=rows[pairs[border >= _NEIGHBOUR_METRES]].astype(np.int32),
    )


def community_rank(community: Ints) -> Ints:
    """Rank 0..n-1 of each used community row."""
    rank: Ints = np.unique(community, return_inverse=True)[1].astype(np.int32)
    return rank
