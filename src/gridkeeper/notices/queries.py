"""What was said and what waits: pages of the outbox, one's own notices, and how many have read one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.unit_code import ancestors_of, is_within, upper_bound
from gridkeeper.notices.models import Message, Notice, Receipt
from gridkeeper.posts.models import Appointment


@dataclass(frozen=True, kw_only=True)
class MessageRow:
    """One message, ready to print."""

    id: UUID
    unit_code: str
    to: str
    channel: str
    subject: str
    body: str
    subject_en: str
    body_en: str
    made_at: datetime
    made_by: str
    sent_at: datetime | None
    trapped: bool
    state: str


def messages_page(
    *, actor: Actor, unit_code: str = "", state: str = "", text: str = "", before: UUID | None = None, size: int = 50
) -> Sequence[MessageRow]:
    """Newest messages first, keyset pages by id; row-level security keeps to the actor's people desk. One query."""
    if not actor.reaches("people.read"):
        actor.require("people.read", at=unit_code or "-", place=unit_code)
    rows = Message.objects.order_by("-id")
    if unit_code:
        rows = rows.filter(unit_code__gte=unit_code, unit_code__lt=upper_bound(unit_code))
    if state:
        rows = rows.filter(state=state)
    if text:
        rows = rows.filter(_holding(text))
    if before:
        rows = rows.filter(id__lt=before)
    return [
        MessageRow(
            id=row.id,
            unit_code=row.unit_code,
            to=row.to,
            channel=row.channel,
            subject=row.subject,
            body=row.body,
            subject_en=row.subject_en,
            body_en=row.body_en,
            made_at=row.made_at,
            made_by=row.made_by,
            sent_at=row.sent_at,
            trapped=row.trapped,
            state=row.state,
        )
        for row in rows[:size]
    ]


def _holding(text: str) -> Q:
    fields = ("subject", "body", "subject_en", "body_en")
    return Q(*[(f"{field}__icontains", text) for field in fields], _connector=Q.OR)


@dataclass(frozen=True, kw_only=True)
class NoticeRow:
    """A notice in both languages; ``read_at`` is when the viewer read it, ``place`` the viewer's post it came to."""

    id: UUID
    unit_code: str
    order_id: UUID
    subject_zh: str
    subject_en: str
    body_zh: str
    body_en: str
    needs_receipt: bool
    published_at: datetime
    place: str
    read_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Reach:
    """How many a notice is for and how many have read it, at one place; never who (R-14)."""

    unit_code: str
    addressed: int
    read: int


def notices_for_me(*, actor: Actor, now: datetime, size: int = 50) -> Sequence[NoticeRow]:
    """Notices in force for the posts the actor holds, newest first, unread before read. Three queries."""
    if actor.person_id is None:
        return []
    held = list(_held(now).filter(person_id=actor.person_id))
    if not held:
        return []
    places = {code for _, code in held} | {above for _, code in held for above in ancestors_of(code)}
    rows = Notice.objects.filter(ended_at=None, unit_code__in=places, roles__overlap=[role for role, _ in held])
    found = list(rows.order_by("-published_at")[: 4 * size])
    read = dict(Receipt.objects.filter(person_id=actor.person_id, notice__in=found).values_list("notice_id", "read_at"))
    mine = [
        _notice_row(row, place=place, read_at=read.get(row.id))
        for row in found
        if (place := place_addressed(row, held)) is not None
    ]
    return sorted(mine, key=lambda one: one.read_at is not None)[:size]


def notice_reach(*, actor: Actor, order_id: UUID, now: datetime, width: int = 12) -> Sequence[Reach]:
    """How many of those addressed have read the notices of an order, by place of ``width`` digits. Three queries."""
    notices = list(Notice.objects.filter(order_id=order_id, needs_receipt=True))
    for code in {row.unit_code for row in notices}:
        actor.require("wall.read", at=code)
    addressed: Counter[str] = Counter()
    roles = {role for row in notices for role in row.roles}
    for role, code in _held(now).filter(role_held__in=roles):
        addressed[code[:width]] += sum(role in row.roles and is_within(code, row.unit_code) for row in notices)
    read = Counter(
        code[:width]
        for code in Receipt.objects.filter(notice__in=notices, read_at__lte=now).values_list("unit_code", flat=True)
    )
    return [Reach(unit_code=code, addressed=number, read=read[code]) for code, number in sorted(addressed.items())]


def place_addressed(notice: Notice, held: Sequence[tuple[str, str]]) -> str | None:
    """The place of the post through which a notice is for somebody; None where it is not."""
    return next((code for role, code in held if role in notice.roles and is_within(code, notice.unit_code)), None)


def posts_of(*, person_id: UUID, now: datetime) -> Sequence[tuple[str, str]]:
    """Role and place of the posts somebody holds. One query."""
    return list(_held(now).filter(person_id=person_id))


def _held(now: datetime) -> QuerySet[Appointment, tuple[str, str]]:
    rows = Appointment.objects.filter(from_at__lte=now).filter(Q(to_at=None) | Q(to_at__gt=now))
    return rows.values_list("role_held", "unit_code")


def _notice_row(row: Notice, *, place: str, read_at: datetime | None) -> NoticeRow:
    return NoticeRow(
        id=row.id,
        unit_code=row.unit_code,
        order_id=row.order_id,
        subject_zh=row.subject_zh,
        subject_en=row.subject_en,
        body_zh=row.body_zh,
        body_en=row.body_en,
        needs_receipt=row.needs_receipt,
        published_at=row.published_at,
        place=place,
        read_at=read_at,
    )
