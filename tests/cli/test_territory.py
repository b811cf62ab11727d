"""``gridkeeper territory``: a newcomer's lists go in, and the tree answers."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from tests.personas import settle
from tests.real_lists import ADMIN, real_list

pytestmark = pytest.mark.django_db

OUTLINE = {
    "type": "Feature",
    "properties": {"code": "140106003011"},
    "geometry": {
        "type": "Polygon",
        "coordinates": [[[112.55, 37.86], [112.56, 37.86], [112.56, 37.87], [112.55, 37.87], [112.55, 37.86]]],
    },
}
CROSSED = {
    "type": "Feature",
    "properties": {"code": "140106003012"},
    "geometry": {
        "type": "Polygon",
        "coordinates": [[[112.5, 37.8], [112.6, 37.9], [112.6, 37.8], [112.5, 37.9], [112.5, 37.8]]],
    },
}


@pytest.fixture
def home() -> None:
    settle()


def saved(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("spelling", ["140106003011", "140106003011000000"[:12], "水西关街一社区", "sxgjysq"])
def test_a_unit_is_shown_by_code_name_or_initials(cli, home: None, spelling: str) -> None:
    with_names(cli)
    assert cli("territory", "show", spelling, "--json").data["code"] == "140106003011"


def with_names(cli) -> None:
    """The small world has units without searchable names; a list gives them theirs."""
    from tests.personas import SYSTEM

    from gridkeeper.scopes.doors import acting_as
    from gridkeeper.territory.choices import NameKind
    from gridkeeper.territory.commands.edition import add_names
    from gridkeeper.territory.models import Unit

    with acting_as(SYSTEM):
        add_names([(u.pk, u.unit_code, NameKind.OFFICIAL, u.name) for u in Unit.objects.all()], source="test")


@pytest.mark.parametrize("code", ["140106", "140106000000"])
def test_a_district_answers_to_its_short_and_its_padded_code(cli, home: None, code: str) -> None:
    shown = cli("territory", "show", code, "--json").data
    assert (shown["name"], shown["level"]) == ("迎泽区", "district")
    assert {"streets": 1, "communities": 2, "grids": 1, "buildings": 1}.items() <= shown["counts"].items()


def test_an_alias_leads_to_the_official_unit(cli, home: None) -> None:
    assert cli("territory", "alias", "add", "140106003011", "西关街一社区").code == 0
    assert cli("territory", "show", "西关街一社区", "--json").data["code"] == "140106003011"


def test_an_alias_that_is_there_already_is_refused(cli, home: None) -> None:
    cli("territory", "alias", "add", "140106003011", "西关街一社区")
    again = cli("territory", "alias", "add", "140106003011", "西关街一社区", "--json")
    assert (again.code, again.data["refused"]["code"]) == (1, "territory.already-called")


def test_a_trial_run_of_a_list_names_its_mistakes_with_their_rows(cli, home: None, tmp_path: Path) -> None:
    path = saved(tmp_path, "list.csv", "代码,名称\n140106003013,水西关街三社区\n140106099001,无街道社区\n")
    said = cli("territory", "import", path, "--dry-run", "--json")
    assert (said.code, said.data["counts"]["added"], said.data["mistakes"][0]["row"]) == (1, 2, 3)


def test_a_list_with_a_mistake_is_refused_whole(cli, home: None, tmp_path: Path) -> None:
    path = saved(tmp_path, "list.csv", "code,name\n140106003013,水西关街三社区\n140106099001,无街道社区\n")
    said = cli("territory", "import", path, "--json")
    assert (said.code, said.data["applied"]) == (1, False)
    assert cli("territory", "show", "140106003013", "--json").code == 1


def test_a_level_that_does_not_fit_the_code_is_a_mistake(cli, home: None, tmp_path: Path) -> None:
    path = saved(tmp_path, "list.csv", "code,name,level\n140106003013,水西关街三社区,town\n")
    assert "level" in cli("territory", "import", path, "--json").data["mistakes"][0]["text"]


def test_a_file_of_something_else_is_refused_with_what_to_do(cli, home: None, tmp_path: Path) -> None:
    said = cli("territory", "import", saved(tmp_path, "x.csv", "颜色,数量\n红,1\n"), "--json")
    assert (said.code, said.data["refused"]["code"]) == (1, "territory.unreadable-file")


def test_a_good_outline_is_stored_and_a_crossed_one_comes_back(cli, home: None, tmp_path: Path) -> None:
    text = json.dumps({"type": "FeatureCollection", "features": [OUTLINE, CROSSED]})
    said = cli("territory", "import", saved(tmp_path, "o.geojson", text), "--system", "gcj02", "--json")
    shown = cli("territory", "show", "140106003011", "--json").data
    assert (said.data["counts"]["outlines"], said.data["problems"][0]["code"]) == (1, "geojson.invalid")
    # GCJ-02 lies some 600 m east of WGS-84 here.
    assert shown["has_outline"]
    assert shown["lng"] == pytest.approx(112.549, abs=0.002)


def test_a_trial_run_of_outlines_stores_none(cli, home: None, tmp_path: Path) -> None:
    text = json.dumps({"type": "FeatureCollection", "features": [OUTLINE]})
    said = cli("territory", "import", saved(tmp_path, "o.geojson", text), "--dry-run", "--json")
    assert said.data["counts"]["outlines"] == 1
    assert not cli("territory", "show", "140106003011", "--json").data["has_outline"]


def test_what_is_exported_is_imported_again_without_a_change(cli, home: None, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    assert cli("territory", "export", path, "--unit", "140106003", "--json").data["rows"] == 5
    said = cli("territory", "import", path, "--json")
    assert (said.data["kind"], said.data["counts"]["added"], said.data["counts"]["changed"]) == ("places", 0, 0)


def test_outlines_of_an_exercise_carry_its_stamp_with_every_feature(cli, home: None, tmp_path: Path) -> None:
    cli("territory", "import", saved(tmp_path, "a.geojson", json.dumps(OUTLINE)))
    cli("territory", "export", tmp_path / "out.geojson", "--unit", "140106003011")
    said = json.loads((tmp_path / "out.geojson").read_text(encoding="utf-8"))
    assert said["title"] == "演练 · EXERCISE"
    assert [feature["properties"]["title"] for feature in said["features"]] == [said["title"]]


def test_a_compound_is_made_of_buildings_and_found_by_its_name(cli, home: None) -> None:
    made = cli("territory", "overlay", "add", "熙苑小区", "140106003011001001", "--json").data
    assert made["answering"]["unit_code"] == "140106003011"
    assert cli("territory", "compounds", "140106003011", "--json").data[0]["name"] == "熙苑小区"


def test_all_of_shanxi_comes_in_with_its_statistical_areas_flagged(cli) -> None:
    said = cli("territory", "import", real_list("shanxi_divisions.csv"), "--json").data
    with (ADMIN / "shanxi_divisions.csv").open(encoding="utf-8") as stream:
        expected = sum(1 for _ in csv.DictReader(stream))
    assert (said["counts"]["added"], "140171" in said["statistical"]) == (expected, True)
    shown = cli("territory", "show", "yingze qu".replace(" ", ""), "--json")
    assert shown.code == 1
    counts = cli("territory", "show", "140106000000", "--json").data["counts"]
    assert (counts["streets"], counts["communities"]) == (7, 112)


def test_one_name_in_two_districts_is_refused_with_both_places(cli) -> None:
    cli("territory", "import", real_list("taiyuan_divisions.csv"))
    said = cli("territory", "show", "南内环街一社区", "--json")
    assert said.code == 1
    assert {"小店区", "迎泽区"} <= {word for word in ("小店区", "迎泽区") if word in said.data["refused"]["text"]}


def test_a_document_that_is_renamed_is_called_one(cli, home: None, tmp_path: Path) -> None:
    said = cli("territory", "import", saved(tmp_path, "list.xlsx", "%PDF-1.4"), "--json")
    assert "whatever its name says" in said.data["refused"]["hint"]
