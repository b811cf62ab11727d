"""Orders and proposals that an actor may see, ready to print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import NotFound
from gridkeeper.kernel.listing import COUNTED_EXACTLY, Listed, Sorts
from gridkeeper.kernel.unit_code import ancestors_of, upper_bound
from gridkeeper.orders.choices import OrderKind, OrderState, ProposalState
from gridkeeper.orders.models import Order, Proposal, Renewal
from gridkeeper.orders.policy import days_in_a_row
from gridkeeper.scopes.keyset import read_page

ORDER_SORTS: Final = Sorts(
    "-written", {"written": "id", "number": "number", "place": "unit_code -issued_at", "expires": "expires_at"}
)
"""By when it was written down (ids are made in that order), number, place (newest first in each), or end."""
IN_FORCE_SORTS: Final = Sorts(
    "-written",
    {
        "written": "id",
        "number": "number",
        "place": "unit_code -issued_at",
        "days": "-in_force_at",
        "expires": "expires_at",
    },
    present=("in_force_at",),
)
"""Orders in force, also by days in a row: as many as their beginning is long ago (R-09)."""


EMERGENCY: Final = (OrderKind.ACTIVATION, OrderKind.ZONE, OrderKind.STATIC)
"""Orders under which personal data is collected only while they last (SF-08)."""


@dataclass(frozen=True, kw_only=True)
class RenewalRow:
    """One prolongation of an order."""

    number: int
    reason: str
    proposed_by: str
    approved_by: str
    to_at: datetime


@dataclass(frozen=True, kw_only=True)
class OrderRow:
    """An order for a list or page; ``days`` counts days in force in a row (R-09)."""

    id: UUID
    number: str
    title: str
    kind: str
    unit_id: UUID
    unit_code: str
    legal_basis: str
    document: str
    issued_by: str
    issued_at: datetime
    state: str
    proposed_by: str
    approved_by: str
    in_force_at: datetime | None
    expires_at: datetime
    ceiling_at: datetime | None
    ended_at: datetime | None
    ended_by: str
    ended_because: str
    days: int
    renewals: tuple[RenewalRow, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ProposalRow:
    """A proposal; ``mine`` when the viewer made it and so cannot approve it."""

    code: str
    kind: str
    title: str
    unit_code: str
    approval_code: str
    permission: str
    state: str
    proposed_by: str
    proposed_at: datetime
    lapses_at: datetime
    decided_by: str
    decided_at: datetime | None
    decision_reason: str
    arguments: dict[str, Any]
    result: dict[str, Any] | None
    mine: bool


def orders_page(
    *,
    actor: Actor,
    now: datetime,
    state: str = "",
    unit_code: str = "",
    text: str = "",
    sort: str = "",
    after: str = "",
    size: int = 50,
) -> Listed[OrderRow]:
    """Orders in the actor's scope by ``ORDER_SORTS``, those in force by ``IN_FORCE_SORTS``; keyset pages. One query.

    Raises UnknownSort.
    """
    order = (IN_FORCE_SORTS if state == OrderState.IN_FORCE else ORDER_SORTS).order(sort)
    rows = _filtered(actor, state=state, unit_code=unit_code, text=text)
    found = read_page(rows, order, after=after, size=size)
    return found.told(_row(order, now=now) for order in found)


def orders_counted(*, actor: Actor, state: str = "", unit_code: str = "", text: str = "") -> tuple[int, bool]:
    """How many orders such a page has in all, and whether that is exact (up to ten thousand it is). One query."""
    total = _filtered(actor, state=state, unit_code=unit_code, text=text).values("pk")[: COUNTED_EXACTLY + 1].count()
    return min(total, COUNTED_EXACTLY), total <= COUNTED_EXACTLY


def _filtered(actor: Actor, *, state: str, unit_code: str, text: str) -> QuerySet[Order]:
    rows = _visible(actor)
    if state:
        rows = rows.filter(state=state)
    if unit_code:
        rows = rows.filter(unit_code__gte=unit_code, unit_code__lt=upper_bound(unit_code))
    if text:
        rows = rows.filter(Q(number__contains=text) | Q(title__contains=text))
    return rows


def orders_ending(*, actor: Actor, now: datetime, within: timedelta = timedelta(days=2)) -> Sequence[OrderRow]:
    """Orders in force that end soon: renew with a fresh reason, or let them go. One query."""
    rows = _visible(actor).filter(state=OrderState.IN_FORCE, expires_at__lte=now + within).order_by("expires_at")
    return [_row(order, now=now) for order in rows[:50]]


def orders_due(*, now: datetime) -> Sequence[UUID]:
    """Orders in force whose time is over, oldest end first, for the job that ends them. One query."""
    rows = Order.objects.filter(state=OrderState.IN_FORCE, expires_at__lte=now).order_by("expires_at", "id")
    return list(rows.values_list("id", flat=True)[:500])


def orders_in_force_at(*, actor: Actor, unit_code: str, now: datetime) -> Sequence[OrderRow]:
    """Orders in force on a unit: its own and those of the units it lies in. One query."""
    reach = [unit_code[:length] for length in range(2, len(unit_code) + 1)]
    rows = _readable(actor).filter(state=OrderState.IN_FORCE, unit_code__in=reach).order_by("expires_at")
    return [_row(order, now=now) for order in rows]


def order_shown(*, actor: Actor, order: str, now: datetime) -> OrderRow:
    """One order by id or number, with its renewals; also one of a wider place that binds the actor's.

    Raises NotFound. Two queries.
    """
    rows = _readable(actor).prefetch_related("renewals")
    try:
        found = rows.filter(pk=UUID(order)).first()
    except ValueError:
        found = rows.filter(number=order).order_by("-issued_at").first()
    if found is None:
        raise NotFound(kind="order", name=order)
    return _row(found, now=now, renewals=tuple(found.renewals.order_by("number")))


def proposals_waiting(*, actor: Actor, now: datetime) -> Sequence[ProposalRow]:
    """Proposals that this actor may decide, or made and may withdraw; oldest first. One query."""
    rows = Proposal.objects.filter(state=ProposalState.PENDING, lapses_at__gt=now).order_by("proposed_at")
    return [
        _proposal_row(proposal, actor)
        for proposal in rows[:200]
        if proposal.proposed_by == actor.login or actor.may(proposal.permission, at=proposal.approval_code)
    ]


def proposal_shown(*, actor: Actor, code: str) -> ProposalRow:
    """One proposal by its code. Raises NotFound."""
    found = Proposal.objects.filter(code=code.strip().upper()).first()
    if found is None:
        raise NotFound(kind="proposal", name=code)
    return _proposal_row(found, actor)


def proposals_about(*, actor: Actor, kind: str, argument: str, value: str) -> Sequence[ProposalRow]:
    """Proposals of one kind about one thing, newest first, decided or not, in the caller's scope. One query."""
    rows = Proposal.objects.filter(kind=kind, **{f"arguments__{argument}": value}).order_by("-proposed_at", "-id")
    return [_proposal_row(row, actor) for row in rows]


