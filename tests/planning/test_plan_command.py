"""The stories of pairing, sampling, waiting and patrols through the command line, without a database."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from gridkeeper.cli.main import gridkeeper
from gridkeeper.cli.plan_words import finding_lines
from gridkeeper.cli.rule_words import RULES
from gridkeeper.cli.run import Wishes
from gridkeeper.planning import check as planning_check


class NoDoors:
    """These commands must not open a home."""

    def open_home(self, path: Path) -> Any:
        raise AssertionError(path)


def answer(*words: str, code: int = 0) -> Any:
    result = CliRunner().invoke(gridkeeper, ["--json", "plan", *words], obj=Wishes(doors=NoDoors(), home=Path()))
    assert result.exit_code == code, result.output
    return json.loads(result.output)


@pytest.mark.parametrize(
    ("leaders", "loads"), [(30, {"4": 22, "3": 8}), (78, {"2": 34, "1": 44}), (57, {"2": 55, "1": 2})]
)
def test_a1_leaders_share_the_communities(leaders, loads):
    assert answer("pair", "--leaders", str(leaders))["loads"] == loads


def test_a1_no_leader_is_said_with_a_finding():
    assert answer("pair", "--leaders", "0", "--communities", "1", code=1)["violations"] == ["community-without-leader"]


def test_a3_the_norms_and_the_shortage():
    given = answer("sampling", "--population", "592747", "--samplers", "405", "--points", "795")
    assert given["norm"] == {"points": 238, "tables": 847, "samplers": 1647}
    assert (given["shortage"], given["hours"], given["points_without_sampler"]) == (1242, 24.4, 390)


def test_a4_ninety_people_before_two_tables():
    given = answer("wait", "--queue", "90", "--tables", "2")
    assert given == {"wait_min": 45.0, "postpone_next": True, "postpone_min": 15.0, "extra_tables": 1}


def spoken(monkeypatch, language: str, *words: str) -> str:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", language)
    return CliRunner().invoke(gridkeeper, ["plan", *words], obj=Wishes(doors=NoDoors(), home=Path())).output


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("zh_CN.UTF-8", ["现在排队约 45 分钟", "下一栋推迟 15 分钟叫号", "请增开 1 张采样台"]),
        ("C", ["the wait is about 45 min", "call the next building 15 min later", "ask for 1 table(s) more"]),
    ],
)
def test_a4_is_said_in_the_language_of_the_terminal(monkeypatch, language, sentences):
    assert spoken(monkeypatch, language, "wait", "--queue", "90", "--tables", "2").split("\n")[:3] == sentences


def test_a4_no_table_at_all_holds_the_next_building(monkeypatch):
    assert "先不叫下一栋" in spoken(monkeypatch, "zh_CN.UTF-8", "wait", "--queue", "9", "--tables", "0")


def test_a3_is_said_in_plain_words(monkeypatch):
    said = spoken(monkeypatch, "C", "sampling", "--population", "592747", "--samplers", "405", "--points", "795")
    assert all(figure in said for figure in ("238", "847", "1647", "1242", "24.4", "390"))


def test_a5_a_missed_hour_is_said_with_the_moment_its_case_began(monkeypatch):
    said = spoken(monkeypatch, "zh_CN.UTF-8", "patrols", "--from", "6", "--to", "8", "06:05")
    assert "07:00 漏巡，08:15 转为事件处理" in said


def test_a5_a_late_patrol_still_covers_its_hour():
    given = answer("patrols", "--from", "6", "--to", "12", "06:05", "07:00", "08:20", "10:10", "10:40", "11:30")
    assert (given["covered"], given["due"], given["late"]) == (6, 6, 1)


def test_a5_a_patrol_after_the_tolerance_leaves_the_hour_missed():
    given = answer("patrols", "--from", "6", "--to", "12", "06:05", "07:00", "08:20", "10:20", "10:40", "11:30")
    assert (given["covered"], given["percent"]) == (5, 83.3)
    assert [hour["missed_at"] for hour in given["hours"] if hour["start"] is None] == ["10:15"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("wait", "--queue", "-1", "--tables", "2"), "malformed"),
        (("patrols", "--from", "6", "--to", "8", "six"), "malformed"),
        (("deploy", "--unit", "000000"), "not-found"),
        (("pair", "--leaders", "100000000000"), "malformed"),
        (("patrols", "--from", "6", "--to", "1200000000", "06:05"), "malformed"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_code(words, code):
    assert answer(*words, code=1)["refused"]["code"] == code


def test_a_file_that_is_no_plan_is_refused(tmp_path):
    for text in ("[1, 2]", "{", "unit: [", "{}"):
        file = tmp_path / "plan.json"
        file.write_text(text)
        assert answer("check", str(file), code=1)["refused"]["code"] in (
            "cli.file.unreadable",
            "planning.record.broken",
        )


RECORD = {
    "findings": [
        {"part": "grids", "rule": "part-torn", "row": 3, "amount": 33.0},
        {"part": "waste", "rule": "wrong-objective", "row": None, "amount": 5.0},
    ],
    "not_looked_over": ["staffing"],
}


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "zh_CN.UTF-8",
            [
                "网格划分：网格不连片（第 3 项）",
                "垃圾清运：所称的总数与复算不符",
                "发现 2 处违反规则，不要使用",
                "采样员排班：方案自己写明尚未排成，未逐条复核",
            ],
        ),
        (
            "C",
            [
                "Grids: a grid is in pieces (row 3)",
                "Waste collection: the sum named is not what it adds up to",
                "2 rules broken, do not use it",
                (
                    "Samplers by the hour: the plan itself says that it falls short, "
                    "so it was not looked over rule by rule"
                ),
            ],
        ),
    ],
)
def test_what_the_checker_found_is_said_in_plain_words(monkeypatch, language, lines):
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", language)
    assert finding_lines(RECORD).splitlines() == lines


def test_every_rule_of_the_checker_has_words():
    folder = Path(planning_check.__file__).parent
    kinds = ("partition", "pair", "site", "staff", "simulate", "mobilise", "roster", "route", "patrol")
    text = "".join((folder / f"{kind}.py").read_text(encoding="utf-8") for kind in kinds)
    named = set(re.findall(r'(?:rule=|_broken\(\s*)"([a-z-]+)"', text))
    assert len(named) > 40
    assert named - {"capacity-exceeded", "group-not-served-once", "must-open-ignored", "fixed-unit-moved"} <= set(RULES)
