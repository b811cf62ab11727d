"""Calls for people and how far they are filled; appeals; who signed up.

How many seats are taken is one number for everybody who sees the call: a volunteer, who reads no duty but their own,
would else be told that people are missing who have long said yes. Which calls somebody sees stays their own reach; only
the counting reads as the rosters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, F, IntegerField, Q, QuerySet
from django.db.models.functions import Greatest

from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import NotFound
from gridkeeper.kernel.listing import Listed, Sorts
from gridkeeper.kernel.unit_code import upper_bound
from gridkeeper.rosters.choices import CallKind, DutyState
from gridkeeper.rosters.models import Appeal, CallOut, Duty, Enlistment
from gridkeeper.rosters.queries.rest import ROSTERS
from gridkeeper.scopes.doors import acting_as
from gridkeeper.scopes.keyset import ranked, read_page

CALL_SORTS: Final = Sorts(
    "-opened",
    {
        "opened": "id",
        "when": "starts",
        "what": "title unit_code",
        "kind": "kind_place starts",
        "short": "short -starts",
    },
)
"""By when it was opened (ids are made in that order), hours, what is asked for, kind, or the seats still open."""


_SHORT: Final = Greatest(F("shift__needed") - F("promised"), 0, output_field=IntegerField())


@dataclass(frozen=True, kw_only=True)
class CallRow:
    """A call with its seats and how many are taken."""

    id: UUID
    shift_id: UUID
    unit_id: UUID
    unit_code: str
    kind: str
    skill: str
    is_urgent: bool
    title: str
    title_en: str
    task: str
    task_en: str
    starts: datetime
    ends: datetime
    needed: int
    asked: int
    promised: int
    arrived: int
    opened_at: datetime
    filled_at: datetime | None
    closed_at: datetime | None

    @property
    def open_seats(self) -> int:
        """Seats nobody promised to take."""
        return max(0, self.needed - self.promised)

    @property
    def fill_percent(self) -> int:
        """Seats promised of seats needed, in percent, at most 100."""
        return min(100, 100 * self.promised // self.needed)

    @property
    def fill_minutes(self) -> int | None:
        """Minutes from the call until it was filled; None while it is not."""
        return None if self.filled_at is None else int((self.filled_at - self.opened_at).total_seconds() // 60)


@dataclass(frozen=True, kw_only=True)
class AppealRow:
    """The appeal in force of a unit."""

    id: UUID
    unit_id: UUID
    unit_code: str
    title: str
    words: str
    published_at: datetime


def calls_page(
    *,
    actor: Actor,
    unit_code: str = "",
    state: str = "open",
    text: str = "",
    sort: str = "",
    after: str = "",
    size: int = 50,
) -> Listed[CallRow]:
    """Calls that the actor's wall shows by ``CALL_SORTS``, keyset pages; ``state`` open, closed or all; ``text`` is
    looked for in the titles.

    One query, and four statements around it to read as the rosters.
    """
    rows = _below(actor, unit_code)
    if state in ("open", "closed"):
        rows = rows.filter(closed_at__isnull=state == "open")
    if text:
        rows = rows.filter(Q(shift__title__icontains=text) | Q(shift__title_en__icontains=text))
    rows = _counted(rows).annotate(
        starts=F("shift__starts"), title=F("shift__title"), kind_place=ranked("kind", CallKind.values), short=_SHORT
    )
    with acting_as(ROSTERS):
        found = read_page(rows, CALL_SORTS.order(sort), after=after, size=size)
    return found.told(map(_row, found))


def seats_wanted(*, actor: Actor, unit_code: str = "") -> int:
    """Seats of open calls that nobody promised to take, as far as the actor's wall shows. One query."""
    rows = _counted(_below(actor, unit_code).filter(closed_at=None)).annotate(short=_SHORT).filter(short__gt=0)
    with acting_as(ROSTERS):
        return sum(rows.values_list("short", flat=True))


def call_shown(*, actor: Actor, call_id: UUID) -> CallRow:
    """One call. Raises NotFound. One query."""
    with acting_as(ROSTERS):
        call = _counted(_visible(actor)).filter(pk=call_id).first()
    if call is None:
        raise NotFound(kind="call", name=str(call_id))
    return _row(call)


def comes_to(*, actor: Actor, shift_id: UUID) -> bool:
    """True when the actor has said yes to this shift, or is there. One query."""
    if actor.person_id is None:
        return False
    coming = (DutyState.ACCEPTED, DutyState.ARRIVED, DutyState.LEFT)
    return Duty.objects.filter(shift_id=shift_id, person_id=actor.person_id, state__in=coming).exists()


def appeal_at(*, actor: Actor, unit_code: str) -> AppealRow | None:
    """The appeal in force at a unit. One query."""
    actor.require("wall.read", at=unit_code)
    row = Appeal.objects.filter(unit_code=unit_code, withdrawn_at=None).first()
    if row is None:
        return None
    return AppealRow(
        id=row.id,
        unit_id=row.unit_id,
        unit_code=row.unit_code,
        title=row.title,
        words=row.words,
        published_at=row.published_at,
    )


def signed_up_by(*, actor: Actor) -> Sequence[str]:
    """Codes of the communities where the actor signed up. One query."""
    if actor.person_id is None:
        return []
    rows = Enlistment.objects.filter(person_id=actor.person_id).order_by("unit_code")
    return list(rows.values_list("unit_code", flat=True))


def signed_up_count(*, actor: Actor, unit_code: str) -> int:
    """How many people signed up at and below a unit. One query."""
    actor.require("duties.read", at=unit_code)
    return Enlistment.objects.filter(unit_code__gte=unit_code, unit_code__lt=upper_bound(unit_code)).count()


def _visible(actor: Actor) -> QuerySet[CallOut]:
    scope = Q(pk__in=[])
    for prefix in actor.reaches("wall.read"):
        scope |= Q(unit_code__gte=prefix, unit_code__lt=upper_bound(prefix))
    return CallOut.objects.filter(scope)


def _below(actor: Actor, unit_code: str) -> QuerySet[CallOut]:
    rows = _visible(actor)
    return rows.filter(unit_code__gte=unit_code, unit_code__lt=upper_bound(unit_code)) if unit_code else rows


def _counted(rows: QuerySet[CallOut]) -> QuerySet[CallOut]:
    def on(*states: str) -> Count:
        return Count("shift__duties", filter=Q(shift__duties__state__in=states))

    return rows.select_related("shift").annotate(
        asked=on(DutyState.OFFERED),
        promised=on(DutyState.ACCEPTED, DutyState.ARRIVED, DutyState.LEFT),
        arrived=on(DutyState.ARRIVED, DutyState.LEFT),
    )


def _row(call: CallOut) -> CallRow:
    shift = call.shift
    return CallRow(
        id=call.id,
        shift_id=shift.id,
        unit_id=call.unit_id,
        unit_code=call.unit_code,
        kind=call.kind,
        skill=call.skill,
        is_urgent=call.is_urgent,
        title=shift.title,
        title_en=shift.title_en,
        task=shift.task,
        task_en=shift.task_en,
        starts=shift.starts,
        ends=shift.ends,
        needed=shift.needed,
        asked=call.asked,  # type: ignore[attr-defined]
        promised=call.promised,  # type: ignore[attr-defined]
        arrived=call.arrived,  # type: ignore[attr-defined]
        opened_at=call.opened_at,
        filled_at=call.filled_at,
        closed_at=call.closed_at,
    )
