"""GeoJSON in and out: features checked one by one, coordinates in WGS-84 inside and in the declared system outside."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry import LineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.validation import explain_validity

from gridkeeper.formats.columns import CellProblem
from gridkeeper.formats.coordinates import System, convert
from gridkeeper.formats.workbook.reading import Notice, Problem

KINDS: Final = ("Point", "LineString", "Polygon", "MultiPolygon")
# Member names that say which system the coordinates are in; the first is ours.
_LABEL: Final = "coordinate_system"
_SAME_AS_WGS84: Final = ("crs84", "4326", "4490", "4979")  # CGCS2000 differs by centimetres
_CHINA: Final = ((73.0, 136.0), (3.0, 54.0))


@dataclass(frozen=True, kw_only=True, slots=True)
class Feature:
    """One feature: its number in the file from 1, its geometry in WGS-84, its properties and its id."""

    number: int
    geometry: BaseGeometry
    properties: Mapping[str, Any]
    id: str | int | None = None


@dataclass(kw_only=True)
class Features:
    """What a file held. ``system`` is the declared one; ``row`` of a problem is the feature's number, 0 the file."""

    system: System
    features: list[Feature] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


class _Refused(Exception):
    """A feature that cannot be taken; carries what the Problem will say."""

    def __init__(self, code: str, text: str, hint: str = "", **facts: Any) -> None:
        super().__init__(text)
        self.problem = CellProblem(code, text, hint, facts)


def parse(source: bytes | str, system: System) -> Features:
    """Read a FeatureCollection, a Feature or a geometry whose coordinates are in ``system``.

    Bad features are named in ``problems`` and never stop the others; a file that is no GeoJSON, or that names
    another coordinate system, gives one problem with row 0.
    """
    result = Features(system=system)
    try:
        members = _members(source, system)
    except _Refused as refused:
        result.problems.append(Problem.of(refused.problem))
        return result
    for number, member in enumerate(members, start=1):
        try:
            result.features.append(_feature(number, member, result))
        except _Refused as refused:
            result.problems.append(Problem.of(refused.problem, row=number))
    return result


def dump(
    features: Iterable[Feature],
    system: System = System.WGS84,
    *,
    digits: int = 6,
    members: Mapping[str, Any] | None = None,
) -> bytes:
    """A FeatureCollection in ``system``, which it names, with ``digits`` decimals (6 are 0.1 m), rings per RFC 7946.

    ``members`` stand beside the features, as the format allows (6.1).
    """
    written = [
        {"type": "Feature", "id": feature.id, "properties": dict(feature.properties), "geometry": geometry}
        if feature.id is not None
        else {"type": "Feature", "properties": dict(feature.properties), "geometry": geometry}
        for feature in features
        for geometry in [_written(feature.geometry, system, digits)]
    ]
    collection = {"type": "FeatureCollection", _LABEL: system.value, **(members or {}), "features": written}
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()


def _members(source: bytes | str, system: System) -> Sequence[Any]:
    """The features of the file as plain objects."""
    try:
        text = source.decode("utf-8-sig") if isinstance(source, bytes) else source
        data = json.loads(text)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise _Refused("geojson.no-json", "The file is no GeoJSON.", "Export it again as GeoJSON in UTF-8.") from None
    kind = data.get("type") if isinstance(data, dict) else None
    if kind not in ("FeatureCollection", "Feature", *KINDS):
        raise _Refused("geojson.kind", "The file holds no FeatureCollection.", "Export it again as GeoJSON.")
    _same_system(data, system)
    if kind != "FeatureCollection":
        return [data if kind == "Feature" else {"type": "Feature", "geometry": data, "properties": {}}]
    features = data.get("features")
    if not isinstance(features, list):
        raise _Refused("geojson.kind", "The file holds no FeatureCollection.", "Export it again as GeoJSON.")
    return features


def _same_system(data: Mapping[str, Any], system: System) -> None:
    """Refuse a file that names another system than the declared one."""
    named = data.get(_LABEL)
    if named is not None and named != system.value:
        raise _Refused(
            "geojson.other-system",
            "The file says that its coordinates are {named}, but {declared} was declared.",
            "Choose the coordinate system that the file names.",
            named=named,
            declared=system.value,
        )
    crs = data.get("crs")
    if crs is None:
        return
    name = str(crs.get("properties", {}).get("name", "")) if isinstance(crs, dict) else str(crs)
    if not name.lower().endswith(_SAME_AS_WGS84):
        raise _Refused(
            "geojson.projected",
            "The coordinates are in {named}, not in degrees of longitude and latitude.",
            "Export it again in WGS-84 (EPSG:4326).",
            named=name or "?",
        )


