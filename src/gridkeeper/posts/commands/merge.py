"""Merge two records of one person: proposed by one, carried out when a second person approves (SF-12)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from gridkeeper.accounts.models import User
from gridkeeper.audit.record import record
from gridkeeper.catalogue.registrations import FourEyesAct, register_act
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import NotFound
from gridkeeper.orders.models import Proposal
from gridkeeper.orders.proposals import propose
from gridkeeper.posts.choices import Through
from gridkeeper.posts.errors import PersonLeft, SamePersonTwice
from gridkeeper.posts.models import Appointment, Consent, Contact, Person, Reach, Sensitive
from gridkeeper.posts.policy import Span, first_day
from gridkeeper.scopes.vault import seal, shred, unseal
from gridkeeper.territory.policy import area_of

MERGE = "people.merge"
_MERGED = "merged into another record of the same person"


def propose_merge(*, actor: Actor, kept_id: UUID, merged_id: UUID, because: str, now: datetime) -> Proposal:
    """Put a merge before a second person; nothing moves until they approve.

    Raises NotFound, PersonLeft, SamePersonTwice, Forbidden unless the actor keeps both records.
    """
    kept, merged = _person(kept_id), _person(merged_id)
    if kept.pk == merged.pk:
        raise SamePersonTwice(person=kept.name)
    for person in (kept, merged):
        actor.require("people.write", at=person.unit_code)
    return propose(
        actor=actor,
        kind=MERGE,
        title=f"{merged.name} = {kept.name}",
        unit_code=area_of([kept.unit_code, merged.unit_code]),
        arguments={"kept": str(kept.pk), "merged": str(merged.pk), "because": because[:200]},
        now=now,
    )


def register() -> None:
    """Enter the act that needs a second person."""
    register_act(FourEyesAct(kind=MERGE, permission="people.merge", perform=_merge))


def _merge(*, actor: Actor, arguments: Mapping[str, Any], proposed_by: str, now: datetime) -> dict[str, Any]:
    """Move appointments, consents, sealed facts and the account; the merged record stays, closed, with its history."""
    kept, merged = _person(UUID(arguments["kept"])), _person(UUID(arguments["merged"]))
    moved, ended = _move_appointments(kept, merged, now=now)
    consents = _move_consents(kept, merged, now=now)
    _move_details(kept, merged, now=now)
    _move_account(kept, merged, now=now)
    Reach.objects.filter(source_id=merged.pk, through=Through.HOME).delete()
    Person.objects.filter(pk=merged.pk).update(left_at=now)
    counts = {"appointments": moved, "appointments_ended": ended, "consents": consents}
    record(
        actor=actor,
        verb="person.merged",
        subject_kind="person",
        subject_id=merged.pk,
        unit_code=merged.unit_code,
        happened_at=now,
        facts={"into": str(kept.pk), "because": arguments["because"], "proposed_by": proposed_by, **counts},
    )
    return {"kept": str(kept.pk), "merged": str(merged.pk), **counts}


def _person(person_id: UUID) -> Person:
    found = Person.objects.filter(pk=person_id, erased_at=None).first()
    if found is None:
        raise NotFound(kind="person", name=str(person_id))
    if found.left_at is not None:
        raise PersonLeft(person=found.name, left=first_day(found.left_at))
    return found


def _move_appointments(kept: Person, merged: Person, *, now: datetime) -> tuple[int, int]:
    """Appointments go over; one that the kept record holds at the same time stays where it was, and ends."""
    own = list(Appointment.objects.filter(person=kept))
    going: list[UUID] = []
    ending: list[UUID] = []
    for row in Appointment.objects.filter(person=merged):
        span = Span(from_at=row.from_at, to_at=row.to_at)
        doubled = any(
            other.post_id == row.post_id and Span(from_at=other.from_at, to_at=other.to_at).meets(span) for other in own
        )
        (ending if doubled else going).append(row.pk)
    Appointment.objects.filter(pk__in=going).update(person=kept)
    Reach.objects.filter(source_id__in=going).update(person=kept)
    still_open = Appointment.objects.filter(Q(to_at=None) | Q(to_at__gt=now), pk__in=ending)
    for row in still_open:
        ends = max(now, row.from_at)
        Appointment.objects.filter(pk=row.pk).update(to_at=ends, ended_because=_MERGED)
    Reach.objects.filter(source_id__in=ending).delete()
    return len(going), len(ending)


def _move_consents(kept: Person, merged: Person, *, now: datetime) -> int:
    given = set(Consent.objects.filter(person=kept, withdrawn_at=None).values_list("kind", flat=True))
    mine = Consent.objects.filter(person=merged, withdrawn_at=None)
    mine.filter(kind__in=given).update(withdrawn_at=now)
    return Consent.objects.filter(person=merged, withdrawn_at=None).update(person=kept, unit_code=kept.unit_code)


def _move_details(kept: Person, merged: Person, *, now: datetime) -> None:
    """What the kept record does not know is taken over; the merged one keeps nothing that can reach anybody."""
    own = Contact.objects.filter(pk=kept.pk).first()
    other = Contact.objects.filter(pk=merged.pk).first()
    if own and other:
        own.phone = own.phone or other.phone
        own.birth_year = own.birth_year or other.birth_year
        own.home_code = own.home_code or other.home_code
        if other.certified_until and (own.certified_until is None or own.certified_for == other.certified_for):
            own.certified_for = other.certified_for
            own.certified_until = max(other.certified_until, own.certified_until or other.certified_until)
        own.skills = list(dict.fromkeys([*own.skills, *other.skills]))
        own.updated_at = now
        own.save()
    Contact.objects.filter(pk=merged.pk).update(
        phone="",
        birth_year=None,
        home_code="",
        certified_for="",
        certified_until=None,
        skills=[],
        updated_at=now,
    )
    sealed = Sensitive.objects.filter(pk=merged.pk).first()
    if sealed is None:
        return
    if not Sensitive.objects.filter(pk=kept.pk).exists():
        facts = unseal(merged.pk, bytes(sealed.sealed))
        Sensitive.objects.create(person=kept, unit_code=kept.unit_code, sealed=seal(kept.pk, facts), updated_at=now)
    shred([merged.pk])
    sealed.delete()


def _move_account(kept: Person, merged: Person, *, now: datetime) -> None:
    accounts = User.objects.filter(person_id=merged.pk)
    if User.objects.filter(person_id=kept.pk).exists():
        accounts.update(is_active=False, closed_at=now)
    else:
        accounts.update(person_id=kept.pk)
