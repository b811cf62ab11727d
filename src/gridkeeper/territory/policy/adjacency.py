"""Which outlines share a border: pure geometry."""

from __future__ import annotations

from collections.abc import Mapping

import shapely
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

_TOLERANCE = 1e-5
"""Degrees, about a metre: outlines drawn apart seldom meet exactly."""
_SHORTEST = 5e-5
"""Degrees, about five metres: units that meet in a corner are no neighbours."""


def neighbours_by_border(outlines: Mapping[str, BaseGeometry]) -> list[tuple[str, str]]:
    """Pairs of codes (smaller first, same length of code) whose outlines (WGS-84 degrees) share a border."""
    codes = sorted(outlines)
    shapes = [outlines[code] for code in codes]
    if not shapes:
        return []
    near = STRtree(shapes).query(shapes, predicate="dwithin", distance=_TOLERANCE)
    found = []
    for one, other in sorted(zip(near[0].tolist(), near[1].tolist(), strict=True)):
        if one < other and len(codes[one]) == len(codes[other]):
            shared = shapely.intersection(shapely.boundary(shapes[one]), shapely.buffer(shapes[other], _TOLERANCE))
            if shared.length >= _SHORTEST:
                found.append((codes[one], codes[other]))
    return found
