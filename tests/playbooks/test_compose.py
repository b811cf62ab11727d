"""What a playbook makes of a place: pairing, teams, duty tables, rounds (A1, A2, A9, A28, K-08, YZ-01..04)."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.playbooks.places import START, key, person, unit, yingze
from tests.playbooks.test_text import EPIDEMIC

from gridkeeper.playbooks.compose import Composition, compose, series_of_area
from gridkeeper.playbooks.compose.duty import Duty, is_spared
from gridkeeper.playbooks.facts import Facts, OverlayFact, PersonFact, RoutineFact
from gridkeeper.playbooks.schema import Playbook
from gridkeeper.playbooks.text import load
from gridkeeper.playbooks.wanted import (
    WantedAppointment,
    WantedBody,
    WantedSeries,
    WantedShift,
    WantedSuspension,
)
from gridkeeper.rosters.policy.rest import Fitness, breach_of
from gridkeeper.rosters.policy.rest import Stretch as StoodStretch

PLAYBOOK = load(EPIDEMIC, where="epidemic")
COMMUNITY = "140106003011"
BUILDINGS = tuple(f"{COMMUNITY}001{n:03d}" for n in range(1, 5))
COMPOUND = OverlayFact(id=key("compound"), kind="compound", unit_code=COMMUNITY, name="熙苑小区", members=BUILDINGS[:2])


def place(*people: PersonFact, overlays: tuple[OverlayFact, ...] = (COMPOUND,)) -> Facts:
    """A community of one grid with four buildings."""
    units = [unit(COMMUNITY, "南内环街一社区"), unit(f"{COMMUNITY}001", "第1网格"), *map(unit, BUILDINGS)]
    return Facts(root=units[0], now=START, units=tuple(units), overlays=overlays, people=people)


def secretary(name: str = "secretary", **more: object) -> PersonFact:
    return person(name, role="compound_branch_secretary", at=COMMUNITY, home_code=BUILDINGS[0], **more)


def residents(count: int, *, home: str = BUILDINGS[0], **more: object) -> list[PersonFact]:
    consents = frozenset({"party_deployment"})
    return [person(f"resident {home} {n}", home_code=home, consents=consents, **more) for n in range(count)]


def team_of(made: Composition, overlay: OverlayFact = COMPOUND) -> list[WantedAppointment]:
    start = f"team/response_team/{overlay.id}"
    return [want for want in made.wants if isinstance(want, WantedAppointment) and want.key.startswith(start)]


def rules(made: Composition) -> set[str]:
    return {one.rule for one in (*made.unmet, *made.conflicts)}


@pytest.fixture(scope="module")
def district() -> Composition:
    return compose(PLAYBOOK, yingze())


def loads(made: Composition, pairing: str) -> Counter[int]:
    people = Counter(
        want.person_id
        for want in made.wants
        if isinstance(want, WantedAppointment) and want.key.startswith(f"pair/{pairing}/")
    )
    return Counter(people.values())


def test_a1_every_community_has_its_leaders_and_nobody_carries_much_more_than_another(district: Composition) -> None:
    assert loads(district, "leaders_of_communities") == {4: 22, 3: 8}
    assert loads(district, "departments") == {2: 55, 1: 2}
    assert loads(district, "street_leaders") == {1: 44, 2: 34}


def test_a1_without_the_own_street_the_page_s_figures_come_out_too() -> None:
    free = replace_pairing(PLAYBOOK, "street_leaders", within="district")
    assert loads(compose(free, yingze()), "street_leaders") == {2: 34, 1: 44}


def replace_pairing(playbook: Playbook, name: str, **fields: object) -> Playbook:
    from msgspec import structs

    from gridkeeper.playbooks.schema import Place

    pairing = structs.replace(playbook.pairings[name], within=Place(str(fields["within"])))
    return structs.replace(playbook, pairings={**playbook.pairings, name: pairing})


def test_the_same_place_gives_the_same_wants_key_for_key(district: Composition) -> None:
    assert compose(PLAYBOOK, yingze()) == district
    keys = [(want.kind, want.key) for want in district.wants]
    assert len(keys) == len(set(keys))


def test_nobody_is_in_two_teams_and_every_team_has_eight_to_twenty(district: Composition) -> None:
    teams: dict[object, set[object]] = defaultdict(set)
    for want in district.wants:
        if isinstance(want, WantedAppointment) and want.key.startswith("team/"):
            teams[want.person_id].add(want.key.split("/")[2])
    assert {len(found) for found in teams.values()} == {1}
    sizes = Counter(next(iter(found)) for found in teams.values())
    bodies = [want for want in district.wants if isinstance(want, WantedBody)]
    assert len(bodies) == len(sizes) == 795
    assert 8 <= min(sizes.values()) <= max(sizes.values()) <= 20


def test_k08_every_leader_is_a_cadre_or_a_branch_secretary(district: Composition) -> None:
    bases = {
        want.basis for want in district.wants if isinstance(want, WantedAppointment) and want.post.endswith("/leader")
    }
    assert bases == {"compound_branch_secretary", "committee_cadre"}


@pytest.mark.parametrize(("others", "said"), [(7, set()), (6, {"team-too-small"}), (30, set())])
def test_a2_eight_are_enough_and_seven_are_flagged(others: int, said: set[str]) -> None:
    made = compose(PLAYBOOK, place(secretary(), *residents(others)))
    assert rules(made) & {"team-too-small", "team-without-leader"} == said
    assert len({one.person_id for one in team_of(made)}) == min(others + 1, 12)


def test_a2_a_leader_without_a_basis_is_refused_and_somebody_else_leads() -> None:
    chosen = residents(8)[3]
    team = f"team/response_team/{COMPOUND.id}"
    made = compose(PLAYBOOK, place(secretary(), *residents(8)), chosen={team: chosen.id})
    assert [(one.rule, one.person_id) for one in made.conflicts] == [("leader-without-basis", chosen.id)]
    leader = next(one for one in team_of(made) if one.post.endswith("/leader"))
    assert leader.person_id == secretary().id


def test_a2_a_chosen_cadre_leads() -> None:
    cadre = person("cadre", role="committee_cadre", at=COMMUNITY)
    team = f"team/response_team/{COMPOUND.id}"
    made = compose(PLAYBOOK, place(secretary(), cadre, *residents(8)), chosen={team: cadre.id})
    assert next(one for one in team_of(made) if one.post.endswith("/leader")).person_id == cadre.id


def test_a_team_without_anybody_to_lead_says_so_in_both_languages() -> None:
    made = compose(PLAYBOOK, place(*residents(9)), role_names={"committee_cadre": ("社区两委干部", "Committee cadre")})
    unmet = next(one for one in made.unmet if one.rule == "team-without-leader")
    assert "熙苑小区落实小组" in unmet.zh
    assert "社区两委干部" in unmet.zh
    assert "Committee cadre" in unmet.en
    assert unmet.mend_zh
    assert (unmet.need, unmet.have) == (1, 0)


def test_whose_certificate_has_run_out_takes_no_part_that_needs_it_and_that_is_said() -> None:
    """4.e: the day before the switch was the last one; on the day itself it still counts."""
    certified = {"certified_for": "compound_branch_secretary"}
    over = secretary(**certified, certified_until=START.date() - timedelta(days=1))
    made = compose(PLAYBOOK, place(over, *residents(9)))
    said = next(one for one in made.conflicts if one.rule == "certificate-ended")
    assert (over.certified_until.isoformat() in said.zh, "已过期" in said.zh) == (True, True)
    assert "Enter the renewed certificates" in said.mend_en
    assert "team-without-leader" in rules(made)
    today = compose(PLAYBOOK, place(secretary(**certified, certified_until=START.date()), *residents(9)))
    assert not {"certificate-ended", "team-without-leader"} & rules(today)


def test_a_leader_on_duty_elsewhere_is_not_taken_and_that_is_said() -> None:
    away = secretary(busy=((START - timedelta(hours=1), START + timedelta(hours=3)),))
    cadre = person("cadre", role="committee_cadre", at=COMMUNITY)
    made = compose(PLAYBOOK, place(away, cadre, *residents(8)))
    assert next(one for one in team_of(made) if one.post.endswith("/leader")).person_id == cadre.id
    assert [(one.rule, one.person_id) for one in made.conflicts if one.rule == "leader-on-duty"] == [
        ("leader-on-duty", away.id)
    ]


def test_nobody_who_did_not_agree_is_asked() -> None:
    silent = [person(f"silent {n}", home_code=BUILDINGS[0]) for n in range(20)]
    made = compose(PLAYBOOK, place(secretary(), *silent))
    assert {one.person_id for one in team_of(made)} == {secretary().id}


def test_the_nearest_are_asked_first() -> None:
    far = residents(20, home=BUILDINGS[3])
    made = compose(PLAYBOOK, place(secretary(), *far, *residents(9)))
    near = {one.id for one in residents(9)}
    assert near <= {one.person_id for one in team_of(made)}


def test_two_compounds_with_one_name_keep_apart() -> None:
    twin = replace(COMPOUND, id=key("twin"), members=BUILDINGS[2:])
    made = compose(PLAYBOOK, place(secretary(), *residents(9), overlays=(COMPOUND, twin)))
    bodies = [want for want in made.wants if isinstance(want, WantedBody)]
    assert len({want.key for want in bodies}) == 2
    assert all(want.zh.startswith("南内环街一社区熙苑小区") for want in bodies)


def shifts_by_person(made: Composition) -> dict[object, list[WantedShift]]:
    found: dict[object, list[WantedShift]] = defaultdict(list)
    for want in made.wants:
        if isinstance(want, WantedShift):
            for one in want.person_ids:
                found[one].append(want)
    return found


def test_sf30_the_duty_tables_of_the_district_break_nobody_s_rest(district: Composition) -> None:
    people = {one.id: one for one in yingze().people}
    for who, shifts in shifts_by_person(district).items():
        line: list[StoodStretch] = []
        fitness = Fitness(spared=people[who].guarded, minor=people[who].minor)  # type: ignore[index]
        for want in sorted(shifts, key=lambda one: one.starts):
            stood = StoodStretch(
                starts=want.starts, ends=want.ends, night=want.night, outdoor=want.outdoor, in_zone=want.in_zone
            )
            assert breach_of(stood, others=line, fitness=fitness) is None
            line.append(stood)


def test_every_gate_of_the_district_is_staffed_for_seven_days(district: Composition) -> None:
    shifts = [want for want in district.wants if isinstance(want, WantedShift)]
    assert len(shifts) == 795 * 3 * 7
    assert all(len(want.person_ids) == want.needed for want in shifts)


def test_a9_somebody_of_seventy_stays_secretary_and_stands_no_night_outdoors() -> None:
    made = compose(PLAYBOOK, place(secretary(guarded=True), *residents(11)))
    leader = next(one for one in team_of(made) if one.post.endswith("/leader"))
    assert leader.person_id == secretary().id
    assert secretary().id not in shifts_by_person(made)


def test_a_team_of_guarded_people_leaves_the_gate_open_rather_than_their_rest() -> None:
    made = compose(PLAYBOOK, place(secretary(guarded=True), *residents(9, guarded=True)))
    unmet = next(one for one in made.unmet if one.rule == "shifts-not-covered")
    assert (unmet.need, unmet.have) == (21, 0)


def test_a28_a_duty_six_hours_after_twelve_is_not_offered() -> None:
    busy = ((START - timedelta(hours=18), START - timedelta(hours=6)),)
    tired = residents(7, busy=busy)
    made = compose(PLAYBOOK, place(secretary(busy=busy), *tired))
    first = next(want for want in made.wants if isinstance(want, WantedShift) and want.starts == START)
    assert first.person_ids == ()
    assert "duty-elsewhere" in rules(made)


@pytest.mark.parametrize(
    ("guarded", "minor", "duty", "spared"),
    [
        (True, False, {"night": True}, True),
        (True, False, {"in_zone": True}, True),
        (True, False, {"outdoor": True}, True),
        (True, False, {}, False),
        (False, True, {"in_zone": True}, True),
        (False, True, {"outdoor": True}, False),
        (False, False, {"night": True, "in_zone": True, "outdoor": True}, False),
    ],
)
def test_sf31_whom_a_duty_spares(guarded: bool, minor: bool, duty: dict[str, bool], spared: bool) -> None:
    stretch = Duty(starts=START, ends=START + timedelta(hours=8), **duty)
    assert is_spared(person("x", guarded=guarded, minor=minor), stretch) is spared


def test_a_shift_that_has_begun_is_cut_to_what_is_left_of_it() -> None:
    now = datetime(2022, 11, 13, 2, 30, tzinfo=UTC)
    made = compose(PLAYBOOK, replace(place(secretary(), *residents(9)), now=now), until=now + timedelta(hours=8))
    spans = [(want.starts, want.ends) for want in made.wants if isinstance(want, WantedShift)]
    eight = datetime(2022, 11, 13, 8, tzinfo=UTC)
    assert spans == [(now, eight), (eight, now + timedelta(hours=8))]


def test_rounds_are_made_for_each_community_and_compound_and_named_hands(district: Composition) -> None:
    series = Counter(want.name for want in district.wants if isinstance(want, WantedSeries))
    assert series == {"zero_report": 112, "special_groups_call": 112, "exits_check": 795}
    check = next(want for want in district.wants if isinstance(want, WantedSeries) and want.name == "exits_check")
    assert check.body == f"team/response_team/{check.overlay_id}"


def test_an_area_sealed_later_gets_its_patrol_under_its_own_order() -> None:
    area = OverlayFact(id=key("area"), kind="sealed_area", unit_code=BUILDINGS[0], name="1号楼", members=BUILDINGS[:1])
    (patrol,) = series_of_area(
        PLAYBOOK, area=area, unit=unit(BUILDINGS[0]), starts=START, ends=START + timedelta(days=5)
    )
    assert (patrol.every, patrol.tolerance, patrol.hold) == tuple(timedelta(minutes=m) for m in (60, 15, 60))
    assert (patrol.role, patrol.body) == ("response_team_member", "")


def test_the_routine_walk_rests_and_other_routines_do_not() -> None:
    routines = (
        RoutineFact(kind="series", id=key("walk"), name="routine_walk", unit_code=f"{COMMUNITY}001"),
        RoutineFact(kind="series", id=key("other"), name="lift_check", unit_code=f"{COMMUNITY}001"),
    )
    made = compose(PLAYBOOK, replace(place(secretary()), routines=routines))
    resting = [want.suspended_id for want in made.wants if isinstance(want, WantedSuspension)]
    assert resting == [key("walk")]


def test_seats_named_outside_are_made_empty_and_said_once(district: Composition) -> None:
    said = [one for one in district.unmet if one.rule == "named-outside"]
    assert [(one.need, one.have) for one in said] == [(559, 0), (559, 0)]
    assert "公安派出所" in said[1].zh


def test_a_place_without_people_gets_its_seats_and_hears_what_is_missing() -> None:
    made = compose(PLAYBOOK, place())
    assert team_of(made) == []
    assert {"team-without-leader", "team-too-small", "shifts-not-covered", "nobody-to-pair"} <= rules(made)


def test_one_community_alone_leaves_its_leaders_to_the_level_above() -> None:
    made = compose(PLAYBOOK, place(secretary(), *residents(9)))
    said = [one for one in made.unmet if one.key == "pair/leaders_of_communities"]
    assert [(one.rule, one.need) for one in said] == [("named-outside", 1)]
    assert "上级" in said[0].zh


def test_communities_switched_one_by_one_do_not_all_fall_to_one_leader() -> None:
    leaders = [person(f"leader {n}", role="district_leader", at="140106") for n in range(30)]
    chosen = set()
    for serial in range(1, 31):
        root = unit(f"140106003{serial:03d}")
        facts = replace(place(*leaders, overlays=()), root=root, units=(root,))
        for want in compose(PLAYBOOK, facts).wants:
            if isinstance(want, WantedAppointment) and want.key.startswith("pair/leaders_of_communities/"):
                chosen.add(want.person_id)
    assert len(chosen) == 30


def test_a_grid_without_anybody_is_told_with_its_community_where_the_place_has_several() -> None:
    facts = place(secretary(), *residents(9))
    street = replace(facts, root=unit("140106003", "庙前街道"))
    said = [one.zh for one in compose(PLAYBOOK, street).unmet if one.rule == "nobody-to-pair"]
    assert any("南内环街一社区第1网格" in one for one in said), said
