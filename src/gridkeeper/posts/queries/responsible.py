"""Who is responsible at a unit, up and down: posts with holders, deputies and vacancies."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce

from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import NotFound
from gridkeeper.kernel.listing import Listed, Order, Sorts
from gridkeeper.kernel.unit_code import LENGTHS, Level, ancestors_of, level_of, upper_bound
from gridkeeper.posts.choices import Holding
from gridkeeper.posts.models import Appointment, Person, Post
from gridkeeper.posts.policy import Span, gaps
from gridkeeper.scopes.keyset import read_page

POST_SORTS: Final = Sorts(
    "made", {"made": "id", "title": "title", "place": "unit_code role title", "role": "role unit_code"}
)
VACANCY_SORTS: Final = Sorts(
    "place", {"made": "id", "title": "title", "place": "unit_code role title", "empty": "empty -unit_code"}
)
"""Posts with an empty seat; ``empty`` goes by the number of empty seats, places in order where most come first."""


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Somebody who holds a post now; the name is empty where the viewer may not know it."""

    person_id: UUID
    name: str
    holding: str
    from_at: datetime
    to_at: datetime | None
    document: str
    appointment_id: UUID


@dataclass(frozen=True, kw_only=True)
class PostRow:
    """A post with who holds it; ``vacant`` counts empty seats, ``vacant_since`` when the first fell empty."""

    id: UUID
    unit_id: UUID
    unit_code: str
    level: str
    role: str
    title: str
    title_en: str
    body_id: UUID | None
    body_name: str
    seats: int
    duty_phone: str
    holders: tuple[Holder, ...]
    deputies: tuple[Holder, ...]
    vacant: int
    vacant_since: datetime | None


@dataclass(frozen=True, kw_only=True)
class Vacancies:
    """Seats and empty seats of one role in a unit."""

    role: str
    seats: int
    held: int

    @property
    def vacant(self) -> int:
        """Empty seats."""
        return self.seats - self.held


def posts_responsible(
    *, actor: Actor, unit_code: str, now: datetime, above: Collection[str] = (), size: int = 60
) -> Sequence[PostRow]:
    """Posts at the unit and at the units above it as far as the wall of this district shows, widest first.

    At the units above, only posts whose role is in ``above`` (all when empty): a district has hundreds of posts, and
    one line to call. Three queries. Office holders' names are shown, others' only to people desks in reach.
    """
    actor.require("wall.read", at=unit_code)
    places = [code for code in (*ancestors_of(unit_code), unit_code) if len(code) >= LENGTHS[Level.DISTRICT]]
    rows = _posts(now).filter(unit_code__in=places).order_by("unit_code", "role", "title", "id")
    if above:
        # Whoever answers for the place stands before the many other posts at it.
        first = Case(When(role__in=above, then=0), default=1)
        rows = rows.filter(Q(unit_code=unit_code) | Q(role__in=above)).order_by(
            "unit_code", first, "role", "title", "id"
        )
    return _rows(rows[:size])


def posts_in(
    *,
    actor: Actor,
    unit_code: str,
    now: datetime,
    role: str = "",
    sort: str = "",
    after: str = "",
    size: int = 50,
) -> Listed[PostRow]:
    """Posts at and below a unit by ``POST_SORTS``, keyset pages; perhaps of a role only. Three queries."""
    rows = _posts_below(actor, unit_code, now=now, role=role)
    return _listed(rows, POST_SORTS.order(sort), after=after, size=size)


def posts_vacant(
    *,
    actor: Actor,
    unit_code: str,
    now: datetime,
    role: str = "",
    text: str = "",
    sort: str = "",
    after: str = "",
    size: int = 50,
) -> Listed[PostRow]:
    """Posts with an empty seat at and below a unit by ``VACANCY_SORTS``, keyset pages; perhaps of a role, or with
    ``text`` in the title. Three queries.
    """
    rows = _posts_below(actor, unit_code, now=now, role=role).alias(held=_held(now)).filter(_is_short(unit_code, now))
    if text:
        rows = rows.filter(Q(title__icontains=text) | Q(title_en__icontains=text))
    empty = ExpressionWrapper(F("seats") - F("held"), output_field=IntegerField())
    return _listed(rows.annotate(empty=empty), VACANCY_SORTS.order(sort), after=after, size=size)


def _posts_below(actor: Actor, unit_code: str, *, now: datetime, role: str) -> QuerySet[Post]:
    actor.require("wall.read", at=unit_code)
    rows = _posts(now).filter(unit_code__gte=unit_code, unit_code__lt=upper_bound(unit_code))
    return rows.filter(role=role) if role else rows


def _listed(rows: QuerySet[Post], order: Order, *, after: str, size: int) -> Listed[PostRow]:
    found = read_page(rows, order, after=after, size=size)
    return found.told(_rows(found))


def post_shown(*, actor: Actor, post_id: UUID, now: datetime) -> PostRow:
    """One post with who holds it. Raises NotFound. Three queries."""
    rows = _rows(_posts(now).filter(pk=post_id))
    if not rows:
        raise NotFound(kind="post", name=str(post_id))
    actor.require("wall.read", at=rows[0].unit_code)
    return rows[0]


def posts_of_body(*, actor: Actor, body_id: UUID, now: datetime) -> Sequence[PostRow]:
    """Posts of an organisation with who holds them. Three queries."""
    del actor  # row-level security limits the posts
    return _rows(_posts(now).filter(body_id=body_id).order_by("title", "id")[:200])


