"""What every page says about its reader: the posts they hold, and the duty line that helps them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q

from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.unit_code import ancestors_of
from gridkeeper.posts.models import Appointment, Post

DUTY_ROLES: Final = ("community_desk", "street_duty", "district_duty")


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
