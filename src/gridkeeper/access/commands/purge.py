"""Destroy personal data when its time is over or its owner asks, and keep a ledger so that it stays gone (SF-07).

Erasing a person needs two people (SF-12); retention needs none, it follows the table everyone can read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from gridkeeper.access.choices import PurgeKind
from gridkeeper.access.errors import StillServing
from gridkeeper.access.models import PurgedRecord, PurgeRun, Reading
from gridkeeper.access.retention import RULES
from gridkeeper.accounts.models import Invitation, User
from gridkeeper.audit.models import Payload
from gridkeeper.audit.record import record
from gridkeeper.catalogue.registrations import FourEyesAct, erasers, register_act
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import NotFound
from gridkeeper.orders.models import Proposal
from gridkeeper.orders.proposals import propose
from gridkeeper.posts.models import Appointment, Consent, Contact, Person, Reach, Sensitive
from gridkeeper.scopes.vault import shred

ERASE = "person.erase"
ERASED_NAME = "—"


def propose_erasure(*, actor: Actor, person_id: UUID, because: str, now: datetime) -> Proposal:
    """Ask a second person to erase somebody's record. Raises StillServing while posts are held."""
    person = Person.objects.filter(pk=person_id, erased_at=None).first()
    if person is None:
        raise NotFound(kind="person", name=str(person_id))
    actor.require("purge.propose", at=person.unit_code)
    _refuse_serving(person, now)
    return propose(
        actor=actor,
        kind=ERASE,
        title=because,
        unit_code=person.unit_code,
        arguments={"person": str(person.id), "because": because},
        now=now,
    )


def apply_retention(*, actor: Actor, now: datetime) -> PurgeRun | None:
    """Destroy what has outlived its rule; answers the run, or None when nothing was due. Safe to run twice."""
    with transaction.atomic():
        gone: list[tuple[str, str, UUID]] = []
        counts: dict[str, int] = {}
        people = Person.objects.filter(erased_at=None, left_at__lte=now - RULES["service"].keep)
        for person in people:
            _merge(counts, _erase_person(actor=actor, person=person, now=now))
            gone.append(("person", person.unit_code, person.id))
        contacts = list(
            Contact.objects.filter(person__left_at__lte=now - RULES["contact"].keep).values_list("pk", "unit_code")
        )
        _merge(counts, _erase_contacts([key for key, _ in contacts]))
        gone += [("contact", code, key) for key, code in contacts]
        _merge(counts, _erase_traces(now))
        if not any(counts.values()):
            return None
        return _keep(
            actor=actor,
            kind=PurgeKind.RETENTION,
            because="retention",
            proposed_by=actor.login,
            approved_by="",
            unit_code="",
            counts=counts,
            gone=gone,
            now=now,
        )


def replay_purges(*, actor: Actor, ledger: Iterable[tuple[str, UUID]], now: datetime) -> int:
    """Repeat the erasures of a ledger on restored rows, before the door opens (R-18); answers how many were there."""
    repeated = 0
    with transaction.atomic():
        for eraser, record_id in ledger:
            if eraser == "person":
                person = Person.objects.filter(pk=record_id, erased_at=None).first()
                if person is not None:
                    _erase_person(actor=actor, person=person, now=now)
                    repeated += 1
            elif Contact.objects.filter(pk=record_id).exists():
                _erase_contacts([record_id])
                repeated += 1
        if repeated:
            record(
                actor=actor,
                verb="purge.replayed",
                subject_kind="purge",
                subject_id="restore",
                unit_code="",
                happened_at=now,
                facts={"records": repeated},
            )
    return repeated


def certify_run(*, actor: Actor, run_id: UUID, certificate: Mapping[str, Any], now: datetime) -> PurgeRun:
    """Attach what verification found to a run. The caller re-read database, exports and a restored backup."""
    run = PurgeRun.objects.get(pk=run_id)
    with transaction.atomic():
        PurgeRun.objects.filter(pk=run.pk).update(certificate=dict(certificate), certified_at=now)
        record(
            actor=actor,
            verb="purge.certified",
            subject_kind="purge",
            subject_id=run.id,
            unit_code=run.unit_code,
            happened_at=now,
            facts={"holds": certificate.get("holds"), "counts": run.counts},
        )
    run.refresh_from_db()
    return run


