"""One unit with its counts, crumbs, children, neighbours, names and history, ready to print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count

from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.unit_code import ancestors_of, upper_bound
from gridkeeper.territory.choices import OverlayKind
from gridkeeper.territory.errors import NotYetFounded
from gridkeeper.territory.models import Adjacency, Designation, Name, Overlay, OverlayUnit, Unit
from gridkeeper.territory.policy import short_name
from gridkeeper.territory.queries.counts import Counts, counts_in

__all__ = [
    "Counts",
    "HistoryRow",
    "UnitRow",
    "UnitShown",
    "as_json",
    "children_of",
    "coded",
    "compounds_in",
    "counts_in",
    "neighbours_of",
    "unit_row",
    "unit_shown",
]


@dataclass(frozen=True, kw_only=True)
class UnitRow:
    """A unit in a list or tree."""

    id: UUID
    unit_code: str
    name: str
    level: str
    kind: str
    is_open: bool


@dataclass(frozen=True, kw_only=True)
class HistoryRow:
    """What the unit was called and coded for a while."""

    change: str
    unit_code: str
    name: str
    from_on: date
    to_on: date | None
    edition: str


@dataclass(frozen=True, kw_only=True)
class UnitShown:
    """Everything the unit page says about the unit itself."""

    id: UUID
    unit_code: str
    name: str
    official_name: str
    level: str
    kind: str
    is_open: bool
    closed_on: date | None
    counts: Counts
    counts_as_of: date | None
    counts_source: str
    crumbs: tuple[UnitRow, ...]
    aliases: tuple[str, ...]
    neighbours: tuple[UnitRow, ...]
    history: tuple[HistoryRow, ...]
    lng: float | None
    lat: float | None
    has_outline: bool


def unit_shown(*, actor: Actor, unit: Unit, as_of: date | None = None) -> UnitShown:
    """A unit for its page; with ``as_of``, under the code and name of that day. Nine queries, whatever its size.

    Raises NotYetFounded for a day before its first edition. Counts are those of today.
    """
    actor.require("wall.read", at=unit.unit_code, place=unit.label)
    above = {u.unit_code: u for u in Unit.objects.filter(unit_code__in=ancestors_of(unit.unit_code), closed_on=None)}
    names = Name.objects.filter(unit=unit).exclude(text__in=[unit.name, unit.label]).order_by("text")
    history = list(Designation.objects.filter(unit=unit).select_related("edition").order_by("from_on"))
    then = _then(unit, history, as_of) if as_of else None
    return UnitShown(
        id=unit.id,
        unit_code=then.unit_code if then else unit.unit_code,
        name=(short_name(then.name) if then else "") or unit.label,
        official_name=then.name if then else unit.name,
        level=unit.level,
        kind=unit.kind,
        is_open=unit.is_open,
        closed_on=unit.closed_on,
        counts=counts_in(actor=actor, unit_code=unit.unit_code),
        counts_as_of=unit.counts_as_of,
        counts_source=unit.counts_source,
        crumbs=tuple(unit_row(above[code]) for code in ancestors_of(unit.unit_code) if code in above),
        aliases=tuple(name.text for name in names),
        neighbours=tuple(neighbours_of(actor=actor, unit=unit)),
        history=tuple(
            HistoryRow(
                change=h.change,
                unit_code=h.unit_code,
                name=h.name,
                from_on=h.from_on,
                to_on=h.to_on,
                edition=h.edition.title,
            )
            for h in history
        ),
        lng=unit.lng,
        lat=unit.lat,
        has_outline=hasattr(unit, "outline"),
    )


def neighbours_of(*, actor: Actor, unit: Unit) -> Sequence[UnitRow]:
    """Open units that share a border with a unit, by name. One query."""
    actor.require("wall.read", at=unit.unit_code, place=unit.label)
    rows = Adjacency.objects.filter(unit=unit, neighbour__closed_on=None).select_related("neighbour")
    return [unit_row(row.neighbour) for row in rows.order_by("neighbour__sort_key")]


def children_of(*, actor: Actor, unit_code: str, after: str = "", size: int = 200) -> Sequence[UnitRow]:
    """Open units one level below, by code, keyset pages. The empty code lists the visible roots. One query."""
    rows = Unit.objects.filter(closed_on=None)
    if unit_code:
        actor.require("wall.read", at=unit_code)
        rows = rows.filter(parent__unit_code=unit_code, parent__closed_on=None)
    else:
        rows = rows.filter(unit_code__in=actor.reaches("wall.read")) or rows.filter(parent=None)
    if after:
        rows = rows.filter(unit_code__gt=after)
    return [unit_row(unit) for unit in rows.order_by("unit_code")[:size]]


def units_below(*, actor: Actor, unit_code: str, size: int = 100_000) -> Sequence[UnitRow]:
    """Every open unit at and below one, by code, for a file. One query."""
    actor.require("wall.read", at=unit_code)
    rows = Unit.objects.filter(unit_code__gte=unit_code, unit_code__lt=upper_bound(unit_code), closed_on=None)
    return [unit_row(unit) for unit in rows.order_by("unit_code")[:size]]


def compounds_in(
    *, actor: Actor, unit_code: str, after: UUID | None = None, size: int = 100
) -> Sequence[dict[str, Any]]:
    """Compounds with a building in a unit: id, name, buildings there and in all, whether other communities share it."""
    actor.require("wall.read", at=unit_code)
    members = OverlayUnit.objects.filter(
        unit_code__gte=unit_code,
        unit_code__lt=upper_bound(unit_code),
        overlay__kind=OverlayKind.COMPOUND,
        overlay__to_on=None,
    )
    rows = (
        Overlay.objects.filter(pk__in=members.values("overlay_id")).annotate(buildings=Count("members")).order_by("id")
    )
    if after:
        rows = rows.filter(id__gt=after)
    return [
        {
            "id": row.id,
            "name": row.name,
            "unit_code": row.unit_code,
            "buildings": row.buildings,
            "is_shared": len(row.unit_code) < len(unit_code),
        }
        for row in rows[:size]
    ]


def unit_row(unit: Unit) -> UnitRow:
    """A unit for a list."""
    return UnitRow(
        id=unit.id, unit_code=unit.unit_code, name=unit.label, level=unit.level, kind=unit.kind, is_open=unit.is_open
    )


def as_json(shown: UnitShown) -> dict[str, Any]:
    """A unit as the command line prints it: codes are called ``code`` throughout."""
    found = _coded(asdict(shown))
    for key in ("crumbs", "neighbours", "history"):
        found[key] = [_coded(row) for row in found[key]]
    return found


def coded(row: UnitRow) -> dict[str, Any]:
    """A unit of a list as the command line prints it."""
    return _coded(asdict(row))


def _coded(found: dict[str, Any]) -> dict[str, Any]:
    return {"code" if key == "unit_code" else key: value for key, value in found.items()}


def _then(unit: Unit, history: Sequence[Designation], day: date) -> Designation | None:
    """What the unit was called and coded on a day; None where nobody wrote it down (a unit without editions)."""
    begun = [row for row in history if row.from_on <= day]
    if history and not begun:
        raise NotYetFounded(name=unit.label, founded=history[0].from_on, day=day)
    return begun[-1] if begun else None
