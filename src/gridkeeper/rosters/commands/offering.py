"""Plan a shift, offer it, and set a rest rule aside with a reason and an end (SF-30, SF-31, R-15)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from gridkeeper.audit.record import record
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import NotFound
from gridkeeper.kernel.texts import Words
from gridkeeper.notices.choices import Channel
from gridkeeper.notices.commands.messages import NewMessage, put_inside
from gridkeeper.posts.models import Person
from gridkeeper.rosters import errors
from gridkeeper.rosters.choices import COMMITTED, ShiftState
from gridkeeper.rosters.models import Asked, Duty, Shift
from gridkeeper.rosters.policy import letters
from gridkeeper.rosters.policy.place import clock_words, is_night
from gridkeeper.rosters.policy.rest import PROTECTED, REST, Breach, Fitness, Rule, breach_of
from gridkeeper.rosters.queries.fitting import fitting_shifts, may_be_asked, seats_held, stretch_of
from gridkeeper.rosters.queries.rest import ROSTERS, fitness_of, stretches_of
from gridkeeper.scopes.doors import acting_as

LONGEST: Final = timedelta(minutes=REST.max_continuous)
_BY_DAY: Final = "a duty by day and indoors"
_LATER: Final = "a later shift"
_REFUSALS: Final[dict[Rule, type[errors.RestRefused]]] = {
    Rule.CONTINUOUS: errors.TooLongOnDuty,
    Rule.BETWEEN: errors.TooLittleRest,
    Rule.FREE_DAY: errors.NoFreeDay,
    Rule.NIGHTS: errors.TooManyNights,
    Rule.SPARED: errors.Spared,
    Rule.MINOR: errors.MinorInZone,
    Rule.DOUBLE: errors.InTwoPlaces,
    Rule.CERTIFICATE: errors.CertificateEnded,
}


@dataclass(frozen=True, kw_only=True)
class NewShift:
    """A shift to plan; ``night`` follows from its hours."""

    unit_id: UUID
    unit_code: str
    title: str
    starts: datetime
    ends: datetime
    needed: int = 1
    title_en: str = ""
    site_id: UUID | None = None
    body_id: UUID | None = None
    task: str = ""
    task_en: str = ""
    role: str = ""
    outdoor: bool = False
    in_zone: bool = False
    order_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Override:
    """Why a rest rule is set aside, and until when (SF-30)."""

    reason: str
    until: datetime


def plan_shift(*, actor: Actor, shift: NewShift, now: datetime) -> Shift:
    """Plan a shift at a place. Raises ShiftMalformed, Forbidden."""
    actor.require("duties.write", at=shift.unit_code)
    longest = LONGEST.total_seconds() / 3600
    if not (shift.starts < shift.ends <= shift.starts + LONGEST) or shift.needed < 1 or not shift.title.strip():
        raise errors.ShiftMalformed(
            title=Words.of(shift.title, shift.title_en),
            starts=clock_words(shift.starts),
            ends=clock_words(shift.ends),
            needed=shift.needed,
            hours=f"{longest:g}",
        )
    with transaction.atomic():
        row = Shift.objects.create(
            unit_id=shift.unit_id,
            unit_code=shift.unit_code,
            site_id=shift.site_id,
            body_id=shift.body_id,
            title=shift.title.strip()[:160],
            title_en=shift.title_en.strip()[:200],
            starts=shift.starts,
            ends=shift.ends,
            needed=shift.needed,
            task=shift.task.strip()[:200],
            task_en=shift.task_en.strip()[:240],
            role=shift.role,
            night=is_night(shift.starts, shift.ends),
            outdoor=shift.outdoor,
            in_zone=shift.in_zone,
            order_id=shift.order_id,
        )
        trace(actor, row, verb="shift.planned", now=now, facts={"title": row.title, "needed": row.needed})
    return row


def offer_duty(
    *, actor: Actor, shift_id: UUID, person_id: UUID, now: datetime, override: Override | None = None
) -> Duty:
    """Offer a seat of a shift to somebody; they accept or decline (R-14).

    Raises the refusal of the rest rule it would break, with what fits instead (A9, A28). Headquarters may set a rest
    rule aside with a reason and an end; nobody sets aside what protects a person (SF-31). Raises ShiftOver, ShiftFull,
    AlreadyOn, NotAskable, NotSetAside, Forbidden.
    """
    shift = shift_of(shift_id)
    actor.require("duties.write", at=shift.unit_code)
    name = name_of(person_id)
    with transaction.atomic(), acting_as(ROSTERS):
        lock_person(person_id)
        require_open(shift, now)
        if Duty.objects.filter(shift=shift, person_id=person_id).exists():
            raise errors.AlreadyOn(person=name, title=shift.called)
        if not may_be_asked(person_id, now=now):
            raise errors.NotAskable(person=name)
        breach = breach_for(shift, person_id, now=now, offered_too=True)
        if breach is not None:
            _require_override(actor, shift, breach=breach, override=override, name=name)
            if override is None or breach.rule in PROTECTED:
                raise refusal_of(breach, shift=shift, person_id=person_id, name=name, now=now)
        used = override if breach is not None else None
        row = Duty.objects.create(
            unit_code=shift.unit_code,
            shift=shift,
            person_id=person_id,
            starts=shift.starts,
            ends=shift.ends,
            offered_at=now,
            override_reason=used.reason.strip()[:200] if used else "",
            override_until=used.until if used else None,
            override_by=actor.login if used else "",
        )
        Asked.objects.get_or_create(shift=shift, person_id=person_id, defaults={"unit_code": shift.unit_code})
        put_inside([offer_message(shift, person_id)], made_by=actor.login, now=now)
        facts = {"title": shift.title} | (
            {"set_aside": breach.rule.value, "until": used.until.isoformat()} if used and breach else {}
        )
        trace(actor, shift, verb="duty.offered-with-exception" if used else "duty.offered", now=now, facts=facts)
    return row


def breach_for(
    shift: Shift, person_id: UUID, *, now: datetime, offered_too: bool = False, without: UUID | None = None
) -> Breach | None:
    """The rule that this shift would break for somebody; in the rosters' own scope. Two queries."""
    stands = stretches_of(
        [person_id], starts=shift.starts, ends=shift.ends, offered_too=offered_too, without=without
    ).get(person_id, [])
    fitness = fitness_of([person_id], now=now).get(person_id, Fitness())
    return breach_of(stretch_of(shift), others=stands, fitness=fitness)


