"""The doors scripts may call keep their word: 1 with the reason in the JSON, 2 where the line itself is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.personas import World, settle

pytestmark = pytest.mark.django_db

REFUSED = {
    "territory show": ("没有这个地方",),
    "territory import": ("no-list.csv", "--as", "sun"),
    "people import": ("no-list.csv", "--as", "liu"),
    "people export": ("out.csv", "--unit", "140106003", "--as", "wang"),
    "post appoint": ("--unit", "140106003", "--role", "street_duty", "--person", "没有这个人", "--document", "1"),
    "order show": ("演-没有",),
    "approve": ("ABCDEF", "--as", "sun"),
    "clock set": ("2022-11-11T08:00", "--as", "admin"),
    "clock advance": ("2h", "--as", "liu"),
    "clock run": ("--speed", "60", "--as", "liu"),
    "audit verify": ("--as", "wang"),
    "token create": ("--label", "日报", "--as", "nobody-of-this-name"),
    "purge": ("--as", "wang"),
}
WRONG = {
    "territory show": (),
    "territory import": ("there-is-no-such-file.csv",),
    "people import": ("there-is-no-such-file.csv",),
    "people export": (),
    "post appoint": ("--person", "lin", "--document", "迎任 1 号"),
    "order show": (),
    "approve": (),
    "clock set": ("yesterday",),
    "clock advance": ("a while",),
    "clock run": (),
    "audit verify": ("--head", "yesterday"),
    "token create": ("--as", "liu"),
    "purge": ("--person", "lin"),
}


@pytest.fixture(autouse=True)
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """The small world, and a folder with a file that is no list."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "no-list.csv").write_text("hello\n", encoding="utf-8")
    return settle()


@pytest.mark.parametrize("door", REFUSED)
def test_a_refusal_ends_with_one_and_says_why_in_the_json(cli, door: str) -> None:
    said = cli(*door.split(), *REFUSED[door], "--json")
    assert said.code == 1, said.text
    refused = said.data["refused"]
    assert refused["code"]
    assert refused["text"].endswith((".", "。"))
    assert refused["hint"]


@pytest.mark.parametrize("door", WRONG)
def test_a_line_that_is_wrong_ends_with_two_and_names_the_usage(cli, door: str) -> None:
    said = cli(*door.split(), *WRONG[door], "--json")
    assert (said.code, "Usage:" in said.text) == (2, True), said.text
