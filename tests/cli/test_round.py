"""``gridkeeper round record``: which hour a patrol counts for, by command (YZ-47, 4.e)."""

from __future__ import annotations

import pytest
from tests.personas import settle

pytestmark = pytest.mark.django_db
PLACE, DAY = "140106003011", "2022-11-12"


@pytest.fixture
def series(cli) -> str:
    """A patrol from nine to noon, asked about at half past eleven."""
    settle()
    cli("clock", "set", f"{DAY}T08:30", "--json")
    said = cli(
        "round", "plan", "--unit", PLACE, "--name", "patrol", "--title", "每小时巡逻", "--hours", "09:00-12:00",
        "--role", "community_secretary", "--to", f"{DAY}T12:00", "--as", "liu", "--json",
    )  # fmt: skip
    cli("clock", "set", f"{DAY}T11:30", "--json")
    return str(said.data["series"])


def walked(cli, series: str, begun: str, done: str):
    times = ("--started", f"{DAY}T{begun}", "--done", f"{DAY}T{done}", "--late-because", "没有信号")
    return cli("round", "record", series, *times, "--as", "chen", "--json").data


def states(cli) -> list[str]:
    rows = cli("round", "list", "--unit", PLACE, "--date", DAY, "--as", "liu", "--json").data
    return [row["state"] for row in rows]


def test_a_patrol_that_ends_in_the_next_hour_counts_for_the_hour_it_began_in(cli, series: str) -> None:
    assert walked(cli, series, "09:50", "10:20")["due_at"][11:16] == "01:00"
    assert states(cli) == ["done", "missed", "planned"]


def test_two_patrols_in_one_hour_count_once(cli, series: str) -> None:
    walked(cli, series, "09:20", "09:30")
    assert walked(cli, series, "09:25", "09:35")["round"] is None
    assert states(cli) == ["done", "missed", "planned"]


def test_a_patrol_where_none_is_due_is_told_so_and_not_kept(cli, series: str) -> None:
    assert walked(cli, series, "08:35", "08:50")["refused"]["code"] == "rounds.nothing-due"
