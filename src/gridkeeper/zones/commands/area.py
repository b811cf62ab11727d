"""Which units a zone holds: a unit, an overlay, or what lies inside a drawn outline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import shapely
import shapely.geometry

from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.unit_code import LENGTHS, Level
from gridkeeper.territory.models import Unit
from gridkeeper.territory.queries.overlays import overlay_shown
from gridkeeper.zones.errors import NoArea, OutlineCrossesItself

_BUILDING = LENGTHS[Level.BUILDING]


def units_of_area(
    *,
    actor: Actor,
    name: str,
    unit: Unit,
    overlay_id: UUID | None = None,
    outline: Mapping[str, Any] | None = None,
) -> Sequence[tuple[UUID, str]]:
    """Ids and codes of the units: inside the outline where one is drawn, of the overlay, or the unit itself.

    ``outline`` is a GeoJSON Polygon or MultiPolygon in WGS-84. Raises OutlineCrossesItself with the point, NoArea.
    """
    if outline is not None:
        return _inside(name, unit, outline)
    if overlay_id is not None:
        members = overlay_shown(actor=actor, overlay_id=overlay_id).members
        if not members:
            raise NoArea(name=name)
        return [(row.id, row.unit_code) for row in members]
    return [(unit.id, unit.unit_code)]


def _inside(name: str, unit: Unit, outline: Mapping[str, Any]) -> Sequence[tuple[UUID, str]]:
    shape = shape_of(name, outline)
    west, south, east, north = shape.bounds
    near = Unit.objects.filter(
        unit_code__startswith=unit.unit_code,
        level=Level.BUILDING,
        closed_on=None,
        lng__range=(west, east),
        lat__range=(south, north),
    ).values_list("id", "unit_code", "lng", "lat")
    rows = list(near)
    shapely.prepare(shape)
    inside = shapely.contains_xy(shape, [row[2] for row in rows], [row[3] for row in rows]) if rows else []
    found = [(key, code) for (key, code, _, _), is_in in zip(rows, inside, strict=True) if is_in]
    if not found:
        raise NoArea(name=name)
    return found


def shape_of(name: str, outline: Mapping[str, Any]) -> shapely.Geometry:
    """A drawn outline as a shape. Raises OutlineCrossesItself, NoArea where it is no area at all."""
    try:
        shape = shapely.geometry.shape(outline)
    except (ValueError, KeyError, TypeError, AttributeError, shapely.errors.ShapelyError) as error:
        raise NoArea(name=name) from error
    if shape.is_empty or shape.geom_type not in ("Polygon", "MultiPolygon"):
        raise NoArea(name=name)
    if not shape.is_valid:
        # "Self-intersection[112.56 37.87]": the point is what whoever draws can mend.
        point = shapely.is_valid_reason(shape).partition("[")[2].rstrip("]")
        raise OutlineCrossesItself(name=name, point=point or "?")
    return shape
