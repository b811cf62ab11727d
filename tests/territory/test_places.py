"""Grids and buildings with counts: what is missing stays missing, what is wrong comes back (R-04, 4.e)."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

import pytest
from tests.personas import START, SYSTEM, World, settle

from gridkeeper.kernel.actor import Actor
from gridkeeper.scopes.doors import acting_as
from gridkeeper.territory.commands.imports import FileReport, ImportWish, import_file
from gridkeeper.territory.models import Adjacency, Unit
from gridkeeper.territory.queries.counts import Counts, counts_in

pytestmark = pytest.mark.django_db

GRID = "140106003011001"
ONE = f"{GRID}001"


@pytest.fixture(autouse=True)
def world() -> World:
    return settle()


def listed(*rows: Mapping[str, str]) -> bytes:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(dict.fromkeys(key for row in rows for key in row)), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()


def bring(*rows: Mapping[str, str], actor: Actor = SYSTEM, estimate: bool = False) -> FileReport:
    wish = ImportWish(effective_on=START.date(), title="楼栋表", estimate=estimate)
    with acting_as(actor):
        return import_file(actor=actor, source=listed(*rows), wish=wish, dry_run=False, now=START)


def counts(code: str = "140106") -> Counts:
    with acting_as(SYSTEM):
        return counts_in(actor=SYSTEM, unit_code=code)


def codes(report: FileReport) -> list[tuple[int, str]]:
    return [(problem.row, problem.code) for problem in report.rows.problems]


def test_counts_of_a_building_add_up_in_every_unit_above() -> None:
    bring({"代码": ONE, "户数": "60", "人口": "150", "集体户人口": "8"})
    found = counts("140106003")
    assert (found.households, found.residents, found.collective) == (60, 158, 8)


def test_a_missing_population_stays_unknown() -> None:
    bring({"代码": ONE, "户数": "60", "人口": ""})
    assert counts(ONE).residents is None


def test_a_population_of_zero_is_taken_as_it_is_with_a_remark() -> None:
    report = bring({"代码": ONE, "户数": "60", "人口": "0"})
    assert (counts(ONE).residents, [notice.code for notice in report.rows.notices]) == (0, ["place.nobody"])


def test_an_estimate_is_made_only_on_request_and_marked() -> None:
    bring({"代码": ONE, "户数": "100", "人口": ""}, estimate=True)
    found = counts(ONE)
    assert (found.residents, found.estimated) == (237, 1)


def test_a_negative_population_comes_back() -> None:
    report = bring({"代码": ONE, "户数": "60", "人口": "-3"})
    assert [row for row, _ in codes(report)] == [2]


def test_a_new_building_gets_the_next_code_of_its_grid() -> None:
    report = bring({"所在单位": GRID, "名称": "2号楼", "户数": "40"})
    with acting_as(SYSTEM):
        unit = Unit.objects.select_related("parent").get(name="2号楼")
    assert (unit.unit_code, unit.parent.unit_code, report.rows.counts["added"]) == (f"{GRID}002", GRID, 1)


def test_a_building_in_a_community_with_one_grid_needs_no_grid_named() -> None:
    bring({"所在单位": "140106003011", "名称": "3号楼", "户数": "40"})
    with acting_as(SYSTEM):
        assert Unit.objects.get(name="3号楼").unit_code == f"{GRID}002"


def test_a_building_without_unit_numbers_is_a_building() -> None:
    report = bring({"所在单位": GRID, "名称": "锅炉房家属楼", "户数": "12"})
    assert (codes(report), report.rows.counts["added"]) == ([], 1)


def test_the_same_building_twice_in_a_file_comes_back_once() -> None:
    assert codes(bring({"代码": ONE, "户数": "60"}, {"代码": ONE, "户数": "61"})) == [(3, "place.twice")]


def test_the_same_list_twice_changes_nothing() -> None:
    bring({"所在单位": GRID, "名称": "2号楼", "户数": "40"})
    report = bring({"所在单位": GRID, "名称": "2号楼", "户数": "40"})
    assert (report.rows.counts["added"], report.rows.counts["changed"], report.rows.counts["same"]) == (0, 0, 1)


def test_a_demolished_building_is_closed_and_counts_no_more() -> None:
    bring({"代码": ONE, "户数": "60", "人口": "150"})
    report = bring({"代码": ONE, "户数": "", "拆除日期": "2022-11-01"})
    assert (report.rows.counts["closed"], counts("140106003").buildings, counts("140106003").residents) == (1, 0, None)


def test_a_building_cannot_be_pulled_down_tomorrow() -> None:
    assert codes(bring({"代码": ONE, "户数": "", "拆除日期": "2022-12-24"})) == [(2, "place.not-to-close")]


def test_a_closed_buildings_code_is_not_given_again() -> None:
    bring({"代码": ONE, "户数": "", "拆除日期": "2022-11-01"})
    bring({"所在单位": GRID, "名称": "新1号楼", "户数": "80"})
    with acting_as(SYSTEM):
        assert Unit.objects.get(name="新1号楼").unit_code == f"{GRID}002"


def test_a_building_outside_the_desks_area_comes_back(world: World) -> None:
    report = bring({"代码": "140106003011", "户数": "9"}, {"代码": "140106", "户数": "9"}, actor=world.actor("liu"))
    assert codes(report) == [(3, "place.out-of-scope")]


def test_one_coordinate_alone_comes_back() -> None:
    assert codes(bring({"代码": ONE, "经度": "112.55", "纬度": ""})) == [(2, "place.half-point")]


def test_where_a_community_and_its_buildings_are_both_counted_nobody_counts_twice() -> None:
    bring({"代码": ONE, "户数": "60", "人口": "150"}, {"代码": "140106003011", "户数": "1000", "人口": "2500"})
    found = counts("140106003")
    assert (found.households, found.residents) == (1000, 2500)
    assert counts(GRID).residents == 150


def test_listed_neighbours_are_stored_both_ways() -> None:
    report = bring({"单位": "140106003011", "相邻单位": "140106003012"})
    with acting_as(SYSTEM):
        assert Adjacency.objects.count() == 2
    assert (report.kind, report.rows.counts["borders"]) == ("borders", 1)


def test_a_street_is_no_neighbour_of_a_community() -> None:
    assert codes(bring({"单位": "140106003011", "相邻单位": "140106003"})) == [(2, "border.unequal")]
