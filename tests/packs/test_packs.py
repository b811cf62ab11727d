"""Packs of any hazard: found where installed, linted with file and line, tested by their own cases."""

from __future__ import annotations

import shutil
import sys
from datetime import date
from pathlib import Path

import pytest

from gridkeeper.kernel.errors import GridkeeperError
from gridkeeper.kernel.texts import TextRefused
from gridkeeper.packs import installed_packs, lint_pack, load_pack, run_pack_tests
from gridkeeper.packs.checks import check_pack, untried_rows

FLOOD = Path(__file__).parent / "flood_watch"


@pytest.fixture
def flood(tmp_path: Path) -> Path:
    """A copy that a test may spoil."""
    return Path(shutil.copytree(FLOOD, tmp_path / "flood_watch"))


def spoil(root: Path, file: str, old: str, new: str) -> None:
    text = (root / file).read_text(encoding="utf-8")
    assert old in text
    (root / file).write_text(text.replace(old, new), encoding="utf-8")


def test_a_pack_of_another_hazard_loads_lints_and_passes_its_own_tests() -> None:
    pack = load_pack(FLOOD)
    assert lint_pack(FLOOD) == []
    assert all(one.passed for one in run_pack_tests(FLOOD))
    assert untried_rows(pack, check_pack(pack)) == []
    assert (set(pack.checklists), set(pack.notices)) == ({"dyke"}, {"leave_low_ground"})


