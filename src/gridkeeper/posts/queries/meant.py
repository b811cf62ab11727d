"""The post, person or order somebody means by what they type."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import NotFound
from gridkeeper.orders.choices import OrderState
from gridkeeper.orders.models import Order
from gridkeeper.posts.errors import SeveralMeant
from gridkeeper.posts.models import Post
from gridkeeper.posts.policy import Span
from gridkeeper.posts.queries.people import people_meant

_SHOWN = 5


def post_meant(*, actor: Actor, unit_code: str, role: str, now: datetime, title: str = "") -> UUID:
    """The one post of a role at exactly this unit. Raises NotFound, SeveralMeant with their titles. One query."""
    actor.require("wall.read", at=unit_code)
    rows = Post.objects.filter(Q(to_at=None) | Q(to_at__gt=now), unit_code=unit_code, role=role)
    if title:
        rows = rows.filter(title=title)
    found = list(rows[: _SHOWN + 1])
    if not found:
        raise NotFound(kind="post", name=f"{title or role} ({unit_code})")
    if len(found) > 1:
        raise SeveralMeant(name=role, candidates="; ".join(f"{post.title} {post.pk}" for post in found[:_SHOWN]))
    return found[0].pk


def person_meant(*, actor: Actor, text: str) -> UUID:
    """The one person of an id, name, initials or phone in reach. Raises NotFound, SeveralMeant. Three queries."""
    try:
        return UUID(text)
    except ValueError:
        hits = people_meant(actor=actor, text=text, size=_SHOWN + 1)
    exact = [hit for hit in hits if text in (hit.name, hit.phone)] or list(hits)
    if not exact:
        raise NotFound(kind="person", name=text)
    if len(exact) > 1:
        candidates = "; ".join(f"{hit.name} ({hit.unit_code}) {hit.id}" for hit in exact[:_SHOWN])
        raise SeveralMeant(name=text, candidates=candidates)
    return exact[0].id


def order_meant(*, actor: Actor, number: str) -> UUID:
    """The order in force of a number. Raises NotFound, SeveralMeant. One query."""
    del actor  # row-level security decides
    found = list(Order.objects.filter(number=number, state=OrderState.IN_FORCE)[: _SHOWN + 1])
    if not found:
        raise NotFound(kind="order", name=number)
    if len(found) > 1:
        raise SeveralMeant(name=number, candidates="; ".join(f"{order.title} {order.pk}" for order in found[:_SHOWN]))
    return found[0].pk


def minutes_of(span: Span) -> int:
    """Whole minutes of a closed span; 0 for an open one."""
    return int((span.to_at - span.from_at).total_seconds() // 60) if span.to_at else 0
