"""A small drawing of a unit and its neighbours for paper: outlines as one SVG path each, names beside the table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import cos, radians
from typing import Any

WIDTH = 640.0
_MARGIN = 8.0


def drawing(collection: dict[str, Any]) -> dict[str, Any]:
    """Paths of the areas in one frame: {"width", "height", "areas": [{"d", "name", "x", "y"}]}; {} without areas.

    Plate carrée, shrunk by the cosine of the middle latitude: right enough for a district on a sheet.
    """
    rings = [(feature["properties"], list(_rings(feature["geometry"]))) for feature in collection.get("features", [])]
    corners = [corner for _, shapes in rings for ring in shapes for corner in ring]
    if not corners:
        return {}
    west, east = min(c[0] for c in corners), max(c[0] for c in corners)
    south, north = min(c[1] for c in corners), max(c[1] for c in corners)
    squeeze = cos(radians((south + north) / 2))
    scale = (WIDTH - 2 * _MARGIN) / max(1e-9, (east - west) * squeeze)
    height = (north - south) * scale + 2 * _MARGIN

    def place(corner: Sequence[float]) -> tuple[float, float]:
        return _MARGIN + (corner[0] - west) * squeeze * scale, _MARGIN + (north - corner[1]) * scale

    areas = []
    for properties, shapes in rings:
        paths = ["M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in map(place, ring)) + "Z" for ring in shapes]
        middle = max(shapes, key=len, default=[])
        points = [place(corner) for corner in middle]
        areas.append(
            {
                "d": "".join(paths),
                "name": properties.get("short_name") or properties.get("name", ""),
                "x": f"{sum(p[0] for p in points) / max(1, len(points)):.0f}",
                "y": f"{sum(p[1] for p in points) / max(1, len(points)):.0f}",
            }
        )
    return {"width": f"{WIDTH:.0f}", "height": f"{height:.0f}", "areas": areas}


def _rings(geometry: dict[str, Any]) -> Iterator[list[list[float]]]:
    if geometry["type"] == "Polygon":
        yield from geometry["coordinates"][:1]
    elif geometry["type"] == "MultiPolygon":
        for part in geometry["coordinates"]:
            yield from part[:1]
