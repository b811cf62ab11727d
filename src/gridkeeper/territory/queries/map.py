"""Features for the map of one unit: areas of its children, streets, and points when it is small; GeoJSON, WGS-84."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.unit_code import LENGTHS, Level, level_of, upper_bound
from gridkeeper.territory.choices import OverlayKind
from gridkeeper.territory.models import Outline, Overlay, StreetLine, Unit

_DIGITS: Final = 5
"""About a metre: enough for a map on a wall, and half the bytes."""
_MAIN: Final = ("motorway", "trunk", "primary", "secondary")
_MIDDLE: Final = ("tertiary", "motorway_link", "trunk_link", "primary_link", "secondary_link")
_MOST_POINTS: Final = 1500


def map_areas(*, actor: Actor, unit_code: str) -> dict[str, Any]:
    """Outlines one level below a unit, or its own where nothing below has one. Two queries at most.

    Each area carries code, name and short_name.
    """
    actor.require("wall.read", at=unit_code)
    rows = _outlines_below(unit_code)
    if not rows:
        rows = list(Outline.objects.filter(unit_code=unit_code).select_related("unit"))
    return _collection(
        _feature(
            row.geometry,
            {"code": row.unit_code, "name": row.unit.label, "short_name": _short(row.unit), "dim": False},
        )
        for row in rows
    )


def map_streets(*, actor: Actor, unit_code: str) -> dict[str, Any]:
    """Streets inside the box of a unit's outline; only main ones for a district or wider. Two queries."""
    actor.require("wall.read", at=unit_code)
    district = unit_code[: LENGTHS[Level.DISTRICT]]
    rows = StreetLine.objects.filter(unit_code__gte=district, unit_code__lt=upper_bound(district))
    wide = len(unit_code) <= LENGTHS[Level.DISTRICT]
    if wide:
        rows = rows.filter(street_class__in=(*_MAIN, *_MIDDLE))
    box = None if wide else _box(unit_code)
    return _collection(
        _feature(row.geometry, {"name": row.name, "rank": _rank(row.street_class)})
        for row in rows
        if box is None or _touches(row.geometry["coordinates"], box)
    )


def map_points(*, actor: Actor, unit_code: str) -> dict[str, Any]:
    """Compounds of a street or community, buildings of a grid, as points with a name; nothing for wider units.

    One query. A compound's point is the middle of its outline's corners.
    """
    actor.require("wall.read", at=unit_code)
    level = level_of(unit_code)
    inside = {"unit_code__gte": unit_code, "unit_code__lt": upper_bound(unit_code)}
    if level in (Level.GRID, Level.BUILDING):
        place = unit_code[: LENGTHS[Level.GRID]]
        units = Unit.objects.filter(
            unit_code__gte=place,
            unit_code__lt=upper_bound(place),
            level=Level.BUILDING,
            closed_on=None,
            lng__isnull=False,
        )
        return _collection(
            _point(unit.lng, unit.lat, {"code": unit.unit_code, "name": unit.label, "state": ""})
            for unit in units[:_MOST_POINTS]
        )
    if level in (Level.TOWNSHIP, Level.COMMUNITY):
        compounds = Overlay.objects.filter(kind=OverlayKind.COMPOUND, to_on=None, outline__isnull=False, **inside)
        return _collection(_of_compound(row) for row in compounds[:_MOST_POINTS])
    return _collection(())


def units_off_map(*, actor: Actor, unit_code: str) -> int:
    """How many open units one level below have no outline (图外): what has no data is said. One query."""
    actor.require("wall.read", at=unit_code)
    return (
        Unit.objects.filter(parent__unit_code=unit_code, parent__closed_on=None, closed_on=None, outline=None)
        .exclude(level=Level.BUILDING)
        .count()
    )


def _outlines_below(unit_code: str) -> list[Outline]:
    level = level_of(unit_code)
    if level is Level.DISTRICT:
        # Streets are seven large patches; communities are what people know by name.
        wanted: Sequence[str] = (Level.COMMUNITY,)
    else:
        wanted = [lower for lower, length in LENGTHS.items() if length > len(unit_code)][:1]
    rows = Outline.objects.filter(
        unit_code__gte=unit_code, unit_code__lt=upper_bound(unit_code), unit__level__in=wanted, unit__closed_on=None
    )
    return list(rows.select_related("unit").order_by("unit_code"))


def _of_compound(row: Overlay) -> dict[str, Any]:
    ring = row.outline["coordinates"][0]  # type: ignore[index]
    lng, lat = (sum(corner[axis] for corner in ring[:-1]) / max(1, len(ring) - 1) for axis in (0, 1))
    return _point(lng, lat, {"id": str(row.id), "name": row.name, "state": ""})


def _short(unit: Unit) -> str:
    return unit.label.removesuffix("社区") if unit.level == Level.COMMUNITY else unit.label


def _rank(street_class: str) -> int:
    return 0 if street_class in _MAIN else 1 if street_class in _MIDDLE else 2


def _box(unit_code: str) -> tuple[float, float, float, float] | None:
    row = (
        Outline.objects.filter(unit_code=unit_code).first() or Outline.objects.filter(unit_code=unit_code[:12]).first()
    )
    if row is None:
        return None
    corners = list(_corners(row.geometry["coordinates"]))
    lngs, lats = [c[0] for c in corners], [c[1] for c in corners]
    return min(lngs), min(lats), max(lngs), max(lats)


def _corners(nested: Any) -> Iterator[Sequence[float]]:
    if nested and isinstance(nested[0], int | float):
        yield nested
        return
    for part in nested:
        yield from _corners(part)


def _touches(line: Sequence[Sequence[float]], box: tuple[float, float, float, float]) -> bool:
    west, south, east, north = box
    return any(west <= corner[0] <= east and south <= corner[1] <= north for corner in line)


def _rounded(nested: Any) -> Any:
    if isinstance(nested, int | float):
        return round(nested, _DIGITS)
    return [_rounded(part) for part in nested]


def _feature(geometry: dict[str, Any], properties: dict[str, Any]) -> dict[str, Any]:
    shape = {"type": geometry["type"], "coordinates": _rounded(geometry["coordinates"])}
    return {"type": "Feature", "geometry": shape, "properties": properties}


def _point(lng: float | None, lat: float | None, properties: dict[str, Any]) -> dict[str, Any]:
    return _feature({"type": "Point", "coordinates": [lng, lat]}, properties)


def _collection(features: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}
