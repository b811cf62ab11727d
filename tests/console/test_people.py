"""People, their posts and appointing them: in reach, with a document, and every look leaves a line."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests.console.furnished import Furnished
from tests.personas import START, SYSTEM

from gridkeeper.access.models import Reading
from gridkeeper.posts.commands.appointment import NewPost, appoint, create_post
from gridkeeper.posts.queries.responsible import post_shown
from gridkeeper.scopes.doors import acting_as

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
LIST = "/console/people/of/140106003/"


def looks() -> list[tuple[str, str]]:
    with acting_as(SYSTEM):
        return list(Reading.objects.values_list("reader", "look"))


def main_of(page: str) -> str:
    return page.partition('<main id="main"')[2]


def appointment(**changes: str) -> dict[str, str]:
    return {
        "person": "林见秋（生成）",
        "holding": "holder",
        "document": "迎任〔2022〕2 号",
        "from_at": "2022-11-12T08:00",
        "to_at": "",
        **changes,
    }


def test_a_list_of_people_leaves_a_line(sign_in: SignIn) -> None:
    assert "王小满" in sign_in("liu").get(LIST).content.decode()
    assert ("liu", "list") in looks()


def test_a_persons_page_leaves_a_line(sign_in: SignIn, furnished: Furnished) -> None:
    sign_in("liu").get(f"/console/people/{furnished.world.people['wang']}/")
    assert ("liu", "page") in looks()


def test_an_export_leaves_a_line_and_is_stamped(sign_in: SignIn) -> None:
    answer = sign_in("sun").get(f"{LIST}?format=csv")
    assert "EXERCISE-" in answer["Content-Disposition"]
    assert ("sun", "export") in looks()


@pytest.mark.parametrize("part", ["", "new/", "vacancies/", "?format=csv"])
def test_the_next_district_sees_nobody_of_here(sign_in: SignIn, part: str) -> None:
    answer = sign_in("zhao").get(f"{LIST}{part}")
    assert answer.status_code in (403, 404)
    assert "刘静安" not in main_of(answer.content.decode())


def test_a_person_of_the_next_district_has_no_page_here(sign_in: SignIn, furnished: Furnished) -> None:
    answer = sign_in("zhao").get(f"/console/people/{furnished.world.people['wang']}/")
    assert answer.status_code in (403, 404)
    assert "王小满" not in main_of(answer.content.decode())


def test_nobody_is_sent_to_sign_in(furnished: Furnished) -> None:
    assert Client().get(LIST).status_code == 302


def test_somebody_registered_has_a_page(sign_in: SignIn) -> None:
    answer = sign_in("liu").post(f"{LIST}new/", {"name": "路星河（生成）", "phone": "13800000911"})
    assert answer.status_code == 302
    assert "路星河" in sign_in("liu").get(answer["Location"]).content.decode()


def test_a_phone_with_too_few_figures_is_refused_at_the_form(sign_in: SignIn) -> None:
    answer = sign_in("liu").post(f"{LIST}new/", {"name": "路星河（生成）", "phone": "12"})
    assert answer.status_code == 422
    assert answer.context["error"] or answer.context["form"].errors


def test_an_appointment_without_a_document_is_refused_at_the_form(sign_in: SignIn, furnished: Furnished) -> None:
    address = f"/console/posts/{furnished.world.posts['chen']}/appoint/"
    answer = sign_in("sun").post(address, appointment(document=""))
    assert answer.status_code == 422
    assert "document" in answer.context["form"].errors


def test_a_full_post_refuses_a_second_holder_in_words(sign_in: SignIn, furnished: Furnished) -> None:
    address = f"/console/posts/{furnished.world.posts['chen']}/appoint/"
    answer = sign_in("sun").post(address, appointment())
    assert answer.status_code == 422
    assert answer.context["error"].code.startswith("posts.")


def test_a_full_post_takes_a_deputy(sign_in: SignIn, furnished: Furnished) -> None:
    post = furnished.world.posts["chen"]
    answer = sign_in("sun").post(f"/console/posts/{post}/appoint/", appointment(holding="deputy"))
    assert answer.status_code == 302
    with acting_as(SYSTEM):
        [deputy] = post_shown(actor=SYSTEM, post_id=post, now=START).deputies
    assert deputy.name == "林见秋（生成）"


def test_somebody_out_of_reach_cannot_be_appointed(sign_in: SignIn, furnished: Furnished) -> None:
    address = f"/console/posts/{furnished.world.posts['chen']}/appoint/"
    answer = sign_in("sun").post(address, appointment(person="赵北辰（生成）", holding="deputy"))
    assert "person" in answer.context["form"].errors


def test_an_ended_appointment_shows_as_a_vacancy(sign_in: SignIn, furnished: Furnished) -> None:
    post = furnished.world.posts["wang"]
    with acting_as(SYSTEM):
        [holder] = post_shown(actor=SYSTEM, post_id=post, now=START).holders
    client = sign_in("sun")
    client.post(f"/console/appointments/{holder.appointment_id}/end/", {"reason": "轮换"})
    assert "第1网格员岗" in main_of(client.get(f"{LIST}vacancies/").content.decode())


def test_who_leaves_holds_no_post(sign_in: SignIn, furnished: Furnished) -> None:
    person = furnished.world.people["wang"]
    client = sign_in("sun")
    client.post(f"/console/people/{person}/leave/", {"reason": "调离"})
    page = client.get(f"/console/people/{person}/")
    assert page.context["posts"] == []
    assert page.context["person"].left_at is not None


def test_who_guards_the_data_proposes_an_erasure_on_the_persons_page_and_another_decides(
    sign_in: SignIn, furnished: Furnished
) -> None:
    page = f"/console/people/{furnished.world.people['lin']}/"
    sign_in("liu").post(f"{page}leave/", {"reason": "离任"})
    guard = sign_in("guard")
    assert f"{page}erase/" in guard.get(page).content.decode()
    proposed = guard.post(f"{page}erase/", {"reason": "本人来信申请"})
    assert proposed["Location"].startswith("/console/orders/proposals/")
    assert "本人来信申请" in sign_in("admin").get(proposed["Location"]).content.decode()
    assert f"{page}erase/" not in sign_in("liu").get(page).content.decode()
    assert guard.post(f"{page}erase/", {"reason": " "}).status_code == 409


def test_somebody_who_still_serves_is_not_erased_and_the_page_says_why(sign_in: SignIn, furnished: Furnished) -> None:
    answer = sign_in("guard").post(f"/console/people/{furnished.world.people['wang']}/erase/", {"reason": "本人申请"})
    assert answer.status_code == 409


def test_why_somebody_looked_is_said_in_the_readers_language(sign_in: SignIn, furnished: Furnished) -> None:
    sign_in("liu").get("/console/invitations/?unit=140106003")
    page = sign_in("wang").get("/console/me/looks/", headers={"accept-language": "zh-hans"}).content.decode()
    assert "做邀请卡" in page


def test_whoever_reads_english_reads_the_posts_of_people_in_english(furnished: Furnished, sign_in: SignIn) -> None:
    world = furnished.world
    with acting_as(SYSTEM):
        seat = NewPost(
            unit_id=world.units["140106003011"],
            unit_code="140106003011",
            role="volunteer",
            title="送菜队队员",
            title_en="vegetable bringer",
            is_office=False,
            from_at=START,
        )
        post = create_post(actor=SYSTEM, post=seat, now=START)
        person = world.people["lin"]
        appoint(actor=SYSTEM, post_id=post.id, person_id=person, document="1", from_at=START, now=START)
    for address in ("/console/people/of/140106003011/?q=林见秋", "/console/invitations/?unit=140106003011&q=林见秋"):
        page = {language: sign_in("liu", language=language).get(address).content.decode() for language in ("en", "zh")}
        assert ("vegetable bringer" in page["en"], "送菜队队员" in page["en"]) == (True, False)
        assert "送菜队队员" in page["zh"]


def test_sf03_somebody_is_spared_until_a_day_and_nobody_is_asked_why(sign_in: SignIn, furnished: Furnished) -> None:
    liu, page = sign_in("liu"), f"/console/people/{furnished.world.people['wang']}/"
    form = main_of(liu.get(f"{page}edit/").content.decode())
    assert "Why is not asked and not kept." in form
    assert "regnan" not in form
    given = {"name": "王小满（生成）", "phone": "", "birth_year": "1980", "spared_until": "2023-02-01"}
    shown = main_of(liu.post(f"{page}edit/", given, follow=True).content.decode())
    assert "Spared until" in shown
    assert "1 Feb 2023" in shown