def test_a_pack_of_another_distribution_is_found_by_its_entry_point(
    flood: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (flood / "__init__.py").write_text('"""A pack of its own."""\n', encoding="utf-8")
    info = tmp_path / "flood_watch-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: flood-watch\nVersion: 1\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[gridkeeper.packs]\nflood_watch = flood_watch\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    found = installed_packs()
    sys.modules.pop("flood_watch", None)
    assert found["flood_watch"] == flood
    assert "epidemic" in found


@pytest.mark.parametrize(
    ("file", "old", "new", "at_file", "words"),
    [
        ("pack.yaml", "to: 2022-09-30", "to: 2022-02-30", "pack.yaml", "is no day"),
        ("pack.yaml", "from: 2022-06-01", "from: 2022-12-01", "pack.yaml", "It ends before it begins."),
        ("pack.yaml", "name: flood_watch", "name: Flood", "pack.yaml", "is no name"),
        ("pack.yaml", 'jurisdiction: "1401"\neff', "jurisdiction: 太原\neff", "pack.yaml", "is no unit code"),
        ("pack.yaml", 'jurisdiction: "1401"\neff', 'jurisdiction: "1301"\neff', "pack.yaml", "where the pack does not"),
        ("pack.yaml", "  flood-2022:", "  flood-2023:", "pack.yaml", "have no dates"),
        ("pack.yaml", "gridkeeper.pack/1", "gridkeeper.pack/9", "pack.yaml", "gridkeeper.pack/1"),
        ("pack.yaml", "title: {zh: 河道防汛, en: River flood watch}", "title: 防汛", "pack.yaml", "missing: zh, en"),
        ("checklists/dyke.yaml", "evidence: photo", "evidence: film", "checklists/dyke.yaml", "none, photo"),
        ("checklists/dyke.yaml", "id: gauge", "id: seepage", "checklists/dyke.yaml", "stands twice"),
        ("notices/leave_low_ground.yaml", "{shelter}。", "{refuge}。", "notices/leave_low_ground.yaml", "not declared"),
        ("notices/leave_low_ground.yaml", "shelter]", "shelter, hour]", "notices/leave_low_ground.yaml", "not used"),
        ("tests/river_watch.yaml", "topic: river_watch", "topic: river", "tests/river_watch.yaml", "No table decides"),
        ("tests/river_watch.yaml", "as_of: 2022-10-01", "as_of: October", "tests/river_watch.yaml", "is no day"),
        ("tables/flood-2022/river_watch.yaml", "rising: yes}, then", "rising: 上涨}, then",
         "tables/flood-2022/river_watch.yaml", "Write yes or no."),
    ],
)  # fmt: skip
def test_lint_names_the_file_and_the_way_out(
    flood: Path, file: str, old: str, new: str, at_file: str, words: str
) -> None:
    spoil(flood, file, old, new)
    told = [one for one in lint_pack(flood) if one.file == at_file and words in one.sentence()]
    assert told, [(one.file, one.sentence()) for one in lint_pack(flood)]
    assert told[0].line >= 1


def test_two_packs_of_one_jurisdiction_may_not_rule_the_same_at_once_k14(flood: Path) -> None:
    shutil.copytree(flood / "tables" / "flood-2022", flood / "tables" / "flood-late")
    spoil(
        flood,
        "pack.yaml",
        "rule_packs:\n",
        "rule_packs:\n  flood-late:\n    title: {zh: 后汛期, en: Late season}\n    jurisdiction: '1401'\n"
        "    effective: {from: 2022-09-01, to: 2022-09-30}\n",
    )
    [overlap] = lint_pack(flood)
    assert overlap.sentence() == (
        "“flood-late” and “flood-2022” both rule “river_watch” from 2022-09-01 on."
        " End the older one on the day before the newer begins."
    )
    spoil(
        flood,
        "pack.yaml",
        "effective: {from: 2022-06-01, to: 2022-09-30}\n    source",
        "effective: {from: 2022-06-01, to: 2022-08-31}\n    source",
    )
    assert lint_pack(flood) == []


def test_a_narrower_jurisdiction_wins_and_is_no_overlap(flood: Path) -> None:
    shutil.copytree(flood / "tables" / "flood-2022", flood / "tables" / "flood-yingze")
    spoil(flood, "tables/flood-yingze/river_watch.yaml", 'level: ">= 8"', 'level: ">= 7"')
    spoil(flood, "tables/flood-yingze/river_watch.yaml", "[6..8)", "[6..7)")
    spoil(
        flood,
        "pack.yaml",
        "rule_packs:\n",
        "rule_packs:\n  flood-yingze:\n    title: {zh: 迎泽, en: Yingze}\n    jurisdiction: '140106'\n"
        "    effective: {from: 2022-06-01, to: 2022-09-30}\n",
    )
    assert lint_pack(flood) == []
    from gridkeeper.rules import ask

    asked = {"level": 7.5, "rising": False}
    packs = load_pack(flood).rule_packs
    july = date(2022, 7, 20)
    assert ask(packs, "river_watch", asked, as_of=july, place="140106003").pack == "flood-yingze"
    assert ask(packs, "river_watch", asked, as_of=july, place="140105").pack == "flood-2022"
    with pytest.raises(GridkeeperError) as refused:
        ask(packs, "river_watch", asked, as_of=july, place="110101")
    assert refused.value.code == "rules.none-in-force"
    assert "flood-2022 (2022-06-01..2022-09-30, 1401)" in refused.value.advice


def test_tables_of_one_topic_ask_alike(flood: Path) -> None:
    shutil.copytree(flood / "tables" / "flood-2022", flood / "tables" / "flood-early")
    spoil(
        flood,
        "tables/flood-early/river_watch.yaml",
        "{type: yes_no, title: {zh: 上涨",
        "{type: choice, values: {yes: {zh: 是, en: yes}}, title: {zh: 上涨",
    )
    spoil(
        flood,
        "pack.yaml",
        "rule_packs:\n",
        "rule_packs:\n  flood-early:\n    title: {zh: 早, en: Early}\n    jurisdiction: '140106'\n"
        "    effective: {from: 2022-06-01, to: 2022-06-30}\n",
    )
    assert any("asks or answers otherwise" in one.sentence() for one in lint_pack(flood))


def test_a_changed_rule_fails_the_packs_own_case(flood: Path) -> None:
    spoil(flood, "tables/flood-2022/river_watch.yaml", 'level: ">= 8"', 'level: "> 8"')
    failed = [one for one in run_pack_tests(flood) if not one.passed]
    assert [one.case.id for one in failed] == ["high"]
    assert "rule: F1, not F0" in failed[0].differences


def test_loading_a_broken_pack_names_every_mistake(flood: Path) -> None:
    spoil(flood, "pack.yaml", "from: 2022-06-01, to: 2022-09-30}\nsource", "from: soon, to: 2022-09-30}\nsource")
    spoil(flood, "checklists/dyke.yaml", "evidence: photo", "evidence: film")
    with pytest.raises(TextRefused) as refused:
        load_pack(flood)
    assert {one.file for one in refused.value.findings} == {"pack.yaml", "checklists/dyke.yaml"}


def test_a_file_that_is_no_text_is_told_like_any_other_mistake(flood: Path) -> None:
    (flood / "checklists" / "dyke.yaml").write_bytes(b"\xff\xfe\x00")
    [found] = lint_pack(flood)
    assert (found.file, found.code) == ("checklists/dyke.yaml", "text.unreadable")


def test_a_folder_without_pack_yaml_is_no_pack(tmp_path: Path) -> None:
    with pytest.raises(GridkeeperError) as refused:
        load_pack(tmp_path)
    assert refused.value.code == "packs.none"


PLAYBOOK = """\
format: gridkeeper.playbook/1
name: river
version: "2022-06-01"
pack: flood_watch
level: community
mode: urgent
title: {zh: 防汛, en: Flood watch}
expires: {default: P2D}
measures:
  - no: M01
    aspect: organisation
    source: named
    title: {zh: 巡堤, en: Walk the dyke}
    owner: {role: community_secretary, level: community}
    evidence: {zh: 巡查记录, en: Log}
tables: [river_watch]
checklists: [dyke]
"""


def test_a_playbook_of_the_pack_names_what_the_pack_has(flood: Path) -> None:
    (flood / "playbooks" / "river.yaml").write_text(PLAYBOOK, encoding="utf-8")
    assert [one.sentence() for one in lint_pack(flood)] == []
    spoil(flood, "playbooks/river.yaml", "tables: [river_watch]", "tables: [river_wach]")
    spoil(flood, "playbooks/river.yaml", "checklists: [dyke]", "checklists: [dike]")
    told = {one.at: one.sentence() for one in lint_pack(flood)}
    assert told["tables"] == "This pack has no “river_wach”. Did you mean river_watch?"
    assert told["checklists"] == "This pack has no “dike”. Did you mean dyke?"
    spoil(flood, "playbooks/river.yaml", "expires: {default: P2D}", "expires: {default: two days}")
    assert {one.file for one in lint_pack(flood)} == {"playbooks/river.yaml"}
