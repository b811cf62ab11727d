"""Close organisations and all that hangs on them, and take back what an order made: a few statements for thousands."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from gridkeeper.audit.record import record_many
from gridkeeper.catalogue.registrations import work_movers
from gridkeeper.kernel.actor import Actor
from gridkeeper.posts.choices import TEMPORARY, BodyKind
from gridkeeper.posts.commands.appointment import end_appointments
from gridkeeper.posts.errors import NoSuccessor
from gridkeeper.posts.models import Appointment, Body, Post


@dataclass(kw_only=True)
class Closing:
    """What closing bodies did: bodies closed, appointments and posts ended, work that moved on."""

    bodies: list[UUID] = field(default_factory=list)
    appointments: int = 0
    posts: int = 0
    moved: dict[str, int] = field(default_factory=dict)


def take_back_of_order(*, actor: Actor, order_id: UUID, because: str, now: datetime) -> dict[str, int]:
    """End the appointments, posts and bodies that carry an order's id; for the end of that order (R-11)."""
    founded = Body.objects.filter(order_id=order_id, closed_at=None).values_list("id", flat=True)
    done = close_all(actor=actor, body_ids=list(founded), because=because, now=now, order_id=order_id)
    counts = {"appointments": done.appointments, "posts": done.posts, "bodies": len(done.bodies), **done.moved}
    return {kind: number for kind, number in counts.items() if number}


def close_all(
    *, actor: Actor, body_ids: Collection[UUID], because: str, now: datetime, order_id: UUID | None = None
) -> Closing:
    """Close these bodies, every temporary one they justify, and what the order made; inside the caller's transaction.

    Posts and appointments of the bodies, and those under ``order_id``, end with them; open work moves to each body's
    successor (A23). Raises NoSuccessor when open work would be left to nobody.
    """
    bodies = _with_dependents(body_ids)
    done = Closing(bodies=[body.id for body in bodies])
    Body.objects.filter(pk__in=done.bodies).update(closed_at=now, closed_because=because[:200])
    posts = Post.objects.filter(Q(body_id__in=done.bodies) | _under(order_id)).filter(Q(to_at=None) | Q(to_at__gt=now))
    post_ids = list(posts.values_list("id", flat=True))
    held = Appointment.objects.filter(Q(post_id__in=post_ids) | _under(order_id))
    done.appointments = end_appointments(actor=actor, rows=held, because=because, now=now)
    # A post that had not begun ends at its own beginning, as its appointments do.
    Post.objects.filter(pk__in=post_ids, from_at__gt=now).update(to_at=F("from_at"))
    done.posts = Post.objects.filter(pk__in=post_ids, from_at__lte=now).update(to_at=now) if post_ids else 0
    successors = _hand_on_work(actor=actor, bodies=bodies, done=done, now=now)
    record_many(
        actor=actor,
        verb="body.closed",
        subject_kind="body",
        subjects=[
            (
                str(body.id),
                body.unit_code,
                {"name": body.name, "because": because, "successor": _text(successors.get(body.id))},
            )
            for body in bodies
        ],
        happened_at=now,
    )
    return done


def _under(order_id: UUID | None) -> Q:
    return Q(order_id=order_id) if order_id else Q(pk__in=[])


def _with_dependents(body_ids: Collection[UUID]) -> list[Body]:
    """The open ones of these, and all that end with them, deepest first; locked, so that nobody closes one twice."""
    found: dict[UUID, Body] = {}
    wave: QuerySet[Body] = Body.objects.filter(pk__in=body_ids)
    while fresh := [body for body in wave.filter(closed_at=None).select_for_update() if body.id not in found]:
        found.update({body.id: body for body in fresh})
        ids = [body.id for body in fresh]
        wave = Body.objects.filter(Q(justified_by__in=ids) | Q(parent__in=ids, kind__in=TEMPORARY))
    return list(reversed(found.values()))


def _hand_on_work(*, actor: Actor, bodies: list[Body], done: Closing, now: datetime) -> dict[UUID, UUID]:
    by_id = {body.id: body for body in bodies}
    successors: dict[UUID, UUID] = {}
    for mover in work_movers().values():
        for body_id in mover.holding(body_ids=list(by_id)) if by_id else ():
            if body_id not in successors:
                successor = _successor(by_id[body_id])
                if successor is None:
                    raise NoSuccessor(body=by_id[body_id].name)
                successors[body_id] = successor.id
            moved = mover.move(actor=actor, body_id=body_id, successor_id=successors[body_id], now=now)
            for kind, number in moved.items():
                done.moved[kind] = done.moved.get(kind, 0) + number
    return successors


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


def _text(key: UUID | None) -> str | None:
    return str(key) if key else None