def posts_under_orders(
    *, actor: Actor, unit_code: str, order_ids: Collection[UUID], now: datetime
) -> Sequence[PostRow]:
    """Posts that orders made at a unit and below, with who holds them, by title. Three queries."""
    actor.require("wall.read", at=unit_code)
    inside = Q(unit_code__gte=unit_code, unit_code__lt=upper_bound(unit_code))
    return _rows(_posts(now).filter(inside, order_id__in=order_ids).order_by("title", "id")) if order_ids else []


def vacancies_in(*, actor: Actor, unit_code: str, now: datetime) -> Sequence[Vacancies]:
    """Seats and held seats by role at and below a unit. Two queries."""
    actor.require("wall.read", at=unit_code)
    inside = Q(unit_code__gte=unit_code, unit_code__lt=upper_bound(unit_code))
    seats: dict[str, int] = {}
    for role, number in Post.objects.filter(inside & _open(now)).values_list("role", "seats"):
        seats[role] = seats.get(role, 0) + number
    held = dict(
        Appointment.objects.filter(inside & _open(now), holding=Holding.HOLDER)
        .values_list("role_held")
        .annotate(number=Count("id"))
    )
    return [Vacancies(role=role, seats=number, held=held.get(role, 0)) for role, number in sorted(seats.items())]


def gaps_of_post(*, actor: Actor, post_id: UUID, now: datetime) -> Sequence[Span]:
    """Stretches in which nobody held the post, up to now (4.e). Two queries."""
    post = Post.objects.get(pk=post_id)
    actor.require("wall.read", at=post.unit_code)
    rows = Appointment.objects.filter(post=post, holding=Holding.HOLDER)
    held = [Span(from_at=row.from_at, to_at=row.to_at) for row in rows]
    return gaps(held, within=Span(from_at=post.from_at, to_at=post.to_at), until=now)


def posts_of_person(*, actor: Actor, person_id: UUID, now: datetime) -> Sequence[PostRow]:
    """Posts a person holds now, for their own page and for people desks in reach. Three queries."""
    held = Appointment.objects.filter(person_id=person_id).filter(_open(now)).values("post_id")
    del actor  # row-level security limits the appointments
    return _rows(_posts(now).filter(pk__in=held).order_by("unit_code", "role"))


def _open(now: datetime) -> Q:
    return Q(from_at__lte=now) & (Q(to_at=None) | Q(to_at__gt=now))


def _held(now: datetime) -> Coalesce:
    """Seats of a post that are held; asked post by post, so that a page needs no more of them than it looks at."""
    held = Appointment.objects.filter(_open(now), post=OuterRef("pk"), holding=Holding.HOLDER).order_by()
    return Coalesce(Subquery(held.values("post").annotate(n=Count("pk")).values("n")), 0)


def _is_short(unit_code: str, now: datetime) -> Q:
    """Posts with an empty seat. Most have one: those held are gathered at once, only the others are asked singly."""
    inside = Q(unit_code__gte=unit_code, unit_code__lt=upper_bound(unit_code))
    held = Appointment.objects.filter(inside & _open(now), holding=Holding.HOLDER).order_by()
    return Q(seats=1) & ~Q(pk__in=held.values("post")) | Q(seats__gt=1, held__lt=F("seats"))


def _posts(now: datetime) -> QuerySet[Post]:
    held = Appointment.objects.filter(_open(now)).order_by("from_at")
    ended = Appointment.objects.filter(post=OuterRef("pk"), to_at__lte=now).order_by("-to_at")
    return (
        Post.objects.filter(_open(now))
        .select_related("body")
        .annotate(last_end=Subquery(ended.values("to_at")[:1]))
        .prefetch_related(Prefetch("appointments", queryset=held, to_attr="held_now"))
    )


def _rows(posts: Iterable[Post]) -> list[PostRow]:
    found = list(posts)
    # Names come apart from the appointments: a join would drop a holder whose name this viewer may not know,
    # and the seat would look vacant.
    people = {row.person_id for post in found for row in post.held_now}  # type: ignore[attr-defined]
    names = dict(Person.objects.filter(pk__in=people).values_list("id", "name"))
    return [_row(post, names) for post in found]


def _row(post: Post, names: dict[UUID, str]) -> PostRow:
    rows: list[Appointment] = post.held_now  # type: ignore[attr-defined]
    holders = [_holder(row, names) for row in rows if row.holding == Holding.HOLDER]
    vacant = max(0, post.seats - len(holders))
    return PostRow(
        id=post.id,
        unit_id=post.unit_id,
        unit_code=post.unit_code,
        level=level_of(post.unit_code),
        role=post.role,
        title=post.title,
        title_en=post.title_en,
        body_id=post.body_id,
        body_name=post.body.name if post.body else "",
        seats=post.seats,
        duty_phone=post.duty_phone,
        holders=tuple(holders),
        deputies=tuple(_holder(row, names) for row in rows if row.holding == Holding.DEPUTY),
        vacant=vacant,
        vacant_since=(post.last_end or post.from_at) if vacant else None,  # type: ignore[attr-defined]
    )


def _holder(row: Appointment, names: dict[UUID, str]) -> Holder:
    return Holder(
        person_id=row.person_id,
        name=names.get(row.person_id, ""),
        holding=row.holding,
        from_at=row.from_at,
        to_at=row.to_at,
        document=row.document,
        appointment_id=row.id,
    )
