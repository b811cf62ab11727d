"""Forget who walked and what pictures show, when their time is over or their owner asks (SF-06, SF-07)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

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


def count_of_orders(*, order_ids: Sequence[UUID]) -> Mapping[str, int]:
    """How many pictures and names the rounds of orders left, in the caller's scope."""
    pictures, names = _of_orders(order_ids)
    return {"round photos": pictures.count(), "walks": names.count()}


def forget_orders(*, order_ids: Sequence[UUID]) -> Mapping[str, int]:
    """Remove the pictures of rounds that orders asked for and take the names off; that a place was covered stays.

    Inside the caller's transaction (SF-08).
    """
    pictures, names = _of_orders(order_ids)
    gone = {"round photos": pictures.delete()[0], "walks": names.update(by=FORGOTTEN, person_id=None)}
    return {kind: number for kind, number in gone.items() if number}


def _of_orders(order_ids: Sequence[UUID]) -> tuple[QuerySet[Photo], QuerySet[Walk]]:
    walked = Walk.objects.filter(series__order_id__in=order_ids)
    return Photo.objects.filter(walk__series__order_id__in=order_ids), walked.exclude(by=FORGOTTEN)
