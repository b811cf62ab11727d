"""Count what shows the measures, so that boards read a few thousand figures instead of a district's rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from gridkeeper.access.actors import system_actor
from gridkeeper.activations.choices import ActivationState
from gridkeeper.activations.models import Activation, EvidenceCount
from gridkeeper.activations.queries.evidence import Looked, evidence_of
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.unit_code import LENGTHS, Level
from gridkeeper.playbooks.text import load
from gridkeeper.scopes.doors import acting_as


def running_activations() -> Iterable[UUID]:
    """Ids of what is in force, for the job that counts."""
    return list(Activation.objects.filter(state=ActivationState.ACTIVE).values_list("id", flat=True))


def count_evidence(*, actor: Actor, activation_id: UUID, now: datetime) -> int:
    """Count the evidence of one activation anew and keep it; gives how many lines. Safe to run twice.

    No event is left: a count says nothing that the rows it counts do not say, and nobody decided anything.
    """
    row = Activation.objects.defer("baseline").get(pk=activation_id)
    looked = Looked(
        activation_id=row.id,
        order_id=row.order_id,
        playbook=load(row.text, where=f"{row.playbook} {row.version}"),
        prefix=row.unit_code,
        width=LENGTHS[Level.COMMUNITY],
    )
    with transaction.atomic():
        found = evidence_of(looked, actor=actor, now=now)
        lines = [
            [measure, place, line.kind, line.need, line.have]
            for (measure, place), shown in sorted(found.items())
            for line in shown
        ]
        EvidenceCount.objects.update_or_create(
            activation=row, defaults={"unit_code": row.unit_code, "counted_at": now, "lines": lines}
        )
    return len(lines)


def last_look(*, order_id: UUID, at: datetime) -> None:
    """Count once more before the order's end takes anything back, inside the caller's transaction.

    What people did in its last minute belongs to the operation, whether somebody ends it or its time runs out.
    """
    counter = system_actor("activations")
    with acting_as(counter):
        running = Activation.objects.filter(order_id=order_id, state=ActivationState.ACTIVE)
        key = running.values_list("id", flat=True).first()
        if key is not None:
            count_evidence(actor=counter, activation_id=key, now=at)
