"""Everything this home holds about the person who asks, as a copy they may take along (SF-10, PIPL Art. 45)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from gridkeeper.access.errors import NoRecordOfYou
from gridkeeper.access.queries.rights import EVERY_LOOK, looks_at, register_of_processing, requests_of
from gridkeeper.accounts.models import User
from gridkeeper.kernel.actor import Actor
from gridkeeper.posts.models import Appointment, Consent, Contact, Person, Sensitive
from gridkeeper.scopes.vault import unseal

_TABLES = frozenset({"posts_person", "posts_contact", "posts_sensitive", "posts_consent", "accounts_user"})


def my_copy(*, actor: Actor) -> dict[str, Any]:
    """One's own data in JSON values, with what each field is for and how long it stays. Ten queries.

    Looks at me and requests are part of it. Raises NoRecordOfYou for an account without a person.
    """
    person = Person.objects.filter(pk=actor.person_id, erased_at=None).first() if actor.person_id else None
    if person is None:
        raise NoRecordOfYou(login=actor.login)
    return {
        "person": {
            "id": str(person.id),
            "name": person.name,
            "kept_at": person.unit_code,
            "registered_at": person.created_at.isoformat(),
            "left_at": person.left_at.isoformat() if person.left_at else None,
            "generated": person.is_generated,
        },
        "contact": _contact(person.id),
        "sensitive": _sensitive(person.id),
        "consents": list(
            Consent.objects.filter(person=person)
            .order_by("given_at")
            .values("kind", "wording", "given_at", "withdrawn_at")
        ),
        "posts": list(
            Appointment.objects.filter(person=person)
            .order_by("from_at")
            .values("role_held", "unit_code", "holding", "from_at", "to_at", "document")
        ),
        "account": User.objects.filter(person_id=person.id).values("login", "name", "language", "last_login").first(),
        "looks_at_me": [
            {"at": look.at, "by": look.reader, "how": look.look, "purpose": look.purpose, "desk": look.unit_code}
            for look in looks_at(actor=actor, person_id=person.id, size=EVERY_LOOK)
        ],
        "requests": [
            {"kind": row.kind, "words": row.words, "received_at": row.received_at, "answer": row.answer}
            for row in requests_of(actor=actor, person_id=person.id)
        ],
        "why": [
            {"table": row.table, "field": row.field, "for": row.purpose, "ground": row.basis, "days": row.days}
            for row in register_of_processing()
            if row.table in _TABLES
        ],
    }


def _contact(person_id: UUID) -> dict[str, Any] | None:
    kept = ("phone", "birth_year", "spared_until", "home_code", "certified_for", "certified_until", "skills")
    row = Contact.objects.filter(pk=person_id).values(*kept, "updated_at").first()
    return dict(row) if row else None


def _sensitive(person_id: UUID) -> dict[str, Any] | None:
    row = Sensitive.objects.filter(pk=person_id).first()
    return unseal(person_id, bytes(row.sealed)) if row else None
