"""Shifts at a place with who stands them: roster pages and duty sheets, for the desks that keep them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import NotFound
from gridkeeper.kernel.unit_code import upper_bound
from gridkeeper.posts.models import Contact, Person
from gridkeeper.rosters.choices import COMMITTED, DutyState, ShiftState
from gridkeeper.rosters.models import Duty, Shift
from gridkeeper.rosters.queries.fitting import fitting_people
from gridkeeper.rosters.queries.rest import ROSTERS
from gridkeeper.scopes.doors import acting_as

_SHOWN = (DutyState.OFFERED, *COMMITTED, DutyState.LEFT)


@dataclass(frozen=True, kw_only=True)
class OnShift:
    """Somebody on a shift; the name is empty where the viewer may not know it."""

    duty_id: UUID
    person_id: UUID | None
    name: str
    phone: str
    state: str
    arrived_at: datetime | None
    left_at: datetime | None
    override_reason: str
    override_until: datetime | None


@dataclass(frozen=True, kw_only=True)
class ShiftRow:
    """A shift with its people; ``open_seats`` counts seats that nobody promised to take."""

    id: UUID
    unit_id: UUID
    unit_code: str
    site_id: UUID | None
    body_id: UUID | None
    title: str
    title_en: str
    task: str
    role: str
    starts: datetime
    ends: datetime
    needed: int
    night: bool
    outdoor: bool
    in_zone: bool
    state: str
    is_resting: bool
    order_id: UUID | None
    escalated_at: datetime | None
    people: tuple[OnShift, ...]

    @property
    def promised(self) -> int:
        """People who accepted, are there or have been there."""
        return sum(one.state != DutyState.OFFERED for one in self.people)

    @property
    def open_seats(self) -> int:
        """Seats without a promise."""
        return max(0, self.needed - self.promised)


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """Somebody the system proposes for a shift; people decide."""

    person_id: UUID
    name: str


def shifts_in(
    *,
    actor: Actor,
    unit_code: str,
    starts: datetime,
    ends: datetime,
    site_id: UUID | None = None,
    open_only: bool = False,
    size: int = 300,
) -> Sequence[ShiftRow]:
    """Shifts at and below a unit that meet a stretch of time, by time; with their people. Four queries."""
    actor.require("duties.read", at=unit_code)
    rows = Shift.objects.filter(
        unit_code__gte=unit_code,
        unit_code__lt=upper_bound(unit_code),
        starts__lt=ends,
        ends__gt=starts,
        state=ShiftState.PLANNED,
    )
    if site_id:
        rows = rows.filter(site_id=site_id)
    found = _rows(list(rows.select_related("roster").order_by("starts", "unit_code", "id")[:size]))
    return [row for row in found if row.open_seats] if open_only else found


def shift_shown(*, actor: Actor, shift_id: UUID) -> ShiftRow:
    """One shift with its people. Raises NotFound, Forbidden. Four queries."""
    shift = Shift.objects.select_related("roster").filter(pk=shift_id).first()
    if shift is None:
        raise NotFound(kind="shift", name=str(shift_id))
    actor.require("duties.read", at=shift.unit_code)
    return _rows([shift])[0]


def proposed_for(*, actor: Actor, shift_id: UUID, now: datetime, skill: str = "", size: int = 12) -> Sequence[Proposed]:
    """Who could stand a shift with enough rest, best first; in the rosters' scope for rest, with names as the viewer's
    desk may know them. Eleven queries."""
    shift = Shift.objects.filter(pk=shift_id).first()
    if shift is None:
        raise NotFound(kind="shift", name=str(shift_id))
    actor.require("duties.write", at=shift.unit_code)
    with acting_as(ROSTERS):
        found = fitting_people(shift, now=now, skill=skill, size=size)
    names = dict(Person.objects.filter(pk__in=found).values_list("id", "name"))
    return [Proposed(person_id=key, name=names[key]) for key in found if key in names]


def _rows(shifts: Sequence[Shift]) -> list[ShiftRow]:
    duties = list(
        Duty.objects.filter(shift__in=[shift.pk for shift in shifts], state__in=_SHOWN).order_by("offered_at", "id")
    )
    people = {duty.person_id for duty in duties if duty.person_id}
    names = dict(Person.objects.filter(pk__in=people).values_list("id", "name"))
    phones = dict(Contact.objects.filter(person_id__in=people).values_list("person_id", "phone"))
    on: dict[UUID, list[OnShift]] = {}
    for duty in duties:
        on.setdefault(duty.shift_id, []).append(
            OnShift(
                duty_id=duty.id,
                person_id=duty.person_id,
                name=names.get(duty.person_id, "") if duty.person_id else "",
                phone=phones.get(duty.person_id, "") if duty.person_id else "",
                state=duty.state,
                arrived_at=duty.arrived_at,
                left_at=duty.left_at,
                override_reason=duty.override_reason,
                override_until=duty.override_until,
            )
        )
    return [_row(shift, tuple(on.get(shift.pk, ()))) for shift in shifts]


def _row(shift: Shift, people: tuple[OnShift, ...]) -> ShiftRow:
    return ShiftRow(
        id=shift.id,
        unit_id=shift.unit_id,
        unit_code=shift.unit_code,
        site_id=shift.site_id,
        body_id=shift.body_id,
        title=shift.title,
        title_en=shift.title_en,
        task=shift.task,
        role=shift.role,
        starts=shift.starts,
        ends=shift.ends,
        needed=shift.needed,
        night=shift.night,
        outdoor=shift.outdoor,
        in_zone=shift.in_zone,
        state=shift.state,
        is_resting=shift.roster is not None and bool(shift.roster.resting_under),
        order_id=shift.order_id,
        escalated_at=shift.escalated_at,
        people=people,
    )