def refusal_of(breach: Breach, *, shift: Shift, person_id: UUID, name: str, now: datetime) -> errors.RestRefused:
    """The refusal of a breach, with what fits instead: other open shifts here, else words."""
    fits = fitting_shifts(person_id, unit_code=shift.unit_code, now=now)
    fallback = _BY_DAY if breach.rule in (Rule.SPARED, Rule.MINOR, Rule.NIGHTS) else _LATER
    return _REFUSALS[breach.rule](
        person=name,
        what=Words(zh="、".join(one.zh for one in fits), en=", ".join(one.en for one in fits)) if fits else fallback,
        until=clock_words(breach.fits_from) if breach.fits_from else "—",
        hours=(REST.max_continuous if breach.rule == Rule.CONTINUOUS else REST.min_between) // 60,
        days=REST.free_in_days,
        nights=REST.max_nights,
        other=clock_words(shift.starts),
        ended=breach.ended_on.isoformat() if breach.ended_on else "—",
        day=clock_words(shift.starts)[:5],
    )


def _require_override(actor: Actor, shift: Shift, *, breach: Breach, override: Override | None, name: str) -> None:
    if override is None or breach.rule in PROTECTED:
        return
    actor.require("duties.override", at=shift.unit_code)
    if not override.reason.strip() or override.until < shift.ends:
        raise errors.NotSetAside(person=name, ends=clock_words(shift.ends))


def require_open(shift: Shift, now: datetime) -> None:
    """Raise ShiftOver for a shift that is over, taken back or resting, ShiftFull where all seats are taken."""
    resting = shift.roster is not None and bool(shift.roster.resting_under)
    if shift.state != ShiftState.PLANNED or shift.ends <= now or resting:
        raise errors.ShiftOver(title=shift.called)
    if seats_held(shift, states=COMMITTED, now=now) >= shift.needed:
        raise errors.ShiftFull(title=shift.called, needed=shift.needed)


def lock_person(person_id: UUID) -> None:
    """Let nobody else change this person's duties until the transaction ends: rest is a rule over all of them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"duties/{person_id}"])


def shift_of(shift_id: UUID) -> Shift:
    """A shift in scope with its roster. Raises NotFound."""
    found = Shift.objects.select_related("roster").filter(pk=shift_id).first()
    if found is None:
        raise NotFound(kind="shift", name=str(shift_id))
    return found


def name_of(person_id: UUID) -> str:
    """Name of somebody in reach. Raises NotFound."""
    name = Person.objects.filter(pk=person_id, erased_at=None).values_list("name", flat=True).first()
    if name is None:
        raise NotFound(kind="person", name=str(person_id))
    return name


def offer_message(shift: Shift, person_id: UUID) -> NewMessage:
    """The message of an offer, to be read inside."""
    subject = letters.OFFER.subject.filled(title=shift.called)
    body = letters.OFFER.body.filled(starts=clock_words(shift.starts), count=1)
    return NewMessage(
        to=str(person_id),
        channel=Channel.INSIDE,
        subject=subject.zh,
        body=body.zh,
        subject_en=subject.en,
        body_en=body.en,
        unit_code=shift.unit_code,
        person_id=person_id,
        order_id=shift.order_id,
    )


def trace(actor: Actor, shift: Shift, *, verb: str, now: datetime, facts: Mapping[str, object] | None = None) -> None:
    """Leave the event of an act on a shift; who stood it is on the duty, not in the record."""
    record(
        actor=actor,
        verb=verb,
        subject_kind="shift",
        subject_id=shift.id,
        unit_code=shift.unit_code,
        happened_at=now,
        facts=facts or {},
    )
