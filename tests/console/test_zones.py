"""A zone from the page of a building to its end; exits stand first and 120 on the slip (YZ-24, R-12)."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from tests.console.furnished import Furnished

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
BUILDING = "140106003011001001"
GIVEN = {
    "name": "1号楼",
    "reason": "楼内有感染者居住",
    "hotline": "0351-000 0001",
    "measures": "请留在家里",
    "zero": "2022-11-11",
    "exits": "1单元门 = 第1网格员岗，0351-000 0003",
    "number": "迎指令〔2022〕21 号",
    "issued_by": "迎泽区指挥部",
    "legal_basis": "《传染病防治法》第四十二条",
    "document": "会议纪要",
    "expires_at": "2022-11-18T08:00",
}


def main_of(answer: object) -> str:
    return answer.content.decode().partition('<main id="main"')[2]  # type: ignore[attr-defined]


def opened(sign_in: SignIn) -> str:
    """Liu designates, Sun approves; the address of the zone's page."""
    answer = sign_in("liu").post(f"/console/zones/designate/{BUILDING}/", GIVEN, follow=True)
    page = main_of(answer)
    code = re.search(r"opens it: (\w{6})", page)
    assert code, page
    assert sign_in("sun").post(f"/console/orders/proposals/{code[1]}/approve/", follow=True).status_code == 200
    return str(answer.request["PATH_INFO"])


def test_a_zone_is_designated_approved_checked_counted_and_lifted(sign_in: SignIn, furnished: Furnished) -> None:
    address = opened(sign_in)
    liu, chen, sun = sign_in("liu"), sign_in("chen"), sign_in("sun")
    page = main_of(liu.get(address))
    assert "it was not checked in the last 24 hours" in page
    check = re.search(r'action="(/console/zones/[^"]+/check/)"', main_of(chen.get(address)))
    assert check
    assert "the way out opens" in main_of(chen.post(check[1], {"opens": "yes", "help": "yes"}, follow=True))
    assert "danger to life" in main_of(chen.post(check[1], {"help": "yes"}, follow=True))
    noted = liu.post(f"{address}note/", {"kind": "check", "on": "2022-11-12", "result": "clear"}, follow=True)
    assert "The rule was asked again" in main_of(noted)
    assert "not yet" in main_of(noted)
    assert "1号楼" in main_of(liu.get("/console/zones/"))
    lifted = sun.post(f"{address}lift/", {"reason": "符合解除条件"}, follow=True)
    assert "The zone is lifted" in main_of(lifted)


def test_the_slip_says_120_and_the_ways_out_first(sign_in: SignIn) -> None:
    page = main_of(sign_in("liu").get(f"{opened(sign_in)}slip/"))
    assert page.index("120") < page.index("1单元门") + 400
    assert page.index("1单元门") < page.index("楼内有感染者居住")
    assert "2022-11-17" in page or "Nov" in page


def test_a_form_with_a_crossed_outline_keeps_what_was_typed(sign_in: SignIn) -> None:
    bow = '{"type": "Polygon", "coordinates": [[[112, 37], [114, 39], [114, 37], [112, 39], [112, 37]]]}'
    answer = sign_in("liu").post(f"/console/zones/designate/{BUILDING[:12]}/", {**GIVEN, "outline": bow})
    assert answer.status_code == 422
    assert "crosses itself at 113 38" in main_of(answer)
    assert "楼内有感染者居住" in main_of(answer)


def test_who_decides_about_a_zone_reads_its_basis_its_end_and_the_area_and_lands_there(
    sign_in: SignIn, furnished: Furnished
) -> None:
    answer = sign_in("liu").post(f"/console/zones/designate/{BUILDING}/", GIVEN, follow=True)
    zone = str(answer.request["PATH_INFO"])
    code = re.search(r"opens it: (\w{6})", main_of(answer))
    assert code
    proposal = main_of(sign_in("sun").get(f"/console/orders/proposals/{code[1]}/"))
    assert GIVEN["legal_basis"] in proposal
    assert "18 Nov 08:00" in proposal
    assert f'href="{zone}"' in proposal
    assert sign_in("sun").post(f"/console/orders/proposals/{code[1]}/approve/")["Location"] == zone
