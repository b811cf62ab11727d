"""What happened here: pages of events for those who may read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from gridkeeper.audit.models import Event, Seal
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.listing import Listed, Sorts
from gridkeeper.kernel.unit_code import upper_bound
from gridkeeper.scopes.keyset import read_page

EVENT_SORTS: Final = Sorts("-when", {"when": "id", "place": "unit_code -recorded_at"})
"""By the moment of recording (ids are made in that order), or by place, newest first in each."""


@dataclass(frozen=True, kw_only=True)
class EventRow:
    """One line of the audit page, ready to print."""

    id: UUID
    recorded_at: datetime
    happened_at: datetime
    actor: str
    verb: str
    subject_kind: str
    subject_id: str
    unit_code: str
    facts: dict[str, Any] | None
    number: int | None


def events_page(
    *,
    actor: Actor,
    sort: str = "",
    after: str = "",
    before: UUID | None = None,
    verb: str = "",
    who: str = "",
    unit_code: str = "",
    subject: str = "",
    size: int = 50,
) -> Listed[EventRow]:
    """Events in the order of one of ``EVENT_SORTS``, newest first unless asked otherwise; keyset pages. One query.

    Row-level security keeps to what ``actor`` may see. ``before`` narrows to what was recorded before an event.
    Raises UnknownSort.
    """
    order = EVENT_SORTS.order(sort)
    if not actor.reaches("audit.read"):
        actor.require("audit.read", at=unit_code or "-", place=unit_code)
    rows = _filtered(verb=verb, who=who, unit_code=unit_code, subject=subject)
    if before:
        rows = rows.filter(id__lt=before)
    found = read_page(rows.select_related("payload", "seal"), order, after=after, size=size)
    return found.told(map(_row, found))


def _filtered(*, verb: str, who: str, unit_code: str, subject: str) -> QuerySet[Event]:
    rows = Event.objects.all()
    if verb:
        rows = rows.filter(verb__startswith=verb)
    if who:
        rows = rows.filter(actor=who)
    if unit_code:
        rows = rows.filter(Q(unit_code__gte=unit_code) & Q(unit_code__lt=upper_bound(unit_code)))
    if subject:
        rows = rows.filter(subject_id=subject)
    return rows


def events_about(*, actor: Actor, subject_kind: str, subject_id: UUID | str, size: int = 50) -> Sequence[EventRow]:
    """History of one thing, newest first, as far as the actor may see it."""
    del actor  # row-level security decides; the argument keeps the shape of every query
    rows = (
        Event.objects.filter(subject_kind=subject_kind, subject_id=str(subject_id))
        .select_related("payload", "seal")
        .order_by("-id")
    )
    return [_row(event) for event in rows[:size]]


def _row(event: Event) -> EventRow:
    payload, seal = getattr(event, "payload", None), getattr(event, "seal", None)
    return EventRow(
        id=event.id,
        recorded_at=event.recorded_at,
        happened_at=event.happened_at,
        actor=event.actor,
        verb=event.verb,
        subject_kind=event.subject_kind,
        subject_id=event.subject_id,
        unit_code=event.unit_code,
        facts=payload.facts if payload else None,
        number=seal.number if seal else None,
    )


def count_events(*, verb: str, subject_kind: str, subject_id: str, since: datetime) -> int:
    """How often one thing happened to one subject since a moment of the wall clock. One query."""
    rows = Event.objects.filter(subject_kind=subject_kind, subject_id=subject_id, verb=verb, recorded_at__gte=since)
    return rows.count()


@dataclass(frozen=True, kw_only=True)
class SealedEvent:
    """An event with its number in the chain, for rooms that follow the record."""

    number: int
    recorded_at: datetime
    happened_at: datetime
    actor: str
    verb: str
    subject_kind: str
    subject_id: str
    unit_code: str
    facts: dict[str, Any]


def newest_number() -> int:
    """Number of the newest sealed event; 0 in an empty home. One query."""
    return Seal.objects.order_by("-number").values_list("number", flat=True).first() or 0


def sealed_events(*, after: int, to: int, verbs: Sequence[str]) -> list[SealedEvent]:
    """Sealed events of these verbs numbered in (after, to], in order; for a job that follows the record. One query."""
    rows = Seal.objects.filter(number__gt=after, number__lte=to, event__verb__in=verbs)
    return [
        SealedEvent(
            number=seal.number,
            recorded_at=seal.event.recorded_at,
            happened_at=seal.event.happened_at,
            actor=seal.event.actor,
            verb=seal.event.verb,
            subject_kind=seal.event.subject_kind,
            subject_id=seal.event.subject_id,
            unit_code=seal.event.unit_code,
            facts=_facts(seal.event),
        )
        for seal in rows.select_related("event", "event__payload").order_by("number")
    ]


def _facts(event: Event) -> dict[str, Any]:
    payload = getattr(event, "payload", None)
    return dict(payload.facts) if payload else {}
