"""The one way to leave a trace: called once by every command."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from gridkeeper.audit.models import Event, Payload
from gridkeeper.audit.policy import payload_digest
from gridkeeper.clocks.queries import wall_now
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.ids import uuid7

_SALT = 16


def record(
    *,
    actor: Actor,
    verb: str,
    subject_kind: str,
    subject_id: UUID | str,
    unit_code: str,
    happened_at: datetime,
    facts: Mapping[str, Any] | None = None,
) -> Event:
    """Write one event in the caller's transaction; it is chained within a second after commit.

    ``verb`` is ``room.done`` in the past tense ("post.appointed"); ``facts`` is JSON and may be erased later, so
    nothing but ids belongs in the other arguments.
    """
    return record_many(
        actor=actor,
        verb=verb,
        subject_kind=subject_kind,
        subjects=[(str(subject_id), unit_code, facts or {})],
        happened_at=happened_at,
    )[0]


def record_many(
    *,
    actor: Actor,
    verb: str,
    subject_kind: str,
    subjects: Sequence[tuple[str, str, Mapping[str, Any]]],
    happened_at: datetime,
) -> list[Event]:
    """Write one event per (subject id, unit code, facts) of one command, in two statements."""
    recorded_at = wall_now()
    events, payloads = [], []
    for subject_id, unit_code, facts in subjects:
        salt = os.urandom(_SALT)
        event = Event(
            id=uuid7(),
            recorded_at=recorded_at,
            happened_at=happened_at,
            actor=actor.login or "nobody",
            verb=verb,
            subject_kind=subject_kind,
            subject_id=subject_id,
            unit_code=unit_code,
            payload_digest=payload_digest(salt, facts),
        )
        events.append(event)
        payloads.append(Payload(event=event, unit_code=unit_code, salt=salt, facts=dict(facts)))
    with transaction.atomic():
        Event.objects.bulk_create(events, batch_size=2000)
        Payload.objects.bulk_create(payloads, batch_size=2000)
    return events
