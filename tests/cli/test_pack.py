"""``gridkeeper pack``: list, lint and test, as a person and as a script."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl

FLOOD = Path(__file__).resolve().parents[1] / "packs" / "flood_watch"


def test_the_list_says_which_packs_are_in_force(cli: Callable) -> None:
    then = cli("pack", "list", "--on", "2022-11-21", "--json").data
    now = cli("pack", "list", "--json").data
    assert [one["in_force"] for one in then if one["name"] == "epidemic"] == [True]
    assert [one["in_force"] for one in now if one["name"] == "epidemic"] == [False]
    assert "not in force: exercises only" in cli("pack", "list").text


def test_a_sound_pack_passes(cli: Callable) -> None:
    assert cli("pack", "lint", "epidemic").code == 0
    said = cli("pack", "test", FLOOD, "--json")
    assert (said.code, said.data) == (0, {"passed": 5, "failed": [], "untried": []})


def test_a_broken_cell_is_named_with_its_line(cli: Callable, tmp_path: Path) -> None:
    root = Path(shutil.copytree(FLOOD, tmp_path / "flood_watch"))
    table = root / "tables" / "flood-2022" / "river_watch.yaml"
    table.write_text(table.read_text("utf-8").replace('level: ">= 8"', "level: 八米"), encoding="utf-8")
    said = cli("pack", "lint", root, "--json")
    assert said.code == 1
    [finding] = said.data["findings"]
    assert finding["file"] == "tables/flood-2022/river_watch.yaml"
    assert finding["at"] == "rows/F1/when/level"
    assert "Write a number" in finding["text"]
    assert cli("pack", "test", root, "--json").data["refused"]["code"] == "text.refused"


def test_an_unknown_pack_is_refused_with_the_known_ones(cli: Callable) -> None:
    said = cli("pack", "lint", "nowhere", "--json")
    assert (said.code, said.data["refused"]["code"]) == (1, "cli.pack.unknown")
    assert "epidemic" in said.data["refused"]["hint"]


def test_a_rule_is_asked_and_says_why(cli: Callable) -> None:
    facts = ("days_clear=5", "new_event=no", "last_check=none", "last_check_day=0")
    asked = ("pack", "ask", "epidemic", "zone_release", *facts, "--on", "2022-11-22", "--place", "140106003011")
    said = cli(*asked, "--json").data
    assert (said["pack"], said["rule"], said["outputs"]["proposal"]) == ("cn-2022-11-21", "W2", "wait")
    assert "W1 does not apply" in cli(*asked).text
    refused = cli("pack", "ask", "epidemic", "zone_release", *facts, "--on", "2023-01-08", "--json")
    assert refused.data["refused"]["code"] == "rules.none-in-force"
    assert cli("pack", "ask", "epidemic", "gate", "mode", "--json").data["refused"]["code"] == "cli.pack.input"


def test_a_table_goes_out_as_a_workbook_and_comes_back(cli: Callable, tmp_path: Path) -> None:
    sheet, text = tmp_path / "river.xlsx", tmp_path / "river.yaml"
    assert cli("pack", "export", FLOOD, "flood-2022/river_watch", sheet).code == 0
    assert cli("pack", "import", sheet, text).code == 0
    root = Path(shutil.copytree(FLOOD, tmp_path / "flood_watch"))
    shutil.copy(text, root / "tables" / "flood-2022" / "river_watch.yaml")
    assert cli("pack", "test", root).code == 0
    assert cli("pack", "lint", root).code == 0
    as_jdm = tmp_path / "river.json"
    assert cli("pack", "export", FLOOD, "flood-2022/river_watch", as_jdm).code == 0
    assert cli("pack", "import", as_jdm, tmp_path / "again.yaml").code == 0
    assert (tmp_path / "again.yaml").read_text("utf-8") == text.read_text("utf-8")


def test_a_workbook_with_a_mistake_comes_back_marked(cli: Callable, tmp_path: Path) -> None:
    sheet = tmp_path / "river.xlsx"
    cli("pack", "export", FLOOD, "flood-2022/river_watch", sheet)
    book = openpyxl.load_workbook(sheet)
    cell = next(cell for line in book.worksheets[0] for cell in line if cell.value == ">= 8")
    cell.value = "eight"
    book.save(sheet)
    said = cli("pack", "import", sheet, tmp_path / "river.yaml", "--json")
    assert (said.code, said.data["findings"][0]["line"]) == (1, cell.row)
    assert not (tmp_path / "river.yaml").exists()
    copy = openpyxl.load_workbook(said.data["written"]).worksheets[0]
    assert "Write a number" in copy[cell.coordinate].comment.text


def test_what_cannot_be_exported_is_refused(cli: Callable, tmp_path: Path) -> None:
    lost = cli("pack", "export", FLOOD, "flood-2022/lock", tmp_path / "a.xlsx", "--json").data
    assert (lost["refused"]["code"], "river_watch" in lost["refused"]["hint"]) == ("cli.pack.no-table", True)
    odd = cli("pack", "export", FLOOD, "flood-2022/river_watch", tmp_path / "a.docx", "--json").data
    assert odd["refused"]["code"] == "cli.pack.file-kind"
