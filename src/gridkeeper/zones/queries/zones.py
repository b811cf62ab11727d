"""Zones an actor may see: the list, what a superior looks at first, one with its exits and days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import NotFound
from gridkeeper.kernel.listing import Listed, Sorts
from gridkeeper.kernel.texts import Words
from gridkeeper.kernel.unit_code import upper_bound
from gridkeeper.packs import loaded_rules
from gridkeeper.scopes.keyset import in_order, key_of, ranked, read_page
from gridkeeper.zones.choices import Happening, ZoneState
from gridkeeper.zones.models import Exit, Zone, ZoneEvent
from gridkeeper.zones.policy.tables import WITHIN_BUILDING, earliest_release, listing_said

ZONE_SORTS: Final = Sorts(
    "-made",
    {"made": "id", "name": "name", "place": "unit_code -id", "state": "state_place -id", "release": "release_due_on"},
)
OPEN_SORTS: Final = Sorts(
    "-made",
    {"made": "id", "name": "name", "place": "unit_code -id", "days": "-opened_at", "release": "release_due_on"},
)
"""Zones that are open: the days in a row they have been so are as many as their beginning is long ago."""


@dataclass(frozen=True, kw_only=True)
class ExitRow:
    """A way out; ``lack`` is the word why it endangers life, "" where it does not."""

    id: UUID
    place: str
    opener: str
    deputy: str
    phone: str
    instructions_posted: bool
    indicator: str
    checked_at: datetime | None
    check_due_at: datetime
    lack: str


@dataclass(frozen=True, kw_only=True)
class EventRow:
    """A dated event of a zone."""

    kind: str
    on: date
    result: str
    part: str
    words: str
    by: str
    recorded_at: datetime


@dataclass(frozen=True, kw_only=True)
class ZoneRow:
    """A zone; ``days`` counts days in a row; ``listed_because`` says why a superior looks at it first (SF-41).

    ``earliest_release_on`` is the day at whose first moment it may end at the earliest (YZ-24).
    """

    id: UUID
    order_id: UUID
    kind: str
    unit_id: UUID
    unit_code: str
    overlay_id: UUID | None
    name: str
    level: str
    state: str
    extent: str
    part: str
    larger_reason: str
    larger_because: str
    reason: str
    measures: str
    services: str
    hotline: str
    outline: dict[str, Any] | None
    earliest_release_on: date | None
    opened_at: datetime | None
    lifted_at: datetime | None
    lifted_because: str
    ruled: dict[str, Any] | None
    decision: dict[str, Any] | None
    release_due_on: date | None
    days: int
    days_overdue: int
    is_listed: bool
    listed_because: tuple[Words, ...]
    units: tuple[str, ...] = ()
    exits: tuple[ExitRow, ...] = ()
    events: tuple[EventRow, ...] = ()


def zones_page(
    *,
    actor: Actor,
    now: datetime,
    unit_code: str = "",
    state: str = ZoneState.OPEN.value,
    listed: bool = False,
    text: str = "",
    sort: str = "",
    after: str = "",
    size: int = 50,
) -> Listed[ZoneRow]:
    """Zones in the actor's scope by ``ZONE_SORTS``, open ones by ``OPEN_SORTS``. Three queries. Raises UnknownSort.

    ``listed`` keeps the over-large and over-long; ``text`` is looked for in name and reason.
    """
    order = (OPEN_SORTS if state == ZoneState.OPEN else ZONE_SORTS).order(sort)
    scope = Q(pk__in=[])
    for prefix in actor.reaches("orders.read"):
        scope |= Q(unit_code__gte=prefix, unit_code__lt=upper_bound(prefix))
    rows = Zone.objects.filter(scope).annotate(state_place=ranked("state", ZoneState.values))
    rows = rows.prefetch_related("exits", "events")
    if state:
        rows = rows.filter(state=state)
    if unit_code:
        rows = rows.filter(unit_code__gte=unit_code, unit_code__lt=upper_bound(unit_code))
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(reason__icontains=text))
    if listed:
        # Which zones are listed is not told by a column: all that follow are looked at, as many as there are.
        kept = [zone for zone in in_order(rows, order, after=after) if _row(zone, now=now).is_listed]
        more = key_of(kept[size - 1], order) if len(kept) > size else ""
        found = Listed(kept[:size], next=more, count=lambda: len(kept))
    else:
        found = read_page(rows, order, after=after, size=size)
    return found.told(_row(zone, now=now) for zone in found)


def zone_shown(*, actor: Actor, zone_id: UUID, now: datetime) -> ZoneRow:
    """One zone with its units, exits and events. Raises NotFound, also where it is out of scope. Four queries."""
    zone = Zone.objects.filter(pk=zone_id).prefetch_related("exits", "events", "units").first()
    if zone is None or not actor.may("orders.read", at=zone.unit_code):
        raise NotFound(kind="zone", name=str(zone_id))
    units = tuple(sorted(unit.unit_code for unit in zone.units.all()))
    events = sorted(zone.events.all(), key=_entered)
    return _row(zone, now=now, units=units, events=events)


def _row(zone: Zone, *, now: datetime, units: tuple[str, ...] = (), events: Sequence[ZoneEvent] = ()) -> ZoneRow:
    end = zone.lifted_at or now
    days = (timezone.localdate(end) - timezone.localdate(zone.opened_at)).days + 1 if zone.opened_at else 0
    zeros = [event.on for event in sorted(zone.events.all(), key=_entered) if event.kind == Happening.ZERO]
    zero = zeros[-1] if zeros else None
    overdue = (timezone.localdate(end) - zone.release_due_on).days if zone.release_due_on else 0
    why = _listed_because(zone, days=days, overdue=overdue, on=timezone.localdate(end))
    return ZoneRow(
        id=zone.id,
        order_id=zone.order_id,
        kind=zone.kind,
        unit_id=zone.unit_id,
        unit_code=zone.unit_code,
        overlay_id=zone.overlay_id,
        name=zone.name,
        level=zone.level,
        state=zone.state,
        extent=zone.extent,
        part=zone.part,
        larger_reason=zone.larger_reason,
        larger_because=zone.larger_because,
        reason=zone.reason,
        measures=zone.measures,
        services=zone.services,
        hotline=zone.hotline,
        outline=zone.outline,
        earliest_release_on=zone.earliest_release_on
        or earliest_release(loaded_rules(), zero=zero, place=zone.unit_code),
        opened_at=zone.opened_at,
        lifted_at=zone.lifted_at,
        lifted_because=zone.lifted_because,
        ruled=zone.ruled,
        decision=zone.decision,
        release_due_on=zone.release_due_on,
        days=days,
        days_overdue=overdue,
        is_listed=bool(why),
        listed_because=why,
        units=units,
        exits=tuple(_exit(each) for each in zone.exits.all()),
        events=tuple(_event(event) for event in events),
    )


def _listed_because(zone: Zone, *, days: int, overdue: int, on: date) -> tuple[Words, ...]:
    """Why a superior looks at it first, in words; empty where the tables find nothing (SF-41)."""
    is_beyond = zone.extent not in WITHIN_BUILDING
    said = listing_said(loaded_rules(), beyond=is_beyond, overdue=overdue, days=days, as_of=on, place=zone.unit_code)
    why = [said.words] if said.is_listed else []
    ruled: dict[str, Any] = zone.ruled or {}
    return tuple(why if ruled.get("allowed", True) else [*why, Words(**ruled["words"])])


def _entered(event: ZoneEvent) -> tuple[datetime, UUID]:
    return event.recorded_at, event.id


def _exit(row: Exit) -> ExitRow:
    return ExitRow(
        id=row.id,
        place=row.place,
        opener=row.opener,
        deputy=row.deputy,
        phone=row.phone,
        instructions_posted=row.instructions_posted,
        indicator=row.indicator,
        checked_at=row.checked_at,
        check_due_at=row.check_due_at,
        lack=row.get_lack_display() if row.lack else "",
    )


def _event(row: ZoneEvent) -> EventRow:
    return EventRow(
        kind=row.kind,
        on=row.on,
        result=row.result,
        part=row.part,
        words=row.words,
        by=row.by,
        recorded_at=row.recorded_at,
    )
