"""Call for people, ask those who fit, let volunteers answer; the appeal, and signing up in a community (P3, P4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from gridkeeper.audit.record import record
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import NotFound
from gridkeeper.posts.choices import ConsentKind
from gridkeeper.posts.commands.person import give_consent, withdraw_consent
from gridkeeper.posts.models import Person
from gridkeeper.rosters import errors
from gridkeeper.rosters.choices import CallKind, DutyState
from gridkeeper.rosters.commands.answering import close_when_full
from gridkeeper.rosters.commands.offering import (
    NewShift,
    breach_for,
    lock_person,
    offer_duty,
    plan_shift,
    refusal_of,
    require_open,
    trace,
)
from gridkeeper.rosters.models import Appeal, CallOut, Duty, Enlistment, Shift
from gridkeeper.rosters.queries.fitting import fitting_people, may_be_asked
from gridkeeper.rosters.queries.rest import ROSTERS
from gridkeeper.scopes.doors import acting_as


@dataclass(frozen=True, kw_only=True)
class NewCall:
    """What a community asks for: so many people of a kind, with a skill, from when to when."""

    shift: NewShift
    kind: CallKind
    skill: str = ""
    is_urgent: bool = False


def open_callout(*, actor: Actor, call: NewCall, now: datetime) -> CallOut:
    """Open a call; its seats are those of a shift of its own. Raises ShiftMalformed, ShiftOver, Forbidden."""
    with transaction.atomic():
        shift = plan_shift(actor=actor, shift=call.shift, now=now)
        require_open(shift, now)
        row = CallOut.objects.create(
            unit_id=shift.unit_id,
            unit_code=shift.unit_code,
            shift=shift,
            kind=call.kind,
            skill=call.skill.strip()[:30],
            is_urgent=call.is_urgent,
            opened_at=now,
        )
        trace(
            actor,
            shift,
            verb="call.opened",
            now=now,
            facts={"kind": call.kind, "needed": shift.needed, "title": shift.title},
        )
    return row


def ask_people(*, actor: Actor, call_id: UUID, now: datetime, people: Sequence[UUID] = (), size: int = 0) -> int:
    """Ask these people, or the first ``size`` who fit, for the open seats of a call; returns how many were asked.

    Raises CallClosed, and for a named person what ``offer_duty`` raises.
    """
    call = _open_call(call_id)
    actor.require("duties.write", at=call.unit_code)
    with transaction.atomic():
        for person in people:
            offer_duty(actor=actor, shift_id=call.shift_id, person_id=person, now=now)
        asked = len(people)
        if size > 0:
            with acting_as(ROSTERS):
                found = fitting_people(call.shift, now=now, skill=call.skill, size=size)
                for person in found:
                    offer_duty(actor=ROSTERS, shift_id=call.shift_id, person_id=person, now=now)
            asked += len(found)
        trace(actor, call.shift, verb="call.asked", now=now, facts={"asked": asked})
    return asked


def answer_call(*, actor: Actor, call_id: UUID, now: datetime) -> Duty:
    """Come forward for an open call oneself. Raises NobodyBehind, CallClosed, ShiftFull, NotAskable, rest refusals."""
    if actor.person_id is None:
        raise errors.NobodyBehind(login=actor.login)
    call = _open_call(call_id)
    with transaction.atomic(), acting_as(ROSTERS):
        lock_person(actor.person_id)
        shift = Shift.objects.select_for_update(of=("self",)).select_related("roster").get(pk=call.shift_id)
        require_open(shift, now)
        name = Person.objects.filter(pk=actor.person_id).values_list("name", flat=True).first() or actor.login
        if not may_be_asked(actor.person_id, now=now):
            raise errors.NotAskable(person=name)
        row = Duty.objects.filter(shift=shift, person_id=actor.person_id).first()
        if row is not None and row.state != DutyState.OFFERED:
            raise errors.AlreadyOn(person=name, title=shift.called)
        breach = breach_for(shift, actor.person_id, now=now, without=row.pk if row else None)
        if breach is not None:
            raise refusal_of(breach, shift=shift, person_id=actor.person_id, name=name, now=now)
        row = row or Duty(
            unit_code=shift.unit_code,
            shift=shift,
            person_id=actor.person_id,
            starts=shift.starts,
            ends=shift.ends,
            offered_at=now,
        )
        row.state, row.answered_at = DutyState.ACCEPTED, now
        row.save()
        trace(actor, shift, verb="duty.accepted", now=now)
        close_when_full(shift, now)
    return row


def close_call(*, actor: Actor, call_id: UUID, now: datetime) -> None:
    """Close a call; who accepted stays, offers still open end. Raises CallClosed, Forbidden."""
    call = _open_call(call_id)
    actor.require("duties.write", at=call.unit_code)
    with transaction.atomic():
        if CallOut.objects.filter(pk=call.pk, closed_at=None).update(closed_at=now) != 1:
            raise errors.CallClosed()
        Duty.objects.filter(shift_id=call.shift_id, state=DutyState.OFFERED).update(
            state=DutyState.ENDED, answered_at=now
        )
        trace(actor, call.shift, verb="call.closed", now=now)


def publish_appeal(*, actor: Actor, unit_id: UUID, unit_code: str, title: str, words: str, now: datetime) -> Appeal:
    """Publish a community's appeal for volunteers in place of the one before. Raises NothingSaid, Forbidden."""
    actor.require("duties.write", at=unit_code)
    if not title.strip() or not words.strip():
        raise errors.NothingSaid()
    with transaction.atomic():
        Appeal.objects.filter(unit_code=unit_code, withdrawn_at=None).update(withdrawn_at=now)
        row = Appeal.objects.create(
            unit_id=unit_id,
            unit_code=unit_code,
            title=title.strip()[:120],
            words=words.strip()[:3000],
            published_at=now,
        )
        record(
            actor=actor,
            verb="appeal.published",
            subject_kind="appeal",
            subject_id=row.id,
            unit_code=unit_code,
            happened_at=now,
            facts={"title": row.title},
        )
    return row