def _erase(*, actor: Actor, arguments: Mapping[str, Any], proposed_by: str, now: datetime) -> dict[str, Any]:
    person = Person.objects.select_for_update().filter(pk=arguments["person"], erased_at=None).first()
    if person is None:
        raise NotFound(kind="person", name=str(arguments["person"]))
    _refuse_serving(person, now)
    counts = _erase_person(actor=actor, person=person, now=now)
    run = _keep(
        actor=actor,
        kind=PurgeKind.PERSON,
        because=str(arguments["because"]),
        proposed_by=proposed_by,
        approved_by=actor.login,
        unit_code=person.unit_code,
        counts=counts,
        gone=[("person", person.unit_code, person.id)],
        now=now,
    )
    # The proposal named the person; what it says afterwards must not.
    Proposal.objects.filter(kind=ERASE, arguments__person=str(person.id)).update(arguments={"erased": True}, title="—")
    return {"purge": str(run.id), "counts": counts}


def _refuse_serving(person: Person, now: datetime) -> None:
    held = [row for row in Appointment.objects.filter(person=person) if row.to_at is None or row.to_at > now]
    if held:
        raise StillServing(person=person.name, count=len(held))


def _erase_person(*, actor: Actor, person: Person, now: datetime) -> dict[str, int]:
    """Clear a person everywhere; appointments stay as seats once held by somebody (service record without a name)."""
    counts: dict[str, int] = {"P3": shred([person.id])}
    Sensitive.objects.filter(person=person).delete()
    counts["P2"] = Contact.objects.filter(person=person).delete()[0]
    counts["P2"] += Consent.objects.filter(person=person).delete()[0]
    Reach.objects.filter(person=person).delete()
    for erase in erasers().values():
        _merge(counts, erase(actor=actor, person_id=person.id, now=now))
    for user in User.objects.filter(person_id=person.id):
        user.keys.all().delete()
        User.objects.filter(pk=user.pk).update(
            login=f"erased-{user.pk}", name="", is_active=False, password="!", person_id=None
        )
        counts["accounts"] = counts.get("accounts", 0) + 1
    Person.objects.filter(pk=person.pk).update(
        name=ERASED_NAME, sort_key="", initials="", erased_at=now, left_at=person.left_at or now
    )
    counts["P1"] = 1
    return counts


def _erase_contacts(keys: list[UUID]) -> dict[str, int]:
    if not keys:
        return {}
    counts = {"P3": shred(keys)}
    Sensitive.objects.filter(pk__in=keys).delete()
    Consent.objects.filter(person_id__in=keys).delete()
    counts["P2"] = Contact.objects.filter(pk__in=keys).delete()[0]
    return counts


def _erase_traces(now: datetime) -> dict[str, int]:
    """Looks, payloads of events and used codes past their time."""
    looks = Reading.objects.filter(at__lte=now - RULES["reading"].keep).delete()[0]
    payloads = Payload.objects.filter(event__recorded_at__lte=now - RULES["audit"].keep).delete()[0]
    codes = Invitation.objects.filter(expires_at__lte=now - RULES["account"].keep).delete()[0]
    return {"looks": looks, "event facts": payloads, "codes": codes}


def _keep(
    *,
    actor: Actor,
    kind: PurgeKind,
    because: str,
    proposed_by: str,
    approved_by: str,
    unit_code: str,
    counts: dict[str, int],
    gone: list[tuple[str, str, UUID]],
    now: datetime,
) -> PurgeRun:
    run = PurgeRun.objects.create(
        kind=kind,
        because=because[:300],
        proposed_by=proposed_by,
        approved_by=approved_by,
        unit_code=unit_code,
        done_at=now,
        counts=counts,
    )
    PurgedRecord.objects.bulk_create(
        [PurgedRecord(run=run, unit_code=code, eraser=eraser, record_id=key) for eraser, code, key in gone],
        batch_size=2000,
    )
    record(
        actor=actor,
        verb="purge.done",
        subject_kind="purge",
        subject_id=run.id,
        unit_code=unit_code,
        happened_at=now,
        facts={"kind": kind, "counts": counts},
    )
    return run


def _merge(counts: dict[str, int], more: Mapping[str, int]) -> None:
    for kind, number in more.items():
        counts[kind] = counts.get(kind, 0) + number


def register() -> None:
    """Enter the act of erasing a person, which needs two people (SF-12)."""
    register_act(FourEyesAct(kind=ERASE, permission="purge.approve", perform=_erase))
