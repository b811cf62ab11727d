"""Exits: who opens them, that they open, and what is told when not (SF-20, SF-22, R-12)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from gridkeeper.access.actors import system_actor
from gridkeeper.audit.record import record
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import NotFound
from gridkeeper.scopes.doors import acting_as
from gridkeeper.zones.choices import ExitLack, Indicator, ZoneState
from gridkeeper.zones.commands.checks import check_exit_words
from gridkeeper.zones.errors import NotOnDay, ZoneNotOpen
from gridkeeper.zones.models import Exit, ExitCheck, Zone
from gridkeeper.zones.policy import CHECK_EVERY

_AT_ONCE = 500
UNCHECKED = "zone.exit-unchecked"
SAFE = "zone.exit-safe"
FOR_LIFE = "zone.let-out-for-life"


@dataclass(frozen=True, kw_only=True)
class Tried:
    """What somebody found who tried an exit (checklist H1 as R-12 words it)."""

    opens_by_hand: bool
    help_reachable: bool
    instructions_posted: bool = False
    words: str = ""
    checked_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class NewExit:
    """A way out and who opens it."""

    place: str
    opener: str = ""
    deputy: str = ""
    phone: str = ""
    opener_post_id: UUID | None = None
    instructions_posted: bool = False
    indicator: Indicator = Indicator.NONE


def check_exit(*, actor: Actor, exit_id: UUID, tried: Tried, now: datetime) -> Exit:
    """Record that an exit was tried; one that does not open is told at once (A13). Raises NotFound, Forbidden."""
    with transaction.atomic():
        row = Exit.objects.select_for_update().filter(pk=exit_id).first()
        if row is None:
            raise NotFound(kind="exit", name=str(exit_id))
        actor.require("cases.write", at=row.unit_code)
        checked = tried.checked_at or now
        if checked > now:
            raise NotOnDay(day=f"{checked:%Y-%m-%d %H:%M}")
        ExitCheck.objects.create(
            exit=row,
            unit_code=row.unit_code,
            by=actor.login,
            checked_at=checked,
            recorded_at=now,
            opens_by_hand=tried.opens_by_hand,
            help_reachable=tried.help_reachable,
            instructions_posted=tried.instructions_posted,
            words=tried.words.strip()[:200],
        )
        if row.checked_at is not None and row.checked_at > checked:
            return row  # an older check that arrives later changes nothing
        row.checked_at, row.check_due_at = checked, checked + CHECK_EVERY
        row.instructions_posted = tried.instructions_posted
        was, row.lack = row.lack, _lack(row, tried, now)
        row.save(update_fields=["checked_at", "check_due_at", "instructions_posted", "lack"])
        zone = Zone.objects.get(pk=row.zone_id)
        if row.lack:
            _trace(actor, (zone, row), UNCHECKED, checked, {"exit": row.place, "lack": row.lack})
        elif was:
            _trace(actor, (zone, row), SAFE, checked, {"reason": tried.words.strip() or "checked"})
    return row


def let_out_for_life(*, actor: Actor, zone_id: UUID, words: str, now: datetime, at: datetime | None = None) -> Zone:
    """Note that somebody was let out, a way out opened or help sent for, because a life was in danger (SF-22).

    Anybody of the district may do it first and note it afterwards: no permission over the zone is asked, nothing is
    approved, no case is opened about whoever did it. Raises NotFound, NotOnDay for a moment that has not come.
    """
    with acting_as(system_actor("zones")):
        zone = Zone.objects.filter(pk=zone_id).first()
    if zone is None or not actor.may("wall.read", at=zone.unit_code):
        raise NotFound(kind="zone", name=str(zone_id))
    happened = at or now
    if happened > now:
        raise NotOnDay(day=f"{happened:%Y-%m-%d %H:%M}")
    _trace(actor, (zone, None), FOR_LIFE, happened, {"words": words.strip()[:400]})
    return zone


def add_exit(*, actor: Actor, zone_id: UUID, exit_: NewExit, now: datetime) -> Exit:
    """Add a way out to a zone; it has to be tried before it counts. Raises ZoneNotOpen, NotFound, Forbidden."""
    zone = Zone.objects.filter(pk=zone_id).first()
    if zone is None:
        raise NotFound(kind="zone", name=str(zone_id))
    actor.require("order.propose", at=zone.unit_code)
    if zone.state not in (ZoneState.OPEN, ZoneState.PROPOSED):
        raise ZoneNotOpen(name=zone.name, what=ZoneState(zone.state).label)
    check_exit_words(exit_)
    with transaction.atomic():
        had = zone.exits.exists()
        [row] = make_exits(zone=zone, exits=[exit_], now=now)
        if zone.state == ZoneState.OPEN:
            if not had:
                _trace(actor, (zone, None), SAFE, now, {"reason": row.place})
            tell_of_exits(actor=actor, zone=zone, now=now, only=[row])
    return row


def make_exits(*, zone: Zone, exits: Iterable[NewExit], now: datetime) -> list[Exit]:
    """Write exits down, in the caller's transaction."""
    rows = [
        Exit(
            zone=zone,
            unit_code=zone.unit_code,
            place=each.place.strip(),
            opener=each.opener.strip(),
            deputy=each.deputy.strip(),
            phone=each.phone.strip(),
            opener_post_id=each.opener_post_id,
            instructions_posted=each.instructions_posted,
            indicator=each.indicator,
            check_due_at=now,
        )
        for each in exits
    ]
    return Exit.objects.bulk_create(rows)


