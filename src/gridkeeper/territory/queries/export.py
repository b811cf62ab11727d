"""A part of the tree to take away: as a list of places, or as outlines and points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import shapely.geometry

from gridkeeper.formats.columns import Table
from gridkeeper.formats.coordinates import System
from gridkeeper.formats.geojson import Feature, dump
from gridkeeper.formats.workbook import write_to
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.unit_code import parent_of, upper_bound
from gridkeeper.territory.models import Outline, Unit
from gridkeeper.territory.tables import PLACES


def places_table() -> Table:
    """The table that places are exported in, and read back from."""
    return PLACES


def places_under(*, actor: Actor, unit_code: str) -> Iterator[Mapping[str, Any]]:
    """The unit and every open one below it, by code, as rows of the places table. One query, streamed."""
    actor.require("wall.read", at=unit_code)
    rows = Unit.objects.filter(unit_code__gte=unit_code, unit_code__lt=upper_bound(unit_code), closed_on=None)
    for unit in rows.order_by("unit_code").iterator(chunk_size=2000):
        yield {
            "code": unit.unit_code,
            "parent": parent_of(unit.unit_code),
            "name": unit.name,
            "level": unit.level,
            "households": unit.households,
            "residents": unit.residents,
            "collective": unit.collective,
            "floors": unit.floors,
            "lng": unit.lng,
            "lat": unit.lat,
            "closed_on": None,
        }


def write_places(path: Path, *, table: Table, rows: Iterator[Mapping[str, Any]], title: str = "") -> int:
    """Write rows to a CSV file or workbook, under a title line where one is given; answers how many."""
    count = 0

    def counted() -> Iterator[Mapping[str, Any]]:
        nonlocal count
        for row in rows:
            count += 1
            yield row

    write_to(path, table, counted(), language="zh", title=title)
    return count


def outlines_of(*, actor: Actor, unit_code: str, system: System = System.WGS84, title: str = "") -> tuple[bytes, int]:
    """Outlines of the unit and those below it, points where a unit has no outline, as GeoJSON; and how many.

    ``title`` stands beside the features and with each: a reader that takes only those keeps it (R-05).
    """
    actor.require("wall.read", at=unit_code)
    inside = {"unit_code__gte": unit_code, "unit_code__lt": upper_bound(unit_code)}
    outlines = {row.unit_id: row for row in Outline.objects.filter(**inside)}
    features: list[Feature] = []
    for unit in Unit.objects.filter(**inside, closed_on=None).order_by("unit_code"):
        outline = outlines.get(unit.pk)
        if outline is None and unit.lng is None:
            continue
        shape = shapely.geometry.shape(outline.geometry) if outline else shapely.geometry.Point(unit.lng, unit.lat)
        properties: dict[str, Any] = {
            "code": unit.unit_code,
            "name": unit.name,
            "level": unit.level,
            "generated": bool(outline and outline.is_generated),
            "source": outline.source if outline else "",
        }
        if title:
            properties["title"] = title
        features.append(Feature(number=len(features) + 1, geometry=shape, properties=properties))
    return dump(features, system, members={"title": title} if title else None), len(features)
