"""Shifts of an order are made once, offered only with rest, and taken back; standing rosters rest and go on (R-11)."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import UUID

import pytest
from tests.personas import START, SYSTEM, World, settle

from gridkeeper.catalogue.making import makers, suspenders
from gridkeeper.catalogue.registrations import take_backs
from gridkeeper.kernel.errors import Forbidden
from gridkeeper.kernel.ids import uuid7
from gridkeeper.playbooks.wanted import WantedShift, WantedSite, made_id
from gridkeeper.rosters.models import Asked, Duty, Shift
from gridkeeper.scopes.doors import acting_as
from gridkeeper.sites.errors import UnknownSiteKind
from gridkeeper.sites.models import Site

pytestmark = pytest.mark.django_db
PLACE = "140106003011"
HOUR = timedelta(hours=1)


@pytest.fixture
def world() -> World:
    return settle()


def gate(world: World, **changes) -> WantedSite:
    values = {
        "key": "gate/east",
        "unit_id": world.units[PLACE],
        "unit_code": PLACE,
        "measure": "M10",
        "zh": "东门卡口",
        "en": "East gate",
        "site_kind": "gate",
        "opens": time(0, 0),
        "closes": time(0, 0),
        **changes,
    }
    return WantedSite(**values)


def shift(world: World, key: str, *, begins: datetime, hours: float = 8, people: tuple[UUID, ...] = (), **more):
    return WantedShift(
        key=key,
        unit_id=world.units[PLACE],
        unit_code=PLACE,
        measure="M10",
        zh="东门卡口值守",
        en="East gate duty",
        starts=begins,
        ends=begins + hours * HOUR,
        needed=1,
        person_ids=people,
        site="gate/east",
        **more,
    )


def make(kind: str, wants: list, order: UUID, *, who: str = "chen", world: World) -> int:
    actor = world.actor(who)
    with acting_as(actor):
        return makers()[kind].make(actor=actor, order_id=order, wants=wants, now=START)


def standing(kind: str) -> list:
    with acting_as(SYSTEM):
        return sorted(makers()[kind].standing(prefix="140106", now=START), key=lambda row: str(row.id))


def take_back(order: UUID, *, now: datetime = START) -> dict[str, int]:
    counts: dict[str, int] = {}
    with acting_as(SYSTEM):
        for room in ("sites", "rosters"):
            counts |= take_backs()[room](actor=SYSTEM, order_id=order, because="结束", now=now)
    return counts


def test_what_an_order_wants_stands_and_is_gone_after_it(world: World) -> None:
    order, before = uuid7(), (standing("site"), standing("shift"))
    assert make("site", [gate(world)], order, world=world) == 1
    wants = [shift(world, f"s{n}", begins=START + n * 24 * HOUR, people=(world.people["lin"],)) for n in range(3)]
    assert make("shift", wants, order, world=world) == 3
    assert [row.words for row in standing("site")] == ["东门卡口"]
    assert {row.order_id for row in standing("shift")} == {order}
    assert take_back(order) == {"sites": 1, "shifts": 3, "duties": 3}
    assert (standing("site"), standing("shift")) == before


def test_sf07_nobody_is_left_who_was_asked_for_a_shift_that_will_not_be(world: World) -> None:
    order = uuid7()
    wants = [shift(world, f"s{n}", begins=START + n * 24 * HOUR, people=()) for n in range(2)]
    make("shift", wants, order, world=world)
    with acting_as(SYSTEM):
        for made in Shift.objects.all():
            Asked.objects.create(shift=made, unit_code=made.unit_code, person_id=world.people["lin"])
    assert take_back(order) == {"shifts": 2}
    with acting_as(SYSTEM):
        assert not Asked.objects.exists()


def test_the_same_wants_make_nothing_twice_and_refer_to_their_site(world: World) -> None:
    order = uuid7()
    wants = [shift(world, "s", begins=START, people=(world.people["lin"],))]
    assert make("shift", wants, order, world=world) == 1
    assert make("shift", wants, order, world=world) == 0
    with acting_as(SYSTEM):
        made = Shift.objects.get()
        assert made.id == made_id(order, "shift", "s")
        assert made.site_id == made_id(order, "site", "gate/east")
        assert Duty.objects.count() == 1


def test_nobody_is_offered_a_shift_without_rest(world: World) -> None:
    lin, order = world.people["lin"], uuid7()
    wants = [
        shift(world, "day", begins=START, hours=12, people=(lin,)),
        shift(world, "too soon", begins=START + 18 * HOUR, people=(lin,)),
        shift(world, "rested", begins=START + 22 * HOUR, people=(lin,)),
    ]
    make("shift", wants, order, world=world)
    with acting_as(SYSTEM):
        offered = [row.starts for row in Duty.objects.order_by("starts")]
    assert offered == [START, START + 22 * HOUR]


def test_a_grid_worker_makes_nothing(world: World) -> None:
    with pytest.raises(Forbidden):
        make("shift", [shift(world, "s", begins=START)], uuid7(), who="wang", world=world)
    with pytest.raises(Forbidden):
        make("site", [gate(world)], uuid7(), who="wang", world=world)


def test_a_kind_of_site_nobody_knows_is_refused(world: World) -> None:
    with pytest.raises(UnknownSiteKind):
        make("site", [gate(world, site_kind="barrier")], uuid7(), world=world)
    with acting_as(SYSTEM):
        assert not Site.objects.exists()


def test_suspending_is_known_for_shifts() -> None:
    assert "shift" in suspenders()
