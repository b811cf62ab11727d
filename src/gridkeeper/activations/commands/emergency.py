"""The end of an emergency: an order of its own, from which on its data are purged (SF-07, SF-08, A27)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from gridkeeper.access.actors import system_actor
from gridkeeper.access.commands.erasing import merge
from gridkeeper.access.commands.purge import apply_retention
from gridkeeper.activations.choices import END, KEPT_TO_BE_READ, ActivationState, UnitModeKind
from gridkeeper.activations.commands.propose import Wish
from gridkeeper.activations.errors import StillActive
from gridkeeper.activations.models import Activation, UnitMode
from gridkeeper.activations.policy import RECOVERY
from gridkeeper.activations.queries.composing import COMPOSER
from gridkeeper.audit.record import record
from gridkeeper.catalogue.registrations import order_traces
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import NotFound
from gridkeeper.orders.choices import OrderKind
from gridkeeper.orders.commands import Draft, draft_order, refuse_draft, start_order
from gridkeeper.orders.models import Proposal
from gridkeeper.orders.proposals import propose
from gridkeeper.orders.queries import emergencies_over
from gridkeeper.scopes.doors import acting_as


def propose_end_of_emergency(
    *, actor: Actor, activation_id: UUID, wish: Wish, now: datetime, reason: str = ""
) -> Proposal:
    """Draft the order that ends the emergency of an activation that was stood down; a second person lets it start.

    The reason, where one is given, stands in the certificate.

    Raises StillActive, NotFound, Forbidden, and what `orders.commands.draft_order` refuses.
    """
    activation = Activation.objects.select_related("order").filter(pk=activation_id).first()
    if activation is None:
        raise NotFound(kind="activation", name=str(activation_id))
    actor.require("order.propose", at=activation.unit_code)
    if activation.state != ActivationState.ENDED:
        raise StillActive(number=activation.order.number)
    with transaction.atomic():
        order = draft_order(
            actor=actor,
            draft=Draft(
                number=wish.number,
                title=f"应急结束 · {activation.title_zh} · {wish.place}"[:160],
                kind=OrderKind.END_OF_EMERGENCY,
                unit_id=activation.unit_id,
                unit_code=activation.unit_code,
                legal_basis=wish.legal_basis,
                document=wish.document,
                issued_by=wish.issued_by,
                issued_at=wish.issued_at,
                expires_at=wish.expires_at,
            ),
            now=now,
        )
        return propose(
            actor=actor,
            kind=END,
            title=f"{order.number} {order.title}",
            unit_code=activation.unit_code,
            arguments={"activation": str(activation.id), "order": str(order.id), "reason": reason.strip()[:200]},
            now=now,
        )


def perform_end(*, actor: Actor, arguments: Mapping[str, Any], proposed_by: str, now: datetime) -> dict[str, Any]:
    """The second person's approval: recovering is over, and the purge runs at once, certified after commit (SF-08)."""
    order = start_order(actor=actor, order_id=UUID(arguments["order"]), now=now)
    because = " · ".join(filter(None, (f"{order.number} {order.title}", arguments.get("reason", ""))))
    # What is cleared lies wherever people served; the two people's rights were asked at the unit.
    with acting_as(system_actor(COMPOSER)):
        activation = Activation.objects.get(pk=arguments["activation"])
        UnitMode.objects.filter(order_id=activation.order_id, mode=UnitModeKind.RECOVERING, to_at__gt=now).update(
            to_at=now
        )
        gone = _forget([activation.order_id], keeping=KEPT_TO_BE_READ)
        run = apply_retention(
            actor=system_actor(COMPOSER),
            because=because,
            unit_code=activation.unit_code,
            signed=(proposed_by, actor.login),
            also=gone,
            now=now,
        )
    record(
        actor=actor,
        verb="emergency.ended",
        subject_kind="activation",
        subject_id=activation.id,
        unit_code=activation.unit_code,
        happened_at=now,
        facts={"order": order.number, "purge": str(run.id) if run else ""},
    )
    return {"emergency": str(activation.id), "order": str(order.id), "purge": str(run.id) if run else ""}


def forget_past_emergencies(*, actor: Actor, now: datetime) -> Mapping[str, int]:
    """Clear what orders made of personal data 30 days after their end, whatever each class's own time is (SF-08).

    The clock begins with the switch and runs from the end of its order, which every order has (K-07). What law asks
    to be kept stays: the record, who decided on orders, and people's own record of service (docs/decisions/0011).
    For the retention job.
    """
    del actor  # the run's own event says who and when
    return _forget(emergencies_over(since=now - RECOVERY))


def _forget(order_ids: Sequence[UUID], *, keeping: Collection[str] = ()) -> dict[str, int]:
    counts: dict[str, int] = {}
    if order_ids:
        for room, traces in order_traces().items():
            if room not in keeping:
                merge(counts, traces.forget(order_ids=order_ids))
    return counts


def decline_end(*, actor: Actor, arguments: Mapping[str, Any], now: datetime) -> None:
    """A refused end: the draft is laid aside."""
    del actor, now
    refuse_draft(order_id=UUID(arguments["order"]))
