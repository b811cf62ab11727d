"""The end of an emergency in the console: counted beforehand, two people, a certificate to print (SF-07, SF-08)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from tests.activations import plan
from tests.personas import START, SYSTEM, World

from gridkeeper.access.models import PurgeRun
from gridkeeper.accounts.queries import account_by_login
from gridkeeper.activations.commands.stand_down import stand_down
from gridkeeper.activations.models import Activation
from gridkeeper.clocks.choices import HomeKind
from gridkeeper.clocks.commands import found_home
from gridkeeper.notices.commands.notices import read_notice
from gridkeeper.notices.queries import notices_for_me
from gridkeeper.scopes.doors import acting_as

pytestmark = pytest.mark.django_db
ORDER = {
    "reason": "连续七天没有新情况",
    "number": "演练〔2022〕9 号",
    "issued_by": "迎泽区指挥部（生成）",
    "document": "演练方案第 9 页",
    "legal_basis": "突发事件应对法，演练",
}


@pytest.fixture
def world() -> World:
    found_home(kind=HomeKind.EXERCISE, starts_at=START)
    return plan.ready()


@pytest.fixture
def switched(world: World) -> Activation:
    """A switch under which one person left a receipt."""
    activation = plan.switched_on(world)
    chen = world.actor("chen")
    with acting_as(chen):
        read_notice(actor=chen, notice_id=notices_for_me(actor=chen, now=START)[0].id, now=START)
    return activation


def client(login: str) -> Client:
    one = Client(HTTP_ACCEPT_LANGUAGE="en")
    one.force_login(account_by_login(login), backend="django.contrib.auth.backends.ModelBackend")
    return one


def page_of(activation: Activation) -> str:
    return f"/console/activations/{activation.id}/emergency/"


def end(world: World, activation: Activation) -> None:
    he = world.actor("he")
    with acting_as(he):
        stand_down(actor=he, activation_id=activation.id, because="结束", now=START + timedelta(minutes=1))


def test_what_is_destroyed_and_what_stays_is_counted_before_anybody_decides(world: World, switched: Activation) -> None:
    end(world, switched)
    rows = {one["kind"]: one for one in client("sun").get(page_of(switched)).context["classes"]}
    assert (rows["Receipts of notices"]["count"], rows["Receipts of notices"]["goes"]) == (1, True)
    stay = [one for one in rows.values() if not one["goes"]]
    assert {"Messages", "Duties"} <= {one["kind"] for one in stay}
    assert rows["Pictures from rounds"]["goes"]
    assert any("3 years after" in one["until"] for one in stay)
    assert not any("1096" in one["until"] for one in stay)


def test_while_it_runs_the_page_leads_to_the_stand_down_and_offers_no_form(world: World, switched: Activation) -> None:
    answer = client("sun").get(page_of(switched))
    assert answer.context["form"] is None
    assert "First it is stood down" in answer.content.decode()
    assert client("sun").post(page_of(switched), ORDER).status_code == 409


def test_two_people_end_it_and_the_certificate_says_why_and_how_much(world: World, switched: Activation) -> None:
    end(world, switched)
    proposed = client("sun").post(page_of(switched), ORDER)
    code = proposed["Location"].rstrip("/").rsplit("/", 1)[-1]
    assert client("sun").post(f"/console/orders/proposals/{code}/approve/").status_code in (403, 409)
    approved = client("he").post(f"/console/orders/proposals/{code}/approve/")
    assert approved["Location"] == page_of(switched)
    shown = client("he").get(page_of(switched)).context
    assert shown["destroyed"] == [{"kind": "Receipts of notices", "count": 1}]
    sheet = client("he").get(f"/console/settings/purges/{shown['end'].purge.id}/").content.decode()
    assert ORDER["reason"] in sheet
    assert ORDER["number"] in sheet
    run = shown["end"].purge.id
    with acting_as(SYSTEM):
        assert PurgeRun.objects.values_list("proposed_by", "approved_by").get(pk=run) == ("sun", "he")


def test_a_proposal_that_waits_stands_on_the_page_and_a_refused_one_makes_room(
    world: World, switched: Activation
) -> None:
    end(world, switched)
    code = client("sun").post(page_of(switched), ORDER)["Location"].rstrip("/").rsplit("/", 1)[-1]
    assert client("sun").get(page_of(switched)).context["form"] is None
    client("he").post(f"/console/orders/proposals/{code}/refuse/", {"reason": "还早"})
    assert client("sun").get(page_of(switched)).context["form"] is not None


def test_an_end_without_a_reason_is_not_proposed(world: World, switched: Activation) -> None:
    end(world, switched)
    answer = client("sun").post(page_of(switched), {**ORDER, "reason": ""})
    assert answer.status_code == 422
    assert "reason" in answer.context["form"].errors


def test_who_may_not_read_the_switch_finds_no_page(world: World, switched: Activation) -> None:
    assert client("zhao").get(page_of(switched)).status_code == 404
