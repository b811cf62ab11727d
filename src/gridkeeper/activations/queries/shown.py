"""Activations for lists and pages: state, progress, what was made, what could not be, what was left (K-07, R-11)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from gridkeeper.activations.choices import ActivationState
from gridkeeper.activations.models import Activation, MadeRow, Progress
from gridkeeper.activations.policy import RECOVERY
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import NotFound
from gridkeeper.kernel.listing import Listed, Sorts
from gridkeeper.kernel.unit_code import upper_bound
from gridkeeper.scopes.keyset import ranked, read_page

ACTIVATION_SORTS: Final = Sorts(
    "-made", {"made": "id", "place": "unit_code -id", "state": "state_place -id", "ends": "ends_at"}
)
"""By when it was proposed (ids are made in that order), place, state in the order of life, or when its order ends."""


@dataclass(frozen=True, kw_only=True)
class Decided:
    """Who approved a switch, and where."""

    login: str
    unit_code: str


@dataclass(frozen=True, kw_only=True)
class ActivationRow:
    """An activation ready to print; ``step``, ``done`` and ``total`` say how far a starting one is.

    ``purge_due_at`` is when its personal data are gone at the latest: counted from the switch on, moved by renewals,
    settled by the end.
    """

    id: UUID
    unit_id: UUID
    unit_code: str
    playbook: str
    version: str
    pack: str
    digest: str
    title_zh: str
    title_en: str
    mode: str
    state: str
    order_id: UUID
    number: str
    issued_by: str
    legal_basis: str
    document: str
    proposed_by: str
    approved_by: str
    proposed_at: datetime
    started_at: datetime | None
    active_at: datetime | None
    ready_due_at: datetime | None
    expires_at: datetime
    ended_at: datetime | None
    ended_because: str
    purge_due_at: datetime | None
    summary: dict[str, Any]
    made: dict[str, int]
    unmet: tuple[dict[str, Any], ...]
    conflicts: tuple[dict[str, Any], ...]
    problem: dict[str, Any] | None
    difference: tuple[dict[str, Any], ...] | None
    step: str = ""
    done: int = 0
    total: int = 0


def activation_shown(*, actor: Actor, activation_id: UUID) -> ActivationRow:
    """One activation with its progress. Raises NotFound. Two queries."""
    row = visible_to(actor).filter(pk=activation_id).first()
    if row is None:
        raise NotFound(kind="activation", name=str(activation_id))
    return _row(row, Progress.objects.filter(activation_id=row.id).first())


def activations_page(
    *,
    actor: Actor,
    unit_code: str = "",
    state: str = "",
    text: str = "",
    sort: str = "",
    after: str = "",
    size: int = 50,
) -> Listed[ActivationRow]:
    """Activations at a unit and below by ``ACTIVATION_SORTS``, keyset pages. One query. Raises UnknownSort."""
    rows = visible_to(actor).annotate(
        state_place=ranked("state", ActivationState.values), ends_at=Coalesce("ended_at", "order__expires_at")
    )
    if unit_code:
        rows = rows.filter(unit_code__gte=unit_code, unit_code__lt=upper_bound(unit_code))
    if state:
        rows = rows.filter(state=state)
    if text:
        rows = rows.filter(Q(title_zh__contains=text) | Q(playbook__contains=text) | Q(order__number__contains=text))
    found = read_page(rows, ACTIVATION_SORTS.order(sort), after=after, size=size)
    return found.told(_row(row, None) for row in found)


def made_by_place(*, actor: Actor, activation_id: UUID, width: int = 12) -> Sequence[tuple[str, str, int]]:
    """What was made, as (unit code cut to ``width`` digits, kind, count). Raises NotFound. Two queries."""
    activation_shown_id = visible_to(actor).filter(pk=activation_id).values_list("id", flat=True).first()
    if activation_shown_id is None:
        raise NotFound(kind="activation", name=str(activation_id))
    rows = MadeRow.objects.filter(activation_id=activation_id).extra(
        select={"place": "left(unit_code, %s)"}, select_params=[width]
    )
    return list(rows.values_list("place", "kind").annotate(count=Count("row_id")).order_by("place", "kind"))


def decided_by(*, activation_id: UUID) -> Decided:
    """Who approved a switch. Raises NotFound. One query."""
    row = Activation.objects.filter(pk=activation_id).values_list("order__approved_by", "unit_code").first()
    if row is None:
        raise NotFound(kind="activation", name=str(activation_id))
    return Decided(login=row[0], unit_code=row[1])


def visible_to(actor: Actor) -> QuerySet[Activation]:
    """Activations in an actor's reach, without their texts."""
    scope = Q(pk__in=[])
    for prefix in actor.reaches("orders.read"):
        scope |= Q(unit_code__gte=prefix, unit_code__lt=upper_bound(prefix))
    return Activation.objects.filter(scope).select_related("order").defer("text", "baseline")


def _row(row: Activation, progress: Progress | None) -> ActivationRow:
    order = row.order
    return ActivationRow(
        id=row.id,
        unit_id=row.unit_id,
        unit_code=row.unit_code,
        playbook=row.playbook,
        version=row.version,
        pack=row.pack,
        digest=row.digest,
        title_zh=row.title_zh,
        title_en=row.title_en,
        mode=row.mode,
        state=row.state,
        order_id=row.order_id,
        number=order.number,
        issued_by=order.issued_by,
        legal_basis=order.legal_basis,
        document=order.document,
        proposed_by=order.proposed_by,
        approved_by=order.approved_by,
        proposed_at=row.proposed_at,
        started_at=row.started_at,
        active_at=row.active_at,
        ready_due_at=row.ready_due_at,
        expires_at=order.expires_at,
        ended_at=row.ended_at,
        ended_because=order.ended_because,
        purge_due_at=(row.ended_at or order.expires_at) + RECOVERY if row.started_at else None,
        summary=row.summary,
        made=row.made,
        unmet=tuple(row.unmet),
        conflicts=tuple(row.conflicts),
        problem=row.problem,
        difference=None if row.difference is None else tuple(row.difference),
        step=progress.step if progress else "",
        done=progress.done if progress else 0,
        total=progress.total if progress else 0,
    )
