"""One's own duties: what now, what needs an answer, what comes; the log and hand-over at hand; one's service record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Q

from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import NotFound
from gridkeeper.posts.models import Person
from gridkeeper.rosters.choices import DutyState
from gridkeeper.rosters.models import Duty, HandOver, LogEntry
from gridkeeper.rosters.policy.place import EARLIEST_ARRIVAL, place_of
from gridkeeper.rosters.queries.rest import ROSTERS
from gridkeeper.rosters.queries.succession import next_duties
from gridkeeper.scopes.doors import acting_as

_AHEAD = timedelta(days=7)
_TAKEN_BACK = Q(state__in=(DutyState.ENDED, DutyState.LEFT)) & ~Q(closing_note="")


@dataclass(frozen=True, kw_only=True)
class DutyRow:
    """A duty with its shift, for the person who stands it or the desk."""

    id: UUID
    shift_id: UUID
    person_id: UUID | None
    unit_id: UUID
    unit_code: str
    site_id: UUID | None
    body_id: UUID | None
    title: str
    title_en: str
    task: str
    task_en: str
    starts: datetime
    ends: datetime
    state: str
    night: bool
    outdoor: bool
    in_zone: bool
    arrived_at: datetime | None
    left_at: datetime | None
    override_reason: str
    override_until: datetime | None
    order_id: UUID | None
    closing_note: str

    @property
    def hours(self) -> float:
        """Hours stood where somebody left, else hours planned."""
        begin, end = self.arrived_at or self.starts, self.left_at or self.ends
        return max(0.0, (end - begin).total_seconds() / 3600)

    def may_arrive(self, now: datetime) -> bool:
        """True when the person can check in."""
        return self.state == DutyState.ACCEPTED and self.starts - EARLIEST_ARRIVAL <= now < self.ends


@dataclass(frozen=True, kw_only=True)
class EntryRow:
    """One line of the duty log."""

    id: UUID
    at: datetime
    words: str
    is_open: bool
    settled_at: datetime | None
    is_mine: bool


@dataclass(frozen=True, kw_only=True)
class ToSign:
    """A hand-over that waits for the reader's signature."""

    id: UUID
    title: str
    title_en: str
    handed_at: datetime
    words: str
    from_name: str
    open_entries: tuple[EntryRow, ...]


@dataclass(frozen=True, kw_only=True)
class Mine:
    """Everything about one person's duties now."""

    running: tuple[DutyRow, ...] = ()
    offered: tuple[DutyRow, ...] = ()
    coming: tuple[DutyRow, ...] = ()
    to_sign: tuple[ToSign, ...] = ()
    taken_back: tuple[DutyRow, ...] = ()
    """Duties that are not wanted any more, until they would have been over."""

    @property
    def now(self) -> DutyRow | None:
        """The duty that runs, or the next to begin."""
        return next(iter((*self.running, *self.coming)), None)


@dataclass(frozen=True, kw_only=True)
class Handing:
    """What is handed on with a running duty: its log, what is open at the place, and who comes."""

    duty: DutyRow
    log: tuple[EntryRow, ...]
    open_entries: tuple[EntryRow, ...]
    next_names: tuple[str, ...]
    next_count: int
    handed_at: datetime | None
    signed_at: datetime | None
    words: str


@dataclass(frozen=True, kw_only=True)
class ServiceRecord:
    """What somebody has stood: rows and sums, for themselves alone (SF-33)."""

    rows: tuple[DutyRow, ...] = ()
    hours: float = 0.0
    duties: int = 0
    signed_up: tuple[str, ...] = field(default=())


def my_duties(*, actor: Actor, now: datetime) -> Mine:
    """The actor's own duties: running, waiting for an answer, coming in seven days, taken back, hand-overs to sign.

    Five queries at most; an account without a person has none.
    """
    if actor.person_id is None:
        return Mine()
    rows = (
        Duty.objects.filter(person_id=actor.person_id, starts__lte=now + _AHEAD)
        .filter(
            Q(state=DutyState.ARRIVED)
            | Q(state__in=(DutyState.ACCEPTED, DutyState.OFFERED), ends__gt=now)
            | Q(_TAKEN_BACK, ends__gt=now)
        )
        .select_related("shift")
        .order_by("starts", "id")
    )
    duties = [duty_row(duty) for duty in rows[:60]]
    return Mine(
        running=tuple(row for row in duties if row.state == DutyState.ARRIVED),
        offered=tuple(row for row in duties if row.state == DutyState.OFFERED),
        coming=tuple(row for row in duties if row.state == DutyState.ACCEPTED),
        taken_back=tuple(row for row in duties if row.state in (DutyState.ENDED, DutyState.LEFT)),
        to_sign=_to_sign(actor, [row for row in duties if row.state in (DutyState.ACCEPTED, DutyState.ARRIVED)], now),
    )


def handing_of(*, actor: Actor, duty_id: UUID) -> Handing:
    """The hand-over page of one's running duty. Raises NotFound for anybody else's. Six queries."""
    duty = Duty.objects.filter(pk=duty_id, person_id=actor.person_id).select_related("shift").first()
    if duty is None or actor.person_id is None:
        raise NotFound(kind="duty", name=str(duty_id))
    # The log and the people of a place belong to whoever stands there, one's own desk or not.
    with acting_as(ROSTERS):
        return _handing(actor, duty)


