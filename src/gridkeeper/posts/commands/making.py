"""Turn what a playbook wants into bodies, posts and appointments, and tell what of them stands (K-07, K-08, R-11)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from gridkeeper.audit.record import record
from gridkeeper.catalogue.making import Maker, register_maker
from gridkeeper.catalogue.registrations import may_give
from gridkeeper.formats.pinyin import initials, sort_key
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.ids import uuid7
from gridkeeper.kernel.texts import Words
from gridkeeper.kernel.unit_code import upper_bound
from gridkeeper.orders.models import Order
from gridkeeper.playbooks.wanted import Standing, WantedAppointment, WantedBody, WantedPost, made_id
from gridkeeper.posts.choices import OFF_THE_WALL, TEMPORARY, Holding, Through
from gridkeeper.posts.errors import MoreThanOwn, NotApproved
from gridkeeper.posts.models import Appointment, Body, Post, Reach
from gridkeeper.scopes.bulk import copy_in

_TOLD = 1000
"""Ids an event names; the rows carry the order's id anyway."""


def make_bodies(*, actor: Actor, order_id: UUID, wants: Sequence[WantedBody], now: datetime) -> int:
    """Found the bodies that are not there yet; the order justifies them (K-05). Raises Forbidden, NotApproved."""
    for code in {want.unit_code for want in wants}:
        actor.require("body.write", at=code)
    for want in wants:
        if want.body_kind in TEMPORARY and not want.approved_by.strip():
            raise NotApproved(body=Words.of(want.zh, want.en))
    fresh = _fresh(Body.objects.filter(order_id=order_id).values_list("id", flat=True), order_id, wants)
    copy_in(
        Body,
        (
            "id",
            "unit_id",
            "unit_code",
            "name",
            "name_en",
            "sort_key",
            "initials",
            "kind",
            "order_id",
            "approved_by",
            "founded_at",
            "closed_because",
            "is_generated",
        ),
        (
            (
                key,
                want.unit_id,
                want.unit_code,
                want.zh[:120],
                want.en[:160],
                sort_key(want.zh)[:240],
                initials(want.zh)[:120],
                want.body_kind,
                order_id,
                want.approved_by[:120],
                now,
                "",
                False,
            )
            for key, want in fresh
        ),
    )
    _trace(actor, "body.founded-under-order", order_id, [key for key, _ in fresh], now)
    return len(fresh)


def make_posts(*, actor: Actor, order_id: UUID, wants: Sequence[WantedPost], now: datetime) -> int:
    """Make the seats that are not there yet. Raises Forbidden, MoreThanOwn: nobody gives rights they do not hold."""
    for code in {want.unit_code for want in wants}:
        actor.require("post.appoint", at=code)
    titles = {(want.role, want.unit_code): want.zh for want in wants}
    for (role, code), title in titles.items():
        if not may_give(actor=actor, role=role, unit_code=code):
            raise MoreThanOwn(post=title, place=code)
    fresh = _fresh(Post.objects.filter(order_id=order_id).values_list("id", flat=True), order_id, wants)
    copy_in(
        Post,
        (
            "id",
            "unit_id",
            "unit_code",
            "body_id",
            "role",
            "title",
            "title_en",
            "seats",
            "duty_phone",
            "is_office",
            "order_id",
            "asks",
            "from_at",
        ),
        (
            (
                key,
                want.unit_id,
                want.unit_code,
                made_id(order_id, WantedBody.kind, want.body) if want.body else None,
                want.role,
                want.zh[:80],
                want.en[:120],
                want.seats,
                "",
                want.is_office and want.role not in OFF_THE_WALL,
                order_id,
                " ".join(want.asks),
                now,
            )
            for key, want in fresh
        ),
    )
    _trace(actor, "post.created-under-order", order_id, [key for key, _ in fresh], now)
    return len(fresh)


