"""Propose a zone, open it as its second person, lift it, and take it back with its order (R-08, YZ-20..YZ-25)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from gridkeeper.audit.record import record
from gridkeeper.catalogue.followers import follow_all
from gridkeeper.catalogue.registrations import FourEyesAct, register_act
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import NotFound
from gridkeeper.kernel.unit_code import parent_of
from gridkeeper.orders.choices import OrderKind
from gridkeeper.orders.commands import Draft, draft_order, end_order, refuse_draft, start_order
from gridkeeper.orders.models import Order, Proposal
from gridkeeper.orders.proposals import propose
from gridkeeper.territory.choices import OverlayKind
from gridkeeper.territory.commands.overlay import NewOverlay, end_overlay, make_overlay
from gridkeeper.territory.models import Unit
from gridkeeper.zones.choices import Extent, Happening, ZoneState
from gridkeeper.zones.commands.allowance import as_ruled, check_length, check_size
from gridkeeper.zones.commands.checks import check_not_held, check_words
from gridkeeper.zones.commands.exits import NewExit, clear_exits, make_exits, tell_of_exits
from gridkeeper.zones.errors import PartOfSeveral, ReasonMissing, ZoneNotOpen
from gridkeeper.zones.models import Zone, ZoneEvent, ZoneUnit
from gridkeeper.zones.policy import extent_of
from gridkeeper.zones.policy.tables import WITHIN_BUILDING

OPEN = "zone.open"


@dataclass(frozen=True, kw_only=True)
class NewZone:
    """A zone as a person designates it; ``outline`` or ``overlay_id`` narrow the unit, ``zero`` is its day 0.

    ``part`` names a stairwell or floor of one building, ``part_is`` says which of the two; ``larger_reason`` is why it
    is more than a building by the word of the size table, ``larger_because`` the same in a sentence.
    """

    order: Draft
    name: str
    level: str
    reason: str
    hotline: str
    exits: tuple[NewExit, ...] = ()
    overlay_id: UUID | None = None
    outline: Mapping[str, Any] | None = None
    larger_because: str = ""
    larger_reason: str = ""
    part: str = ""
    part_is: Extent = Extent.STAIRWELL
    measures: str = ""
    services: str = ""
    zero: date | None = None
    earliest_release_on: date | None = None


def propose_zone(*, actor: Actor, zone: NewZone, now: datetime) -> tuple[Zone, Proposal]:
    """Write a zone and its order down and put them before a second person; one level higher where it is larger than a
    building (YZ-20). Raises NoArea, OutsideUnit, PartOfSeveral, AlreadyZone, as check_words, as draft_order, as
    check_size and as check_length.
    """
    # Geometry brings numpy along, which no command should wait for at its start.
    from gridkeeper.zones.commands.area import area_of

    unit = Unit.objects.filter(pk=zone.order.unit_id, closed_on=None).first()
    if unit is None:
        raise NotFound(kind="unit", name=zone.order.unit_code)
    check_words(zone, now=now)
    area = area_of(actor=actor, name=zone.name, unit=unit, overlay_id=zone.overlay_id, outline=zone.outline)
    part = zone.part.strip()
    extent = extent_of(area.codes, is_compound=area.is_compound, part=zone.part_is if part else None)
    if part and extent not in WITHIN_BUILDING:
        raise PartOfSeveral(name=zone.name, part=part)
    with transaction.atomic():
        check_not_held(codes=area.codes, name=zone.name, kind=zone.order.kind, part=part)
        order = draft_order(actor=actor, draft=zone.order, now=now)
        row = Zone.objects.create(
            order_id=order.id,
            kind=order.kind,
            unit_id=order.unit_id,
            unit_code=order.unit_code,
            name=zone.name.strip(),
            level=zone.level,
            extent=extent,
            part=part,
            larger_reason=zone.larger_reason.strip(),
            larger_because=zone.larger_because.strip(),
            reason=zone.reason.strip(),
            measures=zone.measures.strip(),
            services=zone.services.strip(),
            hotline=zone.hotline.strip(),
            outline=dict(area.outline) if area.outline else None,
            earliest_release_on=zone.earliest_release_on,
        )
        _keep_parts(row, zone, area.units, actor, now)
        _rule(row, order, now)
        is_small = extent in WITHIN_BUILDING
        proposal = propose(
            actor=actor,
            kind=OPEN,
            title=f"{order.number} {row.name}",
            unit_code=row.unit_code,
            approval_code=row.unit_code if is_small else parent_of(row.unit_code) or row.unit_code,
            arguments={"zone": str(row.id), "order": str(order.id), "extent": extent, "units": len(area.units)},
            now=now,
        )
    return row, proposal


def lift_zone(*, actor: Actor, zone_id: UUID, reason: str, now: datetime) -> dict[str, int]:
    """Lift a zone: one person suffices, with a reason; all its order made ends with it (R-08, YZ-22)."""
    row = Zone.objects.filter(pk=zone_id).first()
    if row is None:
        raise NotFound(kind="zone", name=str(zone_id))
    if not reason.strip():
        raise ReasonMissing(name=row.name)
    if row.state != ZoneState.OPEN:
        raise ZoneNotOpen(name=row.name, what=ZoneState(row.state).label)
    return end_order(actor=actor, order_id=row.order_id, reason=reason.strip(), now=now)


def take_back_of_order(*, actor: Actor, order_id: UUID, because: str, now: datetime) -> dict[str, int]:
    """Lift the zone of an order that ends or runs out, in its transaction; its exits are no danger any more."""
    row = Zone.objects.select_for_update().filter(order_id=order_id, state=ZoneState.OPEN).first()
    if row is None:
        return {}
    Zone.objects.filter(pk=row.pk).update(state=ZoneState.LIFTED, lifted_at=now, lifted_because=because[:200])
    clear_exits(actor=actor, zone=row, because=because, now=now)
    if row.overlay_id is not None:
        end_overlay(actor=actor, overlay_id=row.overlay_id, ends_on=timezone.localdate(now), because=because, now=now)
    _trace(actor, row, "zone.lifted", now, {"reason": because})
    return {"zones": 1}


def _open(*, actor: Actor, arguments: Mapping[str, Any], proposed_by: str, now: datetime) -> dict[str, Any]:
    order = start_order(actor=actor, order_id=UUID(arguments["order"]), now=now)
    row = Zone.objects.select_for_update().get(pk=arguments["zone"])
    units = list(row.units.values_list("unit_code", flat=True))
    check_not_held(codes=units, name=row.name, kind=row.kind, part=row.part)
    # The table may be another one by now: what nobody may propose today nobody opens today (YZ-20).
    _rule(row, order, now)
    overlay = make_overlay(
        actor=actor,
        overlay=NewOverlay(
            name=row.name,
            kind=OverlayKind.SEALED_AREA if row.kind == OrderKind.ZONE else OverlayKind.STATIC_AREA,
            unit_codes=tuple(units),
            from_on=timezone.localdate(now),
            outline=row.outline,
            order_id=order.id,
        ),
        now=now,
    )
    row.state, row.opened_at, row.overlay_id = ZoneState.OPEN, now, overlay.id
    row.save(update_fields=["state", "opened_at", "overlay_id"])
    facts = {"level": row.level, "extent": row.extent, "overlay": str(overlay.id), "units": units[:200]}
    followed: dict[str, Any] = {}
    if row.kind == OrderKind.ZONE:
        # Static management asks people to stay in for some hours; nothing is sealed that would have to be walked, and
        # nothing was found that would call for a switch (YZ-25, R-08, SF-41).
        followed = follow_all(
            "zone.opened",
            actor=actor,
            order_id=order.id,
            subject_id=row.id,
            unit_code=row.unit_code,
            facts={**facts, "name": row.name, "zone": str(row.id), "proposed_by": proposed_by},
            now=now,
        )
    _trace(actor, row, "zone.opened", now, {**facts, "proposed_by": proposed_by, "followed": followed})
    tell_of_exits(actor=actor, zone=row, now=now)
    return {"zone": str(row.id), "order": str(order.id), "followed": followed}


def _rule(row: Zone, order: Order, now: datetime) -> None:
    """Ask the tables in force and keep what they said; the caller's transaction ends where they refuse."""
    today = timezone.localdate(now)
    lasts = order.expires_at - now
    said = check_size(zone=row, as_of=today) or check_length(zone=row, lasts=lasts, as_of=today)
    row.ruled = as_ruled(said)
    row.save(update_fields=["ruled"])