def _feature(number: int, member: Any, result: Features) -> Feature:
    geometry = member.get("geometry") if isinstance(member, dict) and member.get("type") == "Feature" else None
    if not isinstance(geometry, dict):
        raise _Refused("geojson.no-geometry", "The feature has no geometry.", "Draw it, or leave it out.")
    kind = geometry.get("type")
    if kind not in KINDS:
        raise _Refused(
            "geojson.geometry-kind",
            "A geometry of the kind {kind} is not taken.",
            "Use one of {kinds}.",
            kind=kind,
            kinds=", ".join(KINDS),
        )
    shape = _shape(kind, geometry.get("coordinates"), number, result)
    if shape.is_empty:
        raise _Refused("geojson.no-geometry", "The feature has no geometry.", "Draw it, or leave it out.")
    if not shape.is_valid:
        raise _Refused(
            "geojson.invalid",
            "The outline is not valid: {reason}.",
            "Mend it in a map program; an outline may touch itself but not cross itself.",
            reason=explain_validity(shape),
        )
    properties = member.get("properties")
    return Feature(
        number=number,
        geometry=shape,
        properties=properties if isinstance(properties, dict) else {},
        id=member.get("id") if isinstance(member.get("id"), str | int) else None,
    )


def _shape(kind: str, coordinates: Any, number: int, result: Features) -> BaseGeometry:
    if kind == "Point":
        return Point(_positions([coordinates], result.system)[0])
    if kind == "LineString":
        line = _positions(coordinates, result.system)
        if len(line) < 2:
            raise _Refused("geojson.too-short", "A line needs two points.", "Draw it, or leave it out.")
        return LineString(line)
    polygons = [coordinates] if kind == "Polygon" else coordinates
    if not isinstance(polygons, list):
        raise _bad_coordinates()
    shapes = [_polygon(rings, number, result) for rings in polygons]
    return shapes[0] if kind == "Polygon" else MultiPolygon(shapes)


def _polygon(rings: Any, number: int, result: Features) -> Polygon:
    if not isinstance(rings, list) or not rings:
        raise _bad_coordinates()
    closed = [_ring(ring, number, result) for ring in rings]
    return Polygon(closed[0], closed[1:])


def _ring(ring: Any, number: int, result: Features) -> np.ndarray[Any, np.dtype[np.float64]]:
    points = _positions(ring, result.system)
    if len(np.unique(points, axis=0)) < 3:
        raise _Refused("geojson.too-short", "An outline needs three different points.", "Draw it, or leave it out.")
    if np.array_equal(points[0], points[-1]):
        return points
    result.notices.append(
        Notice(
            row=number,
            column=None,
            code="geojson.ring-closed",
            text="The outline did not return to its first point and was closed.",
        )
    )
    return np.concatenate((points, points[:1]))


def _positions(coordinates: Any, system: System) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Positions as an n x 2 array in WGS-84; heights are dropped."""
    try:
        pairs = [(float(position[0]), float(position[1])) for position in coordinates]
    except (TypeError, ValueError, IndexError, KeyError):
        raise _bad_coordinates() from None
    points = np.array(pairs, dtype=np.float64).reshape(-1, 2)
    if len(points) == 0 or not np.isfinite(points).all():
        raise _bad_coordinates()
    (west, east), (south, north) = _CHINA
    x, y = points[:, 0], points[:, 1]
    if ((y >= west) & (y <= east) & (x >= south) & (x <= north)).all():
        raise _Refused(
            "geojson.swapped",
            "Latitude stands before longitude, at {x}, {y}.",
            "GeoJSON has longitude first: exchange the two.",
            x=float(x[0]),
            y=float(y[0]),
        )
    outside = (np.abs(x) > 180) | (np.abs(y) > 90)
    if outside.any():
        at = int(np.argmax(outside))
        raise _Refused(
            "geojson.out-of-range",
            "The position {x}, {y} is nowhere on earth.",
            "Export it again in degrees of longitude and latitude.",
            x=float(x[at]),
            y=float(y[at]),
        )
    return convert(points, system, System.WGS84)


def _bad_coordinates() -> _Refused:
    return _Refused(
        "geojson.coordinates", "The coordinates cannot be read.", "Export it again as GeoJSON with numbers."
    )


def _written(geometry: BaseGeometry, system: System, digits: int) -> dict[str, Any]:
    moved = shapely.transform(geometry, lambda points: convert(points, System.WGS84, system).round(digits))
    turned = shapely.orient_polygons(moved) if moved.geom_type.endswith("Polygon") else moved
    written: dict[str, Any] = json.loads(shapely.to_geojson(turned))
    return written
