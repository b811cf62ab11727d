"""Which shift follows which at a place, and who stands the next one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from gridkeeper.rosters.choices import COMMITTED, ShiftState
from gridkeeper.rosters.models import Duty, Shift
from gridkeeper.rosters.policy.place import NOTICE, place_of

_SLACK = timedelta(minutes=30)
_LONGEST = timedelta(hours=16)


def at_the_place_of(shift: Shift) -> QuerySet[Shift]:
    """Planned shifts at the same site, else for the same body, else at the same unit."""
    rows = Shift.objects.filter(state=ShiftState.PLANNED)
    if shift.site_id:
        return rows.filter(site_id=shift.site_id)
    if shift.body_id:
        return rows.filter(body_id=shift.body_id, site_id=None)
    return rows.filter(unit_id=shift.unit_id, site_id=None, body_id=None)


def next_duties(shift: Shift) -> Sequence[Duty]:
    """Duties of people who take this shift over: accepted or arrived on the shift that follows. One query."""
    following = at_the_place_of(shift).filter(starts__gte=shift.ends - _SLACK, starts__lte=shift.ends + _SLACK)
    rows = Duty.objects.filter(shift__in=following.exclude(pk=shift.pk), state__in=COMMITTED)
    return list(rows.select_related("shift").order_by("starts", "id"))


def shifts_without_successor(*, now: datetime, size: int = 200) -> Sequence[Shift]:
    """Running shifts that end soon, are followed by another, and nobody stands that one yet. Three queries."""
    ending = list(
        Shift.objects.filter(
            state=ShiftState.PLANNED,
            escalated_at=None,
            starts__lte=now,
            starts__gt=now - _LONGEST,
            ends__gt=now,
            ends__lte=now + NOTICE,
        ).order_by("ends", "id")[:size]
    )
    if not ending:
        return []
    following = list(
        Shift.objects.filter(
            state=ShiftState.PLANNED,
            starts__gte=ending[0].ends - _SLACK,
            starts__lte=ending[-1].ends + _SLACK,
            unit_code__in={shift.unit_code for shift in ending},
        )
    )
    staffed = set(Duty.objects.filter(shift__in=following, state__in=COMMITTED).values_list("shift_id", flat=True))
    return [shift for shift in ending if _is_left_alone(shift, following, staffed)]


def _is_left_alone(shift: Shift, following: Sequence[Shift], staffed: set[UUID]) -> bool:
    place = place_of(site_id=shift.site_id, body_id=shift.body_id, unit_id=shift.unit_id)
    after = [
        other
        for other in following
        if other.pk != shift.pk
        and place_of(site_id=other.site_id, body_id=other.body_id, unit_id=other.unit_id) == place
        and abs(other.starts - shift.ends) <= _SLACK
    ]
    return bool(after) and not any(other.pk in staffed for other in after)
