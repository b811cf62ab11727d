"""A PostgreSQL of one's own: two roles, checked before anything opens."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.served import command, environment_for

from gridkeeper.project import home as homes

DATABASE, OWNER, APP = "gk_own_server", "gk_own_owner", "gk_own_app"


@pytest.fixture
def own_server(database_server, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of an installation whose database somebody else runs."""
    with database_server.cluster.connect() as superuser:
        for role in (OWNER, APP):
            superuser.execute(f"CREATE ROLE {role} LOGIN")
        superuser.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
        yield {
            **environment_for(tmp_path / "home", 1),
            "DATABASE_URL": database_server.url(APP, DATABASE),
            "DATABASE_OWNER_URL": database_server.url(OWNER, DATABASE),
        }
        superuser.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")
        for role in (OWNER, APP):
            superuser.execute(f"DROP ROLE {role}")


@pytest.mark.served
def test_commands_work_on_a_server_of_ones_own(own_server: dict[str, str], tmp_path: Path):
    homes.create(tmp_path / "home", "exercise")
    done = command("backup", str(tmp_path / "data"), "--json", environment=own_server)
    assert done.returncode == 0, done.stderr
    checks = json.loads(command("doctor", "--json", environment=own_server).stdout)["checks"]
    assert [check["text"] for check in checks if not check["ok"]] == []


def test_the_tables_owner_is_refused_as_application_role(own_server: dict[str, str], database_server):
    with psycopg.connect(own_server["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("CREATE TABLE mine (id int)")
    done = command("serve", "--json", environment={**own_server, "DATABASE_URL": own_server["DATABASE_OWNER_URL"]})
    assert json.loads(done.stdout)["refused"]["code"] == "database.app-role-too-strong"
