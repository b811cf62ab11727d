"""R-08, R-09: two start an order, a fresh reason renews it, the next level the second time, the clock ends it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.served import wait_until
from tests.stories.conftest import District, Visitor

pytestmark = pytest.mark.served

STREET = "140106003"
_SHOWN_IN = ZoneInfo("Asia/Shanghai")
_PROPOSAL = re.compile(r"^/console/orders/proposals/([0-9A-Z]{6})/$")
_numbers = count(1)


@pytest.fixture(scope="module")
def people(district: District) -> dict[str, Visitor]:
    """Three desks at their browsers."""
    visitors = {role: Visitor(district) for role in ("street_duty", "street_leader", "district_duty")}
    for role, visitor in visitors.items():
        assert visitor.sign_in(role)[0] == 200
    return visitors


def moment(district: District, **later: float) -> str:
    """The home's moment and so much later, as a form sends it."""
    now = datetime.fromisoformat(district.done("clock", "show")["now"]).astimezone(_SHOWN_IN)
    return f"{now + timedelta(**later):%Y-%m-%dT%H:%M}"


def proposed(district: District, by: Visitor, **lasts: float) -> tuple[str, str]:
    """Number of an order that the street's desk has put before a second person, and the address where it waits."""
    number = f"庙演〔2022〕故事-{next(_numbers)}号"
    by.get("/console/orders/new/")
    status, page = by.post(
        "/console/orders/new/",
        title="临时登记点",
        number=number,
        issued_by="庙前街道",
        unit=STREET,
        kind="general",
        document="街道会议纪要（生成）",
        legal_basis="突发事件应对法第四十四条",
        issued_at=moment(district),
        expires_at=moment(district, **lasts),
    )
    assert (status, bool(_PROPOSAL.match(by.at))) == (200, True), page
    return number, by.at


def shown(district: District, number: str) -> dict[str, Any]:
    return dict(district.done("order", "show", number, "--as", "district-duty"))


def in_force(district: District, people: dict[str, Visitor], **lasts: float) -> str:
    """Number of an order two people have started."""
    number, waits = proposed(district, people["street_duty"], **lasts)
    assert approve(people["street_leader"], waits)[0] == 200
    assert shown(district, number)["state"] == "in_force"
    return number


def approve(by: Visitor, waits: str) -> tuple[int, str]:
    by.get(waits)
    return by.post(f"{waits}approve/")


def renew(district: District, by: Visitor, number: str, *, reason: str, **lasts: float) -> tuple[int, str]:
    """Ask to prolong an order; status and page, ``by.at`` tells where it waits."""
    address = f"/console/orders/{shown(district, number)['id']}/"
    by.get(address)
    return by.post(f"{address}renew/", to=moment(district, **lasts), reason=reason)


def test_r08_whoever_proposed_an_order_cannot_be_the_second_person(
    district: District, people: dict[str, Visitor]
) -> None:
    number, waits = proposed(district, people["street_duty"], days=2)
    status, page = approve(people["street_duty"], waits)
    assert (status, shown(district, number)["state"]) == (409, "proposed"), page


def test_r08_one_person_is_enough_to_end_it(district: District, people: dict[str, Visitor]) -> None:
    number = in_force(district, people, days=2)
    by, address = people["street_duty"], f"/console/orders/{shown(district, number)['id']}/"
    by.get(address)
    assert by.post(f"{address}end/", reason="处置结束")[0] == 200
    assert shown(district, number)["state"] == "ended"


def test_r09_each_renewal_needs_a_fresh_reason_and_the_second_one_level_higher(
    district: District, people: dict[str, Visitor]
) -> None:
    desk, leader, above = (people[role] for role in ("street_duty", "street_leader", "district_duty"))
    number = in_force(district, people, days=2)
    renew(district, desk, number, reason="登记尚未完成", days=3)
    assert approve(leader, desk.at)[0] == 200
    status, page = renew(district, desk, number, reason="登记尚未完成", days=4)
    assert (status, "reason" in page) == (409, True)
    assert renew(district, desk, number, reason="又增加两个小区", days=4)[0] == 200
    waits = desk.at
    assert approve(leader, waits)[0] in {403, 404}
    assert len(shown(district, number)["renewals"]) == 1
    assert approve(above, waits)[0] == 200
    assert [row["reason"] for row in shown(district, number)["renewals"]] == ["登记尚未完成", "又增加两个小区"]


def test_r09_no_renewal_goes_past_the_ceiling_of_fourteen_days(district: District, people: dict[str, Visitor]) -> None:
    number = in_force(district, people, days=13)
    status, page = renew(district, people["street_duty"], number, reason="还需要一天以上", days=15)
    assert (status, "may run until" in page) == (409, True)


def test_r09_an_order_ends_by_the_homes_clock_without_anybody_and_is_not_renewed_afterwards(
    district: District, people: dict[str, Visitor]
) -> None:
    number = in_force(district, people, hours=1)
    district.done("clock", "advance", "2h", "--as", "administrator")
    assert wait_until(lambda: shown(district, number)["state"] == "expired", seconds=60, every=0.5)
    again = ("--to", moment(district, days=1), "--reason", "忘记了", "--as", "street-duty")
    assert district.refused("order", "renew", number, *again) == "orders.not-in-force"
