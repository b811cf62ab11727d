"""People in reach: pages by place and name, one person, doubles, and counts exact to ten thousand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from gridkeeper.formats.pinyin import initials
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import NotFound
from gridkeeper.kernel.listing import COUNTED_EXACTLY, Order, Sorts
from gridkeeper.kernel.unit_code import LEVELS, upper_bound
from gridkeeper.posts.choices import Holding
from gridkeeper.posts.models import Appointment, Consent, Contact, Person, Reach
from gridkeeper.scopes.keyset import in_order, key_of

PEOPLE_SORTS: Final = Sorts("place", {"place": "unit_code sort_key", "name": "sort_key"})
"""By place and, in it, by name; or by name, which is pinyin with numbers as numbers. An index serves each."""
_KEY = re.compile(r"(?P<total>\d{1,5}) (?P<after>.+)", re.DOTALL)
_LISTED = ("unit_code", "sort_key", "id", "name", "is_generated", "left_at")
"""What the indexes of a list hold: a page is read from one alone."""


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    """A person in a list: post first, then name (R-14)."""

    id: UUID
    name: str
    unit_code: str
    posts: tuple[str, ...]
    posts_en: tuple[str, ...]
    phone: str
    is_generated: bool
    left_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class PeoplePage:
    """One page: rows, the key of the next page ("" at the end), and a total exact to ten thousand."""

    rows: tuple[PersonRow, ...]
    next: str
    total: int
    total_is_exact: bool


@dataclass(frozen=True, kw_only=True)
class ConsentRow:
    """What a person agreed to."""

    kind: str
    wording: str
    given_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class PersonShown:
    """One person for their page; contact details are None where the viewer's desk is out of reach."""

    id: UUID
    name: str
    unit_code: str
    is_generated: bool
    created_at: datetime
    left_at: datetime | None
    has_contact: bool
    phone: str
    birth_year: int | None
    spared_until: date | None
    home_code: str
    certified_for: str
    certified_until: date | None
    skills: tuple[str, ...]
    consents: tuple[ConsentRow, ...]
    has_sensitive: bool


def people_page(
    *,
    actor: Actor,
    unit_code: str,
    now: datetime,
    text: str = "",
    role: str = "",
    after: str = "",
    size: int = 50,
    with_left: bool = False,
    sort: str = "",
) -> PeoplePage:
    """People kept at or serving in a unit, by ``PEOPLE_SORTS``, keyset pages. Four queries, three after the first page.

    ``after`` is the ``next`` of the page before, anything else begins anew; it carries the total along, which is
    counted once, on the first page.
    ``text`` is part of a name, initials, or a whole phone. Raises UnknownSort.
    """
    order = PEOPLE_SORTS.order(sort)
    actor.require("people.read", at=unit_code)
    branches = [
        rows.filter(_matching(text.strip())) if text else rows
        for rows in _people(unit_code, role=role, now=now, with_left=with_left)
    ]
    key = _KEY.fullmatch(after)
    if key:
        total = int(key["total"])
    else:
        total = _joined([rows.values("pk")[: COUNTED_EXACTLY + 1] for rows in branches]).count()
    # Each branch is read in order through its own index; an OR of the two would hide the range from the planner
    # (measured at a million people: seconds instead of milliseconds).
    begun = [
        in_order(rows, order, after=key["after"] if key else "", is_elsewhere=number > 0)
        for number, rows in enumerate(branches)
    ]
    pages = _joined([rows.values_list(*_LISTED, named=True)[: size + 1] for rows in begun])
    found = list(pages.order_by(*_by(order))[: size + 1])
    return PeoplePage(
        rows=tuple(_rows(found[:size], now)),
        next=f"{total} {key_of(found[size - 1], order)}" if len(found) > size else "",
        total=min(total, COUNTED_EXACTLY),
        total_is_exact=total <= COUNTED_EXACTLY,
    )


