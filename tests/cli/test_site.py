"""``gridkeeper site``: opened, listed and closed from a terminal."""

from __future__ import annotations

import pytest
from tests.personas import settle

pytestmark = pytest.mark.django_db
PLACE = "140106003011"


def test_a_site_is_opened_listed_and_closed(cli) -> None:
    settle()
    words = ("--unit", PLACE, "--name", "东门", "--kind", "gate", "--opens", "06:00", "--closes", "22:00")
    made = cli("site", "open", *words, "--json", "--as", "chen").data["site"]
    [row] = cli("site", "list", "--unit", PLACE, "--json", "--as", "lin").data
    assert (row["id"], row["opens"]) == (made, "06:00:00")
    assert cli("site", "close", made, "--because", "撤除", "--json", "--as", "chen").data["closed"] is True
    assert cli("site", "list", "--unit", PLACE, "--json", "--as", "lin").data == []
