"""Destroy personal data when its time is over or its owner asks, and keep a ledger so that it stays gone (SF-07).

Erasing a person needs two people (SF-12); retention needs none, it follows the table everyone can read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from gridkeeper.access.actors import system_actor
from gridkeeper.access.choices import PurgeKind
from gridkeeper.access.commands.certify import certify_after_commit
from gridkeeper.access.commands.erasing import (
    erase_accounts,
    erase_contacts,
    erase_person,
    merge,
    needles_of_contacts,
)
from gridkeeper.access.errors import StillServing
from gridkeeper.access.models import PurgedRecord, PurgeRun, Reading, RightsRequest
from gridkeeper.access.needles import Needles
from gridkeeper.access.retention import RULES
from gridkeeper.accounts.models import Invitation, User
from gridkeeper.audit.models import Payload
from gridkeeper.audit.record import record
from gridkeeper.catalogue.registrations import FourEyesAct, register_act, retentions
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import NotFound
from gridkeeper.orders.commands import forget_who_decided
from gridkeeper.orders.models import Proposal
from gridkeeper.orders.proposals import propose
from gridkeeper.posts.models import Appointment, Contact, Person
from gridkeeper.posts.policy import SHOWN_IN
from gridkeeper.scopes.doors import acting_as
from gridkeeper.scopes.vault import shred

ERASE = "person.erase"
_PURGER = "purge"


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


def apply_retention(
    *,
    actor: Actor,
    now: datetime,
    because: str = "",
    unit_code: str = "",
    signed: tuple[str, str] = ("", ""),
    also: Mapping[str, int] | None = None,
) -> PurgeRun | None:
    """Destroy what has outlived its rule; answers the run, or None when nothing was due. Safe to run twice.

    With ``because`` (the order that ends an emergency, SF-08) the run is kept and certified even where nothing is
    left to destroy. It lies at ``unit_code``, where those who ended it may read it, and names the two who ``signed``;
    ``also`` are counts of what its room has cleared in the same transaction.

    The rules hold everywhere at once and decide nothing: whoever may purge anywhere may apply them. Certified after
    commit.
    """
    if not actor.reaches("purge.propose"):
        actor.require("purge.propose", at="-", place="retention")
    with transaction.atomic(), acting_as(system_actor(_PURGER)):
        gone: list[tuple[str, str, UUID]] = []
        counts: dict[str, int] = {kind: number for kind, number in (also or {}).items() if number}
        needles = Needles()
        for person in Person.objects.filter(erased_at=None, left_at__lte=now - RULES["service"].keep):
            cleared, sought = erase_person(actor=actor, person=person, now=now)
            merge(counts, cleared)
            needles |= sought
            gone.append(("person", person.unit_code, person.id))
        late = Contact.objects.filter(person__left_at__lte=now - RULES["contact"].keep)
        contacts = list(late.values_list("pk", "unit_code"))
        needles |= needles_of_contacts(key for key, _ in contacts)
        merge(counts, erase_contacts([key for key, _ in contacts]))
        gone += [("contact", code, key) for key, code in contacts]
        merge(counts, _erase_traces(actor, now))
        if not because and not any(counts.values()):
            return None
        return _keep(
            actor=actor,
            run=PurgeRun(
                kind=PurgeKind.RETENTION,
                because=(because or "retention")[:300],
                unit_code=unit_code,
                proposed_by=signed[0] or actor.login,
                approved_by=signed[1],
                done_at=now,
            ),
            counts=counts,
            gone=gone,
            needles=needles,
        )


def replay_purges(*, actor: Actor, ledger: Iterable[tuple[str, UUID]], now: datetime) -> int:
    """Repeat the erasures of a ledger on restored rows, before the door opens (R-18); answers how many were there."""
    repeated, lines = 0, list(ledger)
    with transaction.atomic():
        # An older escrow file may have brought back keys of what is long gone.
        shred(record_id for _, record_id in lines)
        for eraser, record_id in lines:
            if eraser == "person":
                person = Person.objects.filter(pk=record_id, erased_at=None).first()
                if person is not None:
                    erase_person(actor=actor, person=person, now=now)
                    repeated += 1
            elif Contact.objects.filter(pk=record_id).exists():
                erase_contacts([record_id])
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


def _erase(*, actor: Actor, arguments: Mapping[str, Any], proposed_by: str, now: datetime) -> dict[str, Any]:
    person = Person.objects.select_for_update().filter(pk=arguments["person"], erased_at=None).first()
    if person is None:
        raise NotFound(kind="person", name=str(arguments["person"]))
    _refuse_serving(person, now)
    # The two people's rights were asked at the person's own desk; what is cleared lies wherever the person served.
    with acting_as(system_actor(_PURGER)):
        counts, needles = erase_person(actor=actor, person=person, now=now)
        run = _keep(
            actor=actor,
            run=PurgeRun(
                kind=PurgeKind.PERSON,
                because=str(arguments["because"])[:300],
                proposed_by=proposed_by,
                approved_by=actor.login,
                unit_code=person.unit_code,
                done_at=now,
            ),
            counts=counts,
            gone=[("person", person.unit_code, person.id)],
            needles=needles,
        )
    return {"purge": str(run.id), "counts": counts}


def _refuse_serving(person: Person, now: datetime) -> None:
    held = [row for row in Appointment.objects.filter(person=person) if row.to_at is None or row.to_at > now]
    if held:
        raise StillServing(person=person.name, count=len(held))


def _erase_traces(actor: Actor, now: datetime) -> dict[str, int]:
    """Looks, facts of events, used codes, closed accounts and what upper rooms keep for a time of their own."""
    counts = {
        "looks": Reading.objects.filter(at__lte=now - RULES["reading"].keep).delete()[0],
        "event facts": Payload.objects.filter(event__recorded_at__lte=now - RULES["audit"].keep).delete()[0],
        "requests": RightsRequest.objects.filter(answered_at__lte=now - RULES["cases"].keep).delete()[0],
        "names on orders": forget_who_decided(over_since=now - RULES["orders"].keep),
        "spared": _forget_who_was_spared(now),
        "codes": Invitation.objects.filter(expires_at__lte=now - RULES["account"].keep).delete()[0],
    }
    closed = User.objects.filter(closed_at__lte=now - RULES["account"].keep)
    merge(counts, erase_accounts(list(closed.values_list("pk", flat=True))))
    for apply in retentions().values():
        merge(counts, apply(actor=actor, now=now))
    return {kind: number for kind, number in counts.items() if number}


def _forget_who_was_spared(now: datetime) -> int:
    """A date that spared somebody duties has done its work on the day it says (SF-07)."""
    over = now.astimezone(SHOWN_IN).date() - RULES["spared"].keep
    return Contact.objects.filter(spared_until__lt=over).update(spared_until=None)


def _keep(
    *, actor: Actor, run: PurgeRun, counts: dict[str, int], gone: list[tuple[str, str, UUID]], needles: Needles
) -> PurgeRun:
    run.counts = counts
    if any(text in run.because for text in needles.texts):
        run.because = "—"
    run.save(force_insert=True)
    PurgedRecord.objects.bulk_create(
        [PurgedRecord(run=run, unit_code=code, eraser=eraser, record_id=key) for eraser, code, key in gone],
        batch_size=2000,
    )
    record(
        actor=actor,
        verb="purge.done",
        subject_kind="purge",
        subject_id=run.id,
        unit_code=run.unit_code,
        happened_at=run.done_at,
        facts={"kind": run.kind, "counts": counts},
    )
    certify_after_commit(run=run, needles=needles, now=run.done_at)
    return run


def register() -> None:
    """Enter the act of erasing a person, which needs two people (SF-12)."""
    register_act(FourEyesAct(kind=ERASE, permission="purge.approve", perform=_erase))
