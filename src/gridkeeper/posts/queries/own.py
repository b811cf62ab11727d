"""What every page says about its reader: the posts they hold, and the duty line that helps them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Length

from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.unit_code import ancestors_of
from gridkeeper.posts.models import Appointment, Person, Post

DUTY_ROLES: Final = ("community_desk", "street_duty", "district_duty")
_NEAREST: Final = 40


@dataclass(frozen=True, kw_only=True)
class OwnPost:
    """A post the reader holds now."""

    id: UUID
    unit_id: UUID
    unit_code: str
    role: str
    title: str
    title_en: str
    body_id: UUID | None
    body_name: str
    duty_phone: str
    from_at: datetime
    to_at: datetime | None
    document: str
    holding: str


@dataclass(frozen=True, kw_only=True)
class Answering:
    """A post that answers for something: its title, number, and the holder where the wall shows the name."""

    id: UUID
    unit_code: str
    role: str
    title: str
    title_en: str
    phone: str
    name: str


@dataclass(frozen=True, kw_only=True)
class DutyLine:
    """A number to call and who answers it."""

    title: str
    title_en: str
    phone: str
    unit_code: str


def own_posts(*, actor: Actor, now: datetime) -> Sequence[OwnPost]:
    """Posts the actor's person holds now, widest place first. One query."""
    if actor.person_id is None:
        return []
    rows = (
        Appointment.objects.filter(person_id=actor.person_id, from_at__lte=now)
        .filter(Q(to_at=None) | Q(to_at__gt=now))
        .select_related("post", "post__body")
        .order_by("unit_code", "from_at")
    )
    return [
        OwnPost(
            id=row.post_id,
            unit_id=row.post.unit_id,
            unit_code=row.unit_code,
            role=row.role_held,
            title=row.post.title,
            title_en=row.post.title_en,
            body_id=row.post.body_id,
            body_name=row.post.body.name if row.post.body else "",
            duty_phone=row.post.duty_phone,
            from_at=row.from_at,
            to_at=row.to_at,
            document=row.document,
            holding=row.holding,
        )
        for row in rows
    ]


def duty_line(*, actor: Actor, unit_code: str, now: datetime) -> DutyLine | None:
    """The nearest duty post with a phone at the unit or above it, that the wall shows. One query."""
    del actor  # row-level security decides
    places = (*ancestors_of(unit_code), unit_code)
    rows = (
        Post.objects.filter(unit_code__in=places, role__in=DUTY_ROLES, from_at__lte=now)
        .filter(Q(to_at=None) | Q(to_at__gt=now))
        .exclude(duty_phone="")
        .order_by("unit_code", "role", "id")
    )
    nearest = max(rows, key=lambda post: len(post.unit_code), default=None)
    if nearest is None:
        return None
    return DutyLine(
        title=nearest.title, title_en=nearest.title_en, phone=nearest.duty_phone, unit_code=nearest.unit_code
    )


def posts_answering(
    *, actor: Actor, unit_code: str, roles: Collection[str], now: datetime, without: UUID | None = None
) -> Sequence[Answering]:
    """Posts of these roles that are held, at the unit and above it, nearest first; ``without`` leaves a person out.

    Three queries.
    """
    del actor  # row-level security decides
    places = (*ancestors_of(unit_code), unit_code)
    posts = (
        Post.objects.filter(unit_code__in=places, role__in=list(roles), from_at__lte=now)
        .filter(Q(to_at=None) | Q(to_at__gt=now))
        .order_by(Length("unit_code").desc(), "role", "title", "id")[:_NEAREST]
    )
    found = list(posts)
    held = (
        Appointment.objects.filter(post__in=found, from_at__lte=now)
        .filter(Q(to_at=None) | Q(to_at__gt=now))
        .order_by("from_at")
        .values_list("post_id", "person_id")
    )
    holders: dict[UUID, list[UUID]] = {}
    for post_id, person_id in held:
        if person_id != without:
            holders.setdefault(post_id, []).append(person_id)
    everybody = {person for people in holders.values() for person in people}
    names = dict(Person.objects.filter(pk__in=everybody).values_list("id", "name"))
    return [
        Answering(
            id=post.id,
            unit_code=post.unit_code,
            role=post.role,
            title=post.title,
            title_en=post.title_en,
            phone=post.duty_phone,
            name=next((names[person] for person in holders[post.id] if person in names), ""),
        )
        for post in found
        if post.id in holders
    ]