def tell_of_exits(*, actor: Actor, zone: Zone, now: datetime, only: list[Exit] | None = None) -> int:
    """Tell of a zone without an exit, and of each exit without an opener or a fresh check; gives how many (R-12)."""
    exits = list(zone.exits.select_for_update()) if only is None else only
    if not exits:
        _trace(actor, (zone, None), UNCHECKED, now, {"exit": ExitLack.NO_EXIT.label, "lack": ExitLack.NO_EXIT.value})
        return 1
    told = 0
    for row in exits:
        lack = _lack(row, None, now)
        if lack and not row.lack:
            row.lack = lack
            row.save(update_fields=["lack"])
            _trace(actor, (zone, row), UNCHECKED, now, {"exit": row.place, "lack": lack})
            told += 1
    return told


def tell_of_unchecked(*, actor: Actor, now: datetime) -> int:
    """Tell of every exit of an open zone whose last check is too old (SF-20); gives how many. For a pulse."""
    with transaction.atomic():
        due = Exit.objects.filter(zone__state=ZoneState.OPEN, lack="", check_due_at__lte=now).order_by("pk")
        rows = list(due.select_for_update(skip_locked=True, of=("self",)).select_related("zone")[:_AT_ONCE])
        for row in rows:
            row.lack = ExitLack.NOT_CHECKED
            row.save(update_fields=["lack"])
            _trace(actor, (row.zone, row), UNCHECKED, row.check_due_at, {"exit": row.place, "lack": row.lack})
    return len(rows)


def clear_exits(*, actor: Actor, zone: Zone, because: str, now: datetime) -> None:
    """Close what is open about the exits of a zone that ends, in the caller's transaction."""
    for row in zone.exits.exclude(lack=""):
        _trace(actor, (zone, row), SAFE, now, {"reason": because})
    if not zone.exits.exists():
        _trace(actor, (zone, None), SAFE, now, {"reason": because})
    zone.exits.exclude(lack="").update(lack="")


def _lack(row: Exit, tried: Tried | None, now: datetime) -> str:
    if tried is not None and not tried.opens_by_hand:
        return ExitLack.SHUT
    if tried is not None and not tried.help_reachable:
        return ExitLack.NO_HELP
    if not row.opener:
        return ExitLack.NO_OPENER
    if row.checked_at is None or row.check_due_at <= now:
        return ExitLack.NOT_CHECKED
    # A door that was found shut stays so until somebody tries it again.
    return row.lack if tried is None and row.lack in (ExitLack.SHUT, ExitLack.NO_HELP) else ""


def _trace(
    actor: Actor, about: tuple[Zone, Exit | None], verb: str, happened_at: datetime, facts: dict[str, Any]
) -> None:
    zone, row = about
    record(
        actor=actor,
        verb=verb,
        subject_kind="exit" if row else "zone",
        subject_id=row.id if row else zone.id,
        unit_code=zone.unit_code,
        happened_at=happened_at,
        facts={
            "name": zone.name,
            "zone": str(zone.id),
            "unit": str(zone.unit_id),
            "order": str(zone.order_id),
            **facts,
        },
    )
