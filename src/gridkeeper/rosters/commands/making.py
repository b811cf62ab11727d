"""Shifts and duties of an order, in bulk: made and rested for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import F, Func, Value

from gridkeeper.audit.record import record
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.texts import Words
from gridkeeper.notices.choices import Channel
from gridkeeper.notices.commands.messages import NewMessage, put_inside
from gridkeeper.playbooks.wanted import WantedShift, made_id
from gridkeeper.rosters.choices import DutyState, ShiftState
from gridkeeper.rosters.models import Duty, Roster, Shift
from gridkeeper.rosters.policy import letters
from gridkeeper.rosters.policy.place import clock_words
from gridkeeper.rosters.policy.rest import Fitness, Stretch, breach_of
from gridkeeper.rosters.queries.rest import ROSTERS, fitness_of, stretches_of
from gridkeeper.scopes.bulk import copy_in
from gridkeeper.scopes.doors import acting_as

_SHIFT_COLUMNS: Final = (
    "id",
    "unit_id",
    "unit_code",
    "site_id",
    "body_id",
    "title",
    "title_en",
    "starts",
    "ends",
    "needed",
    "task",
    "task_en",
    "role",
    "night",
    "outdoor",
    "in_zone",
    "measure",
    "order_id",
    "state",
    "ended_because",
)
_DUTY_COLUMNS: Final = (
    "id",
    "unit_code",
    "shift_id",
    "person_id",
    "starts",
    "ends",
    "state",
    "offered_at",
    "override_reason",
    "override_by",
    "closing_note",
)


@dataclass
class _Made:
    """Offers that keep the rest rules, and how many did not."""

    duties: list[tuple[Any, ...]] = field(default_factory=list)
    left_open: int = 0
    first: dict[UUID, tuple[WantedShift, int]] = field(default_factory=dict)


def make_shifts(*, actor: Actor, order_id: UUID, wants: Sequence[WantedShift], now: datetime) -> int:
    """Make the shifts an order wants and offer them, in the caller's transaction; those that exist stay (K-07).

    Nobody is offered what would break their rest (SF-30, SF-31): such a seat stays open, and the event counts it.
    Raises Forbidden.
    """
    known = set(Shift.objects.filter(order_id=order_id).values_list("id", flat=True))
    fresh = {made_id(order_id, "shift", want.key): want for want in wants}
    for key in known & fresh.keys():
        del fresh[key]
    if not fresh:
        return 0
    for code in {want.unit_code for want in fresh.values()}:
        actor.require("duties.write", at=code)
    made = copy_in(Shift, _SHIFT_COLUMNS, (_shift_row(order_id, key, want) for key, want in fresh.items()))
    offers = _offers(order_id, fresh, now)
    copy_in(Duty, _DUTY_COLUMNS, offers.duties)
    told = [_message(order_id, person, *first) for person, first in offers.first.items()]
    put_inside(told, made_by=actor.login, now=now)
    record(
        actor=actor,
        verb="shift.made",
        subject_kind="order",
        subject_id=order_id,
        unit_code=min(want.unit_code for want in fresh.values()),
        happened_at=now,
        facts={"shifts": made, "offers": len(offers.duties), "left_open_for_rest": offers.left_open},
    )
    return made


def _shift_row(order_id: UUID, key: UUID, want: WantedShift) -> tuple[Any, ...]:
    return (
        key,
        want.unit_id,
        want.unit_code,
        made_id(order_id, "site", want.site) if want.site else None,
        made_id(order_id, "body", want.body) if want.body else None,
        want.zh[:160],
        want.en[:200],
        want.starts,
        want.ends,
        want.needed,
        want.task[:200],
        want.task_en[:240],
        want.role[:40],
        want.night,
        want.outdoor,
        want.in_zone,
        want.measure[:20],
        order_id,
        ShiftState.PLANNED.value,
        "",
    )


def _offers(order_id: UUID, fresh: Mapping[UUID, WantedShift], now: datetime) -> _Made:
    people = {person for want in fresh.values() for person in want.person_ids}
    made = _Made()
    if not people:
        return made
    first = min(want.starts for want in fresh.values())
    last = max(want.ends for want in fresh.values())
    with acting_as(ROSTERS):
        stands = stretches_of(people, starts=first, ends=last, offered_too=True)
        fitness = fitness_of(people, now=now)
    for key, want in sorted(fresh.items(), key=lambda item: item[1].starts):
        stretch = Stretch(
            starts=want.starts,
            ends=want.ends,
            night=want.night,
            outdoor=want.outdoor,
            in_zone=want.in_zone,
            role=want.role,
        )
        for person in dict.fromkeys(want.person_ids):
            others = stands.setdefault(person, [])
            if breach_of(stretch, others=others, fitness=fitness.get(person, Fitness())):
                made.left_open += 1
                continue
            others.append(stretch)
            duty = made_id(order_id, "duty", f"{want.key}/{person}")
            made.duties.append(
                (duty, want.unit_code, key, person, want.starts, want.ends, DutyState.OFFERED.value, now, "", "", "")
            )
            earlier, count = made.first.get(person, (want, 0))
            made.first[person] = (earlier, count + 1)
    return made


def _message(order_id: UUID, person: UUID, want: WantedShift, count: int) -> NewMessage:
    subject = letters.OFFER.subject.filled(title=Words.of(want.zh, want.en))
    body = letters.OFFER.body.filled(starts=clock_words(want.starts), count=count)
    return NewMessage(
        to=str(person),
        channel=Channel.INSIDE,
        subject=subject.zh,
        body=body.zh,
        subject_en=subject.en,
        body_en=body.en,
        unit_code=want.unit_code,
        person_id=person,
        order_id=order_id,
    )


def rest_rosters(*, actor: Actor, order_id: UUID, ids: Sequence[UUID], now: datetime) -> int:
    """Let standing rosters rest under an order, with the duties still to come on them (R-11); returns how many."""
    rows = Roster.objects.filter(pk__in=list(ids), ended_at=None).exclude(resting_under__contains=[order_id])
    resting = list(rows.values_list("id", flat=True))
    Roster.objects.filter(pk__in=resting).update(
        resting_under=Func(F("resting_under"), Value(order_id), function="array_append")
    )
    Duty.objects.filter(shift__roster_id__in=resting, state=DutyState.ACCEPTED, starts__gt=now).update(
        state=DutyState.RESTING
    )
    if resting:
        trace_order(actor=actor, order_id=order_id, verb="roster.rests", facts={"rosters": len(resting)}, now=now)
    return len(resting)


def trace_order(*, actor: Actor, order_id: UUID, verb: str, facts: Mapping[str, int], now: datetime) -> None:
    """Leave the event of what an order did to rosters."""
    record(
        actor=actor,
        verb=verb,
        subject_kind="order",
        subject_id=order_id,
        unit_code="",
        happened_at=now,
        facts=dict(facts),
    )
