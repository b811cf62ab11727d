"""``gridkeeper token`` and ``account``: a secret is shown once, a code lets one person in."""

from __future__ import annotations

import pytest
from tests.personas import World, settle

from gridkeeper.accounts.errors import InvitationUnknown, TokenUnknown, UnknownLogin
from gridkeeper.accounts.queries import account_by_login, account_by_token, open_invitation
from gridkeeper.clocks.queries import home_time

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def world() -> World:
    return settle()


def test_a_token_stands_for_its_owner(cli) -> None:
    secret = cli("token", "create", "--label", "日报", "--json", "--as", "liu").data["token"]
    assert account_by_token(secret, now=home_time().now).login == "liu"


def test_the_list_shows_no_secret(cli) -> None:
    secret = cli("token", "create", "--label", "日报", "--json", "--as", "liu").data["token"]
    said = cli("token", "list", "--json", "--as", "liu")
    assert ([row["label"] for row in said.data], secret in said.text) == (["日报"], False)


def test_a_revoked_token_opens_nothing(cli) -> None:
    secret = cli("token", "create", "--label", "日报", "--json", "--as", "liu").data["token"]
    [row] = cli("token", "list", "--json", "--as", "liu").data
    assert cli("token", "revoke", row["id"], "--as", "liu").code == 0
    with pytest.raises(TokenUnknown):
        account_by_token(secret, now=home_time().now)


def test_nobody_makes_or_ends_a_token_of_somebody_else(cli) -> None:
    cli("token", "create", "--label", "日报", "--as", "liu")
    [row] = cli("token", "list", "--json", "--as", "liu").data
    made = cli("token", "create", "--label", "x", "--for", "liu", "--json", "--as", "zhao")
    ended = cli("token", "revoke", row["id"], "--for", "liu", "--json", "--as", "zhao")
    assert [said.data["refused"]["code"] for said in (made, ended)] == ["access.forbidden"] * 2


def test_the_local_operator_says_for_whom(cli) -> None:
    assert cli("token", "create", "--label", "x").code == 2
    assert cli("token", "create", "--label", "x", "--for", "liu").code == 0


def test_an_invitation_is_an_address_with_a_code_that_works(cli) -> None:
    said = cli("account", "invite", "王小满（生成）", "--json", "--as", "liu").data
    assert said["address"] == f"/console/join/{said['code']}/"
    assert open_invitation(said["code"], now=home_time().now).user.login == "wang"


def test_a_desk_invites_nobody_of_the_next_district(cli) -> None:
    assert cli("account", "invite", "wang", "--json", "--as", "zhao").data["refused"]["code"] == "not-found"


def test_a_closed_account_signs_in_no_more_and_its_code_ends(cli) -> None:
    code = cli("account", "invite", "wang", "--json", "--as", "liu").data["code"]
    assert cli("account", "close", "wang", "--as", "liu").code == 0
    with pytest.raises(UnknownLogin):
        account_by_login("wang")
    with pytest.raises(InvitationUnknown):
        open_invitation(code, now=home_time().now)


def test_accounts_are_listed_as_far_as_the_desk_reaches(cli) -> None:
    logins = [row["login"] for row in cli("account", "list", "--json", "--as", "liu").data]
    assert (logins == sorted(logins), "wang" in logins, "zhao" in logins) == (True, True, False)


def test_a_lost_second_factor_is_taken_away_by_an_administrator_only(cli) -> None:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(account_by_login("wang"), generate_totp_secret())
    assert cli("account", "reset-factor", "wang", "--json", "--as", "liu").data["refused"]["code"] == "access.forbidden"
    assert cli("account", "reset-factor", "wang", "--json", "--as", "admin").code == 0
    again = cli("account", "reset-factor", "wang", "--json", "--as", "admin")
    assert (again.code, again.data["refused"]["code"]) == (1, "accounts.no-second-factor")
