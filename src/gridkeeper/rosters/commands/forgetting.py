"""Forget who stood, wrote, signed and was asked, when their time is over or their owner asks (SF-06, SF-07, SF-08)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from gridkeeper.access.retention import RULES
from gridkeeper.kernel.actor import Actor
from gridkeeper.rosters.choices import LIVE
from gridkeeper.rosters.models import Asked, Duty, Enlistment, HandOver, LogEntry


def erase_duties_of(*, actor: Actor, person_id: UUID, now: datetime) -> dict[str, int]:
    """Take a person out of every duty, log line and list, inside the caller's transaction (SF-07).

    What they stood stays as a seat that somebody held.
    """
    del actor  # the purge's own event says who and when
    gone = Duty.objects.filter(person_id=person_id, state__in=LIVE, starts__gt=now).delete()[0]
    gone += Duty.objects.filter(person_id=person_id).update(person_id=None)
    gone += LogEntry.objects.filter(person_id=person_id).update(person_id=None)
    gone += HandOver.objects.filter(from_person_id=person_id).update(from_person_id=None)
    gone += HandOver.objects.filter(to_person_id=person_id).update(to_person_id=None)
    gone += Asked.objects.filter(person_id=person_id).delete()[0]
    gone += Enlistment.objects.filter(person_id=person_id).delete()[0]
    return {"duties": gone} if gone else {}


def forget_asked(*, actor: Actor, now: datetime) -> Mapping[str, int]:
    """Forget who was asked for shifts that have begun, whatever they answered (R-14). For the retention job."""
    del actor  # as above
    gone = Asked.objects.filter(shift__starts__lte=now - RULES["asked"].keep).delete()[0]
    return {"asked": gone} if gone else {}


def remove_old_logs(*, actor: Actor, now: datetime) -> Mapping[str, int]:
    """Remove lines and signatures of the duty log after their time (12.5). For the retention job."""
    del actor  # as above
    over = now - RULES["duty-log"].keep
    gone = LogEntry.objects.filter(recorded_at__lte=over).delete()[0]
    gone += HandOver.objects.filter(handed_at__lte=over).delete()[0]
    return {"duty log": gone} if gone else {}


def count_of_orders(*, order_ids: Sequence[UUID]) -> Mapping[str, int]:
    """How many lines and signatures the duty log of orders holds, in the caller's scope."""
    return {"duty log": sum(rows.count() for rows in _log_of_orders(order_ids))}


def forget_orders(*, order_ids: Sequence[UUID]) -> Mapping[str, int]:
    """Remove the duty log of shifts that orders made, inside the caller's transaction (SF-08).

    Who stood them stays: a truthful record of service is owed to those who served (12.5, SF-30, SF-31).
    """
    gone = sum(rows.delete()[0] for rows in _log_of_orders(order_ids))
    return {"duty log": gone} if gone else {}


def _log_of_orders(order_ids: Sequence[UUID]) -> tuple[QuerySet[LogEntry], QuerySet[HandOver]]:
    return (
        LogEntry.objects.filter(shift__order_id__in=order_ids),
        HandOver.objects.filter(duty__shift__order_id__in=order_ids),
    )