def make_appointments(*, actor: Actor, order_id: UUID, wants: Sequence[WantedAppointment], now: datetime) -> int:
    """Appoint people to the order's own posts, which the rights of ``actor`` were asked for; they come in reach there.

    The order's number is the document (K-04). Raises Forbidden.
    """
    for code in {want.unit_code for want in wants}:
        actor.require("post.appoint", at=code)
    fresh = _fresh(Appointment.objects.filter(order_id=order_id).values_list("id", flat=True), order_id, wants)
    posts = {key: (role, office) for key, role, office in _posts_of(order_id).values_list("id", "role", "is_office")}
    number = Order.objects.values_list("number", flat=True).get(pk=order_id)
    rows = [(key, made_id(order_id, WantedPost.kind, want.post), want) for key, want in fresh]
    copy_in(
        Appointment,
        (
            "id",
            "post_id",
            "person_id",
            "unit_code",
            "role_held",
            "holding",
            "from_at",
            "document",
            "appointed_by",
            "order_id",
            "ended_because",
        ),
        (
            (
                key,
                post,
                want.person_id,
                want.unit_code,
                posts[post][0],
                Holding.HOLDER.value,
                now,
                number,
                actor.login,
                order_id,
                "",
            )
            for key, post, want in rows
        ),
    )
    copy_in(
        Reach,
        ("id", "person_id", "unit_code", "through", "source_id"),
        (
            (
                uuid7(),
                want.person_id,
                want.unit_code,
                (Through.OFFICE if posts[post][1] else Through.POST).value,
                key,
            )
            for key, post, want in rows
        ),
    )
    _trace(actor, "post.appointed-under-order", order_id, [key for key, _ in fresh], now)
    return len(fresh)


def standing_bodies(*, prefix: str, now: datetime) -> Iterator[Standing]:
    """Bodies open at a unit and below."""
    del now
    rows = Body.objects.filter(unit_code__gte=prefix, unit_code__lt=upper_bound(prefix), closed_at=None)
    for key, code, name, kind, parent, order in rows.values_list(
        "id", "unit_code", "name", "kind", "parent_id", "order_id"
    ):
        yield Standing(kind="body", id=key, unit_code=code, words=name, mark=f"{kind}|{name}|{parent}", order_id=order)


def standing_posts(*, prefix: str, now: datetime) -> Iterator[Standing]:
    """Seats that are not over at a unit and below."""
    rows = Post.objects.filter(unit_code__gte=prefix, unit_code__lt=upper_bound(prefix)).filter(_not_over(now))
    for key, code, role, title, seats, body, phone, to_at, order in rows.values_list(
        "id", "unit_code", "role", "title", "seats", "body_id", "duty_phone", "to_at", "order_id"
    ):
        mark = f"{role}|{title}|{seats}|{body}|{phone}|{to_at}"
        yield Standing(kind="post", id=key, unit_code=code, words=title, mark=mark, order_id=order)


def standing_appointments(*, prefix: str, now: datetime) -> Iterator[Standing]:
    """Appointments that are not over, at a unit and below."""
    rows = Appointment.objects.filter(unit_code__gte=prefix, unit_code__lt=upper_bound(prefix)).filter(_not_over(now))
    for key, code, title, post, person, holding, to_at, order in rows.values_list(
        "id", "unit_code", "post__title", "post_id", "person_id", "holding", "to_at", "order_id"
    ):
        yield Standing(
            kind="appointment",
            id=key,
            unit_code=code,
            words=title,
            mark=f"{post}|{holding}|{to_at}",
            order_id=order,
            person_id=person,
        )


def register() -> None:
    """Enter the three kinds; bodies first, because posts lie in them, and posts before who holds them."""
    register_maker(Maker(kind=WantedBody.kind, make=make_bodies, standing=standing_bodies))
    register_maker(Maker(kind=WantedPost.kind, make=make_posts, standing=standing_posts))
    register_maker(Maker(kind=WantedAppointment.kind, make=make_appointments, standing=standing_appointments))


def _fresh(there: Iterable[UUID], order_id: UUID, wants: Sequence[Any]) -> list[tuple[UUID, Any]]:
    known = set(there)
    keyed = [(made_id(order_id, want.kind, want.key), want) for want in wants]
    return [(key, want) for key, want in keyed if key not in known]


def _posts_of(order_id: UUID) -> QuerySet[Post]:
    return Post.objects.filter(order_id=order_id)


def _not_over(now: datetime) -> Q:
    return Q(to_at=None) | Q(to_at__gt=now)


def _trace(actor: Actor, verb: str, order_id: UUID, ids: Sequence[UUID], now: datetime) -> None:
    if not ids:
        return
    record(
        actor=actor,
        verb=verb,
        subject_kind="order",
        subject_id=order_id,
        unit_code=Order.objects.values_list("unit_code", flat=True).get(pk=order_id),
        happened_at=now,
        facts={"count": len(ids), "ids": [str(key) for key in ids[:_TOLD]]},
    )
