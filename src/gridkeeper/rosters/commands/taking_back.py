"""Take shifts back: those of an order that ends, those of a site that closes; everybody on them is told once (R-11)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Func, Value

from gridkeeper.audit.record import record
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.texts import Words
from gridkeeper.notices.choices import Channel
from gridkeeper.notices.commands.messages import NewMessage, put_inside
from gridkeeper.orders.choices import OrderState
from gridkeeper.rosters.choices import LIVE, DutyState, ShiftState
from gridkeeper.rosters.commands.making import trace_order
from gridkeeper.rosters.models import Asked, CallOut, Duty, Roster, Shift
from gridkeeper.rosters.policy import letters
from gridkeeper.rosters.policy.place import clock_words
from gridkeeper.rosters.policy.rest import Stretch, breach_of
from gridkeeper.rosters.queries.rest import ROSTERS, stretches_of
from gridkeeper.rosters.queries.standing import COUNTING_ON_IT, shifts_ahead
from gridkeeper.scopes.doors import acting_as


def take_back_shifts(*, actor: Actor, order_id: UUID, because: str, now: datetime) -> dict[str, int]:
    """End the shifts of an order: duties to come end, running ones are closed with a note; rosters go on (R-11).

    Everybody on them is told, in one message each.
    """
    shifts = Shift.objects.filter(order_id=order_id, state=ShiftState.PLANNED)
    # Ids, not a subquery: an order may end before the tables it filled were ever analysed, and a join planned for a
    # handful of rows took 45 s over 55,000 duties.
    counts = _take_back(list(shifts.values_list("id", flat=True)), actor=actor, because=because, now=now)
    rosters = list(Roster.objects.filter(resting_under__contains=[order_id]).values_list("id", flat=True))
    Roster.objects.filter(pk__in=rosters).update(
        resting_under=Func(F("resting_under"), Value(order_id), function="array_remove")
    )
    counts |= {"rosters": len(rosters), "seats-left-open": _go_on(rosters, now)}
    counts = {kind: count for kind, count in counts.items() if count}
    if counts:
        trace_order(actor=actor, order_id=order_id, verb="shift.taken-back", facts=counts, now=now)
    return counts


def take_back_at_sites(
    *, actor: Actor, order_id: UUID | None, subject_id: UUID, unit_code: str, facts: Mapping[str, Any], now: datetime
) -> dict[str, Any]:
    """Follow the closing of sites: their shifts to come end, whoever planned them; what was stood stays (R-11).

    Where an order closes them, its own shifts go in the same breath, so that nobody is told twice.
    They stay ended: a site is closed for good, and one opened at its place begins with no shifts.
    """
    with acting_as(ROSTERS):
        ids = list(shifts_ahead(now=now, site_ids=facts["sites"], order_id=order_id).values_list("id", flat=True))
        counts = _take_back(ids, actor=actor, because=str(facts["because"]), now=now)
        counts = {kind: count for kind, count in counts.items() if count}
    if counts:
        record(
            actor=actor,
            verb="shift.taken-back",
            subject_kind="order" if order_id else "site",
            subject_id=subject_id,
            unit_code=unit_code,
            happened_at=now,
            facts=counts,
        )
    return counts


def _take_back(ids: Sequence[UUID], *, actor: Actor, because: str, now: datetime) -> dict[str, int]:
    mine = Duty.objects.filter(shift_id__in=ids)
    told = _tell(mine.filter(COUNTING_ON_IT, ends__gt=now), actor=actor, because=because, now=now)
    note = because[:200]
    closed = mine.filter(state=DutyState.ARRIVED).update(state=DutyState.LEFT, left_at=now, closing_note=note)
    to_come = mine.filter(state__in=(*LIVE, DutyState.RESTING), ends__gt=now)
    closed += to_come.update(state=DutyState.ENDED, closing_note=note)
    CallOut.objects.filter(shift_id__in=ids, closed_at=None).update(closed_at=now)
    # Who was asked served to find somebody for a shift that will not be: its purpose is over with the order (SF-07).
    # Nothing of it is counted: a no leaves no mark.
    Asked.objects.filter(shift_id__in=ids).delete()
    ended = Shift.objects.filter(pk__in=ids, state=ShiftState.PLANNED)
    return {"shifts": ended.update(state=ShiftState.ENDED, ended_because=note), "duties": closed, "people told": told}


def _tell(duties: Any, *, actor: Actor, because: str, now: datetime) -> int:
    """One message for everybody who was offered, promised or on duty; in the rosters' scope, wherever they serve."""
    with acting_as(ROSTERS):
        rows: Iterable[tuple[Any, ...]] = duties.exclude(person_id=None).order_by("starts", "id")
        first: dict[UUID, tuple[Any, ...]] = {}
        many: dict[UUID, int] = {}
        for person, *rest in rows.values_list(  # type: ignore[attr-defined]
            "person_id", "shift__title", "shift__title_en", "shift__order_id", "unit_code", "starts"
        ):
            first.setdefault(person, tuple(rest))
            many[person] = many.get(person, 0) + 1
        said = because.strip().rstrip("。.")
        why = letters.RUN_OUT if because == OrderState.EXPIRED.value else Words(zh=said, en=said)
        told = [
            NewMessage(
                to=str(person),
                channel=Channel.INSIDE,
                **_off(Words.of(title, title_en), starts=starts, count=many[person], why=why),
                unit_code=code,
                person_id=person,
                order_id=order,
            )
            for person, (title, title_en, order, code, starts) in first.items()
        ]
        put_inside(told, made_by=actor.login, now=now)
    return len(told)


def _off(title: Words, *, starts: datetime, count: int, why: Words) -> dict[str, str]:
    subject = letters.OFF.subject.filled(title=title)
    body = letters.OFF.body.filled(starts=clock_words(starts), count=count, because=why)
    return {"subject": subject.zh, "subject_en": subject.en, "body": body.zh, "body_en": body.en}


def _go_on(rosters: Sequence[UUID], now: datetime) -> int:
    """Duties of rosters that rest no more are accepted again where they still fit; returns how many seats are open."""
    rows = list(
        Duty.objects.filter(
            shift__roster_id__in=list(rosters), shift__roster__resting_under=[], state=DutyState.RESTING
        )
        .select_related("shift")
        .order_by("starts")
    )
    if not rows:
        return 0
    people = {row.person_id for row in rows if row.person_id}
    with acting_as(ROSTERS):
        stands = stretches_of(people, starts=rows[0].starts, ends=rows[-1].ends)
    on, off = [], []
    for row in rows:
        others = stands.setdefault(row.person_id, []) if row.person_id else []
        stretch = Stretch(starts=row.starts, ends=row.ends, night=row.shift.night)
        if row.ends <= now or row.shift.state != ShiftState.PLANNED or breach_of(stretch, others=others):
            off.append(row.id)
        else:
            others.append(stretch)
            on.append(row.id)
    Duty.objects.filter(pk__in=on).update(state=DutyState.ACCEPTED)
    Duty.objects.filter(pk__in=off).update(state=DutyState.ENDED)
    return len(off)
