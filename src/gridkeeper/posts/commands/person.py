"""Register people, keep their details, take their consent, let them leave, merge doubles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from gridkeeper.audit.record import record
from gridkeeper.formats.pinyin import initials, sort_key
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import NotFound
from gridkeeper.kernel.ids import uuid7
from gridkeeper.posts.choices import ConsentKind, Through
from gridkeeper.posts.commands.appointment import end_appointments
from gridkeeper.posts.errors import PhoneTaken
from gridkeeper.posts.models import Appointment, Consent, Contact, Person, Reach, Sensitive
from gridkeeper.scopes.bulk import copy_in
from gridkeeper.scopes.vault import seal_many, shred


@dataclass(frozen=True, kw_only=True)
class NewPerson:
    """A person to register at a unit's desk; ``sensitive`` holds P3 facts the person opted to tell."""

    name: str
    unit_id: UUID
    unit_code: str
    phone: str = ""
    birth_year: int | None = None
    spared_until: date | None = None
    home_code: str = ""
    certified_for: str = ""
    certified_until: date | None = None
    skills: tuple[str, ...] = ()
    sensitive: Mapping[str, Any] | None = None
    is_generated: bool = False
    id: UUID | None = None


def register_people(*, actor: Actor, people: Sequence[NewPerson], now: datetime) -> list[UUID]:
    """Register people in bulk, with contact details and sealed facts; answers their ids in order.

    One audit event for the lot. Raises Forbidden for the first unit out of reach; checks of doubles are the
    importer's, because they need words for each row.
    """
    for code in sorted({person.unit_code for person in people}):
        actor.require("people.write", at=code)
    with transaction.atomic():
        ids = write_people(people, now=now)
        record(
            actor=actor,
            verb="person.registered",
            subject_kind="person",
            subject_id=ids[0] if len(ids) == 1 else f"{len(ids)} people",
            unit_code=people[0].unit_code if people else "",
            happened_at=now,
            facts={"people": [str(key) for key in ids[:1000]], "count": len(ids)},
        )
    return ids


_CONTACT = (
    "person_id",
    "unit_code",
    "phone",
    "birth_year",
    "spared_until",
    "home_code",
    "certified_for",
    "certified_until",
    "skills",
    "updated_at",
)


def _contact(key: UUID, p: NewPerson, now: datetime) -> tuple[object, ...]:
    """A row of contact details, in the order of its columns."""
    skills = list(p.skills)
    certified = (p.certified_for, p.certified_until)
    return (key, p.unit_code, p.phone, p.birth_year, p.spared_until, p.home_code, *certified, skills, now)


def write_people(people: Sequence[NewPerson], *, now: datetime) -> list[UUID]:
    """Write people with contact details, reach and sealed facts, inside the caller's transaction and event."""
    ids = [person.id or uuid7() for person in people]
    pairs = list(zip(ids, people, strict=True))
    copy_in(
        Person,
        ("id", "unit_id", "unit_code", "name", "sort_key", "initials", "is_generated", "created_at"),
        (
            (
                key,
                p.unit_id,
                p.unit_code,
                p.name,
                sort_key(p.name)[:160],
                initials(p.name)[:60],
                p.is_generated,
                now,
            )
            for key, p in pairs
        ),
    )
    copy_in(Contact, _CONTACT, (_contact(key, p, now) for key, p in pairs))
    copy_in(
        Reach,
        ("id", "person_id", "unit_code", "through", "source_id"),
        ((uuid7(), key, p.unit_code, Through.HOME.value, key) for key, p in pairs),
    )
    sealed = seal_many({key: p.sensitive for key, p in pairs if p.sensitive})
    copy_in(
        Sensitive,
        ("person_id", "unit_code", "sealed", "updated_at"),
        ((key, p.unit_code, sealed[key], now) for key, p in pairs if key in sealed),
    )
    return ids


