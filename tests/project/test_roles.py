"""The application role is held by row-level security; the owner is another role."""

from __future__ import annotations

import psycopg
import pytest
from django.db import connection
from django.db.utils import ProgrammingError

from gridkeeper.project import errors, roles


@pytest.mark.django_db
def test_the_application_signs_in_as_a_role_that_owns_nothing():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, (SELECT count(*) FROM pg_tables WHERE tableowner = current_user)")
        assert cursor.fetchone() == (roles.APP, 0)


@pytest.mark.django_db
def test_the_application_role_cannot_make_a_table():
    with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE anything (id int)")


@pytest.mark.django_db
def test_chinese_names_have_trigrams():
    with connection.cursor() as cursor:
        cursor.execute(roles.TRIGRAM_PROBE)
        assert cursor.fetchone() == (True,)


def test_the_owner_is_refused_as_application_role(owner_connection: psycopg.Connection):
    with pytest.raises(errors.AppRoleTooStrong, match="owns"):
        roles.require_sound_database(owner_connection)


def test_a_superuser_is_refused_as_application_role(database_server):
    with database_server.cluster.connect() as superuser, pytest.raises(errors.AppRoleTooStrong, match="is a superuser"):
        roles.require_sound_database(superuser)


def test_a_role_that_bypasses_row_level_security_is_refused(database_server):
    with database_server.cluster.connect() as superuser:
        superuser.execute("CREATE ROLE gk_bypassing LOGIN BYPASSRLS")
        try:
            url = database_server.url("gk_bypassing", "postgres")
            with psycopg.connect(url) as bypassing, pytest.raises(errors.AppRoleTooStrong, match="bypass"):
                roles.require_sound_database(bypassing)
        finally:
            superuser.execute("DROP ROLE gk_bypassing")


def test_what_commits_is_gone_in_the_next_test(committed_db):
    from gridkeeper.clocks.models import HomeClock

    HomeClock.objects.update(speed=2.0)
    assert HomeClock.objects.get().speed == 2.0


@pytest.mark.django_db
def test_every_test_begins_with_the_template():
    from gridkeeper.clocks.models import HomeClock

    assert HomeClock.objects.get().speed == 1.0
