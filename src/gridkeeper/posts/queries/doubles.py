"""Who may stand twice in the register: a hint for people, never a decision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.unit_code import upper_bound
from gridkeeper.posts.models import Contact, Person


@dataclass(frozen=True, kw_only=True)
class Double:
    """Two records that may be one person; ``one`` is the older. ``reason`` is ``phone`` or ``name-and-birth-year``."""

    one: UUID
    other: UUID
    name: str
    other_name: str
    unit_code: str
    other_unit_code: str
    reason: str


def doubles_in(*, actor: Actor, unit_code: str, size: int = 100) -> Sequence[Double]:
    """Pairs of people kept in a unit with the same phone, or the same name, birth year and desk. Three queries."""
    actor.require("people.read", at=unit_code)
    inside = {"unit_code__gte": unit_code, "unit_code__lt": upper_bound(unit_code)}
    alive = {f"person__{field}": None for field in ("erased_at", "left_at")}
    contacts = Contact.objects.filter(**inside, **alive)
    phones = contacts.exclude(phone="").values("phone").annotate(n=Count("person_id")).filter(n__gt=1)[:size]
    groups: dict[tuple[str, ...], list[Person]] = defaultdict(list)
    for row in contacts.filter(phone__in=[p["phone"] for p in phones]).select_related("person"):
        groups[("phone", row.phone)].append(row.person)
    alike = (
        contacts.exclude(birth_year=None)
        .values("person__name", "birth_year", "unit_code")
        .annotate(n=Count("person_id"))
        .filter(n__gt=1)[:size]
    )
    keys = {(row["person__name"], row["birth_year"], row["unit_code"]) for row in alike}
    named = contacts.filter(person__name__in={name for name, _, _ in keys}).select_related("person")
    for row in named:
        key = (row.person.name, row.birth_year, row.unit_code)
        if key in keys:
            groups[("name-and-birth-year", *map(str, key))].append(row.person)
    return _pairs(groups)[:size]


def _pairs(groups: dict[tuple[str, ...], list[Person]]) -> list[Double]:
    found: dict[tuple[UUID, UUID], Double] = {}
    for (reason, *_), people in groups.items():
        first, *others = sorted(people, key=lambda person: (person.created_at, person.pk))
        for other in others:
            found.setdefault(
                (first.pk, other.pk),
                Double(
                    one=first.pk,
                    other=other.pk,
                    name=first.name,
                    other_name=other.name,
                    unit_code=first.unit_code,
                    other_unit_code=other.unit_code,
                    reason=reason,
                ),
            )
    return sorted(found.values(), key=lambda pair: (pair.unit_code, pair.name, pair.one))
