"""What people do with their own duties: accept, decline, arrive, leave (R-14, R-07); a desk may note it for them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import NotFound
from gridkeeper.kernel.texts import Words
from gridkeeper.notices.choices import Channel
from gridkeeper.notices.commands.messages import Folded, NewMessage, fold_inside, put_inside
from gridkeeper.posts.models import Appointment, Person
from gridkeeper.rosters import errors
from gridkeeper.rosters.choices import COMMITTED, LIVE, DutyState, ShiftState
from gridkeeper.rosters.commands.offering import (
    breach_for,
    lock_person,
    offer_message,
    refusal_of,
    require_open,
    trace,
)
from gridkeeper.rosters.models import Asked, CallOut, Duty, Shift
from gridkeeper.rosters.policy import letters
from gridkeeper.rosters.policy.place import EARLIEST_ARRIVAL, LATE_ENTRY, TIME_TO_ANSWER, clock_words
from gridkeeper.rosters.policy.rest import PROTECTED, Fitness, certificate_ended
from gridkeeper.rosters.queries.fitting import fitting_people, seats_held, stretch_of
from gridkeeper.rosters.queries.rest import ROSTERS, fitness_of
from gridkeeper.scopes.doors import acting_as

LAPSED_AT_ONCE: Final = 200
"""Finding somebody else takes a dozen queries: about two seconds of work before the pulse looks up again."""
_DESKS: Final = ("community_desk", "community_secretary", "street_duty")


@dataclass(frozen=True, kw_only=True)
class Replacement:
    """What followed a declined duty: somebody else is asked, or the desk is told."""

    somebody_asked: bool
    desk_told: bool


@contextmanager
def own_duty(actor: Actor, duty_id: UUID) -> Iterator[Duty]:
    """A duty of the actor's own, or of somebody whose desk the actor keeps, in the rosters' scope for one transaction.

    Raises NotFound, Forbidden.
    """
    duty = Duty.objects.filter(pk=duty_id).first()
    if duty is None:
        raise NotFound(kind="duty", name=str(duty_id))
    if actor.person_id is None or duty.person_id != actor.person_id:
        actor.require("duties.write", at=duty.unit_code)
    with transaction.atomic(), acting_as(ROSTERS):
        if duty.person_id is not None:
            lock_person(duty.person_id)
        yield Duty.objects.select_related("shift", "shift__roster").get(pk=duty_id)


def accept_duty(*, actor: Actor, duty_id: UUID, now: datetime) -> None:
    """Accept an offer. Raises DutyMoved, ShiftFull, ShiftOver, or the refusal of a rest rule met meanwhile (SF-30)."""
    with own_duty(actor, duty_id) as duty:
        shift = Shift.objects.select_for_update(of=("self",)).select_related("roster").get(pk=duty.shift_id)
        if duty.state != DutyState.OFFERED:
            raise errors.DutyMoved(state=duty.state)
        require_open(shift, now)
        _require_rest(shift, duty, now)
        duty.state, duty.answered_at = DutyState.ACCEPTED, now
        duty.save(update_fields=["state", "answered_at"])
        trace(actor, shift, verb="duty.accepted", now=now)
        close_when_full(shift, now)


def decline_duty(*, actor: Actor, duty_id: UUID, now: datetime) -> Replacement:
    """Decline an offer, or give back a duty that has not begun. No reason is asked and no mark stays (R-14).

    The row is removed, the event names the shift only, and somebody else is asked at once, or the desk is told.
    """
    with own_duty(actor, duty_id) as duty:
        shift = duty.shift
        removed = Duty.objects.filter(
            pk=duty.pk, state__in=(DutyState.OFFERED, DutyState.ACCEPTED), arrived_at=None
        ).delete()[0]
        if removed == 0:
            raise errors.DutyMoved(state=duty.state)
        if duty.person_id is not None:
            asked = {"unit_code": shift.unit_code}
            Asked.objects.get_or_create(shift=shift, person_id=duty.person_id, defaults=asked)
        CallOut.objects.filter(shift=shift).update(filled_at=None)
        trace(ROSTERS, shift, verb="duty.seat-free", now=now)
        return _replace(shift, now)


def check_in(
    *, actor: Actor, duty_id: UUID, now: datetime, happened_at: datetime | None = None, late_because: str = ""
) -> date | None:
    """Arrive for an accepted duty. Raises DutyMoved, TooEarly, WrongMoment.

    Whoever comes is let in. Where a certificate that the shift needs has run out or was shortened since it was
    accepted, its last day is given, the desk is told and somebody else is asked for the seat (4.e, R-14).
    """
    moment = happened_at or now
    with own_duty(actor, duty_id) as duty:
        opens = duty.starts - EARLIEST_ARRIVAL
        if moment < opens:
            raise errors.TooEarly(title=duty.shift.called, starts=clock_words(duty.starts), opens=clock_words(opens))
        _require_moment(moment, after=opens, now=now, late_because=late_because)
        _move(duty, expected=DutyState.ACCEPTED, to=DutyState.ARRIVED, arrived_at=moment)
        trace(
            actor,
            duty.shift,
            verb="duty.arrived",
            now=moment,
            facts={"late_because": late_because} if late_because else {},
        )
        return _ask_beside(duty, now)


def check_out(
    *, actor: Actor, duty_id: UUID, now: datetime, happened_at: datetime | None = None, late_because: str = ""
) -> None:
    """Leave a duty. Raises DutyMoved, WrongMoment."""
    moment = happened_at or now
    with own_duty(actor, duty_id) as duty:
        _require_moment(moment, after=duty.arrived_at or duty.starts, now=now, late_because=late_because)
        _move(duty, expected=DutyState.ARRIVED, to=DutyState.LEFT, left_at=moment)
        trace(
            actor,
            duty.shift,
            verb="duty.left",
            now=moment,
            facts={"late_because": late_because} if late_because else {},
        )


def lapse_offers(*, now: datetime, size: int = LAPSED_AT_ONCE) -> int:
    """End offers whose shift has begun without an answer, and ask others instead (R-14); gives how many ended.

    For a pulse, in the rosters' scope; at most ``size`` offers, oldest shift first, one transaction a shift. Who was
    asked shortly before, or for a shift under way, keeps ``TIME_TO_ANSWER``, or until the shift is over.
    """
    due = _unanswered(now).order_by("starts", "shift_id", "id").values_list("shift_id", flat=True)[:size]
    return sum(_lapse_at(shift_id, now) for shift_id in dict.fromkeys(due))


def tell_desk(shift: Shift, *, subject: Words, folded: Folded, now: datetime) -> bool:
    """Leave a message for the desks that answer for a shift's place, inside, many of a kind in one; False where nobody
    holds one."""
    places = [shift.unit_code[:length] for length in (12, 9) if len(shift.unit_code) >= length]
    held = Appointment.objects.filter(unit_code__in=places, role_held__in=_DESKS, from_at__lte=now)
    rows = held.filter(Q(to_at=None) | Q(to_at__gt=now)).values_list("person_id", "unit_code").distinct()
    messages = [
        NewMessage(
            to=str(person),
            channel=Channel.INSIDE,
            subject=subject.zh,
            subject_en=subject.en,
            body="",
            unit_code=code,
            person_id=person,
            order_id=shift.order_id,
        )
        for person, code in rows
    ]
    fold_inside(messages, folded=folded, made_by=ROSTERS.login, now=now)
    return bool(messages)


def close_when_full(shift: Shift, now: datetime) -> None:
    """Once all seats are taken, the offers still open end, and the call is filled."""
    if seats_held(shift, states=COMMITTED, now=now) < shift.needed:
        return
    Duty.objects.filter(shift=shift, state=DutyState.OFFERED).update(state=DutyState.ENDED, answered_at=now)
    CallOut.objects.filter(shift=shift, filled_at=None).update(filled_at=now)


def _unanswered(now: datetime) -> QuerySet[Duty]:
    begun = Duty.objects.filter(state=DutyState.OFFERED, starts__lte=now)
    return begun.filter(Q(offered_at__lte=now - TIME_TO_ANSWER) | Q(ends__lte=now))


def _lapse_at(shift_id: UUID, now: datetime) -> int:
    with transaction.atomic():
        shift = Shift.objects.select_for_update(of=("self",)).select_related("roster").get(pk=shift_id)
        ended = _unanswered(now).filter(shift=shift).update(state=DutyState.ENDED)
        for _ in range(ended):
            if not _replace(shift, now).somebody_asked:
                break
    return ended


def _ask_beside(duty: Duty, now: datetime) -> date | None:
    """Ask somebody beside a person whose certificate has run out; gives its last day, None where all is well."""
    shift = Shift.objects.select_related("roster").get(pk=duty.shift_id)
    fitness = fitness_of([duty.person_id], now=now) if shift.role and duty.person_id else {}
    ended = certificate_ended(stretch_of(shift), next(iter(fitness.values()), Fitness()))
    if ended is None:
        return None
    trace(ROSTERS, shift, verb="duty.certificate-ended", now=now, facts={"title": shift.title})
    tell_desk(
        shift,
        subject=letters.ENDED.subject.filled(title=shift.called),
        folded=Folded(sentence=letters.ENDED.body, line=_line(shift), many=letters.ENDED.many),
        now=now,
    )
    _replace(shift, now)
    return ended


def _line(shift: Shift) -> Words:
    starts = clock_words(shift.starts)
    return Words(zh=f"{starts} {shift.called.zh}", en=f"{starts} {shift.called.en}")


def _asks_nobody(shift: Shift, now: datetime) -> bool:
    """True when nobody is wanted any more: rests, is off, is full, or is under way with no time left to answer."""
    rests = shift.state != ShiftState.PLANNED or (shift.roster is not None and bool(shift.roster.resting_under))
    too_late = shift.ends <= now or (shift.starts <= now and shift.ends - now < TIME_TO_ANSWER)
    return rests or too_late or seats_held(shift, states=LIVE, now=now) >= shift.needed


def _replace(shift: Shift, now: datetime) -> Replacement:
    if _asks_nobody(shift, now):
        return Replacement(somebody_asked=False, desk_told=False)
    skill = CallOut.objects.filter(shift=shift).values_list("skill", flat=True).first() or ""
    fits = fitting_people(shift, now=now, skill=skill, size=1)
    if not fits:
        told = tell_desk(
            shift,
            subject=letters.NOBODY.subject.filled(title=shift.called),
            folded=Folded(sentence=letters.NOBODY.body, line=_line(shift), many=letters.NOBODY.many),
            now=now,
        )
        return Replacement(somebody_asked=False, desk_told=told)
    lock_person(fits[0])
    Duty.objects.create(
        unit_code=shift.unit_code,
        shift=shift,
        person_id=fits[0],
        starts=shift.starts,
        ends=shift.ends,
        offered_at=now,
    )
    Asked.objects.create(shift=shift, person_id=fits[0], unit_code=shift.unit_code)
    put_inside([offer_message(shift, fits[0])], made_by=ROSTERS.login, now=now)
    trace(ROSTERS, shift, verb="duty.offered", now=now)
    return Replacement(somebody_asked=True, desk_told=False)


def _require_rest(shift: Shift, duty: Duty, now: datetime) -> None:
    if duty.person_id is None:
        raise errors.DutyMoved(state=duty.state)
    breach = breach_for(shift, duty.person_id, now=now, without=duty.pk)
    if breach is None or (duty.override_reason and breach.rule not in PROTECTED):
        return
    name = Person.objects.filter(pk=duty.person_id).values_list("name", flat=True).first() or "—"
    raise refusal_of(breach, shift=shift, person_id=duty.person_id, name=name, now=now)


def _require_moment(moment: datetime, *, after: datetime, now: datetime, late_because: str) -> None:
    told_late = now - moment > LATE_ENTRY and not late_because.strip()
    if moment > now or moment < after or told_late:
        raise errors.WrongMoment(happened=clock_words(moment))


def _move(duty: Duty, *, expected: DutyState, to: DutyState, **values: datetime) -> None:
    moved = Duty.objects.filter(pk=duty.pk, state=expected).update(state=to, **values)
    if moved != 1:
        raise errors.DutyMoved(state=duty.state)
