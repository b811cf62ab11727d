"""``gridkeeper report`` and ``gridkeeper round list``: what cannot be done is one sentence, no trace of code."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.personas import settle

pytestmark = pytest.mark.django_db
TODAY = ("--unit", "140106003011", "--date", "2022-11-12", "--as", "chen", "--json")


@pytest.fixture(autouse=True)
def home(cli) -> None:
    settle()
    cli("clock", "set", "2022-11-12T08:00", "--json")


def test_a_folder_that_is_not_there_is_said_in_one_sentence(cli, tmp_path: Path) -> None:
    said = cli("report", "daily", str(tmp_path / "no" / "report.xlsx"), *TODAY)
    assert (said.code, said.data["refused"]["code"]) == (1, "malformed")


def test_tomorrow_has_no_report_and_no_zero(cli) -> None:
    said = cli("report", "daily", "--unit", "140106003011", "--date", "2022-11-13", "--as", "chen", "--json")
    assert (said.code, said.data["refused"]["code"]) == (1, "activations.day-not-begun")


def test_a_form_without_a_file_to_write_is_not_passed_over(cli) -> None:
    said = cli("report", "daily", "--form", "zero", *TODAY)
    assert (said.code, said.data["refused"]["code"]) == (1, "malformed")


def test_a_state_that_rounds_do_not_know_is_wrong_usage_not_an_empty_list(cli) -> None:
    assert cli("round", "list", "--state", "foo", "--as", "chen").code == 2


def test_a_batch_in_another_encoding_is_one_sentence(cli, tmp_path: Path) -> None:
    (tmp_path / "kept.jsonl").write_bytes('{"late_because": "没有信号"}'.encode("gb18030"))
    said = cli("round", "record", "--batch", str(tmp_path / "kept.jsonl"), "--as", "chen", "--json")
    assert (said.code, said.data["refused"]["code"]) == (1, "malformed")


def test_a_night_patrol_is_listed_by_the_hours_of_the_wall_over_midnight(cli) -> None:
    cli("clock", "set", "2022-11-12T21:00", "--json")
    cli(
        "round", "plan", "--unit", "140106003011", "--name", "patrol", "--title", "夜间巡逻", "--hours", "22:00-01:00",
        "--role", "community_secretary", "--to", "2022-11-13T03:00", "--as", "liu", "--json",
    )  # fmt: skip
    shown = cli("round", "list", "--unit", "140106003011", "--as", "liu").text
    hours = [line[:26] for line in reversed(shown.splitlines())]
    assert hours == [
        "11-12 22:00 to 11-12 23:00",
        "11-12 23:00 to 11-13 00:00",
        "11-13 00:00 to 11-13 01:00",
    ]
