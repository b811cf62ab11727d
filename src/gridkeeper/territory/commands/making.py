"""Turn what a playbook wants into control units, take them back, and tell which stand (K-07, M03, R-11)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from gridkeeper.audit.record import record
from gridkeeper.catalogue.making import Maker, register_maker
from gridkeeper.catalogue.registrations import register_take_back
from gridkeeper.formats.pinyin import sort_key
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.ids import uuid7
from gridkeeper.kernel.unit_code import shared_code, upper_bound
from gridkeeper.orders.models import Order
from gridkeeper.playbooks.wanted import Standing, WantedControlUnit, made_id
from gridkeeper.scopes.bulk import copy_in
from gridkeeper.territory.choices import OverlayKind
from gridkeeper.territory.commands.overlay import holding_code
from gridkeeper.territory.models import Overlay, OverlayUnit, Unit

_HERE: Final = ZoneInfo("Asia/Shanghai")
_LONGEST: Final = 80


def make_control_units(*, actor: Actor, order_id: UUID, wants: Sequence[WantedControlUnit], now: datetime) -> int:
    """Make the control units that are not there yet, with the buildings that are open. Raises Forbidden."""
    for code in {want.unit_code for want in wants}:
        actor.require("wall.write", at=code)
    known = set(Overlay.objects.filter(order_id=order_id).values_list("id", flat=True))
    keyed = [(made_id(order_id, want.kind, want.key), want) for want in wants]
    fresh = [(key, want) for key, want in keyed if key not in known]
    today = _day(now)
    copy_in(
        Overlay,
        ("id", "unit_code", "kind", "name", "sort_key", "outline_is_generated", "from_on", "order_id"),
        (
            (
                key,
                holding_code(want.members),
                OverlayKind.CONTROL_UNIT.value,
                want.zh[:_LONGEST],
                sort_key(want.zh)[:200],
                False,
                today,
                order_id,
            )
            for key, want in fresh
        ),
    )
    _join(fresh)
    if fresh:
        _trace(actor, order_id, "territory.control-units-made", len(fresh), now)
    return len(fresh)


def standing_control_units(*, prefix: str, now: datetime) -> Iterator[Standing]:
    """Control units in force at a unit and below."""
    rows = Overlay.objects.filter(
        Q(to_on=None) | Q(to_on__gt=_day(now)),
        kind=OverlayKind.CONTROL_UNIT,
        unit_code__gte=prefix,
        unit_code__lt=upper_bound(prefix),
    )
    for key, code, name, to_on, order in rows.values_list("id", "unit_code", "name", "to_on", "order_id"):
        kind = WantedControlUnit.kind
        yield Standing(kind=kind, id=key, unit_code=code, words=name, mark=f"{name}|{to_on}", order_id=order)


def take_back_control_units(*, actor: Actor, order_id: UUID, because: str, now: datetime) -> dict[str, int]:
    """End the control units of an order; which ground they were stays on record."""
    rows = Overlay.objects.filter(order_id=order_id, kind=OverlayKind.CONTROL_UNIT, to_on=None)
    count = rows.update(to_on=_day(now))
    if not count:
        return {}
    _trace(actor, order_id, "territory.control-units-ended", count, now, because=because)
    return {"control_units": count}


def register() -> None:
    """Enter how control units are made and end with their order."""
    register_maker(Maker(kind=WantedControlUnit.kind, make=make_control_units, standing=standing_control_units))
    register_take_back("territory", take_back_control_units)


def _join(fresh: Sequence[tuple[UUID, WantedControlUnit]]) -> None:
    codes = [code for _, want in fresh for code in want.members]
    area = shared_code(codes) if codes else ""
    inside = Unit.objects.filter(unit_code__gte=area, unit_code__lt=upper_bound(area), closed_on=None)
    ids = dict(inside.values_list("unit_code", "id"))
    copy_in(
        OverlayUnit,
        ("id", "overlay_id", "unit_id", "unit_code"),
        ((uuid7(), key, ids[code], code) for key, want in fresh for code in want.members if code in ids),
    )


def _day(now: datetime) -> date:
    return now.astimezone(_HERE).date()


def _trace(actor: Actor, order_id: UUID, verb: str, count: int, now: datetime, **facts: str) -> None:
    record(
        actor=actor,
        verb=verb,
        subject_kind="order",
        subject_id=order_id,
        unit_code=Order.objects.values_list("unit_code", flat=True).get(pk=order_id),
        happened_at=now,
        facts={"count": count, **facts},
    )
