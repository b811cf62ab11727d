"""Publish what a playbook wants said, take it down with the order, and leave a receipt when it is read (K-07)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from gridkeeper.access.retention import RULES
from gridkeeper.audit.record import record
from gridkeeper.catalogue.making import Maker, register_maker
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import NotFound
from gridkeeper.kernel.unit_code import shared_code, upper_bound
from gridkeeper.notices.errors import NotAddressed
from gridkeeper.notices.models import Notice, Receipt
from gridkeeper.notices.queries import place_addressed, posts_of
from gridkeeper.playbooks.wanted import Standing, WantedNotice, made_id


def read_notice(*, actor: Actor, notice_id: UUID, now: datetime) -> datetime:
    """Leave a receipt as a reader the notice is for; the first reading counts. Answers when that was.

    Raises NotFound, NotAddressed.
    """
    notice = Notice.objects.filter(pk=notice_id).first()
    if notice is None or actor.person_id is None:
        raise NotFound(kind="notice", name=str(notice_id))
    place = place_addressed(notice, posts_of(person_id=actor.person_id, now=now))
    if place is None:
        raise NotAddressed(subject=notice.subject_zh)
    with transaction.atomic():
        kept = Receipt.objects.filter(notice=notice, person_id=actor.person_id).first()
        if kept is not None:
            return kept.read_at
        Receipt.objects.bulk_create(
            [Receipt(notice=notice, unit_code=place, person_id=actor.person_id, read_at=now)], ignore_conflicts=True
        )
        record(
            actor=actor,
            verb="notice.read",
            subject_kind="notice",
            subject_id=notice.id,
            unit_code=place,
            happened_at=now,
        )
    return now


def make_notices(*, actor: Actor, order_id: UUID, wants: Sequence[WantedNotice], now: datetime) -> int:
    """Publish the notices that are not there yet. Raises Forbidden."""
    for code in {want.unit_code for want in wants}:
        actor.require("notices.send", at=code)
    there = set(Notice.objects.filter(order_id=order_id).values_list("id", flat=True))
    rows = [
        Notice(
            id=key,
            unit_id=want.unit_id,
            unit_code=want.unit_code,
            order_id=order_id,
            subject_zh=want.subject_zh[:200],
            subject_en=want.subject_en[:200],
            body_zh=want.body_zh,
            body_en=want.body_en,
            roles=list(want.roles),
            needs_receipt=want.receipt,
            published_at=now,
        )
        for want in wants
        if (key := made_id(order_id, want.kind, want.key)) not in there
    ]
    Notice.objects.bulk_create(rows, batch_size=2000)
    if rows:
        record(
            actor=actor,
            verb="notice.published-under-order",
            subject_kind="order",
            subject_id=order_id,
            unit_code=shared_code(row.unit_code for row in rows),
            happened_at=now,
            facts={"count": len(rows), "subjects": sorted({row.subject_zh for row in rows})[:50]},
        )
    return len(rows)


def take_back_of_order(*, actor: Actor, order_id: UUID, because: str, now: datetime) -> dict[str, int]:
    """Take down the notices of an order (R-11); receipts stay for their time. The order's own event says who."""
    del actor, because
    down = Notice.objects.filter(order_id=order_id, ended_at=None).update(ended_at=now)
    return {"notices": down} if down else {}


def standing_notices(*, prefix: str, now: datetime) -> Iterator[Standing]:
    """Notices in force at a unit and below."""
    del now
    rows = Notice.objects.filter(unit_code__gte=prefix, unit_code__lt=upper_bound(prefix), ended_at=None)
    for key, code, subject, order in rows.values_list("id", "unit_code", "subject_zh", "order_id"):
        yield Standing(kind="notice", id=key, unit_code=code, words=subject, mark=subject, order_id=order)


def erase_receipts_of(*, actor: Actor, person_id: UUID, now: datetime) -> dict[str, int]:
    """Clear one person's receipts, inside the caller's transaction (SF-07)."""
    del actor, now  # the purge's own event says who and when
    gone = Receipt.objects.filter(person_id=person_id).delete()[0]
    return {"receipts": gone} if gone else {}


def erase_old_receipts(*, actor: Actor, now: datetime) -> Mapping[str, int]:
    """Clear receipts past their time, inside the caller's transaction (12.5)."""
    del actor  # as above
    gone = Receipt.objects.filter(read_at__lte=now - RULES["messages"].keep).delete()[0]
    return {"receipts": gone} if gone else {}


def count_of_orders(*, order_ids: Sequence[UUID]) -> Mapping[str, int]:
    """How many receipts the notices of orders left, in the caller's scope."""
    return {"receipts": Receipt.objects.filter(notice__order_id__in=order_ids).count()}


def forget_orders(*, order_ids: Sequence[UUID]) -> Mapping[str, int]:
    """Clear who read the notices of orders, inside the caller's transaction (SF-08)."""
    gone = Receipt.objects.filter(notice__order_id__in=order_ids).delete()[0]
    return {"receipts": gone} if gone else {}


def register() -> None:
    """Enter how notices are made."""
    register_maker(Maker(kind=WantedNotice.kind, make=make_notices, standing=standing_notices))
