"""The ground divided into control units, each with somebody who answers for it (K-07, M03)."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs
from tests.playbooks.places import key, person, yingze
from tests.playbooks.test_compose import BUILDINGS, COMMUNITY, COMPOUND, PLAYBOOK, place, residents, secretary

from gridkeeper.playbooks.compose import Composition, compose
from gridkeeper.playbooks.facts import OverlayFact, PersonFact
from gridkeeper.playbooks.schema import Division, Place, Words
from gridkeeper.playbooks.wanted import WantedAppointment, WantedControlUnit, WantedPost

GRID = f"{COMMUNITY}001"


def units_of(made: Composition) -> dict[str, tuple[str, ...]]:
    return {want.zh: want.members for want in made.wants if isinstance(want, WantedControlUnit)}


def keeper_of(made: Composition, name: str) -> PersonFact | object | None:
    held = {want.zh: want.person_id for want in made.wants if isinstance(want, WantedAppointment)}
    return held.get(f"{name}负责人")


def grid_worker() -> PersonFact:
    return person("grid worker", role="grid_worker", at=GRID)


def test_a_compound_is_a_unit_and_what_stands_in_none_goes_by_its_grid() -> None:
    made = compose(PLAYBOOK, place(secretary(), grid_worker(), *residents(9)))
    assert units_of(made) == {"熙苑小区防疫单元": BUILDINGS[:2], "南内环街一社区第1网格防疫单元": BUILDINGS[2:]}


def test_the_leader_of_the_team_answers_for_the_compound_and_the_grid_worker_for_the_rest() -> None:
    made = compose(PLAYBOOK, place(secretary(), grid_worker(), *residents(9)))
    assert keeper_of(made, "熙苑小区防疫单元") == secretary().id
    assert keeper_of(made, "南内环街一社区第1网格防疫单元") == grid_worker().id


def test_a_unit_nobody_answers_for_keeps_its_seat_and_is_said() -> None:
    made = compose(PLAYBOOK, place())
    seats = {want.zh for want in made.wants if isinstance(want, WantedPost)}
    assert {f"{name}负责人" for name in units_of(made)} <= seats
    [said] = [one for one in made.unmet if one.rule == "unit-without-keeper"]
    assert said.zh == "防疫单元：2个单元没有负责人，其中有熙苑小区。"
    assert said.en == "control unit: 2 have nobody who answers for them; one is 熙苑小区."


def test_buildings_outside_every_kind_of_area_are_said() -> None:
    only = Division(measure="M03", title=Words(zh="防疫单元", en="control unit"), by=(Place.COMPOUND,))
    made = compose(structs.replace(PLAYBOOK, divisions={"units": only}), place(secretary(), *residents(9)))
    [said] = [one for one in made.unmet if one.rule == "buildings-in-no-unit"]
    assert said.need == 2


def test_every_building_of_the_district_is_in_one_control_unit_and_somebody_answers_for_each() -> None:
    made = compose(PLAYBOOK, yingze())
    members = [code for want in made.wants if isinstance(want, WantedControlUnit) for code in want.members]
    assert len(members) == len(set(members)) == len([unit for unit in yingze().units if len(unit.code) == 18])
    assert not {one.rule for one in made.unmet} & {"unit-without-keeper", "buildings-in-no-unit"}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sets(st.sampled_from(BUILDINGS), min_size=1), max_size=4), st.permutations(list(Place)[3:6]))
def test_no_building_is_ever_in_two_control_units(sets: list[set[str]], by: list[Place]) -> None:
    overlays = tuple(
        OverlayFact(id=key("o", n), kind="compound", unit_code=COMMUNITY, name=f"小区{n}", members=tuple(sorted(one)))
        for n, one in enumerate(sets)
    )
    division = replace_by(by)
    made = compose(structs.replace(PLAYBOOK, divisions={"units": division}), place(overlays=overlays))
    members = [code for codes in units_of(made).values() for code in codes]
    assert sorted(members) == sorted(BUILDINGS)


def replace_by(by: list[Place]) -> Division:
    return structs.replace(PLAYBOOK.divisions["control_units"], by=tuple(by), keeper=None)


def test_a_unit_that_exists_for_the_same_ground_changes_nothing() -> None:
    here = place(secretary(), grid_worker(), *residents(9))
    other = OverlayFact(id=key("older"), kind="control_unit", unit_code=COMMUNITY, name="旧单元", members=BUILDINGS)
    assert units_of(compose(PLAYBOOK, replace(here, overlays=(COMPOUND, other)))) == units_of(compose(PLAYBOOK, here))
