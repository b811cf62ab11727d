"""What is kept, who may do what, and how the pages look: all of it in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import translation
from tests.console.furnished import Furnished

from gridkeeper.access.queries.rights import register_of_processing
from gridkeeper.access.roles import ROLES
from gridkeeper.console import words
from gridkeeper.console.settings.processing_words import DECLARED, TABLES

SignIn = Callable[..., Client]


def test_every_reason_that_a_field_declares_is_listed_for_translation() -> None:
    said = {text for row in register_of_processing() for text in (row.purpose, row.basis, row.counted_from)}
    assert said - set(DECLARED) == set()


def test_every_table_with_personal_fields_has_a_name_people_use() -> None:
    assert {row.table for row in register_of_processing()} - set(TABLES) == set()


def test_every_permission_of_a_role_has_words_in_both_languages() -> None:
    permissions = {name for role in ROLES.values() for name in role.permissions}
    with translation.override("zh-hans"):
        unsaid = {name for name in permissions if words.said(words.PERMISSIONS, name).isascii()}
    assert unsaid == set()


def test_the_register_names_every_field(furnished: Furnished, sign_in: SignIn) -> None:
    page = sign_in("lin").get("/console/settings/people-data/").content.decode()
    assert {row.field for row in register_of_processing() if f"<code>{row.field}</code>" not in page} == set()


def test_my_own_roles_stand_first(furnished: Furnished, sign_in: SignIn) -> None:
    page = sign_in("wang").get("/console/settings/roles/").content.decode()
    assert page.index("Grid worker") < page.index("Administrator")


def test_a_reader_is_shown_only_what_opens(furnished: Furnished, sign_in: SignIn) -> None:
    for login in ("lin", "liu", "admin"):
        client = sign_in(login)
        entries = [
            e for panel in client.get("/console/settings/").context["panels"] for half in panel["halves"] for e in half
        ]
        assert {client.get(entry["href"]).status_code for entry in entries} == {200}


def test_the_licences_of_the_data_are_shown(furnished: Furnished, sign_in: SignIn) -> None:
    assert b"OpenStreetMap" in sign_in("lin").get("/console/settings/about/").content


@pytest.mark.parametrize(("wanted", "kept"), [("light", 'data-bs-theme="light"'), ("", None), ("<script>", None)])
def test_the_theme_stays_with_the_browser(furnished: Furnished, sign_in: SignIn, wanted: str, kept: str | None) -> None:
    client = sign_in("lin")
    client.post("/console/settings/appearance/theme/", {"theme": wanted})
    page = client.get("/console/").content.decode()
    assert (kept in page) if kept else ("data-bs-theme" not in page)


def test_messages_of_the_exercise_are_kept_in_and_readable(furnished: Furnished, sign_in: SignIn) -> None:
    from tests.personas import START, SYSTEM

    from gridkeeper.notices.commands.messages import NewMessage, send_message
    from gridkeeper.scopes.doors import acting_as

    with acting_as(SYSTEM):
        message = NewMessage(
            unit_code="140106003", channel="email", to="duty@example.org", subject="夜班提醒", body="今晚 20:00"
        )
        send_message(actor=SYSTEM, message=message, now=START)
    page = sign_in("liu").get("/console/settings/messages/").content.decode()
    assert "夜班提醒" in page
    assert "kept in" in page
    for narrowed, seen in (("q=20:00", True), ("q=明早", False), ("state=trapped", True), ("state=failed", False)):
        page = sign_in("liu").get(f"/console/settings/messages/?{narrowed}").content.decode()
        assert ("夜班提醒" in page.partition("<main")[2]) is seen
