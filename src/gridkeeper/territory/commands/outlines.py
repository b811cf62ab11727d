"""Import outlines and points of units from GeoJSON; feature by feature, in the system the sender declares."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import shapely
from django.db import transaction
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from gridkeeper.audit.record import record
from gridkeeper.formats.columns import CellProblem
from gridkeeper.formats.coordinates import System
from gridkeeper.formats.geojson import Feature, Features, parse
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.unit_code import upper_bound
from gridkeeper.territory.commands.borders import write_borders
from gridkeeper.territory.commands.row_report import RowReport
from gridkeeper.territory.models import Outline, Unit
from gridkeeper.territory.queries.match import Matcher, matcher

_CODES = ("code", "unit_code", "代码", "区划代码", "adcode", "CODE")
_NAMES = ("name", "名称", "NAME", "unit", "单位")
_DIGITS = 6


def import_outlines(
    *, actor: Actor, source: bytes, system: System, area: str = "", origin: str = "", now: datetime
) -> RowReport:
    """Store outlines and label points of units named by code, else by a name within ``area``, in WGS-84.

    Polygons become outlines (and a point inside where none is known), points become label points. A feature that is
    wrong is named in the report and never stops the others; neighbours are then read off shared borders (R-08).
    """
    read = parse(source, system)
    report = RowReport().begin_with(read.problems, read.notices)
    units = _matcher(read, area)
    shapes: dict[UUID, tuple[Unit, BaseGeometry, int]] = {}
    points: dict[UUID, tuple[Unit, BaseGeometry, int]] = {}
    for feature in read.features:
        unit = _unit_of(feature, units)
        if isinstance(unit, CellProblem):
            report.refuse(feature.number, None, unit)
            continue
        actor.require("territory.write", at=unit.unit_code, place=unit.label)
        _place(feature, unit, report, shapes=shapes, points=points)
    with transaction.atomic():
        _store(shapes, points, report, system=system, origin=origin)
        pairs = write_borders(actor=actor, area=_area_of(shapes), origin=origin) if shapes else 0
        report.counts["borders"] = pairs
        if shapes or points:
            record(
                actor=actor,
                verb="territory.outlines-imported",
                subject_kind="outlines",
                subject_id=f"{len(shapes)} outlines",
                unit_code=area or _area_of(shapes or points),
                happened_at=now,
                facts={"origin": origin, "system": system.value, **report.counts},
            )
    return report


def _matcher(read: Features, area: str) -> Matcher:
    codes = [str(code) for feature in read.features if (code := _property(feature.properties, _CODES))]
    names = [str(name) for feature in read.features if (name := _property(feature.properties, _NAMES))]
    return matcher(area=area, codes=codes, names=names or ["-"])


def _unit_of(feature: Feature, units: Matcher) -> Unit | CellProblem:
    code, name = _property(feature.properties, _CODES), _property(feature.properties, _NAMES)
    if code is not None:
        text = str(code)
        return units.find(text.split(".", maxsplit=1)[0] if isinstance(code, float) else text)
    if name is not None:
        return units.find(str(name))
    return CellProblem("feature.nameless", "The feature names no unit.", "Give it a property “code” or “name”.")


def _property(properties: Mapping[str, Any], keys: tuple[str, ...]) -> Any:
    return next((properties[key] for key in keys if properties.get(key) not in (None, "")), None)


def _place(
    feature: Feature,
    unit: Unit,
    report: RowReport,
    *,
    shapes: dict[UUID, tuple[Unit, BaseGeometry, int]],
    points: dict[UUID, tuple[Unit, BaseGeometry, int]],
) -> None:
    kind = feature.geometry.geom_type
    target = points if kind == "Point" else shapes
    if kind == "LineString":
        text, facts = "A line is no outline of “{name}”.", {"name": unit.label}
        report.refuse(feature.number, None, CellProblem("feature.line", text, "Draw it as a closed outline.", facts))
    elif unit.pk in target:
        text = "“{name}” has a shape already, in feature {first}."
        facts = {"name": unit.label, "first": str(target[unit.pk][2])}
        report.refuse(feature.number, None, CellProblem("feature.twice", text, "Keep one of them.", facts))
    else:
        target[unit.pk] = (unit, feature.geometry, feature.number)


def _store(
    shapes: Mapping[UUID, tuple[Unit, BaseGeometry, int]],
    points: Mapping[UUID, tuple[Unit, BaseGeometry, int]],
    report: RowReport,
    *,
    system: System,
    origin: str,
) -> None:
    known = set(Outline.objects.filter(pk__in=shapes).values_list("pk", flat=True))
    Outline.objects.bulk_create(
        [
            Outline(
                unit=unit,
                unit_code=unit.unit_code,
                geometry=mapping(shapely.set_precision(shape, 10.0**-_DIGITS)),
                is_generated=False,
                source=origin[:200],
                arrived_as=system.value,
            )
            for unit, shape, _ in shapes.values()
        ],
        update_conflicts=True,
        unique_fields=["unit"],
        update_fields=["unit_code", "geometry", "is_generated", "source", "arrived_as"],
        batch_size=500,
    )
    units = Unit.objects.in_bulk([*shapes, *points])
    moved = []
    for pk, unit in units.items():
        point = points[pk][1] if pk in points else None
        if point is None and (unit.lng is None or not shapely.contains_xy(shapes[pk][1], unit.lng, unit.lat)):
            point = shapes[pk][1].representative_point()
        if point is not None:
            unit.lng, unit.lat = round(point.x, _DIGITS), round(point.y, _DIGITS)
            moved.append(unit)
    Unit.objects.bulk_update(moved, ["lng", "lat"], batch_size=500)
    report.counts.update(outlines=len(shapes), replaced=len(known), points=len(points))


def _area_of(placed: Mapping[UUID, tuple[Unit, BaseGeometry, int]]) -> str:
    codes = sorted(unit.unit_code for unit, _, _ in placed.values())
    first, last = codes[0], codes[-1]
    length = next(
        (
            n
            for n in (18, 15, 12, 9, 6, 4, 2)
            if len(first) >= n and first[:n] == last[:n] and last < upper_bound(first[:n])
        ),
        0,
    )
    common: str = first[:length]
    return common
