"""Districting graphs are read as published, and refused with a sentence when broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridkeeper.formats.instances.districting import read_graph, read_tasks
from gridkeeper.kernel.errors import Malformed


def test_units_and_edges_are_read(tmp_path: Path) -> None:
    file = tmp_path / "two.json"
    file.write_text('{"nodes_pop_lon_lat": [[10, -100.0, 40.0], [20, -100.0, 41.0]], "edges": [[0, 1]]}')
    graph = read_graph(file)
    assert graph.population.tolist() == [10.0, 20.0]
    assert graph.edges.tolist() == [[0, 1]]
    assert graph.xy[1, 1] - graph.xy[0, 1] == pytest.approx(111.2)


@pytest.mark.parametrize(
    "text",
    ["", "{}", '{"nodes_pop_lon_lat": [[1, 2]], "edges": []}', '{"nodes_pop_lon_lat": [[1,2,3]], "edges": [[0,7]]}'],
)
def test_a_broken_graph_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "broken.json"
    file.write_text(text)
    with pytest.raises(Malformed):
        read_graph(file)


def test_tasks_name_k_and_the_window(tmp_path: Path) -> None:
    file = tmp_path / "best_known.csv"
    file.write_text("graph,k,L,U,n,m,best_cut_edges,best_bound\nXX,3,10,12,5,6,4.0,4.0\nYY,2,1,2,5,6,,\n")
    tasks = read_tasks(file)
    assert (tasks["XX"].k, tasks["XX"].low, tasks["XX"].high, tasks["XX"].best_cut) == (3, 10.0, 12.0, 4.0)
    assert tasks["YY"].best_cut is None


def test_a_broken_table_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "best_known.csv"
    file.write_text("graph,k\nXX,three\n")
    with pytest.raises(Malformed):
        read_tasks(file)
