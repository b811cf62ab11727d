"""Certificates that have run out or soon will, so that somebody renews them before a duty is refused (4.e)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import F, Q, QuerySet

from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.listing import Listed, Sorts
from gridkeeper.kernel.unit_code import upper_bound
from gridkeeper.posts.models import Contact, Person
from gridkeeper.posts.policy import EXPIRING, first_day
from gridkeeper.scopes.keyset import read_page

CERTIFICATE_SORTS: Final = Sorts(
    "until", {"until": "until sort_key", "name": "sort_key", "place": "unit_code sort_key"}, present=("until",)
)
"""By the last day, the oldest first; by name; or by place."""


@dataclass(frozen=True, kw_only=True)
class CertificateRow:
    """Somebody's certificate; ``days_left`` is negative once it has run out."""

    person_id: UUID
    name: str
    unit_code: str
    phone: str
    certified_for: str
    certified_until: date
    days_left: int

    @property
    def id(self) -> UUID:
        """The person's: nobody has two."""
        return self.person_id


def expiring_certificates(
    *,
    actor: Actor,
    unit_code: str,
    now: datetime,
    role: str = "",
    text: str = "",
    sort: str = "",
    after: str = "",
    size: int = 50,
) -> Listed[CertificateRow]:
    """Certificates of people kept at and below a unit that have run out or will within 30 days, by
    ``CERTIFICATE_SORTS``, keyset pages; perhaps of a role, or of people whose name or initials hold ``text``.

    Row-level security keeps it to what the actor may see; the caller notes the look. One query. Raises Forbidden,
    UnknownSort.
    """
    order = CERTIFICATE_SORTS.order(sort)
    actor.require("people.read", at=unit_code)
    today = first_day(now)
    rows = _expiring(unit_code, today)
    if role:
        rows = rows.filter(contact__certified_for=role)
    if text:
        rows = rows.filter(Q(name__contains=text) | Q(initials__startswith=text.lower()))
    found = read_page(rows, order, after=after, size=size)
    return found.told(_row(person, today) for person in found)


def expired_count(*, actor: Actor, unit_code: str, now: datetime) -> int:
    """How many of them have run out already. One query. Raises Forbidden."""
    actor.require("people.read", at=unit_code)
    today = first_day(now)
    return _expiring(unit_code, today).filter(contact__certified_until__lt=today).count()


def _expiring(unit_code: str, today: date) -> QuerySet[Person]:
    rows = Person.objects.filter(contact__certified_until__lte=today + EXPIRING, left_at=None, erased_at=None)
    inside = rows.filter(unit_code__gte=unit_code, unit_code__lt=upper_bound(unit_code))
    return inside.annotate(until=F("contact__certified_until")).select_related("contact")


def _row(person: Person, today: date) -> CertificateRow:
    contact: Contact = person.contact
    assert contact.certified_until is not None, "chosen by it"
    return CertificateRow(
        person_id=person.id,
        name=person.name,
        unit_code=person.unit_code,
        phone=contact.phone,
        certified_for=contact.certified_for,
        certified_until=contact.certified_until,
        days_left=(contact.certified_until - today).days,
    )
