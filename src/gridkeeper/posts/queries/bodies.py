"""Organisations: pages by place, one body with its posts and dependants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import NotFound
from gridkeeper.kernel.listing import Listed, Sorts
from gridkeeper.kernel.texts import Words
from gridkeeper.kernel.unit_code import upper_bound
from gridkeeper.posts.choices import TEMPORARY, BodyKind
from gridkeeper.posts.models import Body
from gridkeeper.posts.policy import ends_after, size_advice
from gridkeeper.scopes.keyset import ranked, read_page

BODY_SORTS: Final = Sorts(
    "place",
    {
        "made": "id",
        "place": "unit_code sort_key",
        "name": "sort_key",
        "kind": "kind_place sort_key",
        "under": "parent_key sort_key",
    },
)
"""By place and name; by name, which is pinyin with numbers as numbers; by kind as declared; by the body above."""


@dataclass(frozen=True, kw_only=True)
class BodyRow:
    """A body in a list."""

    id: UUID
    name: str
    name_en: str
    kind: str
    unit_code: str
    is_temporary: bool
    parent_name: str
    parent_name_en: str
    posts: int
    founded_at: datetime
    closed_at: datetime | None
    is_generated: bool


@dataclass(frozen=True, kw_only=True)
class BodyShown:
    """One body: what it is under, what ends it, what ends with it; ``advice`` warns of an unusual size (K-05)."""

    row: BodyRow
    parent: BodyRow | None
    justified_by: BodyRow | None
    successor: BodyRow | None
    children: tuple[BodyRow, ...]
    dependants: tuple[BodyRow, ...]
    approved_by: str
    order_id: UUID | None
    closed_because: str
    advice: str
    members: int


def bodies_page(
    *,
    actor: Actor,
    unit_code: str,
    kind: str = "",
    text: str = "",
    with_closed: bool = False,
    on: date | None = None,
    of_orders: bool = False,
    sort: str = "",
    after: str = "",
    size: int = 50,
) -> Listed[BodyRow]:
    """Bodies at and below a unit by ``BODY_SORTS``, keyset pages; those that stood at the end of a day, those an order
    made. One query. Raises UnknownSort.
    """
    actor.require("wall.read", at=unit_code)
    rows = Body.objects.filter(unit_code__gte=unit_code, unit_code__lt=upper_bound(unit_code))
    if kind:
        rows = rows.filter(kind=kind)
    if text:
        rows = rows.filter(Q(name__contains=text) | Q(initials__startswith=text.lower()))
    if of_orders:
        rows = rows.exclude(order_id=None)
    if on:
        rows = rows.filter(founded_at__lt=ends_after(on)).filter(Q(closed_at=None) | Q(closed_at__gte=ends_after(on)))
    elif not with_closed:
        rows = rows.filter(closed_at=None)
    rows = rows.annotate(kind_place=ranked("kind", BodyKind.values), parent_key=F("parent__sort_key"))
    found = read_page(_with_parts(rows), BODY_SORTS.order(sort), after=after, size=size)
    return found.told(map(_row, found))


def body_shown(*, actor: Actor, body_id: UUID) -> BodyShown:
    """One body with what hangs on it. Raises NotFound. Four queries."""
    body = _with_parts(Body.objects.filter(pk=body_id)).select_related("justified_by", "successor").first()
    if body is None:
        raise NotFound(kind="body", name=str(body_id))
    actor.require("wall.read", at=body.unit_code)
    members = body.posts.filter(appointments__to_at=None).values("appointments__person_id").distinct().count()
    return BodyShown(
        row=_row(body),
        parent=_row(body.parent) if body.parent else None,
        justified_by=_row(body.justified_by) if body.justified_by else None,
        successor=_row(body.successor) if body.successor else None,
        children=tuple(_row(child) for child in _with_parts(body.children.all()).order_by("sort_key")),
        dependants=tuple(_row(child) for child in _with_parts(body.justifies.all()).order_by("sort_key")),
        approved_by=body.approved_by,
        order_id=body.order_id,
        closed_because=body.closed_because,
        advice=size_advice(
            kind_is_general_branch=body.kind == "temporary_general_branch",
            kind_is_branch=body.kind == "temporary_branch",
            members=members,
        ),
        members=members,
    )


def body_names(*, actor: Actor, ids: Sequence[UUID]) -> dict[UUID, Words]:
    """Names of bodies by id, as far as the actor's wall shows them. One query."""
    del actor  # row-level security limits the rows
    rows = Body.objects.filter(pk__in=set(ids)).values_list("id", "name", "name_en")
    return {key: Words.of(name, english) for key, name, english in rows}


def _with_parts(rows: QuerySet[Body]) -> QuerySet[Body]:
    return rows.select_related("parent").annotate(post_count=Count("posts"))


def _row(body: Body) -> BodyRow:
    return BodyRow(
        id=body.id,
        name=body.name,
        name_en=body.name_en,
        kind=body.kind,
        unit_code=body.unit_code,
        is_temporary=body.kind in TEMPORARY,
        parent_name=body.parent.name if body.parent_id and body.parent else "",
        parent_name_en=body.parent.name_en if body.parent_id and body.parent else "",
        posts=getattr(body, "post_count", 0),
        founded_at=body.founded_at,
        closed_at=body.closed_at,
        is_generated=body.is_generated,
    )
