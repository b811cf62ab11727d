"""The p-median and capacitated p-median files, as published and as broken."""

import os
from pathlib import Path

import pytest

from gridkeeper.formats.instances import cpmed, pmed, pmedian_large
from gridkeeper.kernel.errors import Malformed

SHARED = Path(os.environ.get("GRIDKEEPER_SHARED", Path(__file__).resolve().parents[2].parent / "shared"))


def published(path):
    file = SHARED / "bench" / path
    if not file.is_file():
        pytest.skip(f"the published instance {path} is not beside the repository")
    return file.read_text(encoding="utf-8")


def test_of_a_repeated_edge_the_last_line_counts():
    graph = pmed.read("3 3 1\n1 2 5\n2 3 4\n2 1 9\n", name="small")
    assert graph.edges == ((0, 1, 9.0), (1, 2, 4.0))


@pytest.mark.parametrize(
    "text", ["", "3 3 1\n1 2 5", "2 1 1\n1 7 5", "2 1 1\n1 2 -5", "two one 1", "2 1 -1\n1 2 5", "2.5 1 1\n1 2 5"]
)
def test_a_broken_graph_file_is_refused_by_its_name(text):
    with pytest.raises(Malformed, match="broken"):
        pmed.read(text, name="broken")


def test_more_nodes_than_any_machine_can_hold_are_refused_before_they_are_made():
    with pytest.raises(Malformed, match="at most 100000 nodes"):
        pmed.read("2000000000 1 3\n1 2 3\n", name="huge")


def test_the_published_graph_is_read_whole():
    graph = pmed.read(published("pmed/pmed1.txt"), name="pmed1")
    assert (graph.nodes, graph.p) == (100, 5)
    assert len(graph.edges) <= 200


def test_points_end_where_the_next_section_begins():
    text = "DIMENSION : 2\nNODE_COORD_SECTION\n1 0.5 1e1\n2 3 4\nEOF\n"
    assert pmedian_large.read(text, name="small") == ((0.5, 10.0), (3.0, 4.0))


@pytest.mark.parametrize("text", ["", "NODE_COORD_SECTION\n", "DIMENSION : 3\nNODE_COORD_SECTION\n1 0 0\n"])
def test_a_broken_point_file_is_refused(text):
    with pytest.raises(Malformed):
        pmedian_large.read(text, name="broken")


def test_the_published_points_are_as_many_as_they_say():
    assert len(pmedian_large.read(published("pmedian_large/u1060.vrp"), name="u1060")) == 1060


def test_every_instance_has_a_number_of_sites_below_half_its_points():
    assert pmedian_large.medians(1060) == (10, 50, 100, 200, 300, 500)
    assert pmedian_large.medians(20_000) == (100, 500, 1000)
    assert pmedian_large.medians(12) == (1,)


def test_both_capacitated_forms_are_told_apart():
    osman = cpmed.read("1 713\n2 1 120\n1 2 62 3\n2 80 25 14\n", name="osman")
    lorena = cpmed.read("2 1\n409154 435528 720 50\n409151 435683 720 4\n", name="lorena")
    assert (osman.is_whole, osman.best, osman.capacity, osman.demand) == (True, 713.0, (120.0, 120.0), (3.0, 14.0))
    assert (lorena.is_whole, lorena.best, lorena.capacity, lorena.demand) == (False, None, (720.0, 720.0), (50.0, 4.0))


@pytest.mark.parametrize("text", ["", "1 713\n50 5 120\n1 2 62 3\n", "1 2 3\n4 5 6\n", "1 713"])
def test_a_broken_capacitated_file_is_refused(text):
    with pytest.raises(Malformed):
        cpmed.read(text, name="broken")


def test_the_published_empty_file_is_refused_as_empty():
    with pytest.raises(Malformed, match="empty"):
        cpmed.read(published("cpmed/pmedcap1_21.txt"), name="pmedcap1_21")
