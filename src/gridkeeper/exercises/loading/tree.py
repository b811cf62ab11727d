"""Units, names, shapes, neighbours, compounds and streets of the generated district."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import shapely
from psycopg.types.json import Jsonb
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from gridkeeper.formats.pinyin import initials, sort_key
from gridkeeper.kernel.ids import uuid7
from gridkeeper.kernel.unit_code import level_of, parent_of
from gridkeeper.scopes.bulk import copy_in
from gridkeeper.synthetic.model import District
from gridkeeper.territory.choices import NameKind, OverlayKind, UnitKind
from gridkeeper.territory.commands.edition import EditionDraft, add_names, apply_edition
from gridkeeper.territory.models import Adjacency, Name, Outline, Overlay, OverlayUnit, StreetLine, Unit
from gridkeeper.territory.policy import TreeRow

CENSUS = "census 2020; shares per building generated"
CENSUS_DAY = date(2020, 11, 1)
EDITION_DAY = date(2022, 10, 31)
OUTLINES = "grown over the streets of OpenStreetMap contributors (ODbL); generated"
_PLACES = 6


def official_rows(district: District) -> list[TreeRow]:
    """The district, its streets and communities, as the official list has them (122 lines with the two above)."""
    rows = [
        TreeRow(code="14", name="山西省"),
        TreeRow(code="1401", name="太原市"),
        TreeRow(code=district.code, name=district.name),
    ]
    for group in (district.streets, district.communities):
        rows += [TreeRow(code=str(code), name=str(name)) for code, name in zip(group.code, group.name, strict=True)]
    return rows


def load_tree(*, actor: Any, district: District, now: Any) -> dict[str, UUID]:
    """Load every unit with names, shapes and counts; answers unit ids by code."""
    draft = EditionDraft(
        title="国家统计局区划代码 2022",
        effective_on=EDITION_DAY,
        source="china-division (MIT)",
        area="",
        complete=False,
    )
    apply_edition(actor=actor, draft=draft, rows=official_rows(district), now=now)
    ids: dict[str, UUID] = dict(Unit.objects.values_list("unit_code", "id"))
    ids |= _load_grids(district, ids)
    ids |= _load_buildings(district, ids)
    _place_labels(district)
    _load_outlines(district, ids)
    _load_neighbours(district, ids)
    _load_streets(district)
    return ids


def load_compounds(district: District, ids: dict[str, UUID]) -> list[UUID]:
    """Load the compounds with their buildings; answers overlay ids in the generator's order."""
    compounds, buildings = district.compounds, district.buildings
    members: list[list[int]] = [[] for _ in compounds.key]
    for row, compound in enumerate(buildings.compound.tolist()):
        if compound >= 0:
            members[compound].append(row)
    overlay_ids = [uuid7() for _ in compounds.key]
    codes = [_common([str(buildings.code[row]) for row in rows]) for rows in members]
    names = [str(name) for name in compounds.name]
    copy_in(
        Overlay,
        ("id", "unit_code", "kind", "name", "sort_key", "outline", "outline_is_generated", "from_on"),
        (
            (
                key,
                code,
                OverlayKind.COMPOUND.value,
                name,
                sort_key(name)[:200],
                Jsonb(_shape(outline)),
                True,
                EDITION_DAY,
            )
            for key, code, name, outline in zip(overlay_ids, codes, names, compounds.outline, strict=True)
        ),
    )
    copy_in(
        OverlayUnit,
        ("id", "overlay_id", "unit_id", "unit_code"),
        (
            (uuid7(), key, ids[code], code)
            for key, rows in zip(overlay_ids, members, strict=True)
            for code in (str(buildings.code[row]) for row in rows)
        ),
    )
    copy_in(
        Name,
        ("id", "overlay_id", "unit_code", "kind", "text", "initials", "source"),
        (
            (uuid7(), key, code, NameKind.OFFICIAL.value, name, initials(name)[:80], "generated")
            for key, code, name in zip(overlay_ids, codes, names, strict=True)
        ),
    )
    return overlay_ids


