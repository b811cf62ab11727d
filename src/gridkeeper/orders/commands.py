"""Issue, renew, end and expire orders (R-08, R-09)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from gridkeeper.audit.record import record
from gridkeeper.catalogue.registrations import FourEyesAct, check_renewal, last_looks, register_act, take_backs
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import NotFound
from gridkeeper.kernel.writing import check_writing
from gridkeeper.orders.choices import OrderKind, OrderState
from gridkeeper.orders.errors import (
    DateUnlikely,
    NoEnd,
    NoLegalBasis,
    NotInForce,
    NumberTaken,
    PastCeiling,
    SamePerson,
    StaleReason,
)
from gridkeeper.orders.models import Order, Proposal, Renewal
from gridkeeper.orders.policy import CEILING, DATED_AHEAD, DATED_BACK, approval_place, ceiling
from gridkeeper.orders.proposals import propose

START = "order.start"
RENEW = "order.renew"
FORGOTTEN = "—"
_INSTANT = timedelta(microseconds=1)
_WRITTEN: Final = {
    "number": ("Number of the order", 60),
    "title": ("Title", 160),
    "legal_basis": ("Legal basis", 400),
    "document": ("Document", 400),
    "issued_by": ("Issued by", 120),
}
"""Texts of an order: what people call them, and how long each may be in characters."""
_REASON: Final = 400


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What a person types to issue an order."""

    number: str
    title: str
    kind: OrderKind
    unit_id: UUID
    unit_code: str
    legal_basis: str
    document: str
    issued_by: str
    issued_at: datetime
    expires_at: datetime
    closes_with: UUID | None = None


def draft_order(*, actor: Actor, draft: Draft, now: datetime) -> Order:
    """Write an order down; nothing is in force until a second person lets it start (R-08).

    Rooms above that give an order effects of their own put their own act before the second person, and start it there.
    Raises NoLegalBasis, DateUnlikely, NoEnd, PastCeiling, NumberTaken, Forbidden, TooMuchText, NoWriting.
    """
    actor.require("order.propose", at=draft.unit_code)
    for field, (called, most) in _WRITTEN.items():
        check_writing(getattr(draft, field), field=called, most=most)
    if not draft.legal_basis.strip():
        raise NoLegalBasis(number=draft.number)
    # At the ends of the calendar a moment leads out of what can be read again, and no list that holds it opens.
    if not now - DATED_BACK <= draft.issued_at <= now + DATED_AHEAD:
        raise DateUnlikely(number=draft.number, issued=_shown(draft.issued_at), days=CEILING.days)
    begins = max(now, draft.issued_at)
    if draft.expires_at <= begins:
        raise NoEnd(number=draft.number, begins=_shown(begins), days=CEILING.days)
    if draft.expires_at > ceiling(begins):
        raise PastCeiling(number=draft.number, ceiling=_shown(ceiling(begins)), wanted=_shown(draft.expires_at))
    same_number = Order.objects.filter(issued_by=draft.issued_by, number=draft.number)
    if same_number.exclude(state=OrderState.REFUSED).exists():
        raise NumberTaken(issued_by=draft.issued_by, number=draft.number)
    try:
        with transaction.atomic():
            return Order.objects.create(
                number=draft.number,
                title=draft.title,
                kind=draft.kind,
                unit_id=draft.unit_id,
                unit_code=draft.unit_code,
                legal_basis=draft.legal_basis,
                document=draft.document,
                issued_by=draft.issued_by,
                issued_at=draft.issued_at,
                expires_at=draft.expires_at,
                proposed_by=actor.login,
                proposed_at=now,
                closes_with_id=draft.closes_with,
            )
    except IntegrityError:
        # Somebody wrote the same number down in the same moment; only the table itself can tell.
        raise NumberTaken(issued_by=draft.issued_by, number=draft.number) from None


def propose_order(*, actor: Actor, draft: Draft, now: datetime) -> tuple[Order, Proposal]:
    """Write an order down and put it before a second person. Raises as ``draft_order``."""
    with transaction.atomic():
        order = draft_order(actor=actor, draft=draft, now=now)
        proposal = propose(
            actor=actor,
            kind=START,
            title=f"{order.number} {order.title}",
            unit_code=order.unit_code,
            arguments={"order": str(order.id)},
            now=now,
        )
    return order, proposal


