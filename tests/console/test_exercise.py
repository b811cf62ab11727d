"""Stepping into another person and moving the clock: in exercises only, and on record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from tests.console.furnished import Furnished
from tests.personas import START, SYSTEM

from gridkeeper.audit.models import Event
from gridkeeper.clocks.models import HomeClock
from gridkeeper.clocks.queries import home_time
from gridkeeper.scopes.doors import acting_as

SignIn = Callable[..., Client]


def test_one_press_makes_a_visitor_somebody_else_and_leaves_a_line(furnished: Furnished) -> None:
    client = Client(HTTP_ACCEPT_LANGUAGE="zh-hans")
    assert client.post("/console/exercise/persona/", {"login": "liu"}).status_code == 302
    assert client.post("/console/exercise/persona/", {"login": "lin"}).status_code == 302
    assert "志愿者" in client.get("/console/me/").content.decode()
    with acting_as(SYSTEM):
        ways = [event.payload.facts["way"] for event in Event.objects.filter(verb="account.signed-in")]
    assert ways == ["persona", "persona"]


def test_the_band_lists_posts_with_their_places(furnished: Furnished, sign_in: SignIn) -> None:
    page = sign_in("liu", language="zh-hans").get("/console/").content.decode()
    assert "社区党委书记岗<small>水西关街一社区</small>" in page


def test_a_real_home_lets_nobody_step_into_anybody(furnished: Furnished) -> None:
    HomeClock.objects.update(kind="real")
    client = Client()
    assert client.post("/console/exercise/persona/", {"login": "liu"}).status_code == 409
    assert client.get("/console/").status_code == 302


def test_nobody_steps_into_an_account_that_is_no_persona(furnished: Furnished) -> None:
    assert Client().post("/console/exercise/persona/", {"login": "no such"}).status_code == 409


def test_an_hour_is_skipped_with_one_press_and_stays_on_the_page(furnished: Furnished, sign_in: SignIn) -> None:
    answer = sign_in("admin").post("/console/exercise/clock/advance/", {"hours": "1", "next": "/console/me/"})
    assert answer["Location"] == "/console/me/"
    assert home_time().now >= START + timedelta(hours=1)
    with acting_as(SYSTEM):
        assert Event.objects.filter(verb="clock.advanced", actor="admin").count() == 1


def test_the_clock_is_set_to_a_later_moment_but_never_back(furnished: Furnished, sign_in: SignIn) -> None:
    client = sign_in("admin")
    assert client.post("/console/exercise/clock/", {"to": "2022-11-14T09:30"}).status_code == 302
    assert client.post("/console/exercise/clock/", {"to": "2022-11-13T09:30"}).status_code == 409
    assert client.post("/console/exercise/clock/", {"speed": "60"}).status_code == 302
    assert home_time().speed == 60


def test_nobody_without_the_right_moves_the_clock(furnished: Furnished, sign_in: SignIn) -> None:
    assert sign_in("liu").post("/console/exercise/clock/advance/", {"hours": "1"}).status_code == 403
    assert sign_in("admin").post("/console/exercise/clock/advance/", {"hours": "-3"}).status_code == 409


def test_a_real_home_has_no_clock_page_and_no_samples(furnished: Furnished, sign_in: SignIn) -> None:
    HomeClock.objects.update(kind="real")
    assert sign_in("liu").get("/console/exercise/clock/").status_code == 409
    assert sign_in("liu").get("/console/style/").status_code == 409
