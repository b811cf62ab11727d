"""Make posts, appoint people to them, end appointments (K-04)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet

from gridkeeper.audit.record import record
from gridkeeper.catalogue.registrations import may_give
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import NotFound
from gridkeeper.kernel.unit_code import shared_code
from gridkeeper.posts.choices import Holding, Through
from gridkeeper.posts.errors import (
    AlreadyHeld,
    EndsBeforeBeginning,
    MoreThanOwn,
    NoDocument,
    NotQualified,
    PersonLeft,
    PostClosed,
    PostFull,
)
from gridkeeper.posts.models import Appointment, Person, Post, Reach
from gridkeeper.posts.policy import Span, most_at_once


@dataclass(frozen=True, kw_only=True)
class NewPost:
    """A seat to make."""

    unit_id: UUID
    unit_code: str
    role: str
    title: str
    title_en: str = ""
    body_id: UUID | None = None
    seats: int = 1
    duty_phone: str = ""
    is_office: bool = True
    order_id: UUID | None = None
    from_at: datetime
    to_at: datetime | None = None


def create_post(*, actor: Actor, post: NewPost, now: datetime) -> Post:
    """Make a seat at a unit; it is vacant until somebody is appointed."""
    actor.require("post.appoint", at=post.unit_code)
    _refuse_more_than_own(actor, role=post.role, title=post.title, unit_code=post.unit_code)
    if post.to_at and post.to_at < post.from_at:
        raise EndsBeforeBeginning(begins=post.from_at.isoformat(), to=post.to_at.isoformat())
    with transaction.atomic():
        row = Post.objects.create(
            unit_id=post.unit_id,
            unit_code=post.unit_code,
            role=post.role,
            title=post.title,
            title_en=post.title_en,
            body_id=post.body_id,
            seats=post.seats,
            duty_phone=post.duty_phone,
            is_office=post.is_office,
            order_id=post.order_id,
            from_at=post.from_at,
            to_at=post.to_at,
        )
        record(
            actor=actor,
            verb="post.created",
            subject_kind="post",
            subject_id=row.id,
            unit_code=row.unit_code,
            happened_at=now,
            facts={"role": row.role, "title": row.title, "seats": row.seats},
        )
    return row


def appoint(
    *,
    actor: Actor,
    post_id: UUID,
    person_id: UUID,
    document: str,
    from_at: datetime,
    now: datetime,
    to_at: datetime | None = None,
    holding: Holding = Holding.HOLDER,
    order_id: UUID | None = None,
) -> Appointment:
    """Appoint a person to a post under a document; they are in reach of its unit from then on.

    Raises PostFull (holders beyond the seats; deputies are not counted), AlreadyHeld, NoDocument, NotQualified,
    EndsBeforeBeginning, PersonLeft, PostClosed, Forbidden, NotFound.
    """
    with transaction.atomic():
        # The row lock makes two officers who fill the last seat wait for each other.
        post = Post.objects.select_for_update().filter(pk=post_id).first()
        if post is None:
            raise NotFound(kind="post", name=str(post_id))
        actor.require("post.appoint", at=post.unit_code)
        _refuse_more_than_own(actor, role=post.role, title=post.title, unit_code=post.unit_code)
        person = Person.objects.filter(pk=person_id, erased_at=None).first()
        if person is None:
            raise NotFound(kind="person", name=str(person_id))
        span = Span(from_at=from_at, to_at=to_at)
        _check(post=post, person=person, document=document, span=span, holding=holding)
        row = Appointment.objects.create(
            post=post,
            person=person,
            unit_code=post.unit_code,
            role_held=post.role,
            holding=holding,
            from_at=from_at,
            to_at=to_at,
            document=document.strip(),
            appointed_by=actor.login,
            order_id=order_id,
        )
        Reach.objects.create(
            person=person,
            unit_code=post.unit_code,
            source_id=row.id,
            through=Through.OFFICE if post.is_office else Through.POST,
        )
        record(
            actor=actor,
            verb="post.appointed",
            subject_kind="appointment",
            subject_id=row.id,
            unit_code=post.unit_code,
            happened_at=now,
            facts={"person": str(person.id), "post": str(post.id), "holding": holding, "document": document},
        )
    return row


def end_appointment(*, actor: Actor, appointment_id: UUID, because: str, now: datetime) -> Appointment:
    """End an appointment now; the seat shows as vacant, and its rights end with this transaction."""
    row = Appointment.objects.filter(pk=appointment_id).select_related("post").first()
    if row is None:
        raise NotFound(kind="appointment", name=str(appointment_id))
    actor.require("post.appoint", at=row.unit_code)
    with transaction.atomic():
        end_appointments(actor=actor, rows=Appointment.objects.filter(pk=row.pk), because=because, now=now)
    row.refresh_from_db()
    return row


def end_appointments(*, actor: Actor, rows: QuerySet[Appointment], because: str, now: datetime) -> int:
    """End all of these at once, inside the caller's transaction: what is not yet over and not yet begun ends as well.

    A handful of statements and one event, however many they are.
    """
    ending = dict(rows.filter(Q(to_at=None) | Q(to_at__gt=now)).values_list("id", "unit_code"))
    if not ending:
        return 0
    ids = sorted(ending)
    open_rows = Appointment.objects.filter(pk__in=ids)
    # An appointment that had not begun ends at its own beginning, so that its dates stay in order.
    open_rows.filter(from_at__gt=now).update(to_at=F("from_at"), ended_because=because[:200])
    open_rows.filter(from_at__lte=now).update(to_at=now, ended_because=because[:200])
    Reach.objects.filter(source_id__in=ids)._raw_delete("default")
    record(
        actor=actor,
        verb="post.appointments-ended",
        subject_kind="appointment",
        subject_id=ids[0] if len(ids) == 1 else f"{len(ids)} appointments",
        unit_code=shared_code(ending.values()),
        happened_at=now,
        facts={"appointments": [str(key) for key in ids[:1000]], "because": because},
    )
    return len(ids)


def close_reach_of_ended(*, now: datetime, since: datetime | None = None) -> int:
    """Take people out of reach whose appointment's own end has come; for a job, safe to run twice.

    ``since`` leaves out what ended before: a look every second must not read all that ever ended.
    """
    over = Appointment.objects.filter(to_at__lte=now).values("id")
    if since is not None:
        over = over.filter(to_at__gt=since)
    return Reach.objects.filter(source_id__in=over, through__in=[Through.POST, Through.OFFICE]).delete()[0]


def _refuse_more_than_own(actor: Actor, *, role: str, title: str, unit_code: str) -> None:
    if not may_give(actor=actor, role=role, unit_code=unit_code):
        raise MoreThanOwn(post=title, place=unit_code)


def _is_qualified(post: Post, person: Person, *, at: datetime) -> bool:
    """Whether the person holds, at that moment, one of the roles that the post asks for."""
    held = Appointment.objects.filter(person=person, role_held__in=post.asks.split(), from_at__lte=at)
    return not post.asks or held.filter(Q(to_at=None) | Q(to_at__gt=at)).exists()


def _check(*, post: Post, person: Person, document: str, span: Span, holding: Holding) -> None:
    if not document.strip():
        raise NoDocument(person=person.name)
    if span.to_at is not None and span.to_at <= span.from_at:
        raise EndsBeforeBeginning(begins=_shown(span.from_at), to=_shown(span.to_at))
    if person.left_at:
        raise PersonLeft(person=person.name, left=_shown(person.left_at))
    if post.to_at is not None and (span.to_at is None or span.to_at > post.to_at):
        raise PostClosed(post=post.title, to=_shown(post.to_at))
    if not _is_qualified(post, person, at=span.from_at):
        raise NotQualified(person=person.name, post=post.title, roles=post.asks)
    others = list(
        Appointment.objects.filter(post=post).filter(Q(to_at=None) | Q(to_at__gt=span.from_at)).select_related("person")
    )
    meeting = [row for row in others if Span(from_at=row.from_at, to_at=row.to_at).meets(span)]
    if any(row.person_id == person.id for row in meeting):
        raise AlreadyHeld(person=person.name, post=post.title)
    holders = [row for row in meeting if row.holding == Holding.HOLDER]
    spans = [Span(from_at=row.from_at, to_at=row.to_at) for row in holders]
    if holding == Holding.HOLDER and most_at_once(spans, within=span) >= post.seats:
        raise PostFull(seats=post.seats, post=post.title, holders=", ".join(row.person.name for row in holders))


def _shown(moment: datetime) -> str:
    return moment.isoformat(sep=" ", timespec="minutes")
