"""Found and close organisations; a temporary one is approved and ends with what justified it (K-05, A23)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from gridkeeper.audit.record import record
from gridkeeper.formats.pinyin import initials, sort_key
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import NotFound
from gridkeeper.posts.choices import TEMPORARY, BodyKind
from gridkeeper.posts.commands.closing import Closing, close_all
from gridkeeper.posts.errors import BodyClosed, NeedsJustification, NotApproved
from gridkeeper.posts.models import Body


@dataclass(frozen=True, kw_only=True)
class NewBody:
    """An organisation to found."""

    name: str
    kind: BodyKind
    unit_id: UUID
    unit_code: str
    name_en: str = ""
    parent_id: UUID | None = None
    justified_by_id: UUID | None = None
    successor_id: UUID | None = None
    order_id: UUID | None = None
    approved_by: str = ""
    is_generated: bool = False


def found_body(*, actor: Actor, body: NewBody, now: datetime) -> Body:
    """Found an organisation. A temporary one needs an approver and an order or a body that justifies it (K-05)."""
    actor.require("body.write", at=body.unit_code)
    if body.kind in TEMPORARY:
        if not (body.order_id or body.justified_by_id):
            raise NeedsJustification(body=body.name)
        if not body.approved_by.strip():
            raise NotApproved(body=body.name)
    for other_id in (body.parent_id, body.justified_by_id):
        other = Body.objects.filter(pk=other_id).select_related("successor").first() if other_id else None
        if other is not None and other.closed_at:
            raise BodyClosed(body=other.name, closed=_shown(other.closed_at), successor=str(other.successor or "-"))
    with transaction.atomic():
        row = Body.objects.create(
            name=body.name,
            name_en=body.name_en,
            kind=body.kind,
            unit_id=body.unit_id,
            unit_code=body.unit_code,
            parent_id=body.parent_id,
            justified_by_id=body.justified_by_id,
            successor_id=body.successor_id,
            order_id=body.order_id,
            approved_by=body.approved_by,
            founded_at=now,
            is_generated=body.is_generated,
            sort_key=sort_key(body.name)[:240],
            initials=initials(body.name)[:120],
        )
        record(
            actor=actor,
            verb="body.founded",
            subject_kind="body",
            subject_id=row.id,
            unit_code=row.unit_code,
            happened_at=now,
            facts={"name": row.name, "kind": row.kind, "approved_by": row.approved_by},
        )
    return row


def close_body(*, actor: Actor, body_id: UUID, because: str, now: datetime) -> Closing:
    """Close an organisation, and every temporary one it justifies, deepest first; open work moves on (A23).

    Raises BodyClosed when it is closed already, NoSuccessor when open work would be left to nobody.
    """
    body = Body.objects.filter(pk=body_id).select_related("successor").first()
    if body is None:
        raise NotFound(kind="body", name=str(body_id))
    actor.require("body.write", at=body.unit_code)
    if body.closed_at:
        raise BodyClosed(body=body.name, closed=_shown(body.closed_at), successor=str(body.successor or "-"))
    with transaction.atomic():
        return close_all(actor=actor, body_ids=[body.id], because=because, now=now)


def _shown(moment: datetime) -> str:
    return moment.isoformat(sep=" ", timespec="minutes")
