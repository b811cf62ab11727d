"""Forget who walked and what pictures show, when their time is over or their owner asks (SF-06, SF-07)."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from gridkeeper.access.retention import RULES
from gridkeeper.kernel.actor import Actor
from gridkeeper.rounds.models import Photo, Walk

FORGOTTEN: Final = "—"


def erase_person(*, actor: Actor, person_id: UUID, now: datetime) -> dict[str, int]:
    """Take a person off their rounds and remove the pictures they took; that the place was covered stays."""
    del actor, now  # the purge's own event says who and when
    photos = Photo.objects.filter(walk__person_id=person_id).delete()[0]
    walks = Walk.objects.filter(person_id=person_id).update(by=FORGOTTEN, person_id=None)
    return {kind: number for kind, number in (("rounds", walks), ("pictures", photos)) if number}


def remove_old_walks(*, actor: Actor, now: datetime) -> dict[str, int]:
    """Take the names off rounds whose time is over (12.5)."""
    del actor
    old = Walk.objects.filter(started_at__lte=now - RULES["rounds"].keep).exclude(by=FORGOTTEN)
    count = old.update(by=FORGOTTEN, person_id=None)
    return {"names on rounds": count} if count else {}


def remove_old_photos(*, actor: Actor, now: datetime) -> dict[str, int]:
    """Remove pictures whose time is over; their digests stay in the record."""
    del actor
    count = Photo.objects.filter(taken_at__lte=now - RULES["round_photos"].keep).delete()[0]
    return {"pictures": count} if count else {}
