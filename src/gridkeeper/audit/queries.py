"""What happened here: pages of events for those who may read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from gridkeeper.audit.models import Event
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.unit_code import upper_bound


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
    *, actor: Actor, before: UUID | None = None, verb: str = "", who: str = "", unit_code: str = "", size: int = 50
) -> Sequence[EventRow]:
    """Newest events first, keyset pages by id; row-level security keeps to what ``actor`` may see. Two queries."""
    if not actor.reaches("audit.read"):
        actor.require("audit.read", at=unit_code or "-", place=unit_code)
    rows = Event.objects.select_related("payload", "seal").order_by("-id")
    if before:
        rows = rows.filter(id__lt=before)
    if verb:
        rows = rows.filter(verb__startswith=verb)
    if who:
        rows = rows.filter(actor=who)
    if unit_code:
        rows = rows.filter(Q(unit_code__gte=unit_code) & Q(unit_code__lt=upper_bound(unit_code)))
    return [_row(event) for event in rows[:size]]


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
