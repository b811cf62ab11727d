"""Time-window instances are read in both published forms, in the scale asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridkeeper.formats.instances.vrptw import read
from gridkeeper.kernel.errors import Malformed

SOLOMON = """r1

VEHICLE
NUMBER     CAPACITY
  5          20

CUSTOMER
CUST NO.  XCOORD.    YCOORD.    DEMAND   READY TIME  DUE DATE   SERVICE TIME

    0      0         0          0          0        100          0
    1      1         1          7         10         30          5
"""

TSPLIB = """NAME : r1
DIMENSION : 2
VEHICLES : 5
CAPACITY : 20
SERVICE_TIME : 5
EDGE_WEIGHT_TYPE : EUC_2D
NODE_COORD_SECTION
1 0 0
2 1 1
DEMAND_SECTION
1 0
2 7
TIME_WINDOW_SECTION
1 0 100
2 10 30
DEPOT_SECTION
1
-1
"""


@pytest.mark.parametrize("text", [SOLOMON, TSPLIB])
def test_both_forms_say_the_same(tmp_path: Path, text: str) -> None:
    file = tmp_path / "r1.txt"
    file.write_text(text)
    found = read(file)
    assert (found.name, found.vehicles, found.capacity) == ("r1", 5, 20)
    assert found.distance.tolist() == [[0, 14], [14, 0]]
    assert [found.demand[1], found.ready[1], found.due[1], found.service.tolist()] == [7, 100, 300, [0, 50]]


def test_the_scale_is_the_askers(tmp_path: Path) -> None:
    file = tmp_path / "r1.txt"
    file.write_text(SOLOMON)
    assert read(file, scale=1_000).distance[0, 1] == 1_414


@pytest.mark.parametrize("text", ["", SOLOMON.replace("          5\n", "\n"), TSPLIB.replace("2 10 30\n", "")])
def test_a_broken_file_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "broken.txt"
    file.write_text(text)
    with pytest.raises(Malformed):
        read(file)
