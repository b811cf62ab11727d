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
from gridkeeper.notices.models import Message
from gridkeeper.playbooks.wanted import WantedShift, WantedSite, made_id
from gridkeeper.rosters.commands.answering import accept_duty, check_in, check_out
from gridkeeper.rosters.commands.offering import NewShift, offer_duty, plan_shift
from gridkeeper.rosters.errors import DutyMoved
from gridkeeper.rosters.models import Asked, Duty, Shift
from gridkeeper.rosters.queries.standing import Ahead, ahead_of
from gridkeeper.scopes.doors import acting_as
from gridkeeper.sites.choices import SiteKind
from gridkeeper.sites.commands import NewSite, close_site, open_site
from gridkeeper.sites.errors import NoReason, UnknownSiteKind
from gridkeeper.sites.models import Site
from gridkeeper.territory.choices import OverlayKind
from gridkeeper.territory.commands.overlay import NewOverlay, make_overlay

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
    assert take_back(order) == {"sites": 1, "shifts": 3, "duties": 3, "people told": 1}
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


def opened(world: World, **changes) -> UUID:
    """A gate that somebody opens by hand."""
    liu = world.actor("liu")
    new = NewSite(
        name="北门",
        kind=SiteKind.GATE,
        unit_id=world.units[PLACE],
        unit_code=PLACE,
        opens=time(0),
        closes=time(0),
        **changes,
    )
    with acting_as(liu):
        return open_site(actor=liu, site=new, now=START).id


def planned_at(world: World, site: UUID, *, begins: datetime) -> UUID:
    chen = world.actor("chen")
    new = NewShift(
        unit_id=world.units[PLACE],
        unit_code=PLACE,
        title="北门值守",
        starts=begins,
        ends=begins + 8 * HOUR,
        site_id=site,
        needed=2,
    )
    with acting_as(chen):
        return plan_shift(actor=chen, shift=new, now=START).id


def asked(world: World, shift_id: UUID, login: str) -> UUID:
    chen = world.actor("chen")
    with acting_as(chen):
        return offer_duty(actor=chen, shift_id=shift_id, person_id=world.people[login], now=START).id


def closed(world: World, site: UUID, *, now: datetime = START) -> dict[str, int]:
    liu = world.actor("liu")
    with acting_as(liu):
        return close_site(actor=liu, site_id=site, because="路封了", now=now)


def letters(login: str, world: World) -> list[tuple[str, str]]:
    with acting_as(SYSTEM):
        rows = Message.objects.filter(person_id=world.people[login], subject__startswith="不用来了")
        return list(rows.values_list("subject", "body"))


def test_closing_a_site_takes_its_shifts_to_come_back_and_tells_everybody_once(world: World) -> None:
    site = opened(world)
    shifts = [planned_at(world, site, begins=START + hours * HOUR) for hours in (2, 26)]
    for shift_id in shifts:
        asked(world, shift_id, "lin")
    asked(world, shifts[0], "wang")
    with acting_as(SYSTEM):
        assert ahead_of(site_ids=[site], now=START) == Ahead(shifts=2, people=2)
    assert closed(world, site) == {"shifts": 2, "duties": 3, "people told": 2}
    with acting_as(SYSTEM):
        assert set(Shift.objects.values_list("state", "ended_because")) == {("ended", "路封了")}
        assert set(Duty.objects.values_list("state", flat=True)) == {"ended"}
        assert not Asked.objects.exists()
        assert ahead_of(site_ids=[site], now=START) == Ahead(shifts=0, people=0)
    assert letters("lin", world) == [("不用来了：北门值守", "11-12 10:00 起，共 2 班取消。原因：路封了。")]
    assert len(letters("wang", world)) == 1


def test_what_was_stood_at_a_site_stays_when_it_closes_and_who_stands_there_may_go(world: World) -> None:
    site = opened(world)
    past, running = (planned_at(world, site, begins=START + hours * HOUR) for hours in (2, 11))
    lin = world.actor("lin")
    duty = asked(world, past, "lin")
    with acting_as(lin):
        accept_duty(actor=lin, duty_id=duty, now=START)
        check_in(actor=lin, duty_id=duty, now=START + 2 * HOUR)
        check_out(actor=lin, duty_id=duty, now=START + 10 * HOUR)
    wang = world.actor("wang")
    there = asked(world, running, "wang")
    with acting_as(wang):
        accept_duty(actor=wang, duty_id=there, now=START)
        check_in(actor=wang, duty_id=there, now=START + 11 * HOUR)
    assert closed(world, site, now=START + 12 * HOUR)["people told"] == 1
    with acting_as(SYSTEM):
        assert Shift.objects.get(pk=past).state == "planned"
        row = Duty.objects.get(pk=there)
        assert (row.state, row.left_at, row.closing_note) == ("left", START + 12 * HOUR, "路封了")


def test_a_site_is_not_closed_without_a_reason_people_can_read(world: World) -> None:
    liu, site = world.actor("liu"), opened(world)
    with acting_as(liu), pytest.raises(NoReason):
        close_site(actor=liu, site_id=site, because=" ", now=START)


def test_a_site_opened_where_one_was_closed_begins_with_no_shifts(world: World) -> None:
    first = opened(world)
    shift_id = planned_at(world, first, begins=START + 2 * HOUR)
    duty = asked(world, shift_id, "lin")
    closed(world, first)
    again = opened(world)
    lin = world.actor("lin")
    with acting_as(lin), pytest.raises(DutyMoved):
        accept_duty(actor=lin, duty_id=duty, now=START)
    with acting_as(SYSTEM):
        assert ahead_of(site_ids=[first, again], now=START) == Ahead(shifts=0, people=0)


def test_the_end_of_an_order_takes_shifts_planned_by_hand_at_its_gates_and_tells_each_person_once(world: World) -> None:
    order = uuid7()
    make("site", [gate(world)], order, world=world)
    lin = (world.people["lin"],)
    make("shift", [shift(world, "a", begins=START + 2 * HOUR, people=lin)], order, world=world)
    site = made_id(order, "site", "gate/east")
    by_hand = planned_at(world, site, begins=START + 26 * HOUR)
    asked(world, by_hand, "lin")
    counts = take_back(order)
    assert counts["sites"] == 1
    with acting_as(SYSTEM):
        assert set(Shift.objects.values_list("state", flat=True)) == {"ended"}
    [(_, body)] = letters("lin", world)
    assert "共 2 班" in body


def test_a_gate_at_the_area_of_an_order_closes_when_the_area_is_lifted(world: World) -> None:
    order = uuid7()
    with acting_as(SYSTEM):
        area = make_overlay(
            actor=SYSTEM,
            overlay=NewOverlay(
                name="1号楼",
                kind=OverlayKind.SEALED_AREA,
                unit_codes=("140106003011001001",),
                from_on=START.date(),
                order_id=order,
            ),
            now=START,
        )
    site = opened(world, overlay_id=area.id)
    asked(world, planned_at(world, site, begins=START + 2 * HOUR), "lin")
    take_back(order)
    assert len(letters("lin", world)) == 1
    with acting_as(SYSTEM):
        assert Site.objects.get(pk=site).closed_at == START
