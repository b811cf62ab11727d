"""Codes, grids, compounds and outlines of the generated district (K-02, K-03, R-02)."""

from __future__ import annotations

from collections import Counter

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gridkeeper.kernel.unit_code import Level, canonical, level_of
from gridkeeper.synthetic import District
from gridkeeper.synthetic.grids import FEWEST, MOST, grids_for, neighbour_pairs
from gridkeeper.synthetic.layout import short_name


def test_codes_are_paths_of_the_tree(yingze: District):
    units = yingze.communities, yingze.grids, yingze.buildings
    communities, grids, buildings = units
    streets = yingze.streets.code[communities.street]
    assert all(c.startswith(s) for c, s in zip(communities.code, streets, strict=True))
    assert all(g.startswith(c) for g, c in zip(grids.code, communities.code[grids.community], strict=True))
    assert all(b.startswith(g) for b, g in zip(buildings.code, grids.code[buildings.grid], strict=True))


def test_codes_are_unique_and_of_their_level(yingze: District):
    levels = (
        (yingze.streets.code, Level.TOWNSHIP),
        (yingze.communities.code, Level.COMMUNITY),
        (yingze.grids.code, Level.GRID),
        (yingze.buildings.code, Level.BUILDING),
    )
    for codes, level in levels:
        assert len(set(codes.tolist())) == len(codes)
        assert {level_of(canonical(str(code))) for code in codes} == {level}


def test_the_real_tree_is_complete(yingze: District):
    assert len(yingze.streets.code) == 7
    assert len(yingze.communities.code) == 112
    assert yingze.communities.village.sum() == 9
    assert "140106003011" in yingze.communities.code


def test_official_names_get_a_short_one_for_display():
    assert short_name("察院后社区居委会") == "察院后社区"
    assert short_name("劲松社区居民委员会") == "劲松社区"
    assert short_name("港道村委会") == "港道村"


def test_twenty_thousand_buildings_stand_each_in_one_grid_of_its_community(yingze: District):
    buildings = yingze.buildings
    assert len(buildings.code) == 20_000
    assert (yingze.grids.community[buildings.grid] == buildings.community).all()
    assert set(buildings.grid.tolist()) == set(range(len(yingze.grids.code)))


def test_building_names_are_unique_inside_a_community(yingze: District):
    pairs = list(zip(yingze.buildings.community.tolist(), yingze.buildings.name.tolist(), strict=True))
    assert len(set(pairs)) == len(pairs)


def test_grids_hold_300_to_500_households_where_the_community_allows(yingze: District):
    total = np.bincount(yingze.grids.community, weights=yingze.grids.households)
    allows = np.array([FEWEST <= t / grids_for(int(t)) <= MOST for t in total])[yingze.grids.community]
    sizes = yingze.grids.households[allows]
    assert allows.sum() > 540
    assert sizes.min() >= FEWEST
    assert sizes.max() <= MOST


@given(households=st.integers(0, 100_000))
def test_a_community_gets_a_number_of_grids_that_fits_when_one_exists(households: int):
    count = grids_for(households)
    possible = any(FEWEST * n <= households <= MOST * n for n in range(1, 400))
    assert count >= 1
    assert not possible or FEWEST * count <= households <= MOST * count


def test_nearly_every_grid_is_one_connected_group(yingze: District):
    buildings = yingze.buildings
    xy = np.column_stack([buildings.lon * 0.79, buildings.lat])
    pairs = neighbour_pairs(xy)
    inside = pairs[buildings.grid[pairs[:, 0]] == buildings.grid[pairs[:, 1]]]
    reached = np.unique(inside)
    assert len(reached) > 0.999 * len(buildings.code)


def test_there_are_795_compounds_with_every_community_holding_at_least_one(yingze: District):
    assert len(yingze.compounds.key) == 795
    assert len(set(yingze.compounds.key.tolist())) == 795
    assert set(yingze.compounds.community.tolist()) == set(range(112))


def test_two_compounds_share_a_name_in_different_communities(yingze: District):
    repeated = [name for name, count in Counter(yingze.compounds.name.tolist()).items() if count > 1]
    assert len(repeated) == 1
    twins = np.flatnonzero(yingze.compounds.name == repeated[0])
    assert len(set(yingze.compounds.community[twins].tolist())) == 2


