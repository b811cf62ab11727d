"""The audit's pages: what happened in reach, and whether the record still holds."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from tests.console.furnished import Furnished
from tests.personas import START

from gridkeeper.access.actors import system_actor
from gridkeeper.audit.chain import head, seal_events
from gridkeeper.scopes.doors import acting_as

SignIn = Callable[..., Client]


@pytest.fixture
def sealed(furnished: Furnished) -> Furnished:
    """Everything that happened, chained."""
    with acting_as(system_actor("sealing")):
        seal_events(now=START)
    return furnished


@pytest.mark.parametrize(
    ("query", "seen", "unseen"),
    [
        ("verb=order.", "order came into force", "people registered"),
        ("who=sun", "proposal approved", "work opened"),
        ("unit=140106003011", "people registered", "order came into force"),
    ],
)
def test_the_list_is_narrowed_by_who_what_and_where(
    furnished: Furnished, sign_in: SignIn, query: str, seen: str, unseen: str
) -> None:
    page = sign_in("audit").get(f"/console/audit/?{query}", headers={"HX-Request": "true"}).content.decode()
    assert seen in page
    assert unseen not in page


def test_the_history_of_one_thing_is_found_by_its_id(furnished: Furnished, sign_in: SignIn) -> None:
    page = sign_in("audit").get(f"/console/audit/?subject={furnished.order}").content.decode()
    assert page.count("<tr>") == 2


def test_the_export_says_who_did_what(furnished: Furnished, sign_in: SignIn) -> None:
    text = sign_in("audit").get("/console/audit/?format=csv&verb=order.").content.decode("utf-8-sig")
    assert "order.in-force" in text
    assert ",sun," in text
    assert re.search(r",[^,]+,sun,", text)


def test_an_untouched_record_holds(sealed: Furnished, sign_in: SignIn) -> None:
    page = sign_in("audit").post("/console/audit/verify/").content.decode()
    assert "The record holds" in page


def test_the_record_agrees_with_a_sheet_printed_earlier(sealed: Furnished, sign_in: SignIn) -> None:
    noted = head()
    typed = {"number": str(noted.number), "hash": f"{noted.hash[:32]} {noted.hash[32:].upper()}"}
    assert b"It also agrees with the sheet" in sign_in("audit").post("/console/audit/verify/", typed).content


def test_a_rewritten_record_differs_from_the_sheet(sealed: Furnished, sign_in: SignIn) -> None:
    typed = {"number": str(head().number), "hash": "0" * 64}
    assert b"The record is broken in 1 place" in sign_in("audit").post("/console/audit/verify/", typed).content


def test_half_a_sheet_is_asked_for_again(sealed: Furnished, sign_in: SignIn) -> None:
    answer = sign_in("audit").post("/console/audit/verify/", {"number": "3", "hash": "abc"})
    assert answer.status_code == 422


def test_the_sheet_shows_number_and_figures_with_the_exercise_stamp(sealed: Furnished, sign_in: SignIn) -> None:
    page = sign_in("audit").get("/console/audit/verify/sheet/").content.decode()
    assert head().hash[:8] in page
    assert "stampbox" in page


@pytest.mark.parametrize("login", ["liu", "lin", "zhao"])
def test_only_whoever_may_verify_sees_the_verdict(sealed: Furnished, sign_in: SignIn, login: str) -> None:
    assert sign_in(login).post("/console/audit/verify/").status_code == 403