def propose_renewal(*, actor: Actor, order_id: UUID, to: datetime, reason: str, now: datetime) -> Proposal:
    """Ask to prolong an order, with a fresh reason; from the second time on one level higher decides (R-09).

    Raises PastCeiling, NoEnd, StaleReason, and what the room refuses that gives this kind of order its effects.
    """
    order = _in_force(order_id)
    actor.require("order.propose", at=order.unit_code)
    check_writing(reason.strip(), field="Reason", most=_REASON)
    _check_renewal(order, to=to, reason=reason, now=now)
    return propose(
        actor=actor,
        kind=RENEW,
        title=f"{order.number} {order.title}",
        unit_code=order.unit_code,
        approval_code=approval_place(order.unit_code, renewal=order.renewals.count() + 1),
        arguments={
            "order": str(order.id),
            "from": order.expires_at.isoformat(),
            "to": to.isoformat(),
            "reason": reason.strip(),
        },
        now=now,
    )


def end_order(*, actor: Actor, order_id: UUID, reason: str, now: datetime) -> dict[str, int]:
    """End an order; one person suffices, and everything it made is taken back in the same transaction (R-08, R-11).

    Orders made under it end with it. Returns counts of what was taken back, by kind.
    """
    order = _in_force(order_id)
    actor.require("order.end", at=order.unit_code)
    return _finish(actor=actor, order=order, state=OrderState.ENDED, reason=reason, now=now)


def expire_order(*, actor: Actor, order_id: UUID, now: datetime) -> int:
    """End one order whose time is over; 1, or 0 where somebody ended or renewed it a moment ago. For a job."""
    with transaction.atomic():
        # Locked first: a renewal approved in the same second must win or lose, never half of each.
        order = Order.objects.select_for_update().filter(pk=order_id).first()
        if order is None or order.state != OrderState.IN_FORCE or order.expires_at > now:
            return 0
        _finish(actor=actor, order=order, state=OrderState.EXPIRED, reason="expired", now=now)
    return 1


def forget_who_decided(*, over_since: datetime) -> int:
    """Take the logins off orders, renewals and proposals that were over by then; gives how many rows (12.5).

    The documents stay, numbered and dated. For the retention job, in its transaction.
    """
    over = [OrderState.ENDED, OrderState.EXPIRED, OrderState.REFUSED]
    ended = Order.objects.annotate(over_at=Coalesce("ended_at", "expires_at"))
    orders = ended.filter(state__in=over, over_at__lte=over_since).exclude(proposed_by=FORGOTTEN)
    ids = list(orders.values_list("id", flat=True))
    # One of the two names goes empty, as the constraint on two people asks for two different ones.
    count = Renewal.objects.filter(order_id__in=ids).update(proposed_by=FORGOTTEN, approved_by="")
    count += Order.objects.filter(pk__in=ids).update(proposed_by=FORGOTTEN, approved_by="", ended_by="")
    decided = Proposal.objects.filter(decided_at__lte=over_since).exclude(proposed_by=FORGOTTEN)
    return count + decided.update(proposed_by=FORGOTTEN, decided_by="")


def _finish(*, actor: Actor, order: Order, state: OrderState, reason: str, now: datetime) -> dict[str, int]:
    counts: dict[str, int] = {}
    with transaction.atomic():
        moved = Order.objects.filter(pk=order.pk, state=OrderState.IN_FORCE).update(
            state=state, ended_at=now, ended_by=actor.login, ended_because=reason[:200]
        )
        if moved != 1:
            order.refresh_from_db(fields=["state"])
            raise NotInForce(number=order.number, state=order.state)
        # A job that comes late looks at the last moment in force, not at its own: what counts ends with the order.
        last = min(now, order.expires_at - _INSTANT)
        for look in last_looks().values():
            look(order_id=order.id, at=last)
        for nested in Order.objects.filter(closes_with=order, state=OrderState.IN_FORCE):
            _add(counts, _finish(actor=actor, order=nested, state=OrderState.ENDED, reason=reason, now=now))
        for take_back in take_backs().values():
            _add(counts, take_back(actor=actor, order_id=order.id, because=reason, now=now))
        record(
            actor=actor,
            verb=f"order.{state.value}",
            subject_kind="order",
            subject_id=order.id,
            unit_code=order.unit_code,
            happened_at=now,
            facts={"number": order.number, "reason": reason, "taken_back": counts},
        )
    return counts


