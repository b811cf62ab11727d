"""Residents per building add up to the census (R-04)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridkeeper.synthetic import District
from gridkeeper.synthetic.census import BEDS_A_STOREY, lodge
from gridkeeper.synthetic.frame import apportion
from gridkeeper.synthetic.source import divisions


def test_family_households_are_those_of_the_census(yingze: District):
    assert yingze.buildings.households.sum() == 220_432


def test_family_and_collective_residents_are_those_of_the_census(yingze: District):
    buildings = yingze.buildings
    assert (buildings.family_residents.sum(), buildings.collective.sum()) == (522_624, 70_123)
    assert buildings.residents.sum() == 592_747


def test_every_street_has_its_share_of_residents_to_one_person(yingze: District):
    street = yingze.communities.street[yingze.buildings.community]
    counted = np.bincount(street, weights=yingze.buildings.residents)
    weight = divisions().street_weight
    assert np.abs(counted - 592_747 * weight / weight.sum()).max() < 1


def test_grids_and_compounds_count_the_residents_of_their_buildings(yingze: District):
    buildings = yingze.buildings
    assert yingze.grids.residents.sum() == 592_747
    inside = buildings.compound >= 0
    assert yingze.compounds.residents.sum() == buildings.residents[inside].sum()


def test_households_have_between_one_and_a_half_and_four_people(yingze: District):
    buildings = yingze.buildings
    homes = buildings.households > 0
    size = buildings.family_residents[homes] / buildings.households[homes]
    assert size.min() > 1.5
    assert size.max() < 4


def test_dormitories_have_no_family_households(yingze: District):
    buildings = yingze.buildings
    assert not (buildings.households[buildings.collective > 0]).any()


def test_no_dormitory_holds_more_people_than_its_storeys_have_beds(yingze: District):
    buildings = yingze.buildings
    assert (buildings.collective <= BEDS_A_STOREY * buildings.floors).all()


def test_no_building_is_heavier_than_a_grid_of_its_community_may_be(yingze: District):
    buildings = yingze.buildings
    in_community = np.bincount(buildings.community, weights=buildings.residents)
    heaviest = np.zeros(in_community.size)
    np.maximum.at(heaviest, buildings.community, buildings.residents)
    grids = np.maximum(1, np.round(667 * in_community / in_community.sum()))
    assert (heaviest < 0.75 * in_community / grids).all()


@given(halls=st.lists(st.tuples(st.floats(0.01, 100), st.integers(0, 500)), min_size=1, max_size=40), data=st.data())
def test_people_in_dormitories_all_find_a_bed_and_no_hall_is_overfull(
    halls: list[tuple[float, int]], data: st.DataObject
):
    weights, room = np.array([share for share, _ in halls]), np.array([beds for _, beds in halls], dtype=np.int32)
    total = data.draw(st.integers(0, int(room.sum())))
    parts = lodge(total, weights, room)
    assert parts.sum() == total
    assert ((parts >= 0) & (parts <= room)).all()


def test_more_people_than_beds_are_refused():
    with pytest.raises(ValueError, match="7 people do not fit"):
        lodge(7, np.ones(2), np.array([3, 3], dtype=np.int32))


def test_villages_off_the_map_hold_the_rural_residents(yingze: District):
    off = ~yingze.communities.on_map[yingze.buildings.community]
    assert yingze.buildings.residents[off].sum() == 11_304


@given(
    total=st.integers(0, 10_000_000),
    weights=st.lists(st.floats(0.001, 1e6), min_size=1, max_size=60),
)
def test_shares_add_up_and_miss_the_exact_share_by_less_than_one(total: int, weights: list[float]):
    parts = apportion(total, np.array(weights))
    assert parts.sum() == total
    assert parts == pytest.approx(total * np.array(weights) / sum(weights), abs=1.001)
