"""Certificates that have run out or soon will, so that somebody renews them before a duty is refused (4.e)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.unit_code import upper_bound
from gridkeeper.posts.models import Contact
from gridkeeper.posts.policy import EXPIRING, first_day


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


def expiring_certificates(*, actor: Actor, unit_code: str, now: datetime, size: int = 500) -> Sequence[CertificateRow]:
    """Certificates of people kept at and below a unit that have run out or will within 30 days, oldest first.

    Row-level security keeps it to what the actor may see; the caller notes the look. One query. Raises Forbidden.
    """
    actor.require("people.read", at=unit_code)
    today = first_day(now)
    rows = (
        Contact.objects.filter(certified_until__lte=today + EXPIRING, unit_code__gte=unit_code)
        .filter(unit_code__lt=upper_bound(unit_code), person__left_at=None, person__erased_at=None)
        .order_by("certified_until", "person__sort_key", "person_id")
        .values_list("person_id", "person__name", "unit_code", "phone", "certified_for", "certified_until")
    )
    return [
        CertificateRow(
            person_id=key,
            name=name,
            unit_code=code,
            phone=phone,
            certified_for=role,
            certified_until=until,
            days_left=(until - today).days,
        )
        for key, name, code, phone, role, until in rows[:size]
        if until is not None
    ]
