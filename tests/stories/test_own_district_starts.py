"""K-01, K-04: a district of one's own, from the first start of an empty real home to somebody's first page."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from tests.served import command, served
from tests.stories.conftest import District, Visitor

pytestmark = pytest.mark.served

TREE = "代码,名称\n140106,迎泽区\n140106003,庙前街道办事处\n140106003011,水西关街一社区居委会\n"
PEOPLE = (
    "姓名,手机号,单位,角色,任命文件\n"
    "温如一（生成）,13800000771,庙前街道,street_duty,迎任〔2026〕1 号\n"
    "谷未名（生成）,13800000772,没有这个社区,,\n"
)
PASSWORD = "a short sentence of mine"


@pytest.fixture(scope="module")
def own() -> Iterator[District]:
    """An empty real home."""
    with served("real") as home:
        yield District(home=home)


@pytest.fixture(scope="module")
def administrator(own: District) -> Visitor:
    """The first administrator, who has brought in the tree and the people."""
    visitor = Visitor(own)
    status, page = visitor.get("/console/orders/")
    assert (status, visitor.at) == (200, "/console/start/")
    given = {"name": "首岗（生成）", "login": "first", "password": PASSWORD, "again": PASSWORD}
    assert "Next: Import the tree of units" in visitor.post("/console/start/", **given)[1]
    for kind, content in (("territory", TREE), ("people", PEOPLE)):
        visitor.get(f"/console/imports/{kind}/")
        status, page = visitor.send(f"/console/imports/{kind}/", f"{kind}.csv", content.encode(), system="wgs84")
        assert (status, "Read, but not imported yet" in page) == (200, True), page
        status, page = visitor.post(f"{visitor.at}go/")
        assert (status, "<h1>Imported" in page) == (200, True), page
    return visitor


@pytest.fixture(scope="module")
def newcomer(own: District, administrator: Visitor) -> Visitor:
    """The street's duty officer, invited by the administrator, at the first page."""
    invited = own.done("account", "invite", "13800000771", "--as", "first")
    visitor = Visitor(own)
    address = "/console/join/" + str(invited["address"]).split("/console/join/")[1]
    assert visitor.get(address)[0] == 200
    status, page = visitor.post(address, password=PASSWORD, again=PASSWORD)
    assert status == 200, page
    return visitor


def test_k04_a_row_that_cannot_go_in_stops_no_other(own: District, administrator: Visitor) -> None:
    rows = own.done("people", "list", "--unit", "140106", "--as", "first")["rows"]
    assert [row["name"] for row in rows] == ["温如一（生成）"]


def test_k01_the_tree_is_there_by_code_and_by_initials(own: District, administrator: Visitor) -> None:
    assert own.done("territory", "show", "140106000000", "--as", "first")["counts"]["communities"] == 1
    assert own.done("territory", "show", "mqjd", "--as", "first")["code"] == "140106003"


def test_the_person_invited_has_a_first_page_of_their_own(newcomer: Visitor) -> None:
    status, page = newcomer.get("/console/")
    assert (status, "温如一" in page, "EXERCISE" in page) == (200, True, False)


def test_k06_the_street_sees_its_own_place_and_no_settings(newcomer: Visitor) -> None:
    assert newcomer.get("/console/territory/140106003/")[0] == 200
    assert newcomer.get("/console/start/steps/")[0] == 403


def test_the_doctor_names_the_missing_backup_in_the_language_of_the_terminal(
    own: District, administrator: Visitor
) -> None:
    said = command("doctor", "--json", environment={**own.home.environment, "LC_ALL": "zh_CN.UTF-8"})
    checks = {check["check"]: check for check in json.loads(said.stdout)["checks"]}
    assert (said.returncode, checks["backup"]["text"]) == (1, "从未做过备份。")
    assert checks["tables"]["text"] == "数据表是最新的。"
    assert [key for key, check in checks.items() if not check["ok"]] == ["backup"]
