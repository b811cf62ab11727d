"""``gridkeeper playbook lint``: each broken thing a careful colleague would find, with its line and how to mend it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.activations import plan

pytestmark = pytest.mark.django_db
FLOOD = Path(__file__).resolve().parents[1] / "packs" / "flood_watch"
CHAIN = """
escalation:
  - {from: response_team_member, to: response_team_leader, after: PT5M}
  - {from: response_team_leader, to: community_desk, after: PT5M}
"""
BROKEN = {
    "unknown role": ("unknown-role", "[committee_cadre]", "[committee_cadr]", "committee_cadre", ()),
    "unknown unit": ("unit-unknown", 'jurisdiction: "1401"', 'jurisdiction: "9901"', "Write the code", ()),
    "another unit": (
        "unit-outside", 'jurisdiction: "1401"', 'jurisdiction: "140106003012"', "Choose", ("140106003011",)
    ),
    "nobody can lead": (
        "nobody-can-lead", "[committee_cadre]", "[compound_branch_secretary]", "Appoint", ("140106003",)
    ),
    "quota above headcount": ("above-headcount", "min: 3, max: 4", "min: 12, max: 20", "Lower", ("140106003",)),
    "unreachable escalation": (
        "escalation-unreachable", "notices:", f"{CHAIN}  - {{from: doctor, to: street_duty, after: PT5M}}\nnotices:",
        "Let an earlier hop", (),
    ),
    "circular escalation": (
        "escalation-circular", "notices:",
        f"{CHAIN}  - {{from: community_desk, to: response_team_leader, after: PT5M}}\nnotices:", "Take out", (),
    ),
    "measure without owner": ("no-owner", "    owner: {role: district_duty, level: district}\n", "", "owner", ()),
    "missing expiry": ("no-expiry", "expires: {default: P3D}\n", "", "expires", ()),
    "forbidden selection": (
        "forbidden-selection", "{zh: 值守组, en: Watch}", "{zh: 上访人员值守组, en: Watch}", "", ()
    ),
    "older format": ("other-format", "gridkeeper.playbook/1", "gridkeeper.playbook/0", "Write “format:", ()),
    "newer format": ("other-format", "gridkeeper.playbook/1", "gridkeeper.playbook/9", "with the version", ()),
}  # fmt: skip
"""Item of the list: code, what is put for what, a word of the advice, the unit that is counted."""
Lint = Callable[..., Any]


@pytest.fixture
def lint(cli: Lint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lint:
    plan.ready()

    def ask(text: str, *unit: str, language: str = "en_GB.UTF-8") -> Any:
        monkeypatch.setenv("LC_ALL", language)
        path = tmp_path / "plan.yaml"
        path.write_text(text, encoding="utf-8")
        return cli("playbook", "lint", path, *(("--unit", unit[0], "--as", "sun") if unit else ()), "--json")

    return ask


def changed(item: str) -> tuple[str, int]:
    """The text with one thing broken, and the first line that is not as it was."""
    _code, old, new, _advice, _unit = BROKEN[item]
    assert plan.TEXT.count(old) == 1
    text = plan.TEXT.replace(old, new)
    pairs = zip(plan.TEXT.splitlines(), text.splitlines(), strict=False)
    return text, next(number for number, (before, after) in enumerate(pairs, start=1) if before != after)


@pytest.mark.parametrize("item", BROKEN)
def test_lint_finds_it_once_says_how_to_mend_it_and_ends_with_one(lint: Lint, item: str) -> None:
    code, _old, _new, advice, unit = BROKEN[item]
    said = lint(changed(item)[0], *unit)
    assert said.code == 1
    errors = [one for one in said.data["findings"] if one["weight"] == "error"]
    [finding] = [one for one in errors if one["code"] == f"playbook.{code}"]
    assert advice in finding["text"]
    assert errors == [finding] or unit, "the small world has few people, which is said beside it"


@pytest.mark.parametrize("item", BROKEN)
def test_lint_says_it_in_chinese_with_the_same_line(lint: Lint, item: str) -> None:
    code, _old, _new, _advice, unit = BROKEN[item]
    text, line = changed(item)
    english, chinese = lint(text, *unit), lint(text, *unit, language="zh_CN.UTF-8")
    [here] = [one for one in chinese.data["findings"] if one["code"] == f"playbook.{code}"]
    [there] = [one for one in english.data["findings"] if one["code"] == f"playbook.{code}"]
    assert any("\u4e00" <= sign <= "\u9fff" for sign in here["text"])
    assert here["text"] != there["text"]
    assert here["line"] == there["line"]
    if code in {"unknown-role", "unit-unknown", "unit-outside", "above-headcount", "other-format", "no-owner"}:
        assert abs(here["line"] - line) <= 5, here


def test_the_text_before_it_was_broken_has_nothing_to_mend(lint: Lint) -> None:
    assert lint(plan.TEXT).code == 0


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    plan.ready()
    return Path(shutil.copytree(FLOOD, tmp_path / "flood_watch"))


def test_a_broken_cell_of_a_rule_table_beside_it_is_found(cli: Lint, pack: Path) -> None:
    table = pack / "tables" / "flood-2022" / "river_watch.yaml"
    table.write_text(table.read_text("utf-8").replace('level: ">= 8"', "level: 八米"), encoding="utf-8")
    line = next(n for n, row in enumerate(table.read_text("utf-8").splitlines(), start=1) if "八米" in row)
    said = cli("playbook", "lint", pack / "playbooks" / "flood-watch.yaml", "--json")
    [finding] = said.data["findings"]
    assert (said.code, finding["file"]) == (1, "tables/flood-2022/river_watch.yaml")
    assert finding["line"] == line
    assert "Write a number" in finding["text"]


def test_packs_of_rules_that_overlap_beside_it_are_found(cli: Lint, pack: Path) -> None:
    text = (pack / "pack.yaml").read_text("utf-8")
    again = (
        text[text.index("  flood-2022:") :].replace("flood-2022", "flood-2022-july").replace("2022-06-01", "2022-07-01")
    )
    (pack / "pack.yaml").write_text(f"{text.rstrip()}\n{again}", encoding="utf-8")
    shutil.copytree(pack / "tables" / "flood-2022", pack / "tables" / "flood-2022-july")
    said = cli("playbook", "lint", pack / "playbooks" / "flood-watch.yaml", "--json")
    assert said.code == 1
    assert "packs.overlap" in {one["code"] for one in said.data["findings"]}
    assert "End the older one" in " ".join(one["text"] for one in said.data["findings"])


def test_a_sound_pack_beside_it_says_nothing(cli: Lint, pack: Path) -> None:
    said = cli("playbook", "lint", pack / "playbooks" / "flood-watch.yaml", "--json")
    assert (said.code, said.data["findings"]) == (0, [])
