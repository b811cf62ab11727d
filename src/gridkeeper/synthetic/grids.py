"""Cuts each community into grids of 300-500 households: connected groups of neighbouring buildings (K-03)."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import Delaunay

from gridkeeper.synthetic.layout import reconnect
from gridkeeper.synthetic.model import Floats, Ints

FEWEST: Final = 300
MOST: Final = 500
_USUAL: Final = 400
_MOVES: Final = 400


def grids_for(households: int) -> int:
    """How many grids of 300-500 households a community gets; outside the range only when no number fits (K-03).

    Buildings are not divided, so a village of 601 households may still end with one grid of 299.
    """
    least, most = -(-households // MOST), households // FEWEST
    return max(1, least, min(most, round(households / _USUAL)))


def _bisect(rows: Ints, *, xy: Floats, weight: Ints, count: int) -> list[Ints]:
    """Rows cut by straight lines into ``count`` parts of nearly equal weight, along the longer axis each time."""
    if count == 1:
        return [rows]
    centred = xy[rows] - xy[rows].mean(axis=0)
    axis = np.linalg.eigh(centred.T @ centred)[1][:, 1]
    order = rows[np.argsort(centred @ (axis * np.sign(axis[np.argmax(np.abs(axis))])), kind="stable")]
    filled = np.cumsum(weight[order])
    cut = int(np.argmin(np.abs(filled - filled[-1] * (count // 2) / count))) + 1
    cut = min(max(cut, count // 2), rows.size - (count - count // 2))
    first = _bisect(order[:cut], xy=xy, weight=weight, count=count // 2)
    return [*first, *_bisect(order[cut:], xy=xy, weight=weight, count=count - count // 2)]


def neighbour_pairs(xy: Floats) -> Ints:
    """(M, 2) pairs of buildings whose Voronoi cells touch."""
    corners = Delaunay(xy).simplices
    edges = np.sort(np.vstack([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [0, 2]]]), axis=1)
    return np.unique(edges, axis=0).astype(np.int32)


def _stays_whole(leaving: int, mates: set[int], links: dict[int, list[int]]) -> bool:
    """True when the grid's other buildings stay connected without ``leaving``."""
    rest = mates - {leaving}
    if not rest:
        return False
    seen, todo = set(), [next(iter(sorted(rest)))]
    while todo:
        node = todo.pop()
        if node in seen:
            continue
        seen.add(node)
        todo += [n for n in links[node] if n in rest and n not in seen]
    return len(seen) == len(rest)


def _strain(load: float) -> float:
    """How far a grid is outside the range."""
    return max(0.0, FEWEST - load, load - MOST)


def _level(rows: Ints, *, grid: Ints, weight: Ints, links: dict[int, list[int]]) -> None:
    """Move single buildings over grid borders inside one community until every grid fits or nothing helps."""
    load: dict[int, int] = {}
    for r in rows.tolist():
        load[int(grid[r])] = load.get(int(grid[r]), 0) + int(weight[r])
    for _ in range(_MOVES):
        if not any(_strain(w) for w in load.values()):
            return
        best: tuple[float, int, int] | None = None
        for r in rows.tolist():
            mine, own = int(grid[r]), int(weight[r])
            for other in sorted({int(grid[n]) for n in links[r]} - {mine}):
                before = _strain(load[mine]) + _strain(load[other]), abs(load[mine] - load[other])
                after = _strain(load[mine] - own) + _strain(load[other] + own), abs(load[mine] - load[other] - 2 * own)
                # The second figure lets weight flow through fitting grids towards the one that lacks it.
                gain = (before[0] - after[0]) + 1e-3 * (before[1] - after[1])
                if gain > 0 and (best is None or gain > best[0]):
                    mates = {int(m) for m in rows[grid[rows] == mine]}
                    if _stays_whole(r, mates, links):
                        best = gain, r, other
        if best is None:
            return
        _, r, other = best
        load[int(grid[r])] -= int(weight[r])
        load[other] += int(weight[r])
        grid[r] = other


def cut_into_grids(xy: Floats, community: Ints, households: Ints) -> Ints:
    """Grid of each building, (B,), numbered 0.. by community and then from north-west to south-east."""
    pairs = neighbour_pairs(xy)
    pairs = pairs[community[pairs[:, 0]] == community[pairs[:, 1]]]
    grid = np.full(community.size, -1, dtype=np.int32)
    order = np.argsort(community, kind="stable").astype(np.int32)
    by_community = np.split(order, np.flatnonzero(np.diff(community[order])) + 1)
    number = 0
    for rows in by_community:
        for part in _bisect(rows, xy=xy, weight=households, count=grids_for(int(households[rows].sum()))):
            grid[part] = number
            number += 1
    even = np.ones(len(pairs))
    grid = reconnect(grid, pairs=pairs, border=even, size=(households + 0.01).astype(np.float64), fixed=community)
    load = np.bincount(grid, weights=households)
    unfit = (load < FEWEST) | (load > MOST)
    for rows in by_community:
        if unfit[grid[rows]].any() and np.unique(grid[rows]).size > 1:
            here = set(rows.tolist())
            links: dict[int, list[int]] = {r: [] for r in here}
            for a, b in pairs[np.isin(pairs[:, 0], rows)].tolist():
                links[a].append(b)
                links[b].append(a)
            _level(rows, grid=grid, weight=households, links=links)
    return _renumbered(grid, xy, community)


def _renumbered(grid: Ints, xy: Floats, community: Ints) -> Ints:
    """Numbers without gaps: by community, then in bands from north to south, west to east in each."""
    used, position = np.unique(grid, return_inverse=True)
    grid = position.astype(np.int32)
    size = np.bincount(grid)
    middle = np.column_stack([np.bincount(grid, weights=xy[:, axis]) / size for axis in range(2)])
    owner = np.zeros(used.size, dtype=np.int64)
    owner[grid] = community
    order = np.lexsort((middle[:, 0], -np.round(middle[:, 1] / 150), owner))
    rank = np.empty(used.size, dtype=np.int32)
    rank[order] = np.arange(used.size)
    renumbered: Ints = rank[grid]
    return renumbered


def grid_shapes(xy: Floats, *, grid: Ints, community: Ints, shapes: tuple[Any, ...]) -> tuple[Any, ...]:
    """Outline of each grid in metres: Voronoi cells of its buildings within the community's outline, or None."""
    found: list[Any] = [None] * (int(grid.max()) + 1)
    order = np.lexsort((grid, community))
    for rows in np.split(order, np.flatnonzero(np.diff(community[order])) + 1):
        border = shapes[community[rows[0]]]
        if border is None:
            continue
        cells = _cells(xy[rows], border)
        cuts = np.flatnonzero(np.diff(grid[rows])) + 1
        merged = np.array([shapely.union_all(part) for part in np.split(cells, cuts)], dtype=object)
        clipped = shapely.intersection(merged, border)
        for g, shape in zip(np.unique(grid[rows]), clipped, strict=True):
            found[g] = _polygons_only(shape)
    return tuple(found)


def _cells(xy: Floats, border: shapely.Polygon) -> NDArray[Any]:
    cells: NDArray[Any] = shapely.get_parts(
        shapely.voronoi_polygons(shapely.MultiPoint(xy), extend_to=border, ordered=True)
    )
    return cells


def _polygons_only(shape: Any) -> Any:
    """The areas of an intersection, without the points and lines it may leave."""
    if shape.geom_type in {"Polygon", "MultiPolygon"}:
        return shape
    return shapely.MultiPolygon([p for p in shapely.get_parts(shape) if p.geom_type == "Polygon"])
