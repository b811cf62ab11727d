"""Make, change and end overlays: named and dated sets of units, compounds first (R-02)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from gridkeeper.audit.record import record
from gridkeeper.formats.pinyin import initials, sort_key
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import NotFound
from gridkeeper.kernel.ids import uuid7
from gridkeeper.kernel.unit_code import ancestors_of
from gridkeeper.territory.choices import NameKind, OverlayKind
from gridkeeper.territory.errors import CrossedOutline, NoMembers, NoName, OverlayEnded, UnitClosed, UnknownUnit
from gridkeeper.territory.models import Name, Overlay, OverlayUnit, Unit

_LONGEST = 80


@dataclass(frozen=True, kw_only=True)
class NewOverlay:
    """A set of units to make; ``outline`` is a GeoJSON geometry in WGS-84."""

    name: str
    kind: OverlayKind
    unit_codes: tuple[str, ...]
    from_on: date
    to_on: date | None = None
    outline: Mapping[str, Any] | None = None
    order_id: UUID | None = None


def make_overlay(*, actor: Actor, overlay: NewOverlay, now: datetime) -> Overlay:
    """Make an overlay of open units; it may span grids and communities, and its name may be another's (R-02).

    Raises NoMembers, NoName, UnknownUnit, UnitClosed, CrossedOutline, Forbidden (every member must be in reach).
    """
    units = _members(actor, overlay.name, overlay.unit_codes)
    with transaction.atomic():
        row = Overlay.objects.create(
            unit_code=holding_code([unit.unit_code for unit in units]),
            kind=overlay.kind,
            name=_named(overlay.name),
            sort_key=sort_key(overlay.name)[:200],
            outline=_checked(overlay.outline, overlay.name),
            from_on=overlay.from_on,
            to_on=overlay.to_on,
            order_id=overlay.order_id,
        )
        _join(row, units)
        Name.objects.create(
            overlay=row,
            unit_code=row.unit_code,
            kind=NameKind.OFFICIAL,
            text=row.name,
            initials=initials(row.name)[:80],
        )
        _trace(actor, row, "territory.overlay-made", now, {"kind": row.kind, "members": len(units)})
    return row


def change_overlay(
    *,
    actor: Actor,
    overlay_id: UUID,
    now: datetime,
    name: str | None = None,
    unit_codes: Sequence[str] | None = None,
    outline: Mapping[str, Any] | None = None,
) -> Overlay:
    """Rename an overlay, replace its members or its outline; what is None stays. Raises OverlayEnded and as above."""
    row = _open_overlay(actor, overlay_id)
    changed: dict[str, Any] = {}
    with transaction.atomic():
        if unit_codes is not None:
            units = _members(actor, row.name, unit_codes)
            OverlayUnit.objects.filter(overlay=row).delete()
            _join(row, units)
            row.unit_code = holding_code([unit.unit_code for unit in units])
            changed["members"] = len(units)
        if name is not None and name != row.name:
            changed["name"] = [row.name, name]
            row.name, row.sort_key = _named(name), sort_key(name)[:200]
        if outline is not None:
            row.outline, row.outline_is_generated = _checked(outline, row.name), False
            changed["outline"] = True
        row.save(update_fields=["unit_code", "name", "sort_key", "outline", "outline_is_generated"])
        Name.objects.filter(overlay=row, kind=NameKind.OFFICIAL).update(
            text=row.name, initials=initials(row.name)[:80], unit_code=row.unit_code
        )
        _trace(actor, row, "territory.overlay-changed", now, changed)
    return row


def end_overlay(*, actor: Actor, overlay_id: UUID, ends_on: date, because: str, now: datetime) -> Overlay:
    """End an overlay; its history stays. Raises OverlayEnded, NotFound, Forbidden."""
    row = _open_overlay(actor, overlay_id)
    with transaction.atomic():
        Overlay.objects.filter(pk=row.pk).update(to_on=ends_on)
        row.to_on = ends_on
        _trace(actor, row, "territory.overlay-ended", now, {"because": because, "on": ends_on.isoformat()})
    return row


def holding_code(codes: Sequence[str]) -> str:
    """The longest unit code above all of these; the unit itself where there is only one, but never a building."""
    first, last = min(codes), max(codes)
    for prefix in (first, *reversed(ancestors_of(first))):
        if last.startswith(prefix) and first.startswith(prefix) and all(code.startswith(prefix) for code in codes):
            return prefix[:15] if len(prefix) > 15 else prefix
    return ""


def _members(actor: Actor, name: str, codes: Sequence[str]) -> list[Unit]:
    wanted = sorted(set(codes))
    if not wanted:
        raise NoMembers(name=name)
    for code in wanted:
        actor.require("wall.write", at=code)
    found = {unit.unit_code: unit for unit in Unit.objects.filter(unit_code__in=wanted, closed_on=None)}
    for code in wanted:
        if code not in found:
            gone = Unit.objects.filter(unit_code=code).first()
            if gone is None:
                raise UnknownUnit(name=code, nearest=code[:12])
            raise UnitClosed(name=gone.label, code=code, closed=gone.closed_on, successor="-")
    return [found[code] for code in wanted]


def _join(row: Overlay, units: Sequence[Unit]) -> None:
    OverlayUnit.objects.bulk_create(
        [OverlayUnit(id=uuid7(), overlay=row, unit=unit, unit_code=unit.unit_code) for unit in units], batch_size=2000
    )


def _open_overlay(actor: Actor, overlay_id: UUID) -> Overlay:
    row = Overlay.objects.filter(pk=overlay_id).first()
    if row is None:
        raise NotFound(kind="overlay", name=str(overlay_id))
    actor.require("wall.write", at=row.unit_code)
    if row.to_on is not None:
        raise OverlayEnded(name=row.name, ended=row.to_on)
    return row


def _named(name: str) -> str:
    text = " ".join(name.split())
    if not text or len(text) > _LONGEST or text.isdigit():
        raise NoName(name=name[:_LONGEST])
    return text


def _checked(outline: Mapping[str, Any] | None, name: str) -> dict[str, Any] | None:
    if outline is None:
        return None
    # Geometry brings numpy along: only where an outline is drawn, not at every start of a command.
    import shapely.geometry

    shape = shapely.geometry.shape(outline)
    if shape.geom_type not in ("Polygon", "MultiPolygon") or not shape.is_valid:
        raise CrossedOutline(name=name, reason=shapely.is_valid_reason(shape))
    return dict(shapely.geometry.mapping(shape))


def _trace(actor: Actor, row: Overlay, verb: str, now: datetime, facts: Mapping[str, Any]) -> None:
    record(
        actor=actor,
        verb=verb,
        subject_kind="overlay",
        subject_id=row.pk,
        unit_code=row.unit_code,
        happened_at=now,
        facts={"name": row.name, **facts},
    )
