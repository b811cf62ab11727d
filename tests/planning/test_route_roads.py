"""Roads: one-ways are obeyed, islands are told, shortest ways are the shortest, loops come home."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import shortest_path

from gridkeeper.planning.route import NO_WAY, Roads, RoutesRefused, area_loop, closed_tour

SQUARE = np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0]])
RING = np.array([[0, 1], [1, 2], [2, 3], [3, 0]])


def test_a_one_way_street_is_not_driven_backwards() -> None:
    roads = Roads.from_streets(xy=SQUARE, streets=RING, speed=1.0, oneway=np.array([True, True, True, True]))
    metres, _ = roads.matrix(np.arange(4))
    assert metres[0].tolist() == [0, 10, 20, 30]
    assert roads.path(1, 0) == [1, 2, 3, 0]


def test_the_quickest_way_is_taken_and_its_metres_told() -> None:
    streets = np.array([[0, 1], [0, 2], [2, 1]])
    roads = Roads.from_streets(xy=SQUARE, streets=streets, speed=np.array([1.0, 10.0, 10.0]))
    metres, seconds = roads.matrix(np.array([0, 1]))
    assert (metres[0, 1], seconds[0, 1]) == (25, 3)


def test_islands_and_missing_ways_are_told() -> None:
    roads = Roads.from_streets(xy=SQUARE, streets=np.array([[0, 1], [1, 2]]), speed=1.0)
    assert roads.islands().tolist() == [0, 0, 0, 1]
    assert roads.matrix(np.array([0, 3]))[0].tolist() == [[0, NO_WAY], [NO_WAY, 0]]
    assert roads.path(0, 3) == []


def test_a_dead_end_one_way_is_an_island_of_its_own() -> None:
    roads = Roads.from_streets(
        xy=SQUARE[:3], streets=np.array([[0, 1], [1, 2]]), speed=1.0, oneway=np.array([False, True])
    )
    assert roads.islands().tolist() == [0, 0, 1]


def test_a_place_is_snapped_to_the_nearest_node() -> None:
    roads = Roads.from_streets(xy=SQUARE, streets=RING, speed=1.0)
    node, off = roads.snap(np.array([[9.0, 1.0]]))
    assert node.tolist() == [1]
    assert off[0] == pytest.approx(2**0.5)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 9_999), st.integers(2, 25), st.integers(0, 60))
def test_ways_equal_those_of_scipy(seed: int, n: int, m: int) -> None:
    random = np.random.default_rng(seed)
    xy = random.uniform(0, 100, (n, 2))
    streets = random.integers(0, n, (m, 2))
    roads = Roads.from_streets(xy=xy, streets=streets, speed=2.0, oneway=random.random(m) < 0.5)
    best = np.full((n, n), np.inf)
    tail = np.repeat(np.arange(n), np.diff(roads.indptr))
    np.minimum.at(best, (tail, roads.head), roads.metres)
    graph = csr_array(np.where(np.isinf(best), 0.0, best))
    wanted = shortest_path(graph, directed=True)
    metres, _ = roads.matrix(np.arange(n))
    np.fill_diagonal(wanted, 0.0)
    reached = np.isfinite(wanted)
    assert np.array_equal(metres != NO_WAY, reached)
    assert np.abs(metres[reached] - wanted[reached]).max(initial=0.0) <= 1.0


@pytest.mark.parametrize(("streets", "speed"), [([[0, 9]], 1.0), ([[0, 1]], 0.0)])
def test_impossible_streets_are_refused(streets: list[list[int]], speed: float) -> None:
    with pytest.raises(RoutesRefused):
        Roads.from_streets(xy=SQUARE, streets=np.array(streets), speed=speed)


def test_an_area_is_walked_from_its_gate_past_every_point() -> None:
    roads = Roads.from_streets(xy=SQUARE, streets=RING, speed=1.0)
    order, seconds = area_loop(roads, gate=0, points=np.array([2, 1, 2]))
    assert order[0] == 0
    assert sorted(order) == [0, 1, 2]
    assert seconds == 40


def test_a_point_across_the_water_is_refused() -> None:
    roads = Roads.from_streets(xy=SQUARE, streets=np.array([[0, 1]]), speed=1.0)
    with pytest.raises(RoutesRefused):
        area_loop(roads, gate=0, points=np.array([3]))


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 999), st.integers(1, 6))
def test_short_round_trips_are_the_shortest(seed: int, n: int) -> None:
    ways = np.random.default_rng(seed).integers(1, 50, (n, n))
    np.fill_diagonal(ways, 0)
    order, length = closed_tour(ways)
    trips = [(0, *rest) for rest in permutations(range(1, n))]
    assert sorted(order) == list(range(n))
    assert length == min(sum(int(ways[a, b]) for a, b in zip(t, (*t[1:], 0), strict=True)) for t in trips)


def test_a_long_round_trip_visits_everything_once() -> None:
    xy = np.random.default_rng(5).uniform(0, 100, (30, 2))
    ways = np.rint(np.linalg.norm(xy[:, None] - xy[None], axis=2)).astype(np.int64)
    order, length = closed_tour(ways)
    assert sorted(order) == list(range(30))
    assert length <= 1.25 * 0.7124 * (30 * 100 * 100) ** 0.5
