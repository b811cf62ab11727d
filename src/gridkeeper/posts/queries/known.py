"""What is known already of the people and posts that a list names; looked up once for the whole list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from gridkeeper.posts.models import Appointment, Body, Contact, Person, Post, Sensitive
from gridkeeper.posts.policy import Span


@dataclass(frozen=True, kw_only=True)
class KnownPerson:
    """A person in reach."""

    id: UUID
    name: str
    unit_code: str
    phone: str
    birth_year: int | None
    certified_for: str
    certified_until: date | None
    skills: tuple[str, ...]
    has_sensitive: bool
    left_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class KnownPost:
    """A post in force with who holds it from now on."""

    @dataclass(frozen=True, kw_only=True)
    class Held:
        """One appointment that is not over."""

        person_id: UUID
        name: str
        holding: str
        span: Span

    id: UUID
    seats: int
    held: tuple[Held, ...]


@dataclass(frozen=True, kw_only=True)
class KnownBody:
    """An open organisation."""

    id: UUID
    unit_code: str


@dataclass(kw_only=True)
class Known:
    """Everything a list may meet."""

    by_phone: dict[str, KnownPerson] = field(default_factory=dict)
    by_place: dict[tuple[str, str], list[KnownPerson]] = field(default_factory=lambda: defaultdict(list))
    posts: dict[tuple[str, str, str], KnownPost] = field(default_factory=dict)
    bodies: dict[str, list[KnownBody]] = field(default_factory=lambda: defaultdict(list))


def known_of(
    *, phones: Iterable[str], names: Iterable[str], codes: Iterable[str], bodies: Iterable[str], now: datetime
) -> Known:
    """People by phone, and by name at a place; posts at these units; bodies of these names. Eight queries.

    Row-level security keeps it to what the actor may see.
    """
    found = Known()
    places = sorted(set(codes))
    for person in _people(list(phones), sorted(set(names)), places):
        if person.phone:
            found.by_phone[person.phone] = person
        found.by_place[(person.name, person.unit_code)].append(person)
    found.posts = _posts(places, now)
    wanted = sorted({body for body in bodies if body})
    for name, key, code in Body.objects.filter(name__in=wanted, closed_at=None).values_list("name", "id", "unit_code"):
        found.bodies[name].append(KnownBody(id=key, unit_code=code))
    return found


def _people(phones: list[str], names: list[str], places: list[str]) -> list[KnownPerson]:
    contacts = {row.person_id: row for row in Contact.objects.filter(phone__in=[p for p in phones if p])}
    rows = list(Person.objects.filter(pk__in=contacts, erased_at=None))
    seen = {row.pk for row in rows}
    rows += list(Person.objects.filter(name__in=names, unit_code__in=places, erased_at=None).exclude(pk__in=seen))
    missing = [row.pk for row in rows if row.pk not in contacts]
    contacts |= {row.person_id: row for row in Contact.objects.filter(pk__in=missing)}
    sealed = set(Sensitive.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    return [_person(row, contacts.get(row.pk), has_sensitive=row.pk in sealed) for row in rows]


def _person(row: Person, contact: Contact | None, *, has_sensitive: bool) -> KnownPerson:
    return KnownPerson(
        id=row.pk,
        name=row.name,
        unit_code=row.unit_code,
        phone=contact.phone if contact else "",
        birth_year=contact.birth_year if contact else None,
        certified_for=contact.certified_for if contact else "",
        certified_until=contact.certified_until if contact else None,
        skills=tuple(contact.skills) if contact else (),
        has_sensitive=has_sensitive,
        left_at=row.left_at,
    )


def _posts(places: list[str], now: datetime) -> dict[tuple[str, str, str], KnownPost]:
    posts = list(Post.objects.filter(Q(to_at=None) | Q(to_at__gt=now), unit_code__in=places).order_by("from_at"))
    rows = Appointment.objects.filter(Q(to_at=None) | Q(to_at__gt=now), post__in=posts)
    held: dict[UUID, list[Appointment]] = defaultdict(list)
    for row in rows:
        held[row.post_id].append(row)
    people = {row.person_id for mine in held.values() for row in mine}
    names = dict(Person.objects.filter(pk__in=people).values_list("id", "name"))
    return {
        (post.unit_code, post.role, post.title): KnownPost(
            id=post.pk,
            seats=post.seats,
            held=tuple(
                KnownPost.Held(
                    person_id=row.person_id,
                    name=names.get(row.person_id, ""),
                    holding=row.holding,
                    span=Span(from_at=row.from_at, to_at=row.to_at),
                )
                for row in held[post.pk]
            ),
        )
        for post in posts
    }