def start_order(*, actor: Actor, order_id: UUID, now: datetime) -> Order:
    """Put a drafted order in force as its second person, inside the caller's transaction (R-08).

    Raises SamePerson for its own proposer, NotInForce when it is no draft any more, NoEnd when its time is over.
    """
    order = Order.objects.select_for_update().get(pk=order_id)
    if order.proposed_by == actor.login:
        raise SamePerson(title=f"{order.number} {order.title}", login=actor.login, place=order.unit_code)
    if order.state != OrderState.PROPOSED:
        raise NotInForce(number=order.number, state=order.state)
    begins = max(now, order.issued_at)
    if order.expires_at <= begins:
        raise NoEnd(number=order.number, begins=_shown(begins), days=CEILING.days)
    order.state, order.approved_by = OrderState.IN_FORCE, actor.login
    order.in_force_at, order.ceiling_at = begins, ceiling(begins)
    order.save(update_fields=["state", "approved_by", "in_force_at", "ceiling_at"])
    record(
        actor=actor,
        verb="order.in-force",
        subject_kind="order",
        subject_id=order.id,
        unit_code=order.unit_code,
        happened_at=now,
        facts={"number": order.number, "expires_at": order.expires_at.isoformat()},
    )
    return order


def hold_in_force(*, order_id: UUID) -> Order:
    """Lock an order in force until the caller's transaction ends: who ends it meanwhile waits. Raises NotInForce."""
    order = Order.objects.select_for_update().get(pk=order_id)
    if order.state != OrderState.IN_FORCE:
        raise NotInForce(number=order.number, state=order.state)
    return order


def refuse_draft(*, order_id: UUID) -> None:
    """Lay a drafted order aside, inside the caller's transaction; the proposal's own event says who and when."""
    Order.objects.filter(pk=order_id, state=OrderState.PROPOSED).update(state=OrderState.REFUSED)


def _start(*, actor: Actor, arguments: Mapping[str, Any], proposed_by: str, now: datetime) -> dict[str, Any]:
    del proposed_by
    order = start_order(actor=actor, order_id=UUID(arguments["order"]), now=now)
    return {"order": str(order.id), "expires_at": order.expires_at.isoformat()}


def _renew(*, actor: Actor, arguments: Mapping[str, Any], proposed_by: str, now: datetime) -> dict[str, Any]:
    # The row lock: of two renewals that wait, the later one counts as the later one.
    Order.objects.select_for_update().filter(pk=arguments["order"]).first()
    order = _in_force(UUID(arguments["order"]))
    to = datetime.fromisoformat(arguments["to"])
    _check_renewal(order, to=to, reason=arguments["reason"], now=now)
    number = order.renewals.count() + 1
    actor.require("order.approve", at=approval_place(order.unit_code, renewal=number))
    Renewal.objects.create(
        order=order,
        unit_code=order.unit_code,
        number=number,
        reason=arguments["reason"],
        proposed_by=proposed_by,
        approved_by=actor.login,
        from_at=order.expires_at,
        to_at=to,
        decided_at=now,
    )
    Order.objects.filter(pk=order.pk).update(expires_at=to)
    record(
        actor=actor,
        verb="order.renewed",
        subject_kind="order",
        subject_id=order.id,
        unit_code=order.unit_code,
        happened_at=now,
        facts={"number": order.number, "renewal": number, "to": to.isoformat()},
    )
    return {"order": str(order.id), "renewal": number, "expires_at": to.isoformat()}


def _check_renewal(order: Order, *, to: datetime, reason: str, now: datetime) -> None:
    if order.expires_at <= now:
        # Its time is over even where nobody has noted it yet: what has ended is not prolonged.
        raise NotInForce(number=order.number, state=OrderState.EXPIRED)
    if order.ceiling_at and to > order.ceiling_at:
        raise PastCeiling(number=order.number, ceiling=_shown(order.ceiling_at), wanted=_shown(to))
    if to <= order.expires_at:
        raise NoEnd(number=order.number, begins=_shown(order.expires_at), days=CEILING.days)
    if not reason.strip() or order.renewals.filter(reason=reason.strip()).exists():
        raise StaleReason(number=order.number)
    check_renewal(order.kind, order_id=order.id, since=order.expires_at, to=to, now=now)


def _refuse(*, actor: Actor, arguments: Mapping[str, Any], now: datetime) -> None:
    del actor, now
    refuse_draft(order_id=UUID(arguments["order"]))


def _in_force(order_id: UUID) -> Order:
    order = Order.objects.filter(pk=order_id).first()
    if order is None:
        raise NotFound(kind="order", name=str(order_id))
    if order.state != OrderState.IN_FORCE:
        raise NotInForce(number=order.number, state=order.state)
    return order


def _add(counts: dict[str, int], more: Mapping[str, int]) -> None:
    for kind, number in more.items():
        counts[kind] = counts.get(kind, 0) + number


def _shown(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"


def register() -> None:
    """Enter the two acts of this room that need a second person."""
    register_act(FourEyesAct(kind=START, permission="order.approve", perform=_start, decline=_refuse))
    register_act(FourEyesAct(kind=RENEW, permission="order.approve", perform=_renew))
