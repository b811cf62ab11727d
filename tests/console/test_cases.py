"""Open work: opened with an owner and a moment, moved step by step, a refusal loses nothing that was typed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests.console.furnished import STREET, Furnished

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


def main_of(answer: object) -> str:
    return answer.content.decode().partition('<main id="main"')[2]  # type: ignore[attr-defined]


def test_the_heading_counts_what_is_late(sign_in: SignIn) -> None:
    assert "1 thing is late" in main_of(sign_in("liu").get("/console/cases/"))


def test_the_list_is_narrowed_and_goes_out_as_a_file(sign_in: SignIn, furnished: Furnished) -> None:
    client = sign_in("liu")
    assert furnished.case in main_of(client.get("/console/cases/", {"q": furnished.case}))
    assert furnished.case not in main_of(client.get("/console/cases/", {"standing": "over"}))
    written = client.get("/console/cases/", {"format": "csv", "standing": "late"}).content.decode("utf-8-sig")
    assert furnished.case in written
    assert "Number" in written.splitlines()[0]


def test_a_task_is_opened_with_owner_and_moment(sign_in: SignIn, furnished: Furnished) -> None:
    given = {"title": "送药", "detail": "", "body": str(furnished.body), "due_at": "2022-11-12T10:00"}
    answer = sign_in("liu").post(f"/console/cases/open/{STREET}/", given, follow=True)
    assert "送药" in main_of(answer)


def test_a_task_without_an_owner_is_refused_at_the_form(sign_in: SignIn) -> None:
    given = {"title": "送药", "detail": "", "body": "", "due_at": "2022-11-12T10:00"}
    answer = sign_in("liu").post(f"/console/cases/open/{STREET}/", given)
    assert "body" in answer.context["form"].errors


def test_a_step_out_of_order_is_refused_and_keeps_the_words(sign_in: SignIn, furnished: Furnished) -> None:
    answer = sign_in("liu").post(f"/console/cases/{furnished.case}/move/", {"to": "closed", "words": "都好了"})
    assert answer.status_code == 409
    assert "都好了" in main_of(answer)


def test_a_step_in_order_is_noted(sign_in: SignIn, furnished: Furnished) -> None:
    client = sign_in("liu")
    client.post(f"/console/cases/{furnished.case}/move/", {"to": "accepted", "words": ""})
    assert client.get(f"/console/cases/{furnished.case}/").context["case"].state == "accepted"


def test_the_next_district_sees_no_work_of_here(sign_in: SignIn, furnished: Furnished) -> None:
    client = sign_in("zhao")
    assert "清点物资" not in main_of(client.get("/console/cases/"))
    answer = client.get(f"/console/cases/{furnished.case}/")
    assert answer.status_code in (403, 404)
    assert "清点物资" not in main_of(answer)


def test_nobody_is_sent_to_sign_in(furnished: Furnished) -> None:
    assert Client().get("/console/cases/").status_code == 302
