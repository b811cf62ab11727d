"""The first page answers what its reader must do now, whoever they are."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils.html import strip_tags
from tests.console.furnished import Furnished
from tests.personas import START

from gridkeeper.rosters.commands.answering import decline_duty
from gridkeeper.scopes.doors import acting_as

SignIn = Callable[..., Client]


def page(client: Client) -> str:
    return client.get("/console/").content.decode()


def heading(text: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", text, re.S)
    return strip_tags(found[1]) if found else ""


def test_what_is_late_stands_first_and_in_the_heading(furnished: Furnished, sign_in: SignIn) -> None:
    text = page(sign_in("liu"))
    assert heading(text) == "1 thing is late"
    assert "清点物资" in text
    # The home's clock goes on while the suite runs.
    assert re.search(r"\d+ (min|h)[^<]* late", text)


def test_a_proposal_of_somebody_else_waits_for_me_and_mine_waits_for_others(
    furnished: Furnished, sign_in: SignIn
) -> None:
    assert "Waits for your approval: 演-2 增设登记点" in page(sign_in("sun"))
    mine = page(sign_in("liu"))
    assert "Waits for your approval: 演-2 " not in mine
    assert "演-2 增设登记点" in mine


def test_an_order_about_to_expire_asks_to_be_renewed_or_ended(furnished: Furnished, sign_in: SignIn) -> None:
    assert "Order 演-1 expires: 夜间值守" in page(sign_in("liu"))


def test_a_request_about_someones_data_stands_on_the_first_page_of_whoever_answers(
    furnished: Furnished, sign_in: SignIn
) -> None:
    assert "Somebody asked: correct my data" in page(sign_in("guard"))


@pytest.mark.parametrize("login", ["liu", "sun", "guard", "lin", "admin", "wang", "audit"])
def test_a_view_has_one_solid_button_at_most(furnished: Furnished, sign_in: SignIn, login: str) -> None:
    main = page(sign_in(login)).partition('<main id="main"')[2]
    assert len(re.findall(r"btn-primary", main)) <= 1


def test_a_volunteer_with_nothing_to_do_is_told_so_kindly(furnished: Furnished, sign_in: SignIn) -> None:
    lin = furnished.world.actor("lin")
    with acting_as(lin):
        decline_duty(actor=lin, duty_id=furnished.duty, now=START)
    text = page(sign_in("lin"))
    assert heading(text) == "Nothing for you to do now"
    assert "When something is given to you, it stands here." in text


def test_the_page_names_whom_to_call_nearest_first(furnished: Furnished, sign_in: SignIn) -> None:
    text = page(sign_in("wang", language="zh-hans"))
    called = re.findall(r"<li><span>(.*?)</span><a class=\"tel", text.partition("有事打给谁")[2])
    assert called == ["社区党委书记岗", "庙前街道值班岗", "区指挥部值班岗"]


def test_every_figure_leads_to_its_rows(furnished: Furnished, sign_in: SignIn) -> None:
    client = sign_in("liu")
    aside = page(client).partition("My place now")[2].partition("</section>")[0]
    links = [link.replace("&amp;", "&") for link in re.findall(r'href="([^"]+)"', aside)]
    assert len(links) == len(re.findall("<li>", aside))
    assert {client.get(link).status_code for link in links} == {200}
