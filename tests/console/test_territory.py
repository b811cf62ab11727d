"""The pages of units: what stands there for whom, and that nothing of the next district does."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.test import Client
from tests.console.furnished import Furnished
from tests.personas import START, SYSTEM

from gridkeeper.posts.commands.appointment import end_appointment
from gridkeeper.posts.queries.responsible import post_shown
from gridkeeper.scopes.doors import acting_as

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
UNIT = "/console/territory/140106003/"
COMMUNITY = "/console/territory/140106003011/"
FAR = ("庙前街道", "刘静安", "水西关街")
PARTS = ("", "tree/", "areas.json", "streets.json", "points.json", "export/")


def main_of(page: str) -> str:
    return page.partition('<main id="main"')[2]


def test_the_unit_page_names_who_answers_from_the_top_down(sign_in: SignIn) -> None:
    chain = sign_in("liu").get(COMMUNITY).context["chain"]
    assert [link["name"] for link in chain][:3] == ["孙一舟（生成）", "刘静安（生成）", "陈知远（生成）"]


def test_a_vacant_post_says_so_and_leads_to_filling_it(sign_in: SignIn, furnished: Furnished) -> None:
    post = furnished.world.posts["chen"]
    with acting_as(SYSTEM):
        [holder] = post_shown(actor=SYSTEM, post_id=post, now=START).holders
        end_appointment(actor=SYSTEM, appointment_id=holder.appointment_id, because="轮换", now=START)
    page = sign_in("liu").get(COMMUNITY)
    [link] = [link for link in page.context["chain"] if link.get("vacant")]
    assert str(post) in link["act"]["href"]


def test_late_work_stands_on_the_unit_page(sign_in: SignIn) -> None:
    assert "清点物资" in main_of(sign_in("liu").get(UNIT).content.decode())


def test_the_page_has_one_solid_button(sign_in: SignIn) -> None:
    assert main_of(sign_in("liu").get(UNIT).content.decode()).count("btn-primary") == 1


@pytest.mark.parametrize("part", PARTS)
def test_the_next_district_learns_nothing_of_a_unit(sign_in: SignIn, part: str) -> None:
    answer = sign_in("zhao", language="zh-hans").get(f"{UNIT}{part}")
    assert answer.status_code in (403, 404)
    assert [word for word in FAR if word in main_of(answer.content.decode())] == []


@pytest.mark.parametrize("part", PARTS)
def test_nobody_is_sent_to_sign_in(furnished: Furnished, part: str) -> None:
    answer = Client().get(f"{UNIT}{part}")
    assert (answer.status_code, "/console/sign-in/" in answer["Location"]) == (302, True)


def test_the_entrance_leads_to_ones_own_place(sign_in: SignIn) -> None:
    assert sign_in("liu").get("/console/territory/")["Location"] == UNIT


def test_a_search_of_the_next_district_finds_nothing_here(sign_in: SignIn) -> None:
    page = main_of(sign_in("zhao", language="zh-hans").get("/console/search/?q=水西关").content.decode())
    assert "水西关街一社区" not in page


def test_a_search_finds_a_place_by_its_code(sign_in: SignIn) -> None:
    assert "水西关街一社区" in sign_in("liu").get("/console/search/?q=140106003011").content.decode()


def test_an_empty_search_says_what_to_try(sign_in: SignIn) -> None:
    assert sign_in("liu").get("/console/search/?q=zzqq").context["is_empty"]


def test_the_map_answers_unchanged_data_without_sending_it_again(sign_in: SignIn) -> None:
    client = sign_in("liu")
    first = client.get(f"{UNIT}areas.json")
    assert json.loads(first.content)["type"] == "FeatureCollection"
    assert client.get(f"{UNIT}areas.json", HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304


def test_the_tree_opens_one_branch_at_a_time(sign_in: SignIn) -> None:
    branch = sign_in("liu").get(f"{UNIT}tree/").content.decode()
    assert "水西关街一社区" in branch
    assert "第1网格" not in branch
    assert "1 grid" in branch
    assert "1 grid · 1 building" in branch


def test_an_export_of_units_is_stamped_in_an_exercise(sign_in: SignIn) -> None:
    answer = sign_in("sun").get(f"{UNIT}export/?format=csv")
    assert "EXERCISE-" in answer["Content-Disposition"]
    assert "水西关街一社区" in answer.content.decode("utf-8-sig")