def _visible(actor: Actor) -> QuerySet[Order]:
    """Orders of the actor's own places, for lists: an index answers it."""
    return Order.objects.filter(_own(actor))


def _readable(actor: Actor) -> QuerySet[Order]:
    """Those and, of the places above, what row-level security lets through: orders that bind whoever is within."""
    above = {code for prefix in actor.reaches("orders.read") for code in ancestors_of(prefix)}
    return Order.objects.filter(_own(actor) | Q(unit_code__in=above))


def _own(actor: Actor) -> Q:
    scope = Q(pk__in=[])
    for prefix in actor.reaches("orders.read"):
        scope |= Q(unit_code__gte=prefix, unit_code__lt=upper_bound(prefix))
    return scope


def _row(order: Order, *, now: datetime, renewals: tuple[Renewal, ...] = ()) -> OrderRow:
    until = min(now, order.ended_at or now)
    return OrderRow(
        id=order.id,
        number=order.number,
        title=order.title,
        kind=order.kind,
        unit_id=order.unit_id,
        unit_code=order.unit_code,
        legal_basis=order.legal_basis,
        document=order.document,
        issued_by=order.issued_by,
        issued_at=order.issued_at,
        state=order.state,
        proposed_by=order.proposed_by,
        approved_by=order.approved_by,
        in_force_at=order.in_force_at,
        expires_at=order.expires_at,
        ceiling_at=order.ceiling_at,
        ended_at=order.ended_at,
        ended_by=order.ended_by,
        ended_because=order.ended_because,
        days=days_in_a_row(since=order.in_force_at, now=until) if order.in_force_at else 0,
        renewals=tuple(
            RenewalRow(
                number=r.number, reason=r.reason, proposed_by=r.proposed_by, approved_by=r.approved_by, to_at=r.to_at
            )
            for r in renewals
        ),
    )


def _proposal_row(proposal: Proposal, actor: Actor) -> ProposalRow:
    return ProposalRow(
        code=proposal.code,
        kind=proposal.kind,
        title=proposal.title,
        unit_code=proposal.unit_code,
        approval_code=proposal.approval_code,
        permission=proposal.permission,
        state=proposal.state,
        proposed_by=proposal.proposed_by,
        proposed_at=proposal.proposed_at,
        lapses_at=proposal.lapses_at,
        decided_by=proposal.decided_by,
        decided_at=proposal.decided_at,
        decision_reason=proposal.decision_reason,
        arguments=proposal.arguments,
        result=proposal.result,
        mine=proposal.proposed_by == actor.login,
    )


def emergencies_over(*, since: datetime) -> list[UUID]:
    """Orders of emergencies that had ended by ``since``, and orders made under such, in scope. One query."""
    over = Order.objects.filter(state__in=(OrderState.ENDED, OrderState.EXPIRED), ended_at__lte=since)
    theirs = Q(kind__in=EMERGENCY) | Q(closes_with__kind__in=EMERGENCY)
    return list(over.filter(theirs).values_list("id", flat=True))
