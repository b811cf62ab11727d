"""``gridkeeper clock``: an exercise's time goes forward only, by whoever may, and the record says so (R-05, R-07)."""

from __future__ import annotations

from datetime import datetime

import pytest
from tests.personas import SYSTEM, settle

from gridkeeper.audit.models import Event
from gridkeeper.clocks.models import HomeClock
from gridkeeper.scopes.doors import acting_as

pytestmark = pytest.mark.django_db


def test_advancing_moves_the_home_and_leaves_a_trace(cli) -> None:
    before = datetime.fromisoformat(cli("clock", "show", "--json").data["now"])
    after = datetime.fromisoformat(cli("clock", "advance", "1d2h", "--json").data["now"])
    with acting_as(SYSTEM):
        event = Event.objects.get(verb="clock.advanced")
    assert (26 * 3600 <= (after - before).total_seconds() < 26 * 3600 + 60, event.actor.split(":")[0]) == (
        True,
        "local",
    )


def test_setting_reads_local_time(cli) -> None:
    said = cli("clock", "set", "2022-12-01T08:00", "--json")
    assert datetime.fromisoformat(said.data["now"]).isoformat(timespec="minutes") == "2022-12-01T00:00+00:00"


def test_time_does_not_go_back(cli) -> None:
    said = cli("clock", "set", "2020-01-01", "--json")
    assert (said.code, said.data["refused"]["code"]) == (1, "clocks.backwards")


def test_the_speed_is_kept(cli) -> None:
    assert cli("clock", "run", "--speed", "60", "--json").data["speed"] == 60


def test_only_an_administrator_bends_time(cli) -> None:
    settle()
    said = [cli("clock", "advance", "1h", "--json", "--as", login).code for login in ("liu", "admin")]
    assert said == [1, 0]


def test_a_real_home_follows_the_wall(cli) -> None:
    HomeClock.objects.update(kind="real")
    said = cli("clock", "advance", "1h", "--json")
    assert (said.code, said.data["refused"]["code"]) == (1, "clocks.real-home")


@pytest.mark.parametrize("span", ["soon", "1w", "", "h"])
def test_a_span_that_is_none_is_wrong_usage(cli, span: str) -> None:
    assert cli("clock", "advance", span).code == 2
