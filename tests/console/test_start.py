"""An empty home asks for its first administrator, once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from tests.console.furnished import Furnished
from tests.personas import START

from gridkeeper.accounts.commands import found_first_account
from gridkeeper.accounts.errors import AlreadyInUse
from gridkeeper.accounts.models import User
from gridkeeper.clocks.choices import HomeKind
from gridkeeper.clocks.commands import found_home
from gridkeeper.kernel.actor import NOBODY
from gridkeeper.scopes.doors import acting_as

SignIn = Callable[..., Client]
GIVEN = {"name": "首岗（生成）", "login": "first", "password": "a first sentence", "again": "a first sentence"}


@pytest.fixture
def empty_home(db: None, settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    found_home(kind=HomeKind.REAL)


def test_an_empty_home_leads_everybody_to_the_start(empty_home: None) -> None:
    answer = Client().get("/console/orders/")
    assert answer["Location"] == "/console/start/"


def test_the_first_administrator_is_led_to_the_three_steps(empty_home: None) -> None:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    assert client.post("/console/start/", GIVEN)["Location"] == "/console/start/steps/"
    page = client.get("/console/start/steps/").content.decode()
    assert "Next: Import the tree of units" in page
    assert "This home is being set up" in client.get("/console/").content.decode()


def test_a_home_in_use_takes_no_second_first_administrator(empty_home: None) -> None:
    Client().post("/console/start/", GIVEN)
    answer = Client().post("/console/start/", {**GIVEN, "login": "second"})
    assert (answer["Location"], User.objects.count()) == ("/console/start/steps/", 1)


def test_whoever_is_slower_at_the_start_is_refused(empty_home: None) -> None:
    found_first_account(login="first", name="甲（生成）", password="a first sentence", now=START)
    with pytest.raises(AlreadyInUse):
        found_first_account(login="second", name="乙（生成）", password="a first sentence", now=START)


def test_two_who_start_at_the_same_moment_open_one_account(committed_db: None) -> None:
    def start(login: str) -> bool:
        try:
            with acting_as(NOBODY):
                found_first_account(login=login, name="甲（生成）", password="a first sentence", now=START)
        except AlreadyInUse:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(max_workers=4) as pool:
        opened = list(pool.map(start, ("one", "two", "three", "four")))
    assert (opened.count(True), User.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    "wrong", [{"login": "Big Name"}, {"again": "differs"}, {"password": "short", "again": "short"}]
)
def test_a_start_with_a_mistake_opens_nothing(empty_home: None, wrong: dict[str, str]) -> None:
    assert Client().post("/console/start/", {**GIVEN, **wrong}).status_code == 422
    assert User.objects.count() == 0


def test_a_short_password_is_refused_in_the_language_of_the_page(empty_home: None) -> None:
    given = {**GIVEN, "password": "short", "again": "short"}
    page = Client().post("/console/start/", given, headers={"accept-language": "zh-hans"}).content.decode()
    assert "太短了：至少 10 个字符。" in page


def test_the_steps_are_for_whoever_may_set_the_home_up(furnished: Furnished, sign_in: SignIn) -> None:
    assert sign_in("admin").get("/console/start/steps/").status_code == 200
    assert sign_in("liu").get("/console/start/steps/").status_code == 403


def test_a_home_with_tree_people_and_accounts_is_in_use(furnished: Furnished, sign_in: SignIn) -> None:
    assert b"This home is in use" in sign_in("admin").get("/console/start/steps/").content
