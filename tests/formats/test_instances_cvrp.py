"""Capacitated routing instances are read as published, and refused with a sentence when broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridkeeper.formats.instances.cvrp import read
from gridkeeper.kernel.errors import Malformed

GOOD = """NAME : tiny
TYPE : CVRP
DIMENSION : 3
EDGE_WEIGHT_TYPE : EUC_2D
CAPACITY : 7
NODE_COORD_SECTION
1 0 0
2 3 4
3 1 1
DEMAND_SECTION
1 0
2 5
3 2
DEPOT_SECTION
1
-1
EOF
"""


def test_distances_are_rounded_half_up(tmp_path: Path) -> None:
    file = tmp_path / "tiny.vrp"
    file.write_text(GOOD)
    found = read(file)
    assert (found.name, found.capacity, found.demand.tolist()) == ("tiny", 7, [0, 5, 2])
    assert found.distance.tolist() == [[0, 5, 1], [5, 0, 4], [1, 4, 0]]


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("DIMENSION : 3", "DIMENSION : 4"),
        ("EUC_2D", "EXPLICIT"),
        ("3 1 1", "3 x 1"),
        ("3 1 1", "3 nan 1"),
        ("3 1 1", "3 1 inf"),
        ("CAPACITY : 7\n", ""),
        (GOOD, ""),
    ],
)
def test_a_broken_file_is_refused(tmp_path: Path, was: str, becomes: str) -> None:
    file = tmp_path / "broken.vrp"
    file.write_text(GOOD.replace(was, becomes, 1))
    with pytest.raises(Malformed):
        read(file)
