"""What of rosters and shifts stands now, for differences between two moments (R-11)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from gridkeeper.kernel.unit_code import upper_bound
from gridkeeper.playbooks.facts import RoutineFact
from gridkeeper.playbooks.wanted import Standing
from gridkeeper.rosters.choices import LIVE, ON_THE_RECORD, DutyState, ShiftState
from gridkeeper.rosters.models import Duty, Roster, Shift
from gridkeeper.rosters.queries.rest import ROSTERS
from gridkeeper.scopes.doors import acting_as


def standing_shifts(*, prefix: str, now: datetime) -> Iterable[Standing]:
    """Standing rosters, and every shift an order made that was not taken back, at a unit and below. Two queries.

    The shifts of a standing roster are not told one by one: they pass by the hour, the roster stands.
    """
    del now  # a roster stands until it is ended, an order's shift until the order's end takes it back
    inside = {"unit_code__gte": prefix, "unit_code__lt": upper_bound(prefix)}
    for roster in Roster.objects.filter(**inside, ended_at=None).order_by("unit_code", "id"):
        yield Standing(
            kind="shift",
            id=roster.id,
            unit_code=roster.unit_code,
            words=roster.title,
            mark="rests" if roster.resting_under else "stands",
        )
    rows = Shift.objects.filter(**inside, state=ShiftState.PLANNED).exclude(order_id=None)
    columns = rows.order_by("unit_code", "id").values_list(
        "id", "unit_code", "title", "starts", "ends", "needed", "order_id"
    )
    for key, code, title, starts, ends, needed, order_id in columns.iterator(chunk_size=5000):
        yield Standing(
            kind="shift",
            id=key,
            unit_code=code,
            words=title,
            mark=f"{starts:%Y%m%d%H%M}-{ends:%Y%m%d%H%M} x{needed}",
            order_id=order_id,
        )


def routine_rosters(*, prefix: str) -> Sequence[RoutineFact]:
    """Standing rosters that an emergency may let rest, by their key. One query."""
    rows = Roster.objects.filter(unit_code__gte=prefix, unit_code__lt=upper_bound(prefix), ended_at=None)
    return [
        RoutineFact(kind="shift", id=key, name=name, unit_code=code)
        for key, name, code in rows.order_by("unit_code", "id").values_list("id", "key", "unit_code")
    ]


ACCEPTED_ONCE: Final = Q(state__in=ON_THE_RECORD) | (
    Q(state=DutyState.ENDED, answered_at__isnull=False) & ~Q(closing_note="")
)
"""Duties that somebody accepted, also those that the end of their order took back: what happened stays countable.

An offer that ended because all seats were taken has no closing note.
"""


COUNTING_ON_IT: Final = Q(state__in=(*LIVE, DutyState.RESTING))
"""Somebody was offered it, promised it, or is there: they are told when it is taken back."""


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """Shifts that an end would take back, and how many people it would tell."""

    shifts: int
    people: int


def shifts_ahead(*, now: datetime, site_ids: Iterable[UUID] = (), order_id: UUID | None = None) -> QuerySet[Shift]:
    """Planned shifts, not over yet, at these sites or of this order; in the caller's scope."""
    there = Q(site_id__in=list(site_ids)) | (Q(order_id=order_id) if order_id else Q(pk__in=[]))
    return Shift.objects.filter(there, state=ShiftState.PLANNED, ends__gt=now)


def ahead_of(*, now: datetime, site_ids: Iterable[UUID] = (), order_id: UUID | None = None) -> Ahead:
    """What an end would take back and whom it would tell, counted beforehand; it names nobody. Two queries."""
    with acting_as(ROSTERS):
        shifts = shifts_ahead(now=now, site_ids=site_ids, order_id=order_id)
        duties = Duty.objects.filter(COUNTING_ON_IT, shift__in=shifts, ends__gt=now).exclude(person_id=None)
        return Ahead(shifts=shifts.count(), people=duties.values("person_id").distinct().count())


def accepted_of_order(*, order_id: UUID) -> int:
    """How many duties on the shifts of an order people accepted, before or after its end. One query."""
    return Duty.objects.filter(ACCEPTED_ONCE, shift__order_id=order_id).count()


def duties_of_order(*, order_id: UUID) -> int:
    """How many people's duties lie on the shifts of an order, in the caller's scope. One query."""
    return Duty.objects.filter(shift__order_id=order_id).count()
