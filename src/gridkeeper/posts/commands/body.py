"""Found and close organisations; a temporary one ends with what justified it (K-05, A23)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from gridkeeper.audit.record import record
from gridkeeper.catalogue.registrations import work_movers
from gridkeeper.formats.pinyin import initials, sort_key
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import NotFound
from gridkeeper.posts.choices import TEMPORARY, BodyKind
from gridkeeper.posts.commands.appointment import end_appointments, end_posts_of
from gridkeeper.posts.errors import BodyClosed, NeedsJustification, NoSuccessor, NotApproved
from gridkeeper.posts.models import Appointment, Body, Post


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


@dataclass(kw_only=True)
class Closing:
    """What closing a body did: bodies closed with it, appointments ended, work that moved and where to."""

    bodies: list[UUID] = field(default_factory=list)
    appointments: int = 0
    moved: dict[str, int] = field(default_factory=dict)


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
    done = Closing()
    with transaction.atomic():
        _close(actor=actor, body=body, because=because, now=now, done=done)
    return done


def take_back_of_order(*, actor: Actor, order_id: UUID, because: str, now: datetime) -> dict[str, int]:
    """End the appointments, posts and bodies that carry an order's id; for the end of that order (R-11)."""
    rows = list(Appointment.objects.filter(order_id=order_id).filter(Q(to_at=None) | Q(to_at__gt=now)))
    ended = end_appointments(actor=actor, rows=rows, because=because, now=now) if rows else 0
    posts = Post.objects.filter(order_id=order_id).filter(Q(to_at=None) | Q(to_at__gt=now))
    post_rows = list(Appointment.objects.filter(post__in=posts).filter(Q(to_at=None) | Q(to_at__gt=now)))
    ended += end_appointments(actor=actor, rows=post_rows, because=because, now=now) if post_rows else 0
    closed_posts = posts.filter(from_at__lte=now).update(to_at=now)
    done = Closing()
    for body in Body.objects.filter(order_id=order_id, closed_at=None).select_related("successor"):
        if body.id not in done.bodies:
            _close(actor=actor, body=body, because=because, now=now, done=done)
    counts = {
        "appointments": ended + done.appointments,
        "posts": closed_posts,
        "bodies": len(done.bodies),
        **done.moved,
    }
    return {kind: number for kind, number in counts.items() if number}


def _close(*, actor: Actor, body: Body, because: str, now: datetime, done: Closing) -> None:
    for dependent in Body.objects.filter(justified_by=body, closed_at=None).select_related("successor"):
        _close(actor=actor, body=dependent, because=because, now=now, done=done)
    for child in Body.objects.filter(parent=body, closed_at=None, kind__in=TEMPORARY).select_related("successor"):
        _close(actor=actor, body=child, because=because, now=now, done=done)
    moved = Body.objects.filter(pk=body.pk, closed_at=None).update(closed_at=now, closed_because=because[:200])
    if moved != 1:
        return  # closed a moment ago along another branch of the same closing
    done.bodies.append(body.id)
    done.appointments += end_posts_of(actor=actor, body=body, because=because, now=now)
    successor = _successor(body)
    for room, move in work_movers().items():
        if successor is None:
            raise NoSuccessor(body=body.name)
        for kind, number in move(actor=actor, body_id=body.id, successor_id=successor.id, now=now).items():
            done.moved[kind] = done.moved.get(kind, 0) + number
        del room
    record(
        actor=actor,
        verb="body.closed",
        subject_kind="body",
        subject_id=body.id,
        unit_code=body.unit_code,
        happened_at=now,
        facts={"name": body.name, "because": because, "successor": str(successor.id) if successor else None},
    )


def _successor(body: Body) -> Body | None:
    """Who takes on open work: the named successor; for a temporary body its unit's committee (A23), else the parent."""
    if body.kind in TEMPORARY and body.successor is None:
        committee = Body.objects.filter(unit_code=body.unit_code, closed_at=None, kind=BodyKind.COMMITTEE).first()
        if committee is not None:
            return committee
    seen: set[UUID] = set()
    candidate = body.successor or body.parent
    while candidate is not None and candidate.id not in seen:
        if candidate.closed_at is None and candidate.kind not in TEMPORARY:
            return candidate
        seen.add(candidate.id)
        candidate = candidate.successor or candidate.parent
    for length in range(len(body.unit_code), 0, -1):
        committee = (
            Body.objects.filter(
                unit_code=body.unit_code[:length], closed_at=None, kind__in=(BodyKind.COMMITTEE, BodyKind.OFFICE)
            )
            .exclude(pk=body.pk)
            .order_by("founded_at")
            .first()
        )
        if committee is not None:
            return committee
    return None


def _shown(moment: datetime) -> str:
    return moment.isoformat(sep=" ", timespec="minutes")
