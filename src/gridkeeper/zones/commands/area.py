"""Which units a zone holds: a unit, an overlay, or what lies inside a drawn outline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import shapely
import shapely.geometry
from django.db.models import Q

from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.unit_code import LENGTHS, Level, shared_code, upper_bound
from gridkeeper.territory.choices import OverlayKind
from gridkeeper.territory.models import Unit
from gridkeeper.territory.queries.overlays import overlay_shown
from gridkeeper.zones.errors import NoArea, OutlineCrossesItself, OutsideUnit

_COMMUNITY = LENGTHS[Level.COMMUNITY]


@dataclass(frozen=True, kw_only=True)
class Area:
    """The units of an area, by id and code; ``is_compound`` where a compound was chosen; its outline, if it has one."""

    units: Sequence[tuple[UUID, str]]
    is_compound: bool = False
    outline: Mapping[str, Any] | None = None

    @property
    def codes(self) -> list[str]:
        """Their codes."""
        return [code for _, code in self.units]


def area_of(
    *,
    actor: Actor,
    name: str,
    unit: Unit,
    overlay_id: UUID | None = None,
    outline: Mapping[str, Any] | None = None,
) -> Area:
    """The units inside the outline where one is drawn, of the overlay, or the unit itself.

    ``outline`` is a GeoJSON Polygon or MultiPolygon in WGS-84. Raises OutlineCrossesItself with the point, NoArea,
    OutsideUnit where the overlay reaches beyond the unit.
    """
    if outline is not None:
        return Area(units=_inside(name, unit, outline), outline=outline)
    if overlay_id is not None:
        shown = overlay_shown(actor=actor, overlay_id=overlay_id)
        members = _members([row.id for row in shown.members])
        if not members:
            raise NoArea(name=name)
        _all_within(name, unit, [code for _, code in members])
        is_compound = shown.kind == OverlayKind.COMPOUND
        return Area(units=members, is_compound=is_compound, outline=shown.outline)
    return Area(units=[(unit.id, unit.unit_code)])


def buildings_of(codes: Sequence[str]) -> int:
    """How many open buildings these units hold. One query."""
    held = Q(pk__in=[])
    for code in codes:
        held |= Q(unit_code__gte=code, unit_code__lt=upper_bound(code))
    return Unit.objects.filter(held, level=Level.BUILDING, closed_on=None).count()


def _members(ids: Sequence[UUID]) -> list[tuple[UUID, str]]:
    """Members that still stand: a building that was demolished is in no zone."""
    standing = Unit.objects.filter(pk__in=ids, closed_on=None)
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
