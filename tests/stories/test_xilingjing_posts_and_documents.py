"""A16: every place has its post held under a document; one document less, and the wall names the place."""

from __future__ import annotations

import html
from typing import Any

import pytest
from tests.stories.conftest import District, Visitor

pytestmark = pytest.mark.served

STREET, COMMUNITY, NAME = "140106006", "140106006002", "老军营小区一社区"
DESK = ("--as", "district-duty")


def invariants(district: District) -> tuple[int, dict[str, dict[str, Any]]]:
    """Exit code and lines of the check of the street, by requirement."""
    code, lines = district.said("post", "establishment", "--unit", STREET, *DESK)
    return code, {line["key"]: line for line in lines}


@pytest.fixture(scope="module")
def before(district: District) -> dict[str, dict[str, Any]]:
    """The lines as they stand at first."""
    return invariants(district)[1]


@pytest.fixture(scope="module")
def secretary(district: District, before: object) -> dict[str, Any]:
    """The secretary's post of one community, after its holder's appointment has ended with its document."""
    posts = district.done("post", "list", "--unit", COMMUNITY, "--role", "community_secretary", *DESK)
    [post] = [post for post in posts if post["unit_code"] == COMMUNITY and "临时" not in post["title"]]
    [holder] = post["holders"]
    assert holder["document"]
    district.done("post", "end", holder["appointment_id"], "--because", "文件撤销（演练）", *DESK)
    return dict(post)


def test_a16_green_while_every_post_is_held_under_a_document(before: dict[str, dict[str, Any]]) -> None:
    for key in ("community_secretary", "community_desk", "street_duty", "temporary_bodies"):
        line = before[key]
        assert (line["ok"], line["documented"], line["lacking"]) == (True, line["required"], [])


def test_a16_one_document_less_is_a_finding_that_names_the_community(
    district: District, before: dict[str, dict[str, Any]], secretary: dict[str, Any]
) -> None:
    code, lines = invariants(district)
    line, stood = lines["community_secretary"], before["community_secretary"]["required"]
    assert (code, line["shown"], line["ok"]) == (1, f"{stood - 1}/{stood}", False)
    assert line["lacking"] == [{"unit_code": COMMUNITY, "name": NAME, "reason": "vacant"}]
    assert lines["community_desk"]["ok"]


def test_a16_the_page_of_the_community_shows_the_empty_post(district: District, secretary: dict[str, Any]) -> None:
    visitor = Visitor(district)
    visitor.sign_in("district_duty")
    status, page = visitor.get(f"/console/people/of/{COMMUNITY}/vacancies/")
    assert (status, secretary["title_en"] in html.unescape(page)) == (200, True)


def test_a16_without_a_document_nobody_is_appointed_and_with_one_it_is_green_again(
    district: District, secretary: dict[str, Any]
) -> None:
    who = ("--post", secretary["id"], "--person", secretary["holders"][0]["person_id"], *DESK)
    assert district.refused("post", "appoint", *who, "--document", " ") == "posts.no-document"
    district.done("post", "appoint", *who, "--document", "迎组〔2022〕演-补1号")
    assert invariants(district)[1]["community_secretary"]["ok"]
