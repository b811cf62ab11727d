"""Wrong places, words and days of a zone are refused in one sentence (YZ-20, YZ-24, SF-20, SF-21, 4.e)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from tests.personas import SYSTEM, World, settle
from tests.zones.test_zones import BUILDING, COMMUNITY, GRID, OPENED, at, note, opened, proposed, shown

from gridkeeper.orders.choices import OrderKind
from gridkeeper.orders.proposals import approve_proposal
from gridkeeper.packs import loaded_rules
from gridkeeper.scopes.doors import acting_as
from gridkeeper.territory.choices import OverlayKind
from gridkeeper.territory.commands.overlay import NewOverlay, make_overlay
from gridkeeper.territory.models import Unit
from gridkeeper.zones.choices import CheckResult, Happening
from gridkeeper.zones.commands.exits import NewExit, add_exit
from gridkeeper.zones.commands.opening import lift_zone
from gridkeeper.zones.errors import (
    AlreadyZone,
    CareDenied,
    ExitWithoutPlace,
    HardBarrier,
    HotlineMissing,
    LargerNeedsReason,
    NotOnDay,
    OutsideUnit,
    ResultMissing,
    TooLong,
)
from gridkeeper.zones.policy import geometry_in, is_held
from gridkeeper.zones.policy.tables import earliest_release

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return settle()


def test_an_open_building_is_not_designated_a_second_time(world: World) -> None:
    _, waiting = proposed(world)
    opened(world, order={"number": "22"})
    with pytest.raises(AlreadyZone, match="lies in “1号楼高风险区” already"):
        proposed(world, order={"number": "23"})
    # Of two that waited the first one wins; the second one's approver is told.
    sun = world.actor("sun")
    with acting_as(sun), pytest.raises(AlreadyZone):
        approve_proposal(actor=sun, code=waiting.code, now=OPENED)


def test_after_its_end_or_for_another_kind_of_order_the_building_is_free_again(world: World) -> None:
    zone, sun = opened(world), world.actor("sun")
    calm = {"number": "24", "kind": OrderKind.STATIC, "expires_at": OPENED.replace(day=19)}
    proposed(world, order=calm, services="就医")
    with acting_as(sun):
        lift_zone(actor=sun, zone_id=zone.id, reason="符合解除条件", now=OPENED)
    opened(world, order={"number": "25"})


def test_larger_than_a_building_is_told_with_the_buildings_inside(world: World) -> None:
    with pytest.raises(LargerNeedsReason) as refusal:
        proposed(world, COMMUNITY)
    with acting_as(SYSTEM):
        inside = Unit.objects.filter(unit_code__startswith=COMMUNITY, level="building", closed_on=None).count()
    assert refusal.value.facts["buildings"] == inside


def overlay_of(*codes: str) -> UUID:
    new = NewOverlay(name="桃园小区", kind=OverlayKind.COMPOUND, unit_codes=codes, from_on=date(2022, 11, 1))
    with acting_as(SYSTEM):
        return make_overlay(actor=SYSTEM, overlay=new, now=OPENED).pk


def test_a_compound_that_reaches_beyond_the_unit_is_refused_and_says_where_it_can_be_designated(world: World) -> None:
    elsewhere = next(code for code in world.units if code.startswith("140106") and not code.startswith(COMMUNITY[:9]))
    compound = overlay_of(BUILDING, elsewhere)
    with pytest.raises(OutsideUnit, match="reaches beyond"):
        proposed(world, GRID, overlay_id=compound, larger_because="整个小区")


def test_a_demolished_building_of_a_compound_is_in_no_zone(world: World) -> None:
    compound = overlay_of(BUILDING, GRID)
    with acting_as(SYSTEM):
        Unit.objects.filter(unit_code=GRID).update(closed_on=date(2022, 11, 2))
    zone, _ = proposed(world, COMMUNITY, overlay_id=compound)
    assert (shown(world, zone).units, shown(world, zone).extent) == ((BUILDING,), "building")


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"hotline": " "}, HotlineMissing),
        ({"name": "长" * 81}, TooLong),
        ({"level": "x" * 21}, TooLong),
        ({"zero": date(2022, 11, 18)}, NotOnDay),
        ({"measures": "请留在家里，单元门焊死"}, HardBarrier),
        ({"exits": (NewExit(place="东门（铁链锁住）", opener="门卫"),)}, HardBarrier),
        ({"exits": (NewExit(place=" ", opener="楼长"),)}, ExitWithoutPlace),
        ({"exits": (NewExit(place="东门", opener="楼" * 81),)}, TooLong),
    ],
)
def test_words_that_are_missing_too_long_or_bar_a_door_are_refused(
    world: World, changes: dict[str, object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        proposed(world, **changes)


def test_sf20_a_way_out_that_is_added_later_cannot_be_a_barred_one(world: World) -> None:
    zone, liu = opened(world), world.actor("liu")
    with acting_as(liu), pytest.raises(HardBarrier):
        add_exit(actor=liu, zone_id=zone.id, exit_=NewExit(place="西门，焊封"), now=OPENED)


def test_sf23_an_order_that_would_keep_people_from_treatment_is_refused_with_its_clause(world: World) -> None:
    with pytest.raises(CareDenied, match="暂停透析"):
        proposed(world, services="送菜，暂停透析")


def test_yz24_the_earliest_release_is_the_first_day_on_which_the_tables_in_force_propose_it(world: World) -> None:
    rules = loaded_rules()
    assert earliest_release(rules, zero=date(2022, 11, 16), place=BUILDING) == date(2022, 11, 22)
    assert earliest_release(rules, zero=None, place=BUILDING) is None
    # Nothing is promised for days on which no table is in force.
    assert earliest_release(rules, zero=date(2023, 1, 5), place=BUILDING) is None
    zone = opened(world)
    assert shown(world, zone).earliest_release_on == date(2022, 11, 22)
    note(world, zone, Happening.ZERO, 18, now=at(18))
    assert shown(world, zone).earliest_release_on == date(2022, 11, 24)


def test_an_event_before_day_0_or_a_round_without_result_is_refused(world: World) -> None:
    zone = opened(world)
    with pytest.raises(NotOnDay):
        note(world, zone, Happening.NEW, 15, now=at(17))
    with pytest.raises(ResultMissing):
        note(world, zone, Happening.CHECK, 17, now=at(17))
    with pytest.raises(ResultMissing):
        note(world, zone, Happening.NEW, 17, now=at(17), result=CheckResult.CLEAR)


def test_a_place_is_held_where_every_unit_lies_in_the_other() -> None:
    assert is_held([BUILDING], by=[GRID])
    assert not is_held([BUILDING, COMMUNITY], by=[GRID])
    assert not is_held([BUILDING], by=[])


@pytest.mark.parametrize("said", [[], {"features": []}, {"features": [3]}, {"geometry": [1]}, "x", {"geometry": None}])
def test_a_text_without_a_geometry_holds_none(said: object) -> None:
    assert geometry_in(said) == {}


def test_the_geometry_is_found_in_a_feature_and_in_a_collection() -> None:
    shape = {"type": "Polygon", "coordinates": []}
    assert geometry_in({"features": [{"geometry": shape}]}) == geometry_in({"geometry": shape}) == geometry_in(shape)
