"""``gridkeeper pack``: list, lint and test, as a person and as a script."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

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
