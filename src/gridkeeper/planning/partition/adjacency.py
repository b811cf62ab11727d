"""Who touches whom: compressed rows from points (Delaunay inside each group) or from a list of pairs."""

from __future__ import annotations

import numpy as np
from scipy.spatial import Delaunay, QhullError

from gridkeeper.planning.partition.problem import Floats, Integers


def from_pairs(n: int, pairs: Integers) -> tuple[Integers, Integers]:
    """Symmetric (indptr, indices) of ``n`` units from (m, 2) pairs; doubles and loops are dropped, rows are sorted."""
    pairs = np.asarray(pairs, dtype=np.int64).reshape(-1, 2)
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    keys = np.unique(np.concatenate([pairs[:, 0] * n + pairs[:, 1], pairs[:, 1] * n + pairs[:, 0]]))
    indptr = np.zeros(n + 1, dtype=np.int64)
    np.cumsum(np.bincount(keys // n, minlength=n), out=indptr[1:])
    return indptr, keys % n


def from_points(xy: Floats, group: Integers | None = None) -> tuple[Integers, Integers]:
    """Symmetric (indptr, indices) of the Delaunay triangulation of (n, 2) points, inside each group alone.

    Every group comes out connected: points on the same spot are chained to the first of them (Qhull drops them),
    and points on one line are joined in their order along it.
    """
    xy = np.asarray(xy, dtype=np.float64)
    n = len(xy)
    if group is None:
        return from_pairs(n, _pairs(xy))
    order = np.argsort(group, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(np.asarray(group)[order]) != 0])
    found = [members[_pairs(xy[members])] for members in np.split(order, starts[1:])]
    return from_pairs(n, np.concatenate(found) if found else np.zeros((0, 2), dtype=np.int64))


def _pairs(xy: Floats) -> Integers:
    spots, first, spot_of = np.unique(xy, axis=0, return_index=True, return_inverse=True)
    spot_of = spot_of.reshape(-1)
    twins = np.column_stack([np.arange(len(xy)), first[spot_of]])
    twins = twins[twins[:, 0] != twins[:, 1]]
    return np.concatenate([first[_spot_pairs(spots)], twins]).astype(np.int64)


def _spot_pairs(spots: Floats) -> Integers:
    """Delaunay edges of distinct points that are sorted by x, then y."""
    if len(spots) < 4:
        return _chain(len(spots))
    try:
        triangles = Delaunay(spots - spots.mean(axis=0))
    except QhullError:
        return _chain(len(spots))
    if len(triangles.coplanar):
        dropped = triangles.coplanar[:, [0, 2]].astype(np.int64)
    else:
        dropped = np.zeros((0, 2), dtype=np.int64)
    return np.concatenate([_near_sides(spots, triangles.simplices.astype(np.int64)), dropped])


def _near_sides(spots: Floats, corners: Integers) -> Integers:
    """Triangle sides without the slivers along the hull, which join points that no walk would.

    A side whose circle holds no third point (Gabriel & Sokal 1969) always stays, and these alone are connected;
    of the others, those at most three times as long as the longest such side at one of their ends.
    """
    ends = np.concatenate([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [2, 0]]])
    across = np.concatenate([corners[:, 2], corners[:, 0], corners[:, 1]])
    to_first, to_second = spots[ends[:, 0]] - spots[across], spots[ends[:, 1]] - spots[across]
    blunt = (to_first * to_second).sum(axis=1) < 0
    ends.sort(axis=1)
    sides, place = np.unique(ends, axis=0, return_inverse=True)
    gabriel = np.bincount(place.reshape(-1), weights=blunt, minlength=len(sides)) == 0
    length = np.linalg.norm(spots[sides[:, 0]] - spots[sides[:, 1]], axis=1)
    reach = np.zeros(len(spots))
    for end in (0, 1):
        np.maximum.at(reach, sides[gabriel, end], length[gabriel])
    near = gabriel | (length <= 3 * reach[sides].max(axis=1))
    return np.asarray(sides[near], dtype=np.int64)


def _chain(count: int) -> Integers:
    return np.column_stack([np.arange(count - 1), np.arange(1, count)]).astype(np.int64).reshape(-1, 2)
