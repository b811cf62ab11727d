"""The road graph routes are computed on."""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from gridkeeper.synthetic import District


def test_arcs_are_well_formed(yingze: District):
    roads = yingze.roads
    assert roads.indptr[0] == 0
    assert roads.indptr[-1] == roads.target.size == roads.metres.size
    assert roads.target.max() < roads.lon.size
    assert (roads.metres > 0).all()


def test_every_main_node_reaches_every_other(yingze: District):
    roads = yingze.roads
    source = np.repeat(np.arange(roads.lon.size), np.diff(roads.indptr))
    graph = coo_array((roads.metres, (source, roads.target)), shape=(roads.lon.size,) * 2).tocsr()
    some = np.flatnonzero(roads.main)[::400]
    assert np.isfinite(dijkstra(graph, indices=some)[:, roads.main]).all()


def test_a_one_way_line_has_one_arc_and_the_others_two(yingze: District):
    roads = yingze.roads
    arcs = np.bincount(roads.arc_line, minlength=roads.line_name.size)
    assert (arcs == np.where(roads.line_oneway, 1, 2)).all()


def test_every_building_has_a_node_from_which_one_gets_everywhere(yingze: District):
    assert yingze.roads.main[yingze.buildings.road_node].all()
    assert yingze.buildings.access_metres.max() < 2_000


def test_villages_are_reached_by_generated_lanes(yingze: District):
    assert (yingze.roads.line_class == "generated").sum() == (~yingze.communities.on_map).sum() == 9
