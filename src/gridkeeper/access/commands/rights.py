"""Take and answer what people ask about their own data (SF-10)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from gridkeeper.access.choices import RightKind
from gridkeeper.access.errors import AlreadyAnswered
from gridkeeper.access.models import RightsRequest
from gridkeeper.audit.record import record
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import NotFound
from gridkeeper.posts.models import Person

ANSWER_WITHIN_WORKING_DAYS = 15


def file_request(*, actor: Actor, person_id: UUID, kind: RightKind, words: str, now: datetime) -> RightsRequest:
    """File a request for oneself, or at the desk for somebody who came in person. Due in 15 working days."""
    person = Person.objects.filter(pk=person_id, erased_at=None).first()
    if person is None:
        raise NotFound(kind="person", name=str(person_id))
    if actor.person_id != person.id:
        actor.require("rights.write", at=person.unit_code)
    with transaction.atomic():
        row = RightsRequest.objects.create(
            person_id=person.id,
            unit_code=person.unit_code,
            kind=kind,
            words=words,
            received_at=now,
            due_on=working_days_later(now.date(), ANSWER_WITHIN_WORKING_DAYS),
        )
        _trace(actor, row, "rights.asked", now)
    return row


def answer_request(*, actor: Actor, request_id: UUID, answer: str, now: datetime) -> RightsRequest:
    """Answer a request once. Raises AlreadyAnswered, NotFound, Forbidden."""
    row = RightsRequest.objects.filter(pk=request_id).first()
    if row is None:
        raise NotFound(kind="request", name=str(request_id))
    actor.require("rights.write", at=row.unit_code)
    with transaction.atomic():
        moved = RightsRequest.objects.filter(pk=row.pk, answered_at=None).update(
            answer=answer, answered_at=now, answered_by=actor.login
        )
        if moved != 1:
            row.refresh_from_db()
            raise AlreadyAnswered(answered=row.answered_at)
        _trace(actor, row, "rights.answered", now)
    row.refresh_from_db()
    return row


def working_days_later(start: date, days: int) -> date:
    """The date ``days`` working days after ``start``; Monday to Friday."""
    day = start
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5
    return day


def _trace(actor: Actor, row: RightsRequest, verb: str, now: datetime) -> None:
    record(
        actor=actor,
        verb=verb,
        subject_kind="rights-request",
        subject_id=row.id,
        unit_code=row.unit_code,
        happened_at=now,
        facts={"kind": row.kind},
    )
