"""Overlays: one with its members, and which community answers for a compound that several share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count

from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import NotFound
from gridkeeper.kernel.unit_code import LENGTHS, Level, upper_bound
from gridkeeper.territory.models import Overlay, OverlayUnit, Unit
from gridkeeper.territory.queries.show import UnitRow, unit_row

_COMMUNITY = LENGTHS[Level.COMMUNITY]


@dataclass(frozen=True, kw_only=True)
class OverlayShown:
    """An overlay; ``answering`` is the community with most of its members, which its gates and checkpoints go to."""

    id: UUID
    name: str
    kind: str
    code: str
    from_on: date | None
    to_on: date | None
    members: tuple[UnitRow, ...]
    communities: tuple[UnitRow, ...]
    answering: UnitRow | None
    households: int | None
    residents: int | None
    outline: dict[str, Any] | None
    outline_is_generated: bool


def overlay_shown(*, actor: Actor, overlay_id: UUID) -> OverlayShown:
    """One overlay with its members and the communities it touches, the answering one first. Three queries."""
    row = Overlay.objects.filter(pk=overlay_id).first()
    if row is None:
        raise NotFound(kind="overlay", name=str(overlay_id))
    actor.require("wall.read", at=row.unit_code)
    members = OverlayUnit.objects.filter(overlay=row).select_related("unit").order_by("unit_code")
    units = [member.unit for member in members]
    per_community = Counter(unit.unit_code[:_COMMUNITY] for unit in units if len(unit.unit_code) >= _COMMUNITY)
    order = sorted(per_community, key=lambda code: (-per_community[code], code))
    found = {unit.unit_code: unit for unit in Unit.objects.filter(unit_code__in=order, closed_on=None)}
    communities = tuple(unit_row(found[code]) for code in order if code in found)
    return OverlayShown(
        id=row.pk,
        name=row.name,
        kind=row.kind,
        code=row.unit_code,
        from_on=row.from_on,
        to_on=row.to_on,
        members=tuple(unit_row(unit) for unit in units),
        communities=communities,
        answering=communities[0] if communities else None,
        households=_sum([unit.households for unit in units]),
        residents=_sum([_people(unit) for unit in units]),
        outline=row.outline,
        outline_is_generated=row.outline_is_generated,
    )


def overlays_in(*, actor: Actor, unit_code: str, kind: str, size: int = 500) -> Sequence[dict[str, Any]]:
    """Open overlays of a kind in a unit, by place and name, with their buildings and order. One query."""
    actor.require("wall.read", at=unit_code)
    rows = Overlay.objects.filter(
        kind=kind, to_on=None, unit_code__gte=unit_code, unit_code__lt=upper_bound(unit_code)
    ).annotate(buildings=Count("members"))
    return [
        {
            "id": row.id,
            "name": row.name,
            "kind": row.kind,
            "code": row.unit_code,
            "buildings": row.buildings,
            "from_on": row.from_on,
            "order": row.order_id,
        }
        for row in rows.order_by("unit_code", "sort_key", "id")[:size]
    ]


def _people(unit: Unit) -> int | None:
    known = [number for number in (unit.residents, unit.collective) if number is not None]
    return sum(known) if known else None


def _sum(numbers: list[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None
