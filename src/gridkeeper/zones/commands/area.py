"""Which units a zone holds: a unit, an overlay, or what lies inside a drawn outline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import shapely
import shapely.geometry
from django.db.models import Q

from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.unit_code import LENGTHS, Level, shared_code, upper_bound
from gridkeeper.territory.models import Unit
from gridkeeper.territory.queries.overlays import overlay_shown
from gridkeeper.zones.errors import NoArea, OutlineCrossesItself, OutsideUnit

_COMMUNITY = LENGTHS[Level.COMMUNITY]


def units_of_area(
    *,
    actor: Actor,
    name: str,
    unit: Unit,
    overlay_id: UUID | None = None,
    outline: Mapping[str, Any] | None = None,
) -> Sequence[tuple[UUID, str]]:
    """Ids and codes of the units: inside the outline where one is drawn, of the overlay, or the unit itself.

    ``outline`` is a GeoJSON Polygon or MultiPolygon in WGS-84. Raises OutlineCrossesItself with the point, NoArea,
    OutsideUnit where the overlay reaches beyond the unit.
    """
    if outline is not None:
        return _inside(name, unit, outline)
    if overlay_id is not None:
        members = _members(actor, overlay_id)
        if not members:
            raise NoArea(name=name)
        _all_within(name, unit, [code for _, code in members])
        return members
    return [(unit.id, unit.unit_code)]


def buildings_of(codes: Sequence[str]) -> int:
    """How many open buildings these units hold. One query."""
    held = Q(pk__in=[])
    for code in codes:
        held |= Q(unit_code__gte=code, unit_code__lt=upper_bound(code))
    return Unit.objects.filter(held, level=Level.BUILDING, closed_on=None).count()


def _members(actor: Actor, overlay_id: UUID) -> list[tuple[UUID, str]]:
    """Members that still stand: a building that was demolished is in no zone."""
    shown = overlay_shown(actor=actor, overlay_id=overlay_id).members
    standing = Unit.objects.filter(pk__in=[row.id for row in shown], closed_on=None)
    return list(standing.order_by("unit_code").values_list("id", "unit_code"))


def _all_within(name: str, unit: Unit, codes: Sequence[str]) -> None:
    """Whoever decides at ``unit`` decides for all of it: a compound may span two communities (R-02)."""
    beyond = [code for code in codes if not code.startswith(unit.unit_code)]
    if not beyond:
        return
    wider = shared_code([*codes, unit.unit_code])
    wanted = {beyond[0][:_COMMUNITY], wider}
    labels = {row.unit_code: row.label for row in Unit.objects.filter(unit_code__in=wanted, closed_on=None)}
    outside = labels.get(beyond[0][:_COMMUNITY], beyond[0])
    raise OutsideUnit(name=name, unit=unit.label, outside=outside, wider=labels.get(wider, wider))


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