def _load_grids(district: District, ids: dict[str, UUID]) -> dict[str, UUID]:
    grids = district.grids
    made = {str(code): uuid7() for code in grids.code}
    copy_in(
        Unit,
        (
            "id",
            "unit_code",
            "level",
            "kind",
            "name",
            "short_name",
            "sort_key",
            "parent_id",
            "founded_on",
            "lng",
            "lat",
            "counts_source",
        ),
        (
            (
                made[code],
                code,
                "grid",
                UnitKind.GRID.value,
                name,
                "",
                f"{code[-3:]} {name}",
                ids[parent_of(code) or ""],
                EDITION_DAY,
                lon,
                lat,
                "",
            )
            for code, name, lon, lat in _columns(grids.code, grids.name, grids.lon, grids.lat)
        ),
    )
    return made


def _load_buildings(district: District, ids: dict[str, UUID]) -> dict[str, UUID]:
    b = district.buildings
    made = {str(code): uuid7() for code in b.code}
    columns = _columns(b.code, b.name, b.lon, b.lat, b.floors, b.households, b.family_residents, b.collective)
    rows = list(columns)
    copy_in(
        Unit,
        (
            "id",
            "unit_code",
            "level",
            "kind",
            "name",
            "short_name",
            "sort_key",
            "parent_id",
            "founded_on",
            "lng",
            "lat",
            "floors",
            "households",
            "residents",
            "collective",
            "counts_as_of",
            "counts_source",
        ),
        (
            (
                made[code],
                code,
                "building",
                UnitKind.BUILDING.value,
                name,
                "",
                sort_key(name)[:200],
                ids[parent_of(code) or ""],
                EDITION_DAY,
                lon,
                lat,
                floors,
                households,
                family,
                collective,
                CENSUS_DAY,
                CENSUS,
            )
            for code, name, lon, lat, floors, households, family, collective in rows
        ),
    )
    add_names([(made[row[0]], row[0], NameKind.OFFICIAL, row[1]) for row in rows], source="generated")
    return made


def _place_labels(district: District) -> None:
    units = {unit.unit_code: unit for unit in Unit.objects.filter(level__in=["township", "community"])}
    for group in (district.streets, district.communities):
        for code, lon, lat in _columns(group.code, group.lon, group.lat):
            units[code].lng, units[code].lat = lon, lat
    Unit.objects.bulk_update(units.values(), ["lng", "lat"])


def _load_outlines(district: District, ids: dict[str, UUID]) -> None:
    shapes: list[tuple[str, BaseGeometry | None]] = [(district.code, district.outline)]
    for group in (district.streets, district.communities, district.grids):
        shapes += list(zip((str(code) for code in group.code), group.outline, strict=True))
    copy_in(
        Outline,
        ("unit_id", "unit_code", "geometry", "is_generated", "source", "arrived_as"),
        (
            (ids[code], code, Jsonb(_shape(shape)), True, OUTLINES, "wgs84")
            for code, shape in shapes
            if shape is not None
        ),
    )


def _load_neighbours(district: District, ids: dict[str, UUID]) -> None:
    codes = [str(code) for code in district.communities.code]
    pairs = [(codes[i], codes[j]) for i, j in district.communities.neighbours.tolist()]
    copy_in(
        Adjacency,
        ("id", "unit_id", "neighbour_id", "unit_code", "source"),
        ((uuid7(), ids[a], ids[b], a, "generated") for one, two in pairs for a, b in ((one, two), (two, one))),
    )


def _load_streets(district: District) -> None:
    roads = district.roads
    starts = roads.line_start.tolist()
    points = list(zip(roads.line_lon.round(_PLACES).tolist(), roads.line_lat.round(_PLACES).tolist(), strict=True))
    copy_in(
        StreetLine,
        ("id", "unit_code", "name", "street_class", "geometry"),
        (
            (
                uuid7(),
                district.code,
                str(name)[:80],
                str(kind)[:24],
                Jsonb({"type": "LineString", "coordinates": points[start:end]}),
            )
            for name, kind, start, end in zip(roads.line_name, roads.line_class, starts[:-1], starts[1:], strict=True)
        ),
    )


def _shape(outline: BaseGeometry) -> dict[str, Any]:
    return dict(mapping(shapely.set_precision(outline, 10.0**-_PLACES)))


def _columns(*arrays: Any) -> Iterator[tuple[Any, ...]]:
    return zip(*(array.tolist() for array in arrays), strict=True)


def _common(codes: Sequence[str]) -> str:
    """Longest unit code that contains all the codes."""
    code: str | None = codes[0]
    while code is not None and not all(other.startswith(code) for other in codes):
        code = parent_of(code)
    found = code or ""
    if level_of(found) == "building":
        return parent_of(found) or found
    return found
