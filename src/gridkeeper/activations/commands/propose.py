"""Put a switch before a second person, start it with their approval, prolong it (R-06, R-08, R-09)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from gridkeeper.activations.choices import ActivationState
from gridkeeper.activations.commands.ceiling import check_own_ceiling
from gridkeeper.activations.errors import NotActive, OutsideJurisdiction, PackOver, PlaybookHasErrors, TooNarrow
from gridkeeper.activations.models import Activation
from gridkeeper.activations.queries.composing import composed, remarks, summary_of
from gridkeeper.activations.queries.library import Shelved, playbook_meant, remarks_on
from gridkeeper.audit.record import record
from gridkeeper.catalogue.registrations import may_give
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import NotFound
from gridkeeper.kernel.texts import Weight
from gridkeeper.kernel.unit_code import LENGTHS, Level, is_within
from gridkeeper.orders.choices import OrderKind, ProposalState
from gridkeeper.orders.commands import Draft, draft_order, propose_renewal, refuse_draft, start_order
from gridkeeper.orders.errors import NumberTaken
from gridkeeper.orders.models import Order, Proposal
from gridkeeper.orders.proposals import propose
from gridkeeper.posts.errors import MoreThanOwn

START = "activation.start"


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Which playbook, where, under which document, until when; ``place`` is the unit's name."""

    playbook: str
    unit_id: UUID
    unit_code: str
    place: str
    number: str
    issued_by: str
    issued_at: datetime
    legal_basis: str
    document: str
    expires_at: datetime
    closes_with: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The activation, and the code of the proposal that waits ("" once it is decided)."""

    activation: Activation
    pending: str


def propose_activation(*, actor: Actor, wish: Wish, is_exercise: bool, now: datetime) -> Asked:
    """Draft the order, compose once, and wait for a second person; asked again, the same activation answers (R-08).

    Raises UnknownPlaybook, PlaybookHasErrors, OutsideJurisdiction, TooNarrow, PackOver (R-06), PastOwnCeiling,
    Forbidden, and what `orders.commands.draft_order` refuses.
    """
    actor.require("order.propose", at=wish.unit_code, place=wish.place)
    known = _asked_before(wish)
    if known is not None:
        return known
    try:
        return _put_forward(actor=actor, wish=wish, is_exercise=is_exercise, now=now)
    except NumberTaken:
        # The same question in the same moment, by a second click: whoever came first has the activation.
        known = _asked_before(wish)
        if known is None:
            raise
        return known


def _put_forward(*, actor: Actor, wish: Wish, is_exercise: bool, now: datetime) -> Asked:
    with transaction.atomic():
        activation = draft_activation(actor=actor, wish=wish, is_exercise=is_exercise, now=now)
        order = activation.order
        proposal = propose(
            actor=actor,
            kind=START,
            title=f"{order.number} {order.title}",
            unit_code=wish.unit_code,
            arguments={"activation": str(activation.id), "order": str(order.id)},
            now=now,
        )
    return Asked(activation=activation, pending=proposal.code)


def draft_activation(*, actor: Actor, wish: Wish, is_exercise: bool, now: datetime) -> Activation:
    """Write an activation and its order down, composed once, inside the caller's transaction; nothing is in force yet.

    Raises as ``propose_activation``.
    """
    shelved = playbook_meant(actor=actor, name=wish.playbook, unit_code=wish.unit_code, now=now)
    check_use(shelved, unit_code=wish.unit_code, place=wish.place, is_exercise=is_exercise)
    check_own_ceiling(shelved.playbook, begins=max(now, wish.issued_at), until=wish.expires_at)
    found = composed(shelved.playbook, unit_code=wish.unit_code, until=wish.expires_at, now=now).composition
    unmet, conflicts = remarks(found)
    activation = Activation.objects.create(
        order=draft_order(actor=actor, draft=_draft(wish, shelved), now=now),
        unit_id=wish.unit_id,
        unit_code=wish.unit_code,
        playbook=shelved.playbook.name,
        version=shelved.playbook.version,
        pack=shelved.playbook.pack,
        mode=shelved.playbook.mode,
        title_zh=shelved.playbook.title.zh,
        title_en=shelved.playbook.title.en,
        text=shelved.text,
        digest=shelved.digest,
        proposed_at=now,
        summary=summary_of(found),
        unmet=unmet,
        conflicts=conflicts,
    )
    _trace(actor, activation, "activation.proposed", now, {"playbook": activation.playbook})
    return activation


def check_use(shelved: Shelved, *, unit_code: str, place: str, is_exercise: bool) -> None:
    """Refuse what lint calls wrong, and use outside the jurisdiction, below the level or after the dates (R-06)."""
    book = shelved.playbook
    if not is_within(unit_code, book.jurisdiction):
        raise OutsideJurisdiction(name=book.name, jurisdiction=book.jurisdiction, place=place)
    if str(book.level) in {level.value for level in Level} and len(unit_code) > LENGTHS[Level(book.level)]:
        raise TooNarrow(name=book.name, level=book.level, place=place)
    if not (shelved.in_force or is_exercise):
        raise PackOver(pack=book.pack or book.name)
    errors = [one for one in remarks_on(shelved.text) if one.weight is Weight.ERROR]
    if errors:
        raise PlaybookHasErrors(name=book.name, count=len(errors), first=errors[0].sentence())


def propose_renewal_of(*, actor: Actor, activation_id: UUID, to: datetime, reason: str, now: datetime) -> Proposal:
    """Ask to prolong an activation with its order, with a fresh reason (R-09). Raises NotActive, NotFound."""
    activation = Activation.objects.filter(pk=activation_id).first()
    if activation is None:
        raise NotFound(kind="activation", name=str(activation_id))
    if activation.state not in (ActivationState.STARTING, ActivationState.ACTIVE):
        raise NotActive(state=activation.state)
    return propose_renewal(actor=actor, order_id=activation.order_id, to=to, reason=reason, now=now)


def begin_switch(*, actor: Actor, arguments: Mapping[str, Any], now: datetime) -> Activation:
    """The second person's approval: the order is in force and the switch is under way, in the caller's transaction.

    Raises SamePerson, NotInForce, MoreThanOwn: nobody lets a playbook give rights they do not hold themselves.
    """
    activation = Activation.objects.select_for_update().get(pk=arguments["activation"])
    for role in activation.summary["roles"]:
        if not may_give(actor=actor, role=role, unit_code=activation.unit_code):
            raise MoreThanOwn(post=role, place=activation.unit_code)
    start_order(actor=actor, order_id=activation.order_id, now=now)
    activation.state, activation.started_at = ActivationState.STARTING, now
    activation.save(update_fields=["state", "started_at"])
    _trace(actor, activation, "activation.started", now, {"playbook": activation.playbook})
    return activation


def decline_switch(*, actor: Actor, arguments: Mapping[str, Any], now: datetime) -> None:
    """A refused or withdrawn switch: the draft is laid aside, and its number is free again."""
    del actor, now
    refuse_draft(order_id=UUID(arguments["order"]))
    Activation.objects.filter(pk=arguments["activation"]).update(state=ActivationState.REFUSED)


def _asked_before(wish: Wish) -> Asked | None:
    """The activation of the same playbook, unit and order, unless it was refused."""
    known = (
        Activation.objects.select_related("order")
        .filter(
            playbook=wish.playbook.split("@")[0],
            unit_code=wish.unit_code,
            order__number=wish.number,
            order__issued_by=wish.issued_by,
        )
        .exclude(state=ActivationState.REFUSED)
        .first()
    )
    if known is None:
        return None
    order = known.order
    if (order.legal_basis, order.document) != (wish.legal_basis, wish.document):
        # Another paper under the same number is no repetition of the question.
        raise NumberTaken(issued_by=wish.issued_by, number=wish.number)
    waiting = Proposal.objects.filter(
        kind=START, state=ProposalState.PENDING, arguments__activation=str(known.id)
    ).first()
    return Asked(activation=known, pending=waiting.code if waiting else "")


def _draft(wish: Wish, shelved: Shelved) -> Draft:
    return Draft(
        number=wish.number,
        title=f"{shelved.playbook.title.zh} · {wish.place}"[:160],
        kind=OrderKind.ACTIVATION,
        unit_id=wish.unit_id,
        unit_code=wish.unit_code,
        legal_basis=wish.legal_basis,
        document=wish.document,
        issued_by=wish.issued_by,
        issued_at=wish.issued_at,
        expires_at=wish.expires_at,
        closes_with=wish.closes_with,
    )


def _trace(actor: Actor, activation: Activation, verb: str, now: datetime, facts: Mapping[str, Any]) -> None:
    order = Order.objects.values_list("number", flat=True).get(pk=activation.order_id)
    record(
        actor=actor,
        verb=verb,
        subject_kind="activation",
        subject_id=activation.id,
        unit_code=activation.unit_code,
        happened_at=now,
        facts={"order": order, **facts},
    )
