"""``gridkeeper case``: a loop worked off from the command line."""

from __future__ import annotations

import pytest
from tests.personas import settle

from gridkeeper.kernel.ids import uuid7

pytestmark = pytest.mark.django_db


@pytest.fixture
def number(cli) -> str:
    settle()
    said = cli(
        "case", "open", "--title", "清运垃圾", "--unit", "140106003011", "--body", uuid7(), "--due", "2022-11-12T18:00",
        "--json", "--as", "liu",
    )  # fmt: skip
    return said.data["case"]


def test_a_case_is_opened_listed_and_acted_on(cli, number: str) -> None:
    listed = [row["number"] for row in cli("case", "list", "--json", "--as", "chen").data]
    acted = cli("case", "act", number, "accepted", "--words", "马上去", "--json", "--as", "chen")
    assert (listed, acted.data["state"], len(acted.data["steps"])) == ([number], "accepted", 2)


def test_done_without_words_is_refused(cli, number: str) -> None:
    cli("case", "act", number, "accepted", "--as", "chen")
    said = cli("case", "act", number, "resolved", "--json", "--as", "chen")
    assert (said.code, said.data["refused"]["code"]) == (1, "cases.no-evidence")


def test_work_of_another_district_is_not_there(cli, number: str) -> None:
    assert cli("case", "show", number, "--json", "--as", "zhao").data["refused"]["code"] == "not-found"
