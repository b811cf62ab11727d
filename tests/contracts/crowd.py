"""A crowd of rows in every listed table: they share places, names and moments, and lack what may be missing."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any
from uuid import UUID

from tests.personas import START

from gridkeeper.access.choices import Look
from gridkeeper.access.models import PurgeRun, Reading
from gridkeeper.activations.models import Activation
from gridkeeper.audit.models import Event
from gridkeeper.cases.models import Case
from gridkeeper.kernel.ids import uuid7
from gridkeeper.orders.models import Order
from gridkeeper.posts.models import Body, Contact, Person, Post
from gridkeeper.rosters.models import CallOut, Shift
from gridkeeper.rounds.models import Round, Series
from gridkeeper.zones.models import Zone

MANY = 13
LOOKED_AT = UUID(int=7)
CODES = ("140106", "140106003", "140106003011", "140106003012", "140106003011001")
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def fill(seed: int = 7) -> None:
    """``MANY`` rows of each table, the same for a seed; some of the work, orders and zones stand in each state."""
    chance = _Chance(seed)
    posts, people, bodies, events, cases = [], [], [], [], []
    orders, shifts, calls, series, rounds, zones, switches, looks = [], [], [], [], [], [], [], []
    contacts, purges = [], []
    for number in range(MANY):
        bodies.append(_body(chance, bodies))
        people.append(_person(chance))
        contacts.append(_contact(chance, people[-1]))
        posts.append(_post(chance))
        events.append(_event(chance))
        cases.append(_case(chance, f"{seed}-{number}"))
        # Two issuers may use one number.
        orders.append(_order(chance, f"演-{seed}-{number // 2}", issuer=f"生成{number % 2}"))
        shifts.append(_shift(chance))
        calls.append(_call(chance, shifts[-1]))
        series.append(_series(chance, number))
        rounds.append(_round(chance, series[-1]))
        zones.append(_zone(chance, orders[-1]))
        looks.append(_look(chance))
        purges.append(_purge(chance))
        switches.append(_switch(chance, orders[-1]))
    made: list[list[Any]] = [
        bodies,
        people,
        posts,
        events,
        cases,
        orders,
        shifts,
        calls,
        series,
        rounds,
        zones,
        switches,
        looks,
        contacts,
        purges,
    ]
    for rows in made:
        type(rows[0]).objects.bulk_create(rows)


class _Chance(random.Random):
    """Chance, in the values these tables hold."""

    def moment(self) -> Any:
        """One of three, so that many rows share it."""
        return START + self.randrange(3) * HOUR

    def name(self) -> str:
        """One of three."""
        return self.choice(("甲", "乙", "丙"))

    def perhaps(self, value: Any) -> Any:
        """The value, or nothing."""
        return self.choice((value, None))

    def at(self) -> dict[str, Any]:
        """One of five places, one within the other."""
        return {"unit_code": self.choice(CODES), "unit_id": UUID(int=1)}


def _body(chance: _Chance, earlier: list[Any]) -> Body:
    name = chance.name()
    parent = chance.perhaps(chance.choice(earlier[:3])) if earlier else None
    kind = chance.choice(("office", "department", "task_force"))
    return Body(name=name, sort_key=name, initials="j", kind=kind, parent=parent, founded_at=START, **chance.at())


def _person(chance: _Chance) -> Person:
    name = chance.name()
    return Person(name=name, sort_key=name, initials="j", created_at=START, **chance.at())


def _contact(chance: _Chance, person: Person) -> Contact:
    until = START.date() + chance.randrange(3) * DAY
    return Contact(
        person=person, unit_code=person.unit_code, certified_for="sampler", certified_until=until, updated_at=START
    )


def _purge(chance: _Chance) -> PurgeRun:
    kind = chance.choice(("retention", "person"))
    return PurgeRun(kind=kind, because="生成", proposed_by="liu", done_at=chance.moment(), counts={"contact": 1})


def _post(chance: _Chance) -> Post:
    return Post(role="volunteer", title=chance.name(), seats=chance.randrange(1, 4), from_at=START, **chance.at())


def _event(chance: _Chance) -> Event:
    return Event(
        recorded_at=chance.moment(),
        happened_at=START,
        actor=chance.choice(("liu", "sun")),
        verb="case.opened",
        subject_kind="case",
        subject_id="1",
        unit_code=chance.choice(CODES),
        payload_digest="0",
    )


def _case(chance: _Chance, number: str) -> Case:
    return Case(
        number=f"生成-{number}",
        title="生成",
        life_safety=chance.random() < 0.3,
        opened_by="liu",
        opened_at=chance.moment(),
        due_at=chance.moment(),
        closed_at=chance.perhaps(chance.moment()),
        **chance.at(),
    )


def _order(chance: _Chance, number: str, *, issuer: str) -> Order:
    return Order(
        number=number,
        issued_by=issuer,
        title="生成",
        kind="general",
        issued_at=START,
        state=chance.choice(("in_force", "ended")),
        proposed_by="liu",
        proposed_at=START,
        in_force_at=chance.moment(),
        expires_at=chance.moment() + DAY,
        **chance.at(),
    )


def _shift(chance: _Chance) -> Shift:
    starts = chance.moment()
    return Shift(title=chance.name(), starts=starts, ends=starts + HOUR, needed=chance.randrange(1, 4), **chance.at())


def _call(chance: _Chance, shift: Shift) -> CallOut:
    return CallOut(
        shift=shift,
        kind=chance.choice(("duty_watch", "care")),
        opened_at=START,
        unit_code=shift.unit_code,
        unit_id=shift.unit_id,
    )


def _series(chance: _Chance, number: int) -> Series:
    return Series(
        name=f"walk{number}",
        zh="巡查",
        every=HOUR,
        tolerance=HOUR,
        hold=HOUR,
        day_from="00:00",
        day_to="23:00",
        evidence="none",
        starts=START,
        made_until=START,
        **chance.at(),
    )


def _round(chance: _Chance, series: Series) -> Round:
    due = chance.moment()
    return Round(
        id=uuid7(),
        series=series,
        kind=series.name,
        unit_code=series.unit_code,
        day=START.date(),
        due_at=due,
        closes_at=due + HOUR,
    )


def _look(chance: _Chance) -> Reading:
    return Reading(
        at=chance.moment(),
        reader=chance.choice(("liu", "sun")),
        people=[LOOKED_AT],
        look=chance.choice(Look.values),
        purpose=chance.choice(("", "invitations")),
        unit_code=chance.choice(CODES),
    )


def _zone(chance: _Chance, order: Order) -> Zone:
    return Zone(
        order_id=order.id,
        kind="zone",
        name=chance.name(),
        level="high",
        state=chance.choice(("open", "lifted", "proposed")),
        extent="building",
        reason="生成",
        hotline="1",
        opened_at=chance.perhaps(chance.moment()),
        release_due_on=chance.perhaps((START + chance.randrange(3) * DAY).date()),
        **chance.at(),
    )


def _switch(chance: _Chance, order: Order) -> Activation:
    return Activation(
        order=order,
        playbook="plan",
        version="1",
        mode="emergency",
        title_zh="生成",
        text="",
        digest="0",
        state=chance.choice(("active", "ended")),
        proposed_at=START,
        ended_at=chance.perhaps(chance.moment()),
        **chance.at(),
    )
