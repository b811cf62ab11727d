"""One's own page: my data, who looked, what I agreed to, what I asked, and the desk that answers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from django.test import Client
from tests.console.furnished import SECRET_WORDS, Furnished
from tests.personas import START, SYSTEM

from gridkeeper.access.choices import Look
from gridkeeper.access.commands.reading import note_look
from gridkeeper.access.models import RightsRequest
from gridkeeper.accounts.errors import TokenUnknown
from gridkeeper.accounts.queries import account_by_token
from gridkeeper.posts.models import Consent
from gridkeeper.scopes.doors import acting_as

SignIn = Callable[..., Client]


def test_everybody_sees_their_own_posts_and_data(furnished: Furnished, sign_in: SignIn) -> None:
    page = sign_in("lin", language="zh-hans").get("/console/me/").content.decode()
    assert all(word in page for word in ("志愿者", "林见秋", "水西关街一社区", "10000000005"))


def test_the_copy_holds_what_is_kept_of_me_and_nobody_else(furnished: Furnished, sign_in: SignIn) -> None:
    answer = sign_in("lin").get("/console/me/copy/")
    data = json.loads(answer.content)
    assert (data["contact"]["phone"], len(data["posts"]), len(data["requests"])) == ("10000000005", 1, 1)
    assert {"sensitive", "consents", "looks_at_me", "duties"} <= data.keys()
    assert any(row["field"] == "phone" and row["for"] for row in data["why"])
    assert "刘静安" not in answer.content.decode()


def test_a_look_of_somebody_else_is_shown_with_who_and_why(furnished: Furnished, sign_in: SignIn) -> None:
    liu = furnished.world.actor("liu")
    with acting_as(liu):
        person = furnished.world.people["lin"]
        note_look(actor=liu, people=[person], unit_code="140106003", look=Look.PAGE, now=START, purpose="值班")
    page = sign_in("lin").get("/console/me/looks/").content.decode()
    assert "Somebody looked at your record once" in page
    assert "庙前街道值班岗" in page
    assert "值班" in page


def test_opening_the_page_of_invitations_leaves_a_look(furnished: Furnished, sign_in: SignIn) -> None:
    sign_in("liu").get("/console/invitations/?unit=140106003011")
    assert "invitations" in sign_in("lin").get("/console/me/looks/").content.decode()


def test_a_request_is_answered_by_the_desk_and_read_by_whoever_asked(furnished: Furnished, sign_in: SignIn) -> None:
    desk = sign_in("guard")
    assert "1 request waits for an answer" in desk.get("/console/me/desk/").content.decode()
    page = desk.get(f"/console/me/desk/{furnished.request}/").content.decode()
    assert SECRET_WORDS in page
    assert desk.post(f"/console/me/desk/{furnished.request}/", {"answer": "已更正，请核对"}).status_code == 302
    assert "已更正，请核对" in sign_in("lin").get("/console/me/requests/").content.decode()
    assert "answering a request" in sign_in("lin").get("/console/me/looks/").content.decode()


def test_a_request_is_answered_once(furnished: Furnished, sign_in: SignIn) -> None:
    desk = sign_in("guard")
    address = f"/console/me/desk/{furnished.request}/"
    desk.post(address, {"answer": "第一次"})
    assert desk.post(address, {"answer": "第二次"}).status_code == 404


@pytest.mark.parametrize(("login", "status"), [("wang", 403), ("lin", 403), ("zhao", 404)])
def test_no_other_desk_opens_a_request(furnished: Furnished, sign_in: SignIn, login: str, status: int) -> None:
    assert sign_in(login).get(f"/console/me/desk/{furnished.request}/").status_code == status


def test_everybody_may_ask_about_their_own_data(furnished: Furnished, sign_in: SignIn) -> None:
    answer = sign_in("wang").post("/console/me/requests/", {"kind": "delete", "words": "离岗以后请删"})
    assert answer.status_code == 302
    with acting_as(SYSTEM):
        row = RightsRequest.objects.get(person_id=furnished.world.people["wang"])
    assert (row.kind, row.words) == ("delete", "离岗以后请删")


def test_a_consent_is_given_with_the_words_seen_and_taken_back(furnished: Furnished, sign_in: SignIn) -> None:
    client = sign_in("lin", language="zh-hans")
    client.post("/console/me/consent/", {"kind": "volunteer_call", "give": "1"})
    with acting_as(SYSTEM):
        assert Consent.objects.get().wording == "可以请我当志愿者"
    client.post("/console/me/consent/", {"kind": "volunteer_call"})
    with acting_as(SYSTEM):
        assert Consent.objects.get().withdrawn_at is not None


def test_a_consent_nobody_knows_is_not_taken(furnished: Furnished, sign_in: SignIn) -> None:
    assert sign_in("lin").post("/console/me/consent/", {"kind": "anything", "give": "1"}).status_code == 404


def test_a_token_is_shown_once_and_ends_when_its_owner_says_so(furnished: Furnished, sign_in: SignIn) -> None:
    client = sign_in("wang")
    page = client.post("/console/me/tokens/", {"label": "周报"}).content.decode()
    found = re.search(r'data-copy="([^"]+)"', page)
    assert found
    assert account_by_token(found[1], now=START).login == "wang"
    assert found[1] not in client.get("/console/me/tokens/").content.decode()
    [revoke] = re.findall(r"/console/me/tokens/[0-9a-f-]+/revoke/", client.get("/console/me/tokens/").content.decode())
    client.post(revoke)
    with pytest.raises(TokenUnknown):
        account_by_token(found[1], now=START)


def test_nobody_ends_a_token_of_somebody_else(furnished: Furnished, sign_in: SignIn) -> None:
    assert sign_in("wang").post(f"/console/me/tokens/{furnished.token}/revoke/").status_code == 409


def test_a_desk_that_may_not_erase_reads_who_may(furnished: Furnished, sign_in: SignIn) -> None:
    sign_in("lin").post("/console/me/requests/", {"kind": "delete", "words": "搬走了"})
    desk = sign_in("chen")
    found = re.search(
        r'href="(/console/me/desk/[0-9a-f-]{36}/)"[^>]*>delete my data', desk.get("/console/me/desk/").content.decode()
    )
    assert found
    page = desk.get(found[1]).content.decode()
    assert "let leave, erase" not in page
    assert "these propose the erasure" in page
    assert "0351-000 0006" in page, "the number of the data-protection officer"