def service_record(*, actor: Actor, size: int = 2000) -> ServiceRecord:
    """What the actor has stood, newest first, with sums; nobody else may ask for it (SF-33). One query."""
    if actor.person_id is None:
        return ServiceRecord()
    rows = Duty.objects.filter(person_id=actor.person_id, state=DutyState.LEFT).select_related("shift")
    stood = tuple(duty_row(duty) for duty in rows.order_by("-starts", "-id")[:size])
    return ServiceRecord(rows=stood, hours=sum(row.hours for row in stood), duties=len(stood))


def versions(*, now: datetime, person_id: UUID | None = None) -> dict[str, str]:
    """A short mark of each person's duties that changes when their page would; one query for everybody, or for one.

    For the pages that ask once a minute whether something is new; in the rosters' scope.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id::text, to_hex(bit_xor(hashtextextended(id::text || state"
            " || (starts <= %(soon)s)::text || (starts <= %(now)s)::text || (ends <= %(now)s)::text, 0)))"
            " FROM rosters_duty WHERE person_id IS NOT NULL AND starts < %(now)s + interval '7 days'"
            " AND (ends > %(now)s OR state = 'arrived') AND state IN ('offered', 'accepted', 'arrived')"
            " AND (%(person)s::uuid IS NULL OR person_id = %(person)s::uuid)"
            " GROUP BY person_id",
            {"now": now, "soon": now + EARLIEST_ARRIVAL, "person": person_id},
        )
        return dict(cursor.fetchall())


def duty_row(duty: Duty) -> DutyRow:
    """A duty with its shift as a plain row."""
    shift = duty.shift
    return DutyRow(
        id=duty.id,
        shift_id=shift.id,
        person_id=duty.person_id,
        unit_id=shift.unit_id,
        unit_code=duty.unit_code,
        site_id=shift.site_id,
        body_id=shift.body_id,
        title=shift.title,
        title_en=shift.title_en,
        task=shift.task,
        task_en=shift.task_en,
        starts=duty.starts,
        ends=duty.ends,
        state=duty.state,
        night=shift.night,
        outdoor=shift.outdoor,
        in_zone=shift.in_zone,
        arrived_at=duty.arrived_at,
        left_at=duty.left_at,
        override_reason=duty.override_reason,
        override_until=duty.override_until,
        order_id=shift.order_id,
        closing_note=duty.closing_note,
    )


def _handing(actor: Actor, duty: Duty) -> Handing:
    coming = next_duties(duty.shift)
    names = dict(Person.objects.filter(pk__in=[row.person_id for row in coming]).values_list("id", "name"))
    done = HandOver.objects.filter(duty=duty).first()
    return Handing(
        duty=duty_row(duty),
        log=tuple(_entry(row, actor) for row in LogEntry.objects.filter(shift=duty.shift).order_by("at", "id")),
        open_entries=_open_at(_place(duty), actor),
        next_names=tuple(names[row.person_id] for row in coming if row.person_id in names),
        next_count=len(coming),
        handed_at=done.handed_at if done else None,
        signed_at=done.signed_at if done else None,
        words=done.words if done else "",
    )


def _to_sign(actor: Actor, duties: Sequence[DutyRow], now: datetime) -> tuple[ToSign, ...]:
    near = [row for row in duties if row.starts - EARLIEST_ARRIVAL <= now]
    places = {place_of(site_id=row.site_id, body_id=row.body_id, unit_id=row.unit_id): row for row in near}
    if not places:
        return ()
    with acting_as(ROSTERS):
        return _waiting_at(actor, places)


def _waiting_at(actor: Actor, places: Mapping[UUID, DutyRow]) -> tuple[ToSign, ...]:
    waiting = HandOver.objects.filter(place_id__in=places, signed_at=None).exclude(from_person_id=actor.person_id)
    rows = list(waiting.select_related("duty", "duty__shift").order_by("handed_at")[:10])
    names = dict(Person.objects.filter(pk__in=[row.from_person_id for row in rows]).values_list("id", "name"))
    return tuple(
        ToSign(
            id=row.id,
            title=row.duty.shift.title,
            title_en=row.duty.shift.title_en,
            handed_at=row.handed_at,
            words=row.words,
            from_name=names.get(row.from_person_id, "") if row.from_person_id else "",
            open_entries=_open_at(row.place_id, actor),
        )
        for row in rows
        if abs((row.duty.ends - places[row.place_id].starts).total_seconds()) <= 1800
    )


def _open_at(place: UUID, actor: Actor) -> tuple[EntryRow, ...]:
    rows = LogEntry.objects.filter(place_id=place, is_open=True, settled_at=None).order_by("at", "id")
    return tuple(_entry(row, actor) for row in rows[:50])


def _entry(row: LogEntry, actor: Actor) -> EntryRow:
    return EntryRow(
        id=row.id,
        at=row.at,
        words=row.words,
        is_open=row.is_open,
        settled_at=row.settled_at,
        is_mine=row.person_id == actor.person_id,
    )


def _place(duty: Duty) -> UUID:
    return place_of(site_id=duty.shift.site_id, body_id=duty.shift.body_id, unit_id=duty.shift.unit_id)