def change_person(
    *, actor: Actor, person_id: UUID, now: datetime, name: str | None = None, contact: Mapping[str, Any] | None = None
) -> Person:
    """Correct a person's name or contact details; the facts of the event name the fields, not the values."""
    person = _person(person_id)
    actor.require("people.write", at=person.unit_code)
    changed: list[str] = []
    with transaction.atomic():
        if name is not None and name != person.name:
            person.name, person.sort_key, person.initials = name, sort_key(name)[:160], initials(name)[:60]
            person.save(update_fields=["name", "sort_key", "initials"])
            changed.append("name")
        details = {key: value for key, value in (contact or {}).items() if key in _DETAILS}
        if details:
            _refuse_taken_phone(person, details)
            Contact.objects.filter(person=person).update(**details, updated_at=now)
            changed += sorted(details)
        record(
            actor=actor,
            verb="person.changed",
            subject_kind="person",
            subject_id=person.id,
            unit_code=person.unit_code,
            happened_at=now,
            facts={"fields": changed},
        )
    return person


def let_person_leave(*, actor: Actor, person_id: UUID, because: str, now: datetime) -> int:
    """End a person's service: appointments end, the record waits for its retention to run out."""
    person = _person(person_id)
    actor.require("people.write", at=person.unit_code)
    with transaction.atomic():
        held = Appointment.objects.filter(person=person)
        ended = end_appointments(actor=actor, rows=held, because=because, now=now)
        Person.objects.filter(pk=person.pk, left_at=None).update(left_at=now)
        record(
            actor=actor,
            verb="person.left",
            subject_kind="person",
            subject_id=person.id,
            unit_code=person.unit_code,
            happened_at=now,
            facts={"appointments_ended": ended},
        )
    return ended


def give_consent(*, actor: Actor, person_id: UUID, kind: ConsentKind, wording: str, now: datetime) -> Consent:
    """Record what a person agreed to and the words they saw (R-15); giving it again renews the words."""
    person = _person(person_id)
    if actor.person_id != person.id:
        actor.require("people.write", at=person.unit_code)
    with transaction.atomic():
        Consent.objects.filter(person=person, kind=kind, withdrawn_at=None).update(withdrawn_at=now)
        row = Consent.objects.create(
            person=person, unit_code=person.unit_code, kind=kind, wording=wording, given_at=now
        )
        record(
            actor=actor,
            verb="consent.given",
            subject_kind="person",
            subject_id=person.id,
            unit_code=person.unit_code,
            happened_at=now,
            facts={"kind": kind},
        )
    return row


def withdraw_consent(*, actor: Actor, person_id: UUID, kind: ConsentKind, now: datetime) -> int:
    """Take a consent back; what was kept on its ground is cleared in the same transaction (SF-07)."""
    person = _person(person_id)
    if actor.person_id != person.id:
        actor.require("people.write", at=person.unit_code)
    with transaction.atomic():
        withdrawn = Consent.objects.filter(person=person, kind=kind, withdrawn_at=None).update(withdrawn_at=now)
        if kind == ConsentKind.SKILLS:
            Contact.objects.filter(person=person).update(skills=[], updated_at=now)
        if kind == ConsentKind.PARTY_DEPLOYMENT:
            erase_sensitive(person.id)
        record(
            actor=actor,
            verb="consent.withdrawn",
            subject_kind="person",
            subject_id=person.id,
            unit_code=person.unit_code,
            happened_at=now,
            facts={"kind": kind},
        )
    return withdrawn


def erase_sensitive(person_id: UUID) -> int:
    """Destroy a person's sealed facts and their key, inside the caller's transaction."""
    shred([person_id])
    return Sensitive.objects.filter(person_id=person_id).delete()[0]


_DETAILS = frozenset({"phone", "birth_year", "spared_until", "home_code", "certified_for", "certified_until", "skills"})


def _person(person_id: UUID) -> Person:
    found = Person.objects.filter(pk=person_id, erased_at=None).first()
    if found is None:
        raise NotFound(kind="person", name=str(person_id))
    return found


def _refuse_taken_phone(person: Person, details: Mapping[str, Any]) -> None:
    phone = details.get("phone")
    if not phone:
        return
    other = Contact.objects.filter(phone=phone).exclude(person=person).select_related("person").first()
    if other is not None:
        raise PhoneTaken(phone=phone, person=other.person.name)
