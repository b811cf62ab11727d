"""How large and how long a zone may be stands in the tables in force on the day, nowhere else (YZ-20, YZ-25, SF-41)."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from tests.personas import SYSTEM, World, settle
from tests.zones.test_what_a_zone_refuses import overlay_of
from tests.zones.test_zones import (
    BUILDING,
    COMMUNITY,
    DAY,
    GRID,
    HOUR,
    OPENED,
    beat,
    opened,
    proposed,
    shown,
    work,
)

from gridkeeper.orders.choices import OrderKind
from gridkeeper.orders.commands import propose_renewal
from gridkeeper.orders.proposals import approve_proposal
from gridkeeper.packs import loaded_rules
from gridkeeper.rules.errors import InputIllTyped, NoRuleInForce
from gridkeeper.scopes.doors import acting_as
from gridkeeper.territory.models import Unit
from gridkeeper.zones.choices import Extent
from gridkeeper.zones.errors import AlreadyZone, LargerNeedsReason, PartOfSeveral, RefusedByRule
from gridkeeper.zones.policy import extent_of
from gridkeeper.zones.policy.tables import listing_said, reasons_allowed
from gridkeeper.zones.queries.zones import zones_page

pytestmark = pytest.mark.django_db
NEW_TEN = datetime(2022, 12, 8, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
"""A day of the edition of 7 December."""
UNCLEAR = {"larger_because": "传播链不清", "larger_reason": "risk_unclear"}


@pytest.fixture
def world() -> World:
    return settle()


def december(**changes) -> dict:
    return {"now": NEW_TEN, "zero": date(2022, 12, 7), "order": {"number": "31"}, **changes}


@pytest.mark.parametrize("reason", ["risk_unclear", "wide_spread"])
def test_yz20_the_edition_of_7_december_never_allows_more_than_a_building_whatever_the_reason(
    world: World, reason: str
) -> None:
    with pytest.raises(RefusedByRule) as refusal:
        proposed(world, COMMUNITY, **december(larger_because="存在扩散", larger_reason=reason))
    facts = refusal.value.facts
    assert facts["why"].zh == "只按楼栋、单元、楼层、住户划定，不能划到社区（村）。"
    assert (facts["rule"], facts["table"].zh, facts["edition"].zh) == (
        "A2",
        "高风险区划定范围",
        "新十条（2022-12-07起）",
    )
    assert "not: community or village" in refusal.value.message


def test_yz20_no_words_are_asked_for_where_no_reason_could_help(world: World) -> None:
    with pytest.raises(RefusedByRule):
        proposed(world, COMMUNITY, **december())
    with pytest.raises(LargerNeedsReason):
        proposed(world, COMMUNITY)


@pytest.mark.parametrize("part_is", [Extent.STAIRWELL, Extent.FLOOR])
def test_yz20_a_building_a_stairwell_and_a_floor_pass_under_the_edition_of_7_december(
    world: World, part_is: Extent
) -> None:
    zone, _ = proposed(world, **december())
    assert (zone.extent, zone.ruled["rule"], zone.ruled["pack"]) == ("building", "A1", "cn-2022-12-07")
    part, _ = proposed(world, **december(part="3单元", part_is=part_is, order={"number": "32"}))
    assert (shown(world, part).extent, shown(world, part).part) == (part_is, "3单元")


def test_yz20_another_stairwell_is_another_zone_and_a_part_lies_in_one_building(world: World) -> None:
    opened(world, part="3单元")
    proposed(world, part="4单元", order={"number": "22"})
    with pytest.raises(AlreadyZone):
        proposed(world, part="3单元", order={"number": "23"})
    with pytest.raises(PartOfSeveral, match="“3单元” cannot be part"):
        proposed(world, GRID, part="3单元", order={"number": "24"}, **UNCLEAR)


@pytest.mark.parametrize(
    ("said", "rule"), [({"larger_because": "图方便"}, "A3"), ({**UNCLEAR, "larger_reason": "other"}, "A3")]
)
def test_yz20_only_the_reasons_of_the_table_enlarge_a_zone(world: World, said: dict[str, str], rule: str) -> None:
    with pytest.raises(RefusedByRule) as refusal:
        proposed(world, COMMUNITY, **said)
    assert refusal.value.facts["rule"] == rule


def test_yz20_a_reason_the_table_does_not_know_is_refused_with_those_it_knows(world: World) -> None:
    with pytest.raises(InputIllTyped) as refusal:
        proposed(world, COMMUNITY, larger_because="图方便", larger_reason="comfort")
    assert "risk_unclear" in refusal.value.advice


def test_yz20_what_was_proposed_under_one_edition_is_asked_of_the_next_one_when_it_opens(world: World) -> None:
    eve = NEW_TEN.replace(day=6, hour=22)
    _, proposal = proposed(world, COMMUNITY, now=eve, zero=date(2022, 12, 6), **UNCLEAR)
    sun = world.actor("sun")
    with acting_as(sun), pytest.raises(RefusedByRule, match="New ten measures"):
        approve_proposal(actor=sun, code=proposal.code, now=NEW_TEN.replace(day=7, hour=0, minute=1))


def test_sf41_a_zone_the_next_edition_does_not_allow_becomes_a_case_and_is_not_prolonged(world: World) -> None:
    eve, morning = NEW_TEN.replace(day=6), NEW_TEN.replace(day=7)
    zone = opened(world, COMMUNITY, now=eve, zero=date(2022, 12, 6), **UNCLEAR)
    name = "Larger than the rule in force allows: 1号楼高风险区"
    beat(eve)
    assert (name, False) not in work(world)
    beat(morning)
    beat(morning + DAY)
    assert work(world).count((name, False)) == 1
    row = shown(world, zone, morning)
    assert [words.zh for words in row.listed_because] == [
        "范围超过楼栋。",
        "只按楼栋、单元、楼层、住户划定，不能划到社区（村）。",
    ]
    liu = world.actor("liu")
    with acting_as(liu), pytest.raises(RefusedByRule):
        propose_renewal(actor=liu, order_id=zone.order_id, to=eve + 9 * DAY, reason="仍有风险", now=morning)


def test_sf41_the_list_says_why_and_a_building_in_its_days_is_not_on_it(world: World) -> None:
    small = opened(world)
    large = opened(world, COMMUNITY, order={"number": "22"}, **UNCLEAR)
    sun = world.actor("sun")
    with acting_as(sun):
        assert [row.id for row in zones_page(actor=sun, now=OPENED, listed=True)] == [large.id]
    assert shown(world, small, OPENED + 13 * DAY).listed_because == ()
    assert [words.en for words in shown(world, small, OPENED + 14 * DAY).listed_because] == [
        "15 days in force, 0 days overdue."
    ]


def test_sf41_where_no_table_is_in_force_every_zone_is_looked_at() -> None:
    said = listing_said(loaded_rules(), beyond=False, overdue=0, days=1, as_of=date(2023, 1, 8), place=BUILDING)
    assert (said.is_listed, "No rule in force" in said.words.en) == (True, True)


def test_yz20_where_no_table_is_in_force_words_and_an_approver_one_level_higher_are_still_needed(world: World) -> None:
    today = NEW_TEN.replace(year=2023, month=2)
    given = {"now": today, "zero": date(2023, 2, 7)}
    with pytest.raises(LargerNeedsReason):
        proposed(world, COMMUNITY, **given)
    zone, proposal = proposed(world, COMMUNITY, larger_because="管线破裂", **given)
    assert (zone.ruled, proposal.approval_code) == (None, "140106003")


def calm(**changes) -> dict:
    order = {"kind": OrderKind.STATIC, "expires_at": OPENED + 72 * HOUR, **changes.pop("order", {})}
    return {"order": order, "services": "就医、买药、送菜", "larger_because": "全社区", **changes}


def test_yz25_static_management_is_renewed_with_a_fresh_reason_and_never_for_longer_at_once_than_the_table_says(
    world: World,
) -> None:
    zone = opened(world, COMMUNITY, **calm())
    assert zone.extent == "community"
    liu, ends = world.actor("liu"), OPENED + 72 * HOUR
    with acting_as(liu):
        with pytest.raises(RefusedByRule, match="73 hours is more than 72 hours"):
            propose_renewal(actor=liu, order_id=zone.order_id, to=ends + 73 * HOUR, reason="排查未完", now=OPENED)
        proposal = propose_renewal(
            actor=liu, order_id=zone.order_id, to=ends + 72 * HOUR, reason="排查未完", now=OPENED
        )
    assert proposal.code


def test_yz25_without_a_table_in_force_nobody_is_asked_to_stay_in(world: World) -> None:
    today = NEW_TEN.replace(year=2023, month=2)
    order = {"expires_at": today + HOUR}
    with pytest.raises(NoRuleInForce):
        proposed(world, COMMUNITY, now=today, zero=None, **calm(order=order))


def test_the_reasons_a_person_may_choose_are_those_the_table_allows() -> None:
    asked = {"extent": Extent.COMPOUND, "place": BUILDING}
    known = reasons_allowed(loaded_rules(), as_of=date(2022, 11, 22), **asked)
    assert {key: words.zh for key, words in known.items()} == {
        "risk_unclear": "传播风险不明确",
        "wide_spread": "存在扩散",
    }
    assert reasons_allowed(loaded_rules(), as_of=NEW_TEN.date(), **asked) == {}


def test_a_chosen_compound_is_asked_for_as_one(world: World) -> None:
    with acting_as(SYSTEM):
        Unit.objects.filter(unit_code=GRID).update(level="building")
    zone, _ = proposed(world, COMMUNITY, overlay_id=overlay_of(BUILDING, GRID), **UNCLEAR)
    assert zone.extent == "compound"


@pytest.mark.parametrize(
    ("codes", "extent"),
    [
        ([BUILDING], "building"),
        ([BUILDING, GRID + "002"], "several_buildings"),
        ([GRID], "several_buildings"),
        ([COMMUNITY], "community"),
        ([BUILDING, "140106003012001001"], "larger"),
        (["140106003"], "larger"),
    ],
)
def test_extents_are_said_in_the_words_of_the_tables(codes: list[str], extent: str) -> None:
    assert extent_of(codes) == extent
