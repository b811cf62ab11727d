"""End a switch: one person, one transaction; what it made is taken back, what rested goes on (R-08, R-11)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from gridkeeper.access.actors import system_actor
from gridkeeper.activations.choices import ActivationState, UnitModeKind
from gridkeeper.activations.errors import NotActive
from gridkeeper.activations.models import Activation, Progress, Suspension, UnitMode
from gridkeeper.activations.policy import RECOVERY, unpack_standing
from gridkeeper.activations.queries.composing import COMPOSER
from gridkeeper.activations.queries.standing import standing_at
from gridkeeper.audit.record import record
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import NotFound
from gridkeeper.orders.commands import end_order
from gridkeeper.playbooks.difference import left_over
from gridkeeper.scopes.doors import acting_as


def stand_down(*, actor: Actor, activation_id: UUID, because: str, now: datetime) -> Activation:
    """End an activation with its order; answers it with what is left of it. Raises NotActive, NotFound."""
    activation = Activation.objects.filter(pk=activation_id).first()
    if activation is None:
        raise NotFound(kind="activation", name=str(activation_id))
    if activation.state not in (ActivationState.STARTING, ActivationState.ACTIVE):
        raise NotActive(state=activation.state)
    with transaction.atomic():
        counts = end_order(actor=actor, order_id=activation.order_id, reason=because, now=now)
        Activation.objects.filter(pk=activation.pk).update(taken_back=counts)
    activation.refresh_from_db()
    return activation


def take_back_of_order(*, actor: Actor, order_id: UUID, because: str, now: datetime) -> dict[str, int]:
    """The last take-back of an order's end: rests are over, modes end, and the difference is taken (R-11).

    Runs after every other room's, and for every kind of order; most have nothing here.
    """
    resumed = Suspension.objects.filter(order_id=order_id, to_at=None).update(to_at=now)
    ended_modes = UnitMode.objects.filter(order_id=order_id, to_at=None)
    codes = list(ended_modes.filter(mode=UnitModeKind.URGENT).values_list("unit_code", flat=True))
    ended_modes.update(to_at=now)
    UnitMode.objects.bulk_create(
        [
            UnitMode(
                unit_code=code,
                mode=UnitModeKind.RECOVERING,
                order_id=order_id,
                from_at=now,
                to_at=now + RECOVERY,
            )
            for code in codes
        ]
    )
    activation = Activation.objects.select_for_update().filter(order_id=order_id).first()
    if activation is not None and activation.state in (ActivationState.STARTING, ActivationState.ACTIVE):
        _close(actor, activation, because=because, now=now)
    return {"suspensions": resumed} if resumed else {}


def _close(actor: Actor, activation: Activation, *, because: str, now: datetime) -> None:
    activation.state, activation.ended_at = ActivationState.ENDED, now
    activation.difference = _difference(activation, now)
    # What stood before has served its purpose; the difference says all that is left to say.
    activation.baseline = None
    activation.save(update_fields=["state", "ended_at", "difference", "baseline"])
    Progress.objects.filter(activation_id=activation.id).delete()
    record(
        actor=actor,
        verb="activation.stood-down",
        subject_kind="activation",
        subject_id=activation.id,
        unit_code=activation.unit_code,
        happened_at=now,
        facts={"because": because, "difference": len(activation.difference)},
    )


def _difference(activation: Activation, now: datetime) -> list[dict[str, Any]]:
    """What stands otherwise than before the switch, each with the reason that is known for it (R-11)."""
    if activation.baseline is None:
        return []
    with acting_as(system_actor(COMPOSER)):
        standing = list(standing_at(prefix=activation.unit_code, now=now))
    changes = left_over(unpack_standing(bytes(activation.baseline)), standing, activation.order_id)
    return [
        {
            "change": str(one.sign),
            "kind": one.kind,
            "id": str(one.id),
            "unit_code": one.unit_code,
            "words": one.zh,
            "order": str(one.order_id) if one.order_id else "",
        }
        for one in changes
    ]
