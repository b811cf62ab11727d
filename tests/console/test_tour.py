"""The five-minute path: one press to the page and the person of each step; done is what the records say."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from tests.console.furnished import Furnished

from gridkeeper.clocks.models import HomeClock

SignIn = Callable[..., Client]
PLAN = "/console/tour/plan/"


def test_a_press_leads_on_as_the_person_of_the_step(furnished: Furnished) -> None:
    client = Client()
    answer = client.post("/console/exercise/persona/", {"login": "liu", "next": "/console/tour/"})
    assert answer["Location"] == "/console/tour/"
    assert client.get("/console/tour/").status_code == 200


def test_a_press_never_leads_outside(furnished: Furnished) -> None:
    answer = Client().post("/console/exercise/persona/", {"login": "liu", "next": "https://example.org/"})
    assert answer["Location"] == "/console/"


def test_opening_the_plan_is_seen_and_nothing_else_is(furnished: Furnished, sign_in: SignIn) -> None:
    client = sign_in("liu", language="zh-hans")
    before = client.get("/console/tour/").content.decode()
    assert client.get(PLAN)["Location"] == "/console/playbooks/epidemic-district/"
    after = client.get("/console/tour/").content.decode()
    assert after.count('<li class="done">') == before.count('<li class="done">') + 1


def test_a_real_home_has_no_path(furnished: Furnished, sign_in: SignIn) -> None:
    client = sign_in("liu")
    HomeClock.objects.update(kind="real")
    assert client.get("/console/tour/").status_code == 409
    assert client.get(PLAN).status_code == 409


def test_while_one_walks_every_page_leads_back_until_one_leaves(furnished: Furnished, sign_in: SignIn) -> None:
    client = sign_in("liu")
    back = 'href="/console/tour/">'
    band = 'class="step" ' + back
    assert band not in client.get("/console/orders/").content.decode()
    client.get("/console/tour/")
    assert band in client.get("/console/orders/").content.decode()
    client.post("/console/tour/leave/")
    assert band not in client.get("/console/orders/").content.decode()


def test_while_one_walks_the_forms_of_an_order_tell_what_may_be_typed_and_fill_nothing_in(
    furnished: Furnished, sign_in: SignIn
) -> None:
    client = sign_in("liu")
    page = "/console/zones/designate/140106003011001/"
    assert "You may type" not in client.get(page).content.decode()
    client.get("/console/tour/")
    shown = client.get(page).content.decode()
    assert "You may type: Number: 演练〔2022〕1 号 · Issued by:" in shown
    assert 'value="演练' not in shown
