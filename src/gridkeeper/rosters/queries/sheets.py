"""Shifts at a place with who stands them: roster pages and duty sheets, for the desks that keep them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, F, IntegerField, Q, QuerySet
from django.db.models.functions import Greatest

from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import NotFound
from gridkeeper.kernel.listing import Listed, Sorts
from gridkeeper.kernel.unit_code import upper_bound
from gridkeeper.posts.models import Contact, Person
from gridkeeper.rosters.choices import COMMITTED, DutyState, ShiftState
from gridkeeper.rosters.models import Duty, Shift
from gridkeeper.rosters.policy.rest import Fitness, certificate_ended
from gridkeeper.rosters.queries.fitting import fitting_people, stretch_of
from gridkeeper.rosters.queries.rest import ROSTERS
from gridkeeper.scopes.doors import acting_as
from gridkeeper.scopes.keyset import read_page

_TAKEN = (*COMMITTED, DutyState.LEFT)
_TOLD = ("person_id", "phone", "certified_for", "certified_until")
_SHOWN = (DutyState.OFFERED, *COMMITTED, DutyState.LEFT)


SHIFT_SORTS: Final = Sorts(
    "hours",
    {
        "hours": "starts unit_code",
        "shift": "title starts unit_code",
        "place": "unit_code starts",
        "short": "short -starts -unit_code",
    },
)
"""By hours, by name, by place, or by the seats still open."""


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
    certificate_ended: date | None = None
    """Last day of a certificate that the shift needs and that has run out by then."""


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
    task_en: str
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
    text: str = "",
    role: str = "",
    sort: str = "",
    after: str = "",
    size: int = 300,
) -> Listed[ShiftRow]:
    """Shifts at and below a unit that meet a stretch of time, by ``SHIFT_SORTS``; with their people. Four queries.

    ``text`` is looked for in the titles, ``role`` is whom a shift is meant for; ``after`` is the ``next`` of the page
    before. Raises UnknownSort.
    """
    order = SHIFT_SORTS.order(sort)
    actor.require("duties.read", at=unit_code)
    rows = _shifts_of(unit_code, starts=starts, ends=ends)
    if site_id:
        rows = rows.filter(site_id=site_id)
    if text:
        rows = rows.filter(Q(title__icontains=text) | Q(title_en__icontains=text))
    if role:
        rows = rows.filter(role=role)
    if open_only or order.parts[0].field == "short":
        taken = Count("duties", filter=Q(duties__state__in=_TAKEN))
        counted = rows.annotate(short=Greatest(F("needed") - taken, 0, output_field=IntegerField()))
        rows = counted.filter(short__gt=0) if open_only else counted
    found = read_page(rows.select_related("roster"), order, after=after, size=size)
    return found.told(_rows(found))


def open_seats_in(*, actor: Actor, unit_code: str, starts: datetime, ends: datetime) -> int:
    """Seats at and below a unit in a stretch of time that nobody promised to take. One query."""
    actor.require("duties.read", at=unit_code)
    taken = Count("duties", filter=Q(duties__state__in=_TAKEN))
    rows = _shifts_of(unit_code, starts=starts, ends=ends).annotate(taken=taken).filter(taken__lt=F("needed"))
    return sum(needed - held for needed, held in rows.values_list("needed", "taken"))


def roles_in(*, actor: Actor, unit_code: str, starts: datetime, ends: datetime) -> Sequence[str]:
    """For whom the shifts of a stretch of time are meant, as roles. One query."""
    actor.require("duties.read", at=unit_code)
    rows = _shifts_of(unit_code, starts=starts, ends=ends).exclude(role="")
    return sorted(rows.order_by().values_list("role", flat=True).distinct())


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


def _shifts_of(unit_code: str, *, starts: datetime, ends: datetime) -> QuerySet[Shift]:
    return Shift.objects.filter(
        unit_code__gte=unit_code,
        unit_code__lt=upper_bound(unit_code),
        starts__lt=ends,
        ends__gt=starts,
        state=ShiftState.PLANNED,
    )


def _rows(shifts: Sequence[Shift]) -> list[ShiftRow]:
    duties = list(
        Duty.objects.filter(shift__in=[shift.pk for shift in shifts], state__in=_SHOWN).order_by("offered_at", "id")
    )
    people = {duty.person_id for duty in duties if duty.person_id}
    names = dict(Person.objects.filter(pk__in=people).values_list("id", "name"))
    told = {key: rest for key, *rest in Contact.objects.filter(person_id__in=people).values_list(*_TOLD)}
    stretches = {shift.pk: stretch_of(shift) for shift in shifts}
    on: dict[UUID, list[OnShift]] = {}
    for duty in duties:
        phone, role, until = told.get(duty.person_id, ("", "", None))
        fitness = Fitness(certified_for=role, certified_until=until)
        on.setdefault(duty.shift_id, []).append(
            OnShift(
                duty_id=duty.id,
                person_id=duty.person_id,
                name=names.get(duty.person_id, "") if duty.person_id else "",
                phone=phone,
                state=duty.state,
                arrived_at=duty.arrived_at,
                left_at=duty.left_at,
                override_reason=duty.override_reason,
                override_until=duty.override_until,
                certificate_ended=certificate_ended(stretches[duty.shift_id], fitness),
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
        task_en=shift.task_en,
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
