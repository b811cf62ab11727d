"""What was said and what waits: pages of the outbox for those in whose reach it lies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.unit_code import upper_bound
from gridkeeper.notices.models import Message


@dataclass(frozen=True, kw_only=True)
class MessageRow:
    """One message, ready to print."""

    id: UUID
    unit_code: str
    to: str
    channel: str
    subject: str
    body: str
    made_at: datetime
    made_by: str
    sent_at: datetime | None
    trapped: bool
    state: str


def messages_page(
    *, actor: Actor, unit_code: str = "", state: str = "", before: UUID | None = None, size: int = 50
) -> Sequence[MessageRow]:
    """Newest messages first, keyset pages by id; row-level security keeps to the actor's people desk. One query."""
    if not actor.reaches("people.read"):
        actor.require("people.read", at=unit_code or "-", place=unit_code)
    rows = Message.objects.order_by("-id")
    if unit_code:
        rows = rows.filter(unit_code__gte=unit_code, unit_code__lt=upper_bound(unit_code))
    if state:
        rows = rows.filter(state=state)
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
            made_at=row.made_at,
            made_by=row.made_by,
            sent_at=row.sent_at,
            trapped=row.trapped,
            state=row.state,
        )
        for row in rows[:size]
    ]
