"""People, bodies and posts of the generated district (K-04..K-06, K-12, R-15, R-16)."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from gridkeeper.kernel.quantity import Qualifier
from gridkeeper.synthetic import ROLES, District

_AT_LEAST = {
    "seconded": 870,
    "party_members": 7_200,
    "volunteers": 6_350,
    "resident_institution_members": 80,
    "added_sampling_points": 70,
    "waste": 2_000,
}


def _holders(district: District) -> Counter[str]:
    holding = district.appointments.kind == "holder"
    return Counter(district.posts.role[district.appointments.post[holding]].tolist())


def test_the_page_s_numbers_of_people_are_reached(yingze: District):
    holders = _holders(yingze)
    assert holders["district_leader"] == 30
    assert holders["street_leader"] == 78
    assert holders["department_liaison"] == 57
    assert holders["seconded"] == 874
    assert holders["doctor"] == 135
    assert holders["sampler"] == 270
    assert holders["new_employment_team_leader"] == 84
    assert holders["volunteer"] == yingze.people.volunteer.sum() == 6_362
    assert yingze.people.party_member.sum() == 7_214


def test_members_who_volunteer_are_counted_once_as_people(yingze: District):
    assert (yingze.people.party_member & yingze.people.volunteer).sum() == 1_496


def test_the_page_s_bodies_are_there(yingze: District):
    kinds = Counter(yingze.bodies.kind.tolist())
    assert kinds["department"] == 57
    assert kinds["street_office"] == 7
    assert kinds["community_committee"] == kinds["community_party_committee"] == 112
    assert kinds["compound_branch"] == 795
    assert kinds["medical_institution"] == 8
    assert kinds["temporary_general_branch"] == 1
    assert kinds["temporary_branch"] == yingze.bodies.temporary.sum() - 1 == 2


def test_figures_with_yu_stay_at_least(yingze: District):
    facts = {fact.key: fact.quantity for fact in yingze.facts}
    for key, value in _AT_LEAST.items():
        assert (facts[key].value, facts[key].qualifier) == (value, Qualifier.AT_LEAST)
    assert facts["communities"].qualifier is Qualifier.EXACT


def test_no_generated_person_bears_a_name_of_the_page(yingze: District):
    default = Path(__file__).resolve().parents[2].parent / "shared"
    pages = sorted((Path(os.environ.get("GRIDKEEPER_SHARED", default)) / "seeds").glob("*.txt"))
    if not pages:
        pytest.skip("The newspaper page is not at hand: set GRIDKEEPER_SHARED to the folder with seeds/.")
    text = "".join(page.read_text(encoding="utf-8") for page in pages)
    flat = "".join(text.split())
    assert [name for name in set(yingze.people.name.tolist()) if name in flat] == []


def test_phone_numbers_are_unique_and_belong_to_nobody(yingze: District):
    phones = yingze.people.phone.tolist()
    assert len(set(phones)) == len(phones)
    assert all(len(phone) == 11 and phone.isdigit() and phone.startswith("100") for phone in phones)


def test_duty_phones_are_unique_and_of_the_demo_exchange(yingze: District):
    phones = [phone for phone in yingze.posts.duty_phone.tolist() if phone]
    assert len(set(phones)) == len(phones)
    assert all(phone.startswith("0351-000 ") and len(phone) == 13 for phone in phones)


def test_everyone_is_an_adult_and_one_branch_secretary_is_seventy(yingze: District):
    ages = 2022 - yingze.people.birth_year
    assert ages.min() >= 18
    assert (ages > 65).sum() > 100
    secretary = yingze.posts.role == "compound_branch_secretary"
    holders = np.unique(yingze.appointments.person[secretary[yingze.appointments.post]])
    assert (ages[holders] == 70).sum() == 1


def test_only_volunteers_declare_skills_or_consent(yingze: District):
    people = yingze.people
    assert not people.skills[~people.volunteer].any()
    assert not people.volunteer_consent[~people.volunteer].any()
    assert 0 < (people.volunteer & ~people.volunteer_consent).sum() < 400


def test_only_party_members_are_checked_in_at_a_branch_of_their_compound(yingze: District):
    people, bodies = yingze.people, yingze.bodies
    checked_in = people.branch >= 0
    assert people.party_member[checked_in].all()
    assert (bodies.compound[people.branch[checked_in]] == yingze.buildings.compound[people.home[checked_in]]).all()


def test_every_role_has_a_post_and_every_post_a_known_role(yingze: District):
    assert set(yingze.posts.role.tolist()) == {role.key for role in ROLES}


def test_no_post_has_more_holders_than_seats(yingze: District):
    holding = yingze.appointments.kind == "holder"
    taken = np.bincount(yingze.appointments.post[holding], minlength=yingze.posts.seats.size)
    assert (taken <= yingze.posts.seats).all()


def test_nobody_holds_the_same_post_twice(yingze: District):
    rows = np.column_stack([yingze.appointments.person, yingze.appointments.post])
    assert len(np.unique(rows, axis=0)) == len(rows)


def test_about_three_in_a_hundred_grids_are_vacant_and_looked_after_by_a_deputy(yingze: District):
    posts, appointments = yingze.posts, yingze.appointments
    grids = np.flatnonzero(posts.role == "grid_worker")
    held = np.isin(grids, appointments.post[appointments.kind == "holder"])
    assert len(grids) == len(yingze.grids.code)
    assert 0.02 < (~held).mean() < 0.04
    deputised = np.isin(grids[~held], appointments.post[appointments.kind == "deputy"])
    assert deputised.mean() > 0.5


def test_building_leaders_live_in_the_grid_of_their_building(yingze: District):
    posts, appointments, buildings = yingze.posts, yingze.appointments, yingze.buildings
    leading = posts.role[appointments.post] == "building_leader"
    unit = posts.unit[appointments.post[leading]]
    home = buildings.grid[yingze.people.home[appointments.person[leading]]]
    assert (yingze.grids.code[home] == np.array([code[:15] for code in unit])).all()
    assert max(Counter(appointments.person[leading].tolist()).values()) <= 2
    assert leading.sum() > 10_000


def test_posts_stand_at_units_of_the_district(yingze: District):
    known = {yingze.code}.union(
        *(group.code.tolist() for group in (yingze.streets, yingze.communities, yingze.grids, yingze.buildings))
    )
    assert set(yingze.posts.unit.tolist()) <= known
    assert set(yingze.bodies.unit.tolist()) <= known


def test_appointments_start_before_the_exercise_and_carry_their_own_document(yingze: District):
    appointments = yingze.appointments
    assert appointments.starts_on.max() < np.datetime64("2022-11-12")
    assert len(set(appointments.document.tolist())) == len(appointments.document)