def person_shown(*, actor: Actor, person_id: UUID) -> PersonShown:
    """One person, as far as the actor is in reach. Raises NotFound. Five queries; the caller notes the look."""
    person = Person.objects.filter(pk=person_id, erased_at=None).first()
    if person is None:
        raise NotFound(kind="person", name=str(person_id))
    contact = Contact.objects.filter(pk=person_id).first()
    consents = Consent.objects.filter(person=person).order_by("-given_at")
    del actor  # row-level security limited every row above
    return PersonShown(
        id=person.id,
        name=person.name,
        unit_code=person.unit_code,
        is_generated=person.is_generated,
        created_at=person.created_at,
        left_at=person.left_at,
        has_contact=contact is not None,
        phone=contact.phone if contact else "",
        birth_year=contact.birth_year if contact else None,
        spared_until=contact.spared_until if contact else None,
        home_code=contact.home_code if contact else "",
        certified_for=contact.certified_for if contact else "",
        certified_until=contact.certified_until if contact else None,
        skills=tuple(contact.skills) if contact else (),
        consents=tuple(
            ConsentRow(kind=c.kind, wording=c.wording, given_at=c.given_at, withdrawn_at=c.withdrawn_at)
            for c in consents
        ),
        has_sensitive=hasattr(person, "sensitive"),
    )


def people_meant(*, actor: Actor, text: str, size: int = 10) -> Sequence[PersonRow]:
    """People in reach whose name, initials or phone fits, for choosing whom to appoint. Three queries."""
    reach = actor.reaches("people.read")
    if not reach:
        return []
    branches = _in_reach(Person.objects.filter(_matching(text.strip()), erased_at=None), reach)
    order = ("sort_key", "id")
    found = _joined([rows.order_by(*order).values_list(*_LISTED, named=True)[:size] for rows in branches])
    return _rows(list(found.order_by(*order)[:size]), None)


def _people(unit_code: str, *, role: str, now: datetime, with_left: bool) -> list[QuerySet[Person]]:
    """People kept at or below the unit; and, apart, people kept elsewhere who serve there through a post."""
    rows = Person.objects.filter(erased_at=None)
    if not with_left:
        rows = rows.filter(left_at=None)
    if role:
        held = Appointment.objects.filter(role_held=role, from_at__lte=now).filter(Q(to_at=None) | Q(to_at__gt=now))
        rows = rows.filter(pk__in=held.values("person_id"))
    return _in_reach(rows, [unit_code])


def _in_reach(rows: QuerySet[Person], prefixes: Sequence[str]) -> list[QuerySet[Person]]:
    """Disjoint branches: kept below one of the prefixes, and kept elsewhere but serving below one of them."""
    inside, afar = Q(pk__in=[]), Q(pk__in=[])
    for prefix in prefixes:
        below = Q(unit_code__gte=prefix, unit_code__lt=upper_bound(prefix))
        inside |= below
        # The shorter lengths one by one: with a range here the index could not narrow by place as well.
        afar |= below & Q(shared_digits__in=[length for length in (0, *LEVELS) if length < len(prefix)])
    serving = Reach.objects.filter(afar).values("person_id")
    return [rows.filter(inside), rows.exclude(inside).filter(pk__in=serving)]


def _joined(branches: list[Any]) -> Any:
    """The rows of disjoint branches as one query."""
    return branches[0].union(*branches[1:], all=True) if len(branches) > 1 else branches[0]


def _by(order: Order) -> list[str]:
    return [f"{'-' if part.is_descending else ''}{part.field}" for part in order.parts]


def _matching(text: str) -> Q:
    if text.isdigit() and len(text) >= 7:
        return Q(contact__phone=text)
    if text.isascii():
        # Letters in one piece are initials already; a name spelt out in words has some.
        letters = initials(text) if " " in text else text.lower()
        # A range, not LIKE: row-level security keeps LIKE from using an index (STACK section 2).
        return Q(initials__gte=letters, initials__lt=letters + "~")
    return Q(name__contains=text)


def _rows(people: Sequence[Any], now: datetime | None) -> list[PersonRow]:
    ids = [person.id for person in people]
    seats = Appointment.objects.filter(person_id__in=ids, holding__in=(Holding.HOLDER, Holding.DEPUTY))
    if now is not None:
        seats = seats.filter(from_at__lte=now).filter(Q(to_at=None) | Q(to_at__gt=now))
    titles: dict[UUID, list[tuple[str, str]]] = {}
    for person_id, title, title_en in seats.values_list("person_id", "post__title", "post__title_en"):
        titles.setdefault(person_id, []).append((title, title_en or title))
    phones = dict(Contact.objects.filter(pk__in=ids).values_list("person_id", "phone"))
    return [
        PersonRow(
            id=person.id,
            name=person.name,
            unit_code=person.unit_code,
            posts=tuple(title for title, _english in titles.get(person.id, ())),
            posts_en=tuple(english for _title, english in titles.get(person.id, ())),
            phone=phones.get(person.id, ""),
            is_generated=person.is_generated,
            left_at=person.left_at,
        )
        for person in people
    ]
