"""Every table, as every role, inside and outside its scope, and as nobody: the second fence holds by itself."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection
from tests.personas import SYSTEM, World, settle

from gridkeeper.access.roles import ROLES
from gridkeeper.kernel.actor import NOBODY, Actor
from gridkeeper.scopes.declarations import privacy_of
from gridkeeper.scopes.doors import acting_as
from gridkeeper.scopes.fields import UnitCodeField

pytestmark = pytest.mark.django_db

OPEN_TABLES = {
    # Read before anybody has signed in, or holding nothing of anybody.
    "accounts_user": "accounts",
    "accounts_signinkey": "keyed digests",
    "accounts_invitation": "digests",
    "accounts_token": "digests",
    "account_emailaddress": "sign-in library",
    "account_emailconfirmation": "sign-in library",
    "auth_group": "framework",
    "auth_group_permissions": "framework",
    "auth_permission": "framework",
    "clocks_homeclock": "a clock",
    "django_content_type": "framework",
    "django_migrations": "framework",
    "django_session": "sign-in library",
    "mfa_authenticator": "sign-in library",
}
FAR = "650100"
"""A district nobody of the small world has anything to do with."""


def public_tables() -> dict[str, bool]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, c.relrowsecurity FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')"
        )
        return dict(cursor.fetchall())


def scoped_models() -> list[type]:
    return [
        model
        for model in apps.get_models()
        if model._meta.managed
        and model._meta.app_config.name.startswith("gridkeeper.")
        and any(isinstance(field, UnitCodeField) for field in model._meta.concrete_fields)
    ]


@pytest.fixture
def world() -> World:
    return settle()


def test_every_table_is_behind_row_level_security_or_named_here_with_a_reason() -> None:
    unprotected = {
        name
        for name, secured in public_tables().items()
        if not secured and name not in OPEN_TABLES and not name.startswith("procrastinate_")
    }
    assert unprotected == set()


def test_every_table_of_ours_names_its_permission_class() -> None:
    assert [model.__name__ for model in scoped_models() if privacy_of(model) is None] == []


def test_nobody_sees_no_row_of_any_scoped_table(world: World) -> None:
    with acting_as(NOBODY):
        seen = {model.__name__: model.objects.count() for model in scoped_models()}
    assert {name: count for name, count in seen.items() if count} == {}


@pytest.mark.parametrize("role", sorted(ROLES))
def test_a_role_elsewhere_sees_no_row_from_here(world: World, role: str) -> None:
    from gridkeeper.access.policy import HeldPost, grants_of

    grants = grants_of([HeldPost(role=role, unit_code=FAR)], ROLES)
    # What reaches the whole home does so wherever the post is; the tables here all have places.
    local = {name: tuple(p for p in prefixes if p) for name, prefixes in grants.items()}
    actor = Actor(login=f"{role}-far", grants={name: prefixes for name, prefixes in local.items() if prefixes})
    with acting_as(actor):
        seen = {model.__name__: model.objects.count() for model in scoped_models()}
    assert {name: count for name, count in seen.items() if count} == {}


@pytest.mark.parametrize("role", sorted(ROLES))
def test_a_role_here_sees_only_rows_its_permissions_reach(world: World, role: str) -> None:
    from gridkeeper.access.policy import HeldPost, grants_of

    place = "140106003011"
    actor = Actor(login=f"{role}-here", grants=grants_of([HeldPost(role=role, unit_code=place)], ROLES))
    beyond = {}
    with acting_as(actor):
        for model in scoped_models():
            [column] = [f.name for f in model._meta.concrete_fields if isinstance(f, UnitCodeField)][:1]
            reach = actor.reaches(f"{privacy_of(model).permission_class}.read")
            codes = model.objects.values_list(column, flat=True)
            outside = [code for code in codes if not any(code.startswith(prefix) for prefix in reach)]
            # An office holder's name hangs on the wall, though the person is kept elsewhere.
            if outside and model.__name__ not in {"Person", "Reach"}:
                beyond[model.__name__] = outside
    assert beyond == {}


def test_the_system_sees_what_the_world_made(world: World) -> None:
    with acting_as(SYSTEM):
        empty = {model.__name__ for model in scoped_models() if model.objects.count() == 0}
    assert {"Person", "Post", "Appointment", "Unit", "Event", "Contact", "Reach"} & empty == set()


def test_the_audit_cannot_be_changed_even_with_every_right(world: World) -> None:
    from django.db import DatabaseError, transaction

    from gridkeeper.audit.models import Event

    with acting_as(SYSTEM):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            Event.objects.update(actor="somebody else")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            Event.objects.all()._raw_delete(Event.objects.db)
