"""Forget who opened, tried and entered, when their time is over or their owner asks (SF-07, SF-08)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Replace

from gridkeeper.kernel.actor import Actor
from gridkeeper.posts.models import Person
from gridkeeper.zones.models import Exit, ExitCheck, ZoneEvent

FORGOTTEN: Final = "—"


def count_of_orders(*, order_ids: Sequence[UUID]) -> Mapping[str, int]:
    """How many exits, checks and events of zones under these orders name somebody, in the caller's scope."""
    return {"names on zones": sum(rows.count() for rows in _of_orders(order_ids))}


def forget_orders(*, order_ids: Sequence[UUID]) -> Mapping[str, int]:
    """Take the names off the exits, checks and events of zones under these orders, in the caller's transaction.

    That every exit was tried, when, and with what result stays with the order (SF-08, SF-20).
    """
    exits, checks, events = _of_orders(order_ids)
    gone = exits.update(opener=FORGOTTEN, deputy=FORGOTTEN, phone="")
    gone += checks.update(by=FORGOTTEN) + events.update(by=FORGOTTEN)
    return {"names on zones": gone} if gone else {}


def _of_orders(order_ids: Sequence[UUID]) -> tuple[QuerySet[Exit], QuerySet[ExitCheck], QuerySet[ZoneEvent]]:
    exits = Exit.objects.filter(zone__order_id__in=order_ids)
    return (
        exits.exclude(opener=FORGOTTEN, deputy=FORGOTTEN, phone=""),
        ExitCheck.objects.filter(exit__zone__order_id__in=order_ids).exclude(by=FORGOTTEN),
        ZoneEvent.objects.filter(zone__order_id__in=order_ids).exclude(by=FORGOTTEN),
    )


def erase_person(*, actor: Actor, person_id: UUID, now: datetime) -> dict[str, int]:
    """Take a person's name off the exits they open; the post before it stays, and with it whom to ask (SF-20)."""
    del actor, now  # the purge's own event says who and when
    name = Person.objects.filter(pk=person_id).values_list("name", flat=True).first()
    if not name or name == FORGOTTEN:
        return {}
    gone = 0
    for field in ("opener", "deputy"):
        named = Exit.objects.filter(**{f"{field}__contains": name})
        gone += named.update(**{field: Replace(F(field), Value(name), Value(FORGOTTEN))})
    return {"names on zones": gone} if gone else {}