def test_some_compounds_cross_community_and_many_cross_grid_borders(yingze: District):
    buildings = yingze.buildings
    inside = buildings.compound >= 0
    communities = {k: set() for k in range(795)}
    grids = {k: set() for k in range(795)}
    for k, c, g in zip(buildings.compound[inside], buildings.community[inside], buildings.grid[inside], strict=True):
        communities[int(k)].add(int(c))
        grids[int(k)].add(int(g))
    crossing = [k for k, found in communities.items() if len(found) > 1]
    assert crossing == np.flatnonzero(yingze.compounds.crosses_communities).tolist()
    assert 2 <= len(crossing) <= 8
    assert sum(len(found) > 1 for found in grids.values()) > 100
    assert 0 < (~inside).sum() < 0.15 * len(inside)


def test_outlines_are_valid_and_communities_fill_the_district_without_overlap(yingze: District):
    shapes = np.array([shape for shape in yingze.communities.outline if shape is not None], dtype=object)
    assert len(shapes) == 103
    assert shapely.is_valid(shapes).all()
    assert abs(shapely.area(shapes).sum() / yingze.outline.area - 1) < 1e-6
    streets = np.array(yingze.streets.outline, dtype=object)
    assert abs(shapely.area(streets).sum() / yingze.outline.area - 1) < 1e-6


def test_grid_outlines_fill_the_district_and_villages_have_none(yingze: District):
    shapes = [shape for shape in yingze.grids.outline if shape is not None]
    assert shapely.is_valid(shapes).all()
    assert abs(shapely.area(shapes).sum() / yingze.outline.area - 1) < 1e-6
    off = ~yingze.communities.on_map[yingze.grids.community]
    assert [shape is None for shape in yingze.grids.outline] == off.tolist()


def test_compound_outlines_hold_their_buildings_and_hardly_overlap(yingze: District):
    shapes = np.array(yingze.compounds.outline, dtype=object)
    assert shapely.is_valid(shapes).all()
    inside = np.flatnonzero(yingze.buildings.compound >= 0)
    at = shapely.points(yingze.buildings.lon[inside], yingze.buildings.lat[inside])
    assert shapely.contains(shapes[yingze.buildings.compound[inside]], at).all()
    assert shapely.union_all(shapes).area > 0.99 * shapely.area(shapes).sum()


def test_buildings_stand_inside_the_outline_of_their_community(yingze: District):
    buildings = yingze.buildings
    shapes = np.array([s if s is not None else shapely.Polygon() for s in yingze.communities.outline], dtype=object)
    on_map = yingze.communities.on_map[buildings.community]
    at = shapely.points(buildings.lon, buildings.lat)
    assert shapely.contains(shapes[buildings.community[on_map]], at[on_map]).all()


def test_buildings_stand_beside_streets_and_not_on_them(yingze: District):
    roads, buildings = yingze.roads, yingze.buildings
    wheels = ~np.isin(roads.line_class, ("footway", "cycleway", "steps", "path", "generated"))
    of_line = np.repeat(np.arange(wheels.size), np.diff(roads.line_start))
    # Degrees of longitude are shrunk to the length of degrees of latitude, so that distances can be compared.
    lines = shapely.linestrings(np.column_stack([roads.line_lon * 0.7896, roads.line_lat]), indices=of_line)[wheels]
    points = shapely.points(np.column_stack([buildings.lon * 0.7896, buildings.lat]))
    nearest = shapely.STRtree(lines).query_nearest(points, return_distance=True, all_matches=False)[1]
    assert nearest.min() * 110_990 > 10


def test_neighbours_share_a_border(yingze: District):
    communities = yingze.communities
    one, other = communities.neighbours.T
    shapes = np.array(communities.outline, dtype=object)
    assert (one < other).all()
    assert shapely.dwithin(shapes[one], shapes[other], 1e-7).all()
    assert set(np.unique(communities.neighbours).tolist()) == set(np.flatnonzero(communities.on_map).tolist())
