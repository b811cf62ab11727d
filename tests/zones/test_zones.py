"""Zones from designation to lifting: two people, exits first, days counted, release proposed (YZ-20..YZ-25, R-12)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.personas import SYSTEM, World, settle

from gridkeeper.audit.chain import seal_events
from gridkeeper.audit.queries import events_page
from gridkeeper.cases.commands.events import follow_record
from gridkeeper.cases.queries import open_cases
from gridkeeper.catalogue import followers
from gridkeeper.kernel.errors import Forbidden, NotFound
from gridkeeper.orders.choices import OrderKind, OrderState
from gridkeeper.orders.commands import Draft, expire_order
from gridkeeper.orders.errors import SamePerson
from gridkeeper.orders.models import Order
from gridkeeper.orders.proposals import approve_proposal, refuse_proposal
from gridkeeper.scopes.doors import acting_as
from gridkeeper.territory.models import Overlay, Unit
from gridkeeper.zones.choices import CheckResult, Happening, Indicator
from gridkeeper.zones.commands.exits import NewExit, Tried, add_exit, check_exit, let_out_for_life, tell_of_unchecked
from gridkeeper.zones.commands.opening import NewZone, lift_zone, propose_zone
from gridkeeper.zones.commands.release import NewEvent, look_at_zones, note_event
from gridkeeper.zones.errors import (
    LargerNeedsReason,
    NoArea,
    NotOnDay,
    OutlineCrossesItself,
    ReasonMissing,
    RefusedByRule,
    ZoneNotOpen,
)
from gridkeeper.zones.models import Zone
from gridkeeper.zones.queries.zones import ZoneRow, zone_shown, zones_page

pytestmark = pytest.mark.django_db
HERE = ZoneInfo("Asia/Shanghai")
BUILDING, GRID, COMMUNITY = "140106003011001001", "140106003011001", "140106003011"
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
DOOR = NewExit(place="1单元门", opener="第1网格员岗 王小满（生成）", deputy="楼长", phone="0351-000 0003")


def at(day: int, text: str = "10:00") -> datetime:
    """A moment of November in Taiyuan."""
    return datetime.fromisoformat(f"2022-11-{day:02}T{text}").replace(tzinfo=HERE)


OPENED = at(17)


@pytest.fixture
def world() -> World:
    return settle()


def draft(world: World, code: str = BUILDING, *, now: datetime = OPENED, **changes) -> NewZone:
    order = {
        "number": "迎指令〔2022〕21 号",
        "title": "划定高风险区",
        "kind": OrderKind.ZONE,
        "unit_id": world.units[code],
        "unit_code": code,
        "legal_basis": "《传染病防治法》第四十二条",
        "document": "指挥部会议纪要",
        "issued_by": "迎泽区指挥部",
        "issued_at": now,
        "expires_at": now + 7 * DAY,
        **changes.pop("order", {}),
    }
    values = {
        "order": Draft(**order),
        "name": "1号楼高风险区",
        "level": "high",
        "reason": "楼内有感染者居住",
        "hotline": "0351-000 0001",
        "exits": (DOOR,),
        "zero": date(2022, 11, 16),
        **changes,
    }
    return NewZone(**values)


def proposed(world: World, *args, now: datetime = OPENED, **changes):
    liu = world.actor("liu")
    with acting_as(liu):
        return propose_zone(actor=liu, zone=draft(world, *args, now=now, **changes), now=now)


def opened(world: World, *args, now: datetime = OPENED, **changes) -> Zone:
    zone, proposal = proposed(world, *args, now=now, **changes)
    sun = world.actor("sun")
    with acting_as(sun):
        approve_proposal(actor=sun, code=proposal.code, now=now)
    return zone


def shown(world: World, zone: Zone, now: datetime = OPENED) -> ZoneRow:
    liu = world.actor("liu")
    with acting_as(liu):
        return zone_shown(actor=liu, zone_id=zone.id, now=now)


def tried(world: World, zone: Zone, when: datetime, **found: bool) -> None:
    chen = world.actor("chen")
    said = Tried(**{"opens_by_hand": True, "help_reachable": True, "instructions_posted": True, **found})
    with acting_as(chen):
        [door] = zone.exits.all()
        check_exit(actor=chen, exit_id=door.id, tried=said, now=when)


def beat(now: datetime) -> None:
    """What the pulses do, in their order."""
    with acting_as(SYSTEM):
        tell_of_unchecked(actor=SYSTEM, now=now)
        look_at_zones(actor=SYSTEM, now=now)
        seal_events(now=now)
        follow_record(actor=SYSTEM)


def work(world: World) -> list[tuple[str, bool]]:
    liu = world.actor("liu")
    with acting_as(liu):
        return [(row.title, row.life_safety) for row in open_cases(actor=liu)]


def note(world: World, zone: Zone, kind: Happening, day: int, *, now: datetime, **more) -> None:
    liu = world.actor("liu")
    with acting_as(liu):
        event = NewEvent(kind=kind, on=date(2022, 11, day), **more)
        note_event(actor=liu, zone_id=zone.id, event=event, now=now)


def test_two_people_open_a_zone_and_whoever_follows_acts_in_the_same_moment(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[dict] = []

    def follow(**said) -> dict:
        seen.append(said)
        return {"patrols": 1}

    monkeypatch.setattr(followers, "_followers", {"zone.opened": {"test": follow}})
    zone, proposal = proposed(world)
    assert shown(world, zone).state == "proposed"
    liu, sun = world.actor("liu"), world.actor("sun")
    with acting_as(liu), pytest.raises(SamePerson):
        approve_proposal(actor=liu, code=proposal.code, now=OPENED)
    with acting_as(sun):
        result = approve_proposal(actor=sun, code=proposal.code, now=OPENED).result
    assert result is not None
    assert result["followed"] == {"test": {"patrols": 1}}
    assert (seen[0]["order_id"], seen[0]["facts"]["units"]) == (zone.order_id, [BUILDING])
    row = shown(world, zone)
    assert (row.state, row.days, row.extent) == ("open", 1, "building")
    with acting_as(SYSTEM):
        assert Overlay.objects.get(pk=row.overlay_id).kind == "sealed_area"


def test_a_refused_zone_was_never_open(world: World) -> None:
    zone, proposal = proposed(world)
    sun = world.actor("sun")
    with acting_as(sun):
        refuse_proposal(actor=sun, code=proposal.code, reason="单元即可", now=OPENED)
    assert shown(world, zone).state == "refused"


def test_yz20_more_than_a_building_needs_its_reason_and_an_approver_one_level_higher(world: World) -> None:
    with pytest.raises(LargerNeedsReason, match="larger than a building"):
        proposed(world, COMMUNITY)
    zone, proposal = proposed(world, COMMUNITY, larger_because="传播链不清", larger_reason="risk_unclear")
    assert proposal.approval_code == "140106003"
    chen = world.actor("chen")
    with acting_as(chen), pytest.raises((Forbidden, NotFound)):
        approve_proposal(actor=chen, code=proposal.code, now=OPENED)
    sun = world.actor("sun")
    with acting_as(sun):
        approve_proposal(actor=sun, code=proposal.code, now=OPENED)
    with acting_as(sun):
        assert [row.id for row in zones_page(actor=sun, now=OPENED, listed=True)] == [zone.id]


def test_an_outline_that_crosses_itself_is_refused_with_the_point(world: World) -> None:
    bow = {"type": "Polygon", "coordinates": [[[112, 37], [114, 39], [114, 37], [112, 39], [112, 37]]]}
    with pytest.raises(OutlineCrossesItself, match="113 38"):
        proposed(world, COMMUNITY, outline=bow, larger_because="按图划定")


def test_a_drawn_outline_holds_the_buildings_inside_it(world: World) -> None:
    with acting_as(SYSTEM):
        Unit.objects.filter(unit_code=BUILDING).update(lng=112.56, lat=37.86)
    around = {
        "type": "Polygon",
        "coordinates": [[[112.55, 37.85], [112.57, 37.85], [112.57, 37.87], [112.55, 37.87], [112.55, 37.85]]],
    }
    zone, _ = proposed(world, COMMUNITY, outline=around)
    assert (shown(world, zone).units, shown(world, zone).extent) == ((BUILDING,), "building")
    away = {"type": "Polygon", "coordinates": [[[1, 1], [2, 1], [2, 2], [1, 1]]]}
    with pytest.raises(NoArea):
        proposed(world, COMMUNITY, outline=away, order={"number": "22"})


def test_r12_an_exit_nobody_has_tried_is_danger_to_life_until_somebody_does(world: World) -> None:
    zone = opened(world)
    beat(OPENED)
    assert work(world) == [("Danger to life at 1号楼高风险区: 1单元门", True)]
    tried(world, zone, OPENED + HOUR)
    beat(OPENED + HOUR)
    assert work(world) == []
    # A day later it is due again, and told at the moment the day is over.
    beat(OPENED + 25 * HOUR)
    assert work(world) == [("Danger to life at 1号楼高风险区: 1单元门", True)]
    with acting_as(SYSTEM):
        told = [row for row in events_page(actor=SYSTEM, size=200) if row.verb == "zone.exit-unchecked"]
    assert told[0].happened_at == OPENED + 25 * HOUR
    assert told[0].facts["lack"] == "not-checked"


def test_a13_a_chained_door_is_told_at_once_and_closes_when_it_opens_again(world: World) -> None:
    zone = opened(world)
    tried(world, zone, OPENED + MINUTE)
    beat(OPENED + MINUTE)
    assert work(world) == []
    tried(world, zone, OPENED + HOUR, opens_by_hand=False)
    beat(OPENED + HOUR)
    assert work(world) == [("Danger to life at 1号楼高风险区: 1单元门", True)]
    assert shown(world, zone).exits[0].lack == "it does not open from inside without key or tool"
    tried(world, zone, OPENED + 2 * HOUR)
    beat(OPENED + 2 * HOUR)
    assert work(world) == []


def test_r12_a_zone_without_an_exit_or_an_exit_without_an_opener_is_danger_to_life(world: World) -> None:
    zone = opened(world, exits=())
    beat(OPENED)
    assert [danger for _, danger in work(world)] == [True]
    liu = world.actor("liu")
    with acting_as(liu):
        add_exit(actor=liu, zone_id=zone.id, exit_=NewExit(place="东门"), now=OPENED + MINUTE)
    beat(OPENED + MINUTE)
    assert work(world) == [("Danger to life at 1号楼高风险区: 东门", True)]
    tried(world, zone, OPENED + HOUR)
    assert shown(world, zone).exits[0].lack == "nobody is named who opens it"


def test_sf22_anybody_of_the_district_lets_a_life_out_and_notes_it_afterwards(world: World) -> None:
    zone, lin, zhao = opened(world), world.actor("lin"), world.actor("zhao")
    with acting_as(lin):
        let_out_for_life(actor=lin, zone_id=zone.id, words="老人胸痛，送120", now=OPENED + HOUR, at=OPENED)
        with pytest.raises(NotOnDay):
            let_out_for_life(actor=lin, zone_id=zone.id, words="", now=OPENED, at=OPENED + HOUR)
    with acting_as(SYSTEM):
        [told] = [row for row in events_page(actor=SYSTEM, size=200) if row.verb == "zone.let-out-for-life"]
    assert (told.actor, told.happened_at, told.facts["words"]) == ("lin", OPENED, "老人胸痛，送120")
    # Nobody is asked why: no case about it opens.
    tried(world, zone, OPENED)
    beat(OPENED + HOUR)
    assert work(world) == []
    with acting_as(zhao), pytest.raises(NotFound):
        let_out_for_life(actor=zhao, zone_id=zone.id, words="", now=OPENED)


def test_sf21_no_indicator_bars_a_door() -> None:
    assert {kind.value for kind in Indicator} == {"none", "paper", "door_sensor"}


def test_a7_release_is_proposed_when_day_five_is_over_with_a_full_clear_round(world: World) -> None:
    zone = opened(world)
    tried(world, zone, OPENED)
    note(world, zone, Happening.CHECK, 21, now=at(21, "20:00"), result=CheckResult.CLEAR)
    beat(at(21, "23:59"))
    tried(world, zone, at(21, "23:59"))
    assert shown(world, zone, at(21)).release_due_on is None
    beat(at(22, "00:00"))
    row = shown(world, zone, at(22, "00:00"))
    assert (row.release_due_on, row.decision["rule"], row.state) == (date(2022, 11, 22), "R1", "open")
    beat(at(22, "00:01"))
    assert ("Release is due: 1号楼高风险区", False) in work(world)
    assert shown(world, zone, at(24)).is_listed


def test_a7_without_the_round_of_day_five_release_is_not_proposed_and_says_why(world: World) -> None:
    zone = opened(world)
    beat(at(22))
    row = shown(world, zone, at(22))
    assert (row.release_due_on, row.decision["rule"]) == (None, "W2")
    assert "第5天" in row.decision["words"]["zh"]


def test_a7_something_new_inside_leaves_it_to_people(world: World) -> None:
    zone = opened(world)
    note(world, zone, Happening.NEW, 20, now=at(20))
    row = shown(world, zone, at(20))
    assert (row.decision["outputs"], row.release_due_on) == ({"proposal": "decide", "extension": "all_or_part"}, None)
    note(world, zone, Happening.ZERO, 20, now=at(20, "12:00"))
    beat(at(26))
    assert shown(world, zone, at(26)).decision["rule"] == "W2"


def test_the_release_day_falls_on_something_new_in_another_part_of_the_building(world: World) -> None:
    zone = opened(world)
    note(world, zone, Happening.CHECK, 21, now=at(21, "20:00"), result=CheckResult.CLEAR)
    beat(at(22, "00:00"))
    assert shown(world, zone, at(22)).release_due_on is not None
    note(world, zone, Happening.NEW, 22, now=at(22, "09:00"), part="3单元")
    row = shown(world, zone, at(22))
    assert (row.release_due_on, row.decision["rule"], row.state) == (None, "N1", "open")
    with acting_as(SYSTEM):
        verbs = [event.verb for event in events_page(actor=SYSTEM, size=200)]
    assert "zone.release-withdrawn" in verbs


def test_one_person_lifts_a_zone_with_a_reason_and_the_order_ends_with_it(world: World) -> None:
    zone, sun = opened(world), world.actor("sun")
    beat(OPENED)
    with acting_as(sun):
        with pytest.raises(ReasonMissing):
            lift_zone(actor=sun, zone_id=zone.id, reason=" ", now=at(22))
        assert lift_zone(actor=sun, zone_id=zone.id, reason="符合解除条件", now=at(22))["zones"] == 1
        with pytest.raises(ZoneNotOpen):
            lift_zone(actor=sun, zone_id=zone.id, reason="再解一次", now=at(22))
    beat(at(22))
    assert work(world) == []
    row = shown(world, zone, at(30))
    assert (row.state, row.days, row.lifted_because) == ("lifted", 6, "符合解除条件")
    with acting_as(SYSTEM):
        assert Order.objects.get(pk=zone.order_id).state == OrderState.ENDED
        assert Overlay.objects.get(pk=row.overlay_id).to_on == date(2022, 11, 22)


def test_a_zone_ends_when_its_order_runs_out(world: World) -> None:
    zone = opened(world)
    with acting_as(SYSTEM):
        assert expire_order(actor=SYSTEM, order_id=zone.order_id, now=OPENED + 7 * DAY) == 1
    assert shown(world, zone, OPENED + 8 * DAY).state == "lifted"


def test_yz25_static_management_lasts_72_hours_and_says_which_services_go_on(world: World) -> None:
    kind = {"kind": OrderKind.STATIC, "expires_at": OPENED + 73 * HOUR}
    with pytest.raises(RefusedByRule, match="73 hours is more than 72 hours"):
        proposed(world, COMMUNITY, order=kind, services="就医", larger_because="全社区")
    kind["expires_at"] = OPENED + 72 * HOUR
    with pytest.raises(RefusedByRule, match="which services are kept up"):
        proposed(world, COMMUNITY, order=kind, larger_because="全社区")
    zone, _ = proposed(world, COMMUNITY, order=kind, services="就医、买药、送菜", larger_because="全社区")
    assert shown(world, zone).kind == "static"


def test_yz25_static_management_seals_nothing_starts_no_patrol_and_proposes_no_switch(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    monkeypatch.setitem(followers._followers, "zone.opened", {"test": lambda **said: seen.append(said["unit_code"])})
    kind = {"kind": OrderKind.STATIC, "expires_at": OPENED + 72 * HOUR}
    opened(world, COMMUNITY, order=kind, services="就医、买药、送菜", larger_because="全社区")
    with acting_as(SYSTEM):
        assert (seen, Overlay.objects.get().kind) == ([], "static_area")
    opened(world, order={"number": "22"})
    assert seen == [BUILDING]


def test_zones_elsewhere_are_not_seen(world: World) -> None:
    zone, zhao = opened(world), world.actor("zhao")
    with acting_as(zhao):
        assert zones_page(actor=zhao, now=OPENED) == []
        with pytest.raises(NotFound):
            zone_shown(actor=zhao, zone_id=zone.id, now=OPENED)