def _decline(*, actor: Actor, arguments: Mapping[str, Any], now: datetime) -> None:
    del actor, now
    refuse_draft(order_id=UUID(arguments["order"]))
    Zone.objects.filter(pk=arguments["zone"], state=ZoneState.PROPOSED).update(state=ZoneState.REFUSED)


def _keep_parts(row: Zone, zone: NewZone, units: Sequence[tuple[UUID, str]], actor: Actor, now: datetime) -> None:
    ZoneUnit.objects.bulk_create(
        [ZoneUnit(zone=row, unit_id=key, unit_code=code) for key, code in units], batch_size=2000
    )
    make_exits(zone=row, exits=zone.exits, now=now)
    if zone.zero is not None:
        ZoneEvent.objects.create(
            zone=row, unit_code=row.unit_code, kind=Happening.ZERO, on=zone.zero, by=actor.login, recorded_at=now
        )


def _trace(actor: Actor, row: Zone, verb: str, now: datetime, facts: Mapping[str, Any]) -> None:
    record(
        actor=actor,
        verb=verb,
        subject_kind="zone",
        subject_id=row.id,
        unit_code=row.unit_code,
        happened_at=now,
        facts={"name": row.name, "unit": str(row.unit_id), "order": str(row.order_id), **facts},
    )


def register() -> None:
    """Enter the act of this room that needs a second person."""
    register_act(FourEyesAct(kind=OPEN, permission="order.approve", perform=_open, decline=_decline))
