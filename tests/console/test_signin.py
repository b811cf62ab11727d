"""Signing in by login, phone or name; guessing slowed down; second factors; invitations."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.console.furnished import Furnished
from tests.personas import START, SYSTEM

from gridkeeper.accounts.commands import NewAccount, open_accounts, rebuild_sign_in_keys
from gridkeeper.accounts.models import User
from gridkeeper.accounts.queries import account_by_login
from gridkeeper.accounts.signing_in import ATTEMPTS, FAILED, SIGNED_IN
from gridkeeper.audit.models import Event
from gridkeeper.clocks.models import HomeClock
from gridkeeper.posts.commands.appointment import NewPost, appoint, create_post
from gridkeeper.scopes.doors import acting_as

SignIn = Callable[..., Client]
PASSWORD = "a short sentence to remember"
ADDRESS = "/console/sign-in/"


@pytest.fixture(autouse=True)
def _quick_hashes(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def give_password(login: str, *names: str) -> User:
    """Let somebody of the small world sign in, also by the further names."""
    from gridkeeper.accounts.commands import renew_sign_in_names

    user = account_by_login(login)
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    renew_sign_in_names(user_id=user.id, names=(user.name, *names))
    return user


def try_in(client: Client, name: str, password: str = PASSWORD, **more: str) -> int:
    """Status of one attempt: 302 is in, 422 is refused."""
    return client.post(ADDRESS, {"name": name, "password": password, **more}).status_code


def events(verb: str) -> int:
    with acting_as(SYSTEM):
        return Event.objects.filter(verb=verb).count()


@pytest.mark.parametrize("typed", ["liu", "100 0000 0000", "刘静安（生成）", "LIU"])
def test_login_phone_and_name_all_lead_in(furnished: Furnished, typed: str) -> None:
    give_password("liu", "10000000000")
    client = Client()
    assert try_in(client, typed) == 302
    assert client.get("/console/").status_code == 200


def test_a_wrong_password_and_an_unknown_name_read_the_same(furnished: Furnished) -> None:
    give_password("liu")
    pages = [Client().post(ADDRESS, {"name": name, "password": "guess"}) for name in ("liu", "nobody here")]
    notes = [re.findall(r'role="alert".*?</div></div>', page.content.decode(), re.S) for page in pages]
    assert len(notes[0]) == 1
    assert notes[0] == notes[1]


def test_a_failed_attempt_leaves_a_line_without_the_name_typed(furnished: Furnished) -> None:
    try_in(Client(), "刘静安（生成）", "guess")
    with acting_as(SYSTEM):
        [line] = Event.objects.filter(verb=FAILED)
    assert (line.actor, "刘" in line.subject_id) == ("nobody", False)


def test_after_many_failures_even_the_right_password_has_to_wait(furnished: Furnished) -> None:
    give_password("liu")
    for _ in range(ATTEMPTS):
        try_in(Client(), "liu", "guess")
    assert try_in(Client(), "liu") == 422
    assert events(FAILED) == ATTEMPTS


def test_somebody_elses_failures_do_not_lock_me_out(furnished: Furnished) -> None:
    give_password("sun")
    for _ in range(ATTEMPTS):
        try_in(Client(), "liu", "guess")
    assert try_in(Client(), "sun") == 302


def test_one_address_that_tries_many_names_has_to_wait(furnished: Furnished) -> None:
    give_password("sun")
    for number in range(30):
        try_in(Client(), f"name{number}", "guess")
    assert try_in(Client(), "sun") == 422
    assert try_in(Client(REMOTE_ADDR="192.0.2.7"), "sun") == 302


def test_people_who_share_a_name_are_asked_for_the_phone(furnished: Furnished) -> None:
    give_password("liu", "10000000000")
    with acting_as(SYSTEM):
        double = NewAccount(login="liu2", name="刘静安（生成）", person_id=None, sign_in_names=("刘静安（生成）",))
        open_accounts(actor=SYSTEM, accounts=[double], now=START)
    client = Client()
    asked = client.post(ADDRESS, {"name": "刘静安（生成）", "password": PASSWORD})
    assert asked.status_code == 422
    assert b'name="ask"' in asked.content
    assert try_in(client, "刘静安（生成）", ask="1", phone="100-0000-0000") == 302


def test_signing_in_begins_a_new_session(furnished: Furnished) -> None:
    give_password("liu")
    client = Client()
    client.get(ADDRESS)
    client.session["before"] = "1"
    before = client.session.session_key
    try_in(client, "liu")
    assert client.session.session_key != before
    assert events(SIGNED_IN) == 1


def test_signing_in_leads_only_to_pages_of_this_site(furnished: Furnished) -> None:
    give_password("liu")
    away = Client().post(ADDRESS, {"name": "liu", "password": PASSWORD, "next": "https://example.org/"})
    home = Client().post(ADDRESS, {"name": "liu", "password": PASSWORD, "next": "/console/me/"})
    assert (away["Location"], home["Location"]) == ("/console/", "/console/me/")


def test_the_machine_keeps_names_only_and_forgets_them_on_request(furnished: Furnished) -> None:
    give_password("liu")
    client = Client()
    try_in(client, "liu", remember="on")
    client.post("/console/sign-out/")
    assert "刘静安" in client.get(ADDRESS).content.decode()
    assert client.get("/console/").status_code == 302
    client.post("/console/this-machine/clear/")
    assert "as=liu" not in client.get(ADDRESS).content.decode()


def test_a_list_of_names_that_was_tampered_with_counts_as_none(furnished: Furnished) -> None:
    client = Client()
    client.cookies["gk_recent"] = "liu:forged:signature"
    assert client.get(ADDRESS).status_code == 200


def test_the_next_person_takes_the_machine_over_with_their_own_password(furnished: Furnished) -> None:
    give_password("liu")
    give_password("sun")
    client = Client()
    try_in(client, "liu")
    assert b"liu" not in client.get("/console/switch-user/").headers.get("Location", "").encode()
    assert try_in(client, "sun", "guess") == 422
    assert try_in(client, "sun") == 302
    assert "sun" in client.get("/console/me/").content.decode()


def test_the_language_changes_and_stays(furnished: Furnished, sign_in: SignIn) -> None:
    client = sign_in("liu", language="en")
    client.post("/console/language/", {"language": "zh-hans", "next": "/console/"})
    assert "有事打给谁" in client.get("/console/").content.decode()


@pytest.mark.parametrize(("login", "demanded"), [("admin", True), ("audit", True), ("liu", False), ("lin", False)])
def test_a_real_home_demands_a_second_factor_where_a_role_does(
    furnished: Furnished, sign_in: SignIn, login: str, demanded: bool
) -> None:
    HomeClock.objects.update(kind="real")
    with acting_as(SYSTEM):
        # A real home follows the wall clock, on which the small world's posts are still held.
        answer = sign_in(login).get("/console/me/")
    leads_there = answer.status_code == 302 and answer["Location"] == reverse("mfa_activate_totp")
    assert leads_there is demanded


def test_an_exercise_demands_no_second_factor(furnished: Furnished, sign_in: SignIn) -> None:
    assert sign_in("admin").get("/console/me/").status_code == 200


def test_an_authenticator_is_asked_for_once_somebody_has_one(furnished: Furnished) -> None:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    user = give_password("liu")
    TOTP.activate(user, generate_totp_secret())
    client = Client()
    answer = client.post(ADDRESS, {"name": "liu", "password": PASSWORD})
    assert answer["Location"] == reverse("mfa_authenticate")
    assert client.get("/console/").status_code == 302
    assert client.get(reverse("mfa_authenticate")).status_code == 200
    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    assert client.get("/console/").status_code == 302


def test_whoever_signed_in_a_while_ago_types_the_password_again_and_goes_on(furnished: Furnished) -> None:
    give_password("liu")
    client = Client()
    try_in(client, "liu")
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": 0.0}]
    session.save()
    asked = client.get(reverse("mfa_activate_totp"))
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert client.get(asked["Location"]).status_code == 200
    answer = client.post(asked["Location"], {"password": PASSWORD, "next": reverse("mfa_activate_totp")})
    assert answer["Location"] == reverse("mfa_activate_totp")
    assert client.get(answer["Location"]).status_code == 200


def test_whoever_joins_an_authenticator_reads_why_and_is_led_on(furnished: Furnished, sign_in: SignIn) -> None:
    from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time

    give_password("liu")
    client = Client(headers={"accept-language": "en"})
    try_in(client, "liu")
    address = reverse("mfa_activate_totp")
    page = client.get(address)
    assert "What your post may see asks for more than a password" in page.content.decode()
    assert 'action="/console/sign-out/"' in page.content.decode()
    secret = page.context["form"].secret
    code = f"{hotp_value(secret, next(yield_hotp_counters_from_time())):06}"
    codes = client.post(address, {"code": code}, follow=True).content.decode()
    assert "Keep these codes apart from your phone" in codes
    assert 'href="/console/"' in codes
    assert 'href="/console/me/"' in client.get(reverse("mfa_index")).content.decode()


def test_a_name_is_known_without_the_mark_of_an_invented_person(furnished: Furnished) -> None:
    give_password("liu")
    assert (try_in(Client(), "刘静安"), try_in(Client(), "刘静安（生成）")) == (302, 302)


def test_a_code_is_known_without_its_dashes(furnished: Furnished) -> None:
    typed = furnished.invitation.lower().replace("-", " ")
    answer = Client().post("/console/join/", {"code": typed}, follow=True)
    assert "王小满" in answer.content.decode()


def test_who_chose_a_name_of_this_machine_types_the_password_next(furnished: Furnished) -> None:
    page = Client().get(f"{ADDRESS}?as=liu").content.decode()
    assert re.search(r"<input[^>]*name=.password.[^>]*autofocus", page)


def test_an_invitation_sets_a_password_once(furnished: Furnished) -> None:
    client = Client()
    address = f"/console/join/{furnished.invitation}/"
    assert "王小满" in client.get(address).content.decode()
    given = {"password": PASSWORD, "again": PASSWORD}
    assert client.post(address, given).status_code == 302
    assert client.get("/console/").status_code == 200
    assert Client().post(address, given).status_code == 422
    assert try_in(Client(), "wang") == 302


@pytest.mark.parametrize(("password", "again"), [("short", "short"), ("password12", "password12"), (PASSWORD, "other")])
def test_a_weak_or_mistyped_password_is_not_taken(furnished: Furnished, password: str, again: str) -> None:
    address = f"/console/join/{furnished.invitation}/"
    assert Client().post(address, {"password": password, "again": again}).status_code == 422
    assert not account_by_login("wang").has_usable_password()


def test_a_code_typed_by_hand_in_small_letters_leads_to_the_same_page(furnished: Furnished) -> None:
    answer = Client().post("/console/join/", {"code": f" {furnished.invitation.lower()} "})
    assert answer["Location"] == f"/console/join/{furnished.invitation}/"


def test_the_desk_prints_a_card_with_a_code_for_each_person(furnished: Furnished, sign_in: SignIn) -> None:
    people = [str(furnished.world.people[login]) for login in ("wang", "chen", "lin")]
    page = sign_in("liu").post("/console/invitations/", {"person": people}).content.decode()
    codes = re.findall(r'<b class="nowrap">([0-9A-Z-]{19})</b>', page)
    assert (len(set(codes)), page.count('class="qr"')) == (3, 3)
    assert Client().get(f"/console/join/{codes[0]}/").status_code == 200


def test_a_card_says_where_its_code_is_typed(furnished: Furnished, sign_in: SignIn) -> None:
    given = {"person": [str(furnished.world.people["wang"])]}
    page = sign_in("liu").post("/console/invitations/", given).content.decode()
    assert "testserver/console/join/</span>" in page


@pytest.mark.parametrize(("host", "warned"), [("127.0.0.1:8000", True), ("localhost", True), ("testserver", False)])
def test_cards_whose_address_no_phone_opens_say_so_before_they_are_printed(
    furnished: Furnished, sign_in: SignIn, host: str, warned: bool
) -> None:
    desk = sign_in("liu")
    assert ("HOST=0.0.0.0" in desk.get("/console/invitations/", HTTP_HOST=host).content.decode()) is warned
    given = {"person": [str(furnished.world.people["wang"])]}
    assert ("HOST=0.0.0.0" in desk.post("/console/invitations/", given, HTTP_HOST=host).content.decode()) is warned


def test_a_reset_ends_the_card_before_it(furnished: Furnished, sign_in: SignIn) -> None:
    sign_in("liu").post("/console/invitations/", {"person": [str(furnished.world.people["wang"])]})
    assert Client().get(f"/console/join/{furnished.invitation}/").status_code == 422


def test_an_invited_person_gets_a_sign_in_name_that_says_nothing_of_them(furnished: Furnished, sign_in: SignIn) -> None:
    from gridkeeper.posts.commands.person import NewPerson, register_people

    with acting_as(SYSTEM):
        [person] = register_people(
            actor=SYSTEM,
            people=[
                NewPerson(
                    name="白沐安（生成）", unit_id=furnished.world.units["140106003"], unit_code="140106003",
                    phone="10099999999", is_generated=True,
                )
            ],
            now=START,
        )  # fmt: skip
    sign_in("liu").post("/console/invitations/", {"person": [str(person)]})
    assert re.fullmatch(r"[a-z][a-z2-9]{5}", User.objects.get(person_id=person).login)


def test_nobody_resets_a_sign_in_whose_posts_reach_further_than_their_own(
    furnished: Furnished, sign_in: SignIn
) -> None:
    """A street desk that keeps a leader's record could otherwise walk into the district's powers."""
    world = furnished.world
    with acting_as(SYSTEM):
        post = create_post(
            actor=SYSTEM,
            post=NewPost(
                unit_id=world.units["140106"], unit_code="140106", role="district_leader", title="区级领导岗",
                from_at=START,
            ),
            now=START,
        )  # fmt: skip
        appoint(
            actor=SYSTEM,
            post_id=post.id,
            person_id=world.people["chen"],
            document="迎任 2 号",
            from_at=START,
            now=START,
        )
    answer = sign_in("liu").post("/console/invitations/", {"person": [str(world.people["chen"])]})
    assert answer.status_code == 409
    assert events("account.invited") == 1


def test_a_desk_invites_nobody_of_another_district(furnished: Furnished, sign_in: SignIn) -> None:
    answer = sign_in("zhao").post("/console/invitations/", {"person": [str(furnished.world.people["wang"])]})
    assert answer.status_code == 404


def test_without_the_key_of_the_digests_the_accounts_are_found_again_by_login_and_name(
    furnished: Furnished, settings: Any
) -> None:
    give_password("liu", "10000000000")
    settings.SECRET_KEY = "a fresh key, as after a restore without the escrow file"
    assert try_in(Client(), "liu") == 422
    rebuild_sign_in_keys()
    assert [try_in(Client(), typed) for typed in ("liu", "刘静安（生成）", "100 0000 0000")] == [302, 302, 422]
