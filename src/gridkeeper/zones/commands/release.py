"""Enter what a zone's days are counted by, and look whether release is due: proposed, never done (YZ-22, YZ-23)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from gridkeeper.audit.record import record
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import GridkeeperError, NotFound
from gridkeeper.orders.choices import OrderKind
from gridkeeper.packs import loaded_rules
from gridkeeper.rules import ask
from gridkeeper.zones.choices import CheckResult, Happening, ZoneState
from gridkeeper.zones.commands.allowance import as_ruled, size_said
from gridkeeper.zones.errors import NotOnDay, ResultMissing, ZoneNotOpen
from gridkeeper.zones.models import Zone, ZoneEvent
from gridkeeper.zones.policy import Count, Dated, count_days
from gridkeeper.zones.policy.tables import RELEASE

TOO_LARGE = "zone.too-large"
_AT_ONCE = 200
_LATEST = timedelta(days=40)


@dataclass(frozen=True, kw_only=True)
class NewEvent:
    """Something dated in a zone; ``part`` names a part of the place, never a person or household."""

    kind: Happening
    on: date
    result: CheckResult | None = None
    part: str = ""
    words: str = ""


def note_event(*, actor: Actor, zone_id: UUID, event: NewEvent, now: datetime) -> Zone:
    """Enter a dated event and look at release again.

    Raises ZoneNotOpen, NotOnDay, ResultMissing, NotFound, Forbidden.
    """
    with transaction.atomic():
        zone = Zone.objects.select_for_update().filter(pk=zone_id).first()
        if zone is None:
            raise NotFound(kind="zone", name=str(zone_id))
        actor.require("order.propose", at=zone.unit_code)
        if zone.state != ZoneState.OPEN:
            raise ZoneNotOpen(name=zone.name, what=ZoneState(zone.state).label)
        today = timezone.localdate(now)
        if (event.kind == Happening.CHECK) != (event.result is not None):
            raise ResultMissing
        zero = None if event.kind == Happening.ZERO else counted(zone, as_of=today).zero
        if not max(today - _LATEST, zero or event.on) <= event.on <= today:
            raise NotOnDay(day=event.on.isoformat())
        ZoneEvent.objects.create(
            zone=zone,
            unit_code=zone.unit_code,
            kind=event.kind,
            on=event.on,
            result=event.result or "",
            part=event.part.strip()[:40],
            words=event.words.strip()[:200],
            by=actor.login,
            recorded_at=now,
        )
        _trace(actor, zone, f"zone.event-{event.kind.value}", now, {"on": event.on.isoformat(), "part": event.part})
        look_at_release(actor=actor, zone=zone, now=now)
    return zone


def look_at_zones(*, actor: Actor, now: datetime) -> int:
    """Look once a local day at each open zone: is release due, may it still be so large? Gives how many were looked
    at. For a pulse.
    """
    today = timezone.localdate(now)
    with transaction.atomic():
        waiting = Zone.objects.filter(state=ZoneState.OPEN, kind=OrderKind.ZONE).exclude(looked_on=today)
        zones = list(waiting.select_for_update(skip_locked=True).order_by("pk")[:_AT_ONCE])
        for zone in zones:
            look_at_release(actor=actor, zone=zone, now=now)
            look_at_size(actor=actor, zone=zone, now=now)
    return len(zones)


def look_at_size(*, actor: Actor, zone: Zone, now: datetime) -> None:
    """Tell once of a zone that the table of the day does not allow any more: it is made smaller or lifted (YZ-20,
    SF-41). A zone is never changed by itself. In the caller's transaction.
    """
    try:
        said = size_said(zone, as_of=timezone.localdate(now))
    except GridkeeperError:
        return  # a table of another edition that cannot be asked about this zone says nothing new of it
    if said is None:
        return
    was_allowed = (zone.ruled or {}).get("allowed", True)
    zone.ruled = as_ruled(said)
    zone.save(update_fields=["ruled"])
    if was_allowed and not said.allowed:
        _trace(actor, zone, TOO_LARGE, now, {"decision": zone.ruled})


def look_at_release(*, actor: Actor, zone: Zone, now: datetime) -> None:
    """Ask the rule table of the day; what it says is kept with its trace. In the caller's transaction."""
    today = timezone.localdate(now)
    count = counted(zone, as_of=today)
    zone.looked_on, zone.decision = today, said_by_rule(zone.unit_code, count, as_of=today)
    due = zone.decision.get("outputs", {}).get("proposal") == "release"
    was = zone.release_due_on
    zone.release_due_on = (was or today) if due else None
    zone.save(update_fields=["looked_on", "decision", "release_due_on"])
    if due and was is None:
        _trace(actor, zone, "zone.release-proposed", now, {"decision": zone.decision})
    elif not due and was is not None:
        _trace(actor, zone, "zone.release-withdrawn", now, {"decision": zone.decision, "reason": _words(zone)})


def counted(zone: Zone, *, as_of: date) -> Count:
    """Where a zone stands on a day. One query."""
    rows = zone.events.order_by("recorded_at", "id").values_list("kind", "on", "result")
    return count_days([Dated(kind=Happening(kind), on=on, result=result) for kind, on, result in rows], as_of=as_of)


def said_by_rule(unit_code: str, count: Count, *, as_of: date) -> dict[str, Any]:
    """What the table in force says, as plain JSON; a refusal is kept as its sentence, so that people see why."""
    try:
        return ask(loaded_rules(), RELEASE, count.as_inputs(), as_of=as_of, place=unit_code).as_record()
    except GridkeeperError as refusal:
        return {"refused": {"code": refusal.code, "text": refusal.message, "hint": refusal.advice}}


def _words(zone: Zone) -> str:
    decision: dict[str, Any] = zone.decision or {}
    return str(decision.get("words", {}).get("zh", ""))


def _trace(actor: Actor, zone: Zone, verb: str, now: datetime, facts: dict[str, Any]) -> None:
    record(
        actor=actor,
        verb=verb,
        subject_kind="zone",
        subject_id=zone.id,
        unit_code=zone.unit_code,
        happened_at=now,
        facts={"name": zone.name, "unit": str(zone.unit_id), "order": str(zone.order_id), **facts},
    )
