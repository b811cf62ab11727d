"""A5, YZ-47: an hourly patrol from 06:00 to 12:00, told by command, on the clock of an exercise."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.cli.conftest import cli  # noqa: F401 - the fixture
from tests.doors import beat
from tests.personas import settle

pytestmark = pytest.mark.django_db
PLACE, DAY = "140106003011", "2022-11-13"


def morning(cli: Any, starts: list[str]) -> str:  # noqa: F811
    """Walk the morning: each patrol is begun on time and finished 15 minutes later; gives the series."""
    settle()
    cli("clock", "set", f"{DAY}T05:00", "--json")
    said = cli(
        "round", "plan", "--unit", PLACE, "--name", "patrol", "--title", "封控区每小时巡逻", "--hours", "06:00-12:00",
        "--to", "2022-11-14T00:00", "--role", "community_secretary", "--as", "liu", "--json",
    )  # fmt: skip
    series = said.data["series"]
    moments = sorted(
        [(begun, "start", begun) for begun in starts]
        + [(_later(begun), "finish", begun) for begun in starts]
        + [(f"{hour:02}:15", "beat", "") for hour in range(6, 14)]
    )
    walks: dict[str, str] = {}
    for moment, act, begun in moments:
        cli("clock", "set", f"{DAY}T{moment}", "--json")
        beat()
        if act == "start":
            walks[begun] = cli("round", "start", series, "--as", "chen", "--json").data["walk"]
        if act == "finish":
            assert cli("round", "finish", walks[begun], "--as", "chen", "--json").code == 0
    return str(series)


def _later(moment: str) -> str:
    minutes = int(moment[:2]) * 60 + int(moment[3:]) + 15
    return f"{minutes // 60:02}:{minutes % 60:02}"


def covered(cli: Any) -> dict[str, Any]:  # noqa: F811
    [row] = cli("round", "coverage", "--unit", PLACE, "--date", DAY, "--as", "liu", "--json").data
    return dict(row)


def test_a5_with_ten_past_ten_all_six_hours_are_covered_one_late(cli: Any) -> None:  # noqa: F811
    morning(cli, ["06:05", "07:00", "08:20", "10:10", "10:40", "11:30"])
    row = covered(cli)
    assert (row["due"], row["done"], row["late"], row["missed"], row["coverage"]) == (6, 5, 1, 0, 1.0)
    late = cli("round", "list", "--unit", PLACE, "--state", "late", "--as", "liu", "--json").data
    assert [(one["due_at"][11:16], one["started_at"][11:16]) for one in late] == [("01:00", "02:10")]
    assert cli("case", "list", "--as", "liu", "--json").data == []


def test_a5_with_twenty_past_ten_hour_nine_is_missed_and_a_case_opens_at_a_quarter_past(
    cli: Any,  # noqa: F811
    tmp_path: Any,
) -> None:
    series = morning(cli, ["06:05", "07:00", "08:20", "10:20", "10:40", "11:30"])
    row = covered(cli)
    assert (row["missed"], round(row["coverage"] * 100, 1)) == (1, 83.3)
    [case] = cli("case", "list", "--as", "liu", "--json").data
    assert (case["kind"], case["opened_at"][:16]) == ("missed_round", "2022-11-13T02:15")
    assert case["title"] == "Missed: 封控区每小时巡逻, due 2022-11-13 09:00"
    # A phone that had no signal sends what it kept, twice: it counts once, and the case closes with its reason.
    kept = {"series": series, "id": "0190a0a0-0000-7000-8000-000000000001", "started": f"{DAY}T09:10"}
    line = json.dumps({**kept, "done": f"{DAY}T09:30", "late_because": "楼道没有信号"})
    (tmp_path / "kept.jsonl").write_text(f"{line}\n{line}\n")
    sent = cli("round", "record", "--batch", tmp_path / "kept.jsonl", "--as", "chen", "--json").data
    assert [answer["is_new"] for answer in sent] == [True, False]
    beat()
    assert (covered(cli)["missed"], cli("case", "list", "--as", "liu", "--json").data) == (0, [])
    closed = cli("case", "show", case["number"], "--as", "liu", "--json").data
    assert (closed["state"], closed["steps"][-1]["words"]) == ("closed", "楼道没有信号")