def enlist(*, actor: Actor, unit_id: UUID, unit_code: str, wording: str, now: datetime) -> Enlistment:
    """Sign up for duties in the community where one lives (报到, P4), with the consent to be called (R-15).

    Signing up twice keeps the first. Raises NobodyBehind.
    """
    person_id = _person(actor)
    give_consent(actor=actor, person_id=person_id, kind=ConsentKind.VOLUNTEER_CALL, wording=wording[:200], now=now)
    with transaction.atomic(), acting_as(ROSTERS):
        row, fresh = Enlistment.objects.get_or_create(
            unit_code=unit_code,
            person_id=person_id,
            defaults={"unit_id": unit_id, "wording": wording[:200], "at": now},
        )
        if fresh:
            _trace_enlisted(actor, row, "person.enlisted", now)
    return row


def leave_list(*, actor: Actor, unit_code: str, now: datetime) -> None:
    """Take one's signing-up back: the row goes, and with the last one the consent to be called (SF-07).

    Duties accepted before stay until they are declined one by one. Raises NobodyBehind, NotFound.
    """
    person_id = _person(actor)
    with transaction.atomic(), acting_as(ROSTERS):
        row = Enlistment.objects.filter(unit_code=unit_code, person_id=person_id).first()
        if row is None:
            raise NotFound(kind="sign-up", name=unit_code)
        row_id, row_code = row.id, row.unit_code
        row.delete()
        elsewhere = Enlistment.objects.filter(person_id=person_id).exists()
        record(
            actor=actor,
            verb="person.left-list",
            subject_kind="enlistment",
            subject_id=row_id,
            unit_code=row_code,
            happened_at=now,
        )
    if not elsewhere:
        withdraw_consent(actor=actor, person_id=person_id, kind=ConsentKind.VOLUNTEER_CALL, now=now)


def _person(actor: Actor) -> UUID:
    if actor.person_id is None:
        raise errors.NobodyBehind(login=actor.login)
    return actor.person_id


def _open_call(call_id: UUID) -> CallOut:
    call = CallOut.objects.select_related("shift").filter(pk=call_id).first()
    if call is None:
        raise NotFound(kind="call", name=str(call_id))
    if call.closed_at is not None:
        raise errors.CallClosed()
    return call


def _trace_enlisted(actor: Actor, row: Enlistment, verb: str, now: datetime) -> None:
    record(
        actor=actor,
        verb=verb,
        subject_kind="enlistment",
        subject_id=row.id,
        unit_code=row.unit_code,
        happened_at=now,
    )
