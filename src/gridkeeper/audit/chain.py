"""Seal new events into the chain, and verify it from the first to the last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from gridkeeper.audit.models import Event, Payload, Seal
from gridkeeper.audit.policy import GENESIS, EventLine, link, payload_digest

_LOCK = 7_140_106
_BATCH = 2000


@dataclass(frozen=True, kw_only=True)
class Head:
    """The newest link: print it or send it elsewhere, and nobody rewrites what is before it unseen."""

    number: int
    hash: str


@dataclass(frozen=True, kw_only=True)
class Break:
    """One place where the chain does not hold."""

    number: int
    event_id: UUID | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What a verification found; ``erased`` payloads are lawful and counted."""

    head: Head
    events: int
    erased: int
    waiting: int
    breaks: tuple[Break, ...]

    @property
    def holds(self) -> bool:
        """True when nothing was changed, taken out or slipped in."""
        return not self.breaks


def head() -> Head:
    """The newest link; number 0 and the genesis hash in an empty home."""
    newest = Seal.objects.order_by("-number").first()
    return Head(number=newest.number, hash=newest.hash) if newest else Head(number=0, hash=GENESIS)


def seal_events(*, now: datetime) -> int:
    """Chain every event that is committed and not yet sealed; safe to run twice, by one worker at a time.

    Returns how many were sealed. Order: recording time, then id.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
            if not cursor.fetchone()[0]:
                return 0
        last = head()
        waiting = Event.objects.filter(seal__isnull=True).order_by("recorded_at", "id")[:_BATCH]
        seals = []
        number, previous = last.number, last.hash
        for event in waiting:
            number += 1
            previous = link(previous, _line(event))
            seals.append(Seal(number=number, event=event, hash=previous, sealed_at=now))
        Seal.objects.bulk_create(seals)
    return len(seals)


def verify_chain(*, expected: Head | None = None) -> Verdict:
    """Recompute the whole chain and every payload digest; compare with a head noted elsewhere when one is given."""
    breaks: list[Break] = []
    previous, number, erased = GENESIS, 0, 0
    for seal, payload in _links():
        number += 1
        event = seal.event
        if seal.number != number:
            breaks.append(Break(number=number, event_id=event.id, reason="a link is missing"))
            number = seal.number
        previous = link(previous, _line(event))
        if previous != seal.hash:
            breaks.append(Break(number=number, event_id=event.id, reason="the event was changed after sealing"))
            previous = seal.hash
        if payload is None or (not payload.facts and not bytes(payload.salt)):
            erased += 1
        elif payload_digest(bytes(payload.salt), payload.facts) != event.payload_digest:
            breaks.append(Break(number=number, event_id=event.id, reason="the facts were changed after sealing"))
        if expected and expected.number == number and expected.hash != seal.hash:
            breaks.append(
                Break(number=number, event_id=event.id, reason="the chain differs from the head noted elsewhere")
            )
    if expected and expected.number > number:
        breaks.append(
            Break(number=expected.number, event_id=None, reason="the chain is shorter than the head noted elsewhere")
        )
    waiting = Event.objects.filter(seal__isnull=True).count()
    return Verdict(head=head(), events=number, erased=erased, waiting=waiting, breaks=tuple(breaks))


def _links() -> Iterator[tuple[Seal, Payload | None]]:
    rows = Seal.objects.select_related("event", "event__payload").order_by("number")
    for seal in rows.iterator(chunk_size=_BATCH):
        yield seal, getattr(seal.event, "payload", None)


def _line(event: Event) -> EventLine:
    return EventLine(
        id=event.id,
        recorded_at=event.recorded_at,
        happened_at=event.happened_at,
        actor=event.actor,
        verb=event.verb,
        subject_kind=event.subject_kind,
        subject_id=event.subject_id,
        unit_code=event.unit_code,
        payload_digest=event.payload_digest,
    )
