"""The duty log and the hand-over of a shift, signed by both sides; a shift nobody takes over is told upward."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import NotFound
from gridkeeper.kernel.texts import Words
from gridkeeper.notices.choices import Channel
from gridkeeper.notices.commands.messages import Folded, NewMessage, put_inside
from gridkeeper.rosters import errors
from gridkeeper.rosters.choices import DutyState
from gridkeeper.rosters.commands.answering import own_duty, tell_desk
from gridkeeper.rosters.commands.offering import trace
from gridkeeper.rosters.models import Duty, HandOver, LogEntry, Shift
from gridkeeper.rosters.policy import letters
from gridkeeper.rosters.policy.place import EARLIEST_ARRIVAL, clock_words, place_of
from gridkeeper.rosters.queries.rest import ROSTERS
from gridkeeper.rosters.queries.succession import next_duties
from gridkeeper.scopes.doors import acting_as


def write_log(*, actor: Actor, duty_id: UUID, words: str, is_open: bool, now: datetime) -> LogEntry:
    """Write one line of the duty log; an open one travels to the next shift until it is settled.

    Raises NothingSaid, DutyMoved where the duty is not running.
    """
    if not words.strip():
        raise errors.NothingSaid()
    with own_duty(actor, duty_id) as duty:
        _require_running(duty)
        row = LogEntry.objects.create(
            unit_code=duty.unit_code,
            shift=duty.shift,
            place_id=_place(duty.shift),
            person_id=duty.person_id,
            at=now,
            recorded_at=now,
            words=words.strip()[:400],
            is_open=is_open,
        )
        trace(actor, duty.shift, verb="duty.logged", now=now, facts={"open": is_open})
    return row


def settle_entry(*, actor: Actor, duty_id: UUID, entry_id: UUID, now: datetime) -> None:
    """Mark an open line of the log at one's place as settled. Raises NotFound, DutyMoved."""
    with own_duty(actor, duty_id) as duty:
        _require_running(duty)
        settled = LogEntry.objects.filter(pk=entry_id, place_id=_place(duty.shift), settled_at=None).update(
            settled_at=now
        )
        if settled != 1:
            raise NotFound(kind="entry", name=str(entry_id))
        trace(actor, duty.shift, verb="duty.log-settled", now=now)


def hand_over(*, actor: Actor, duty_id: UUID, words: str, now: datetime) -> HandOver:
    """Hand a running shift over: the first signature. Who takes over signs on their own phone.

    Where nobody stands the next shift, the superior is told at once (section 10.e). Raises DutyMoved.
    """
    with own_duty(actor, duty_id) as duty:
        _require_running(duty)
        row, fresh = HandOver.objects.get_or_create(
            duty=duty,
            defaults={
                "unit_code": duty.unit_code,
                "place_id": _place(duty.shift),
                "from_person_id": duty.person_id,
                "words": words.strip()[:600],
                "handed_at": now,
            },
        )
        if not fresh:
            raise errors.DutyMoved(state="handed over")
        trace(actor, duty.shift, verb="duty.handed-over", now=now)
        coming = next_duties(duty.shift)
        put_inside([_sign_message(other) for other in coming if other.person_id], made_by=actor.login, now=now)
        if not coming:
            escalate(duty.shift, now=now)
    return row


def sign_hand_over(*, actor: Actor, hand_over_id: UUID, now: datetime) -> None:
    """Take a shift over: the second signature. The one who leaves is off duty, the one who comes is there.

    Raises NobodyBehind, OwnSignature, NotOnNext, DutyMoved, TooEarly.
    """
    if actor.person_id is None:
        raise errors.NobodyBehind(login=actor.login)
    with transaction.atomic(), acting_as(ROSTERS):
        row = (
            HandOver.objects.select_for_update(of=("self",))
            .select_related("duty", "duty__shift")
            .filter(pk=hand_over_id)
            .first()
        )
        if row is None:
            raise NotFound(kind="hand-over", name=str(hand_over_id))
        if row.from_person_id == actor.person_id:
            raise errors.OwnSignature()
        shift = row.duty.shift
        mine = next((duty for duty in next_duties(shift) if duty.person_id == actor.person_id), None)
        if mine is None:
            raise errors.NotOnNext(title=shift.called)
        if row.signed_at is not None:
            raise errors.DutyMoved(state="signed")
        if now < mine.starts - EARLIEST_ARRIVAL:
            opens = clock_words(mine.starts - EARLIEST_ARRIVAL)
            raise errors.TooEarly(title=mine.shift.called, starts=clock_words(mine.starts), opens=opens)
        HandOver.objects.filter(pk=row.pk).update(to_duty=mine, to_person_id=actor.person_id, signed_at=now)
        Duty.objects.filter(pk=row.duty_id, state=DutyState.ARRIVED).update(state=DutyState.LEFT, left_at=now)
        Duty.objects.filter(pk=mine.pk, state=DutyState.ACCEPTED).update(state=DutyState.ARRIVED, arrived_at=now)
        trace(actor, shift, verb="shift.taken-over", now=now, facts={"title": shift.title, "reason": shift.title})


def escalate(shift: Shift, *, now: datetime) -> bool:
    """Tell the superior once that nobody takes a shift over; True where it had not been told. In the rosters' scope."""
    told = Shift.objects.filter(pk=shift.pk, escalated_at=None).update(escalated_at=now)
    if told:
        title, ends = shift.title, clock_words(shift.ends)
        line = Words(zh=f"{ends} {shift.called.zh}", en=f"{ends} {shift.called.en}")
        tell_desk(
            shift,
            subject=letters.ALONE.subject.filled(title=shift.called),
            folded=Folded(sentence=letters.ALONE.body, line=line, many=letters.ALONE.many),
            now=now,
        )
        facts = {
            "title": title,
            "ends": shift.ends.isoformat(),
            "unit": str(shift.unit_id),
            "order": str(shift.order_id) if shift.order_id else None,
        }
        trace(ROSTERS, shift, verb="shift.no-successor", now=now, facts=facts)
    return bool(told)


def _require_running(duty: Duty) -> None:
    if duty.state != DutyState.ARRIVED:
        raise errors.DutyMoved(state=duty.state)


def _place(shift: Shift) -> UUID:
    return place_of(site_id=shift.site_id, body_id=shift.body_id, unit_id=shift.unit_id)


def _sign_message(duty: Duty) -> NewMessage:
    subject = letters.SIGN.subject.filled(title=duty.shift.called)
    return NewMessage(
        to=str(duty.person_id),
        channel=Channel.INSIDE,
        subject=subject.zh,
        body=letters.SIGN.body.zh,
        subject_en=subject.en,
        body_en=letters.SIGN.body.en,
        unit_code=duty.unit_code,
        person_id=duty.person_id,
        order_id=duty.shift.order_id,
    )
