"""Data written in an earlier state of the tables open in the present one."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.graph import MigrationGraph
from psycopg import sql

from gridkeeper.project import databases, roles, schema
from gridkeeper.project.rooms import ROOMS

NAME = "gk_earlier"


@pytest.fixture
def empty_database(database_server, django_db_setup, django_db_blocker) -> Iterator[str]:
    """A database with roles and extensions only; the owner's connection points to it."""
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(NAME))
    with database_server.cluster.connect() as superuser:
        superuser.execute(drop)
        roles.provision_cluster(superuser, database=NAME)
    with database_server.cluster.connect(dbname=NAME) as superuser:
        roles.provision_database(superuser)
    owner = connections["owner"]
    before = owner.settings_dict["NAME"]
    with django_db_blocker.unblock():
        owner.close()
        owner.settings_dict["NAME"] = NAME
        yield database_server.url(roles.OWNER, NAME)
        owner.close()
        owner.settings_dict["NAME"] = before
    with database_server.cluster.connect() as superuser:
        superuser.execute(drop)


def later(graph: MigrationGraph, node: tuple[str, str]) -> set[tuple[str, str]]:
    """What a migration needs beyond the first states of its neighbours."""
    return {key for key in graph.forwards_plan(node) if key not in graph.root_nodes() and key != node}


def test_rows_of_the_first_state_are_there_in_the_present_one(empty_database: str):
    labels = {room.split(".")[1] for room in ROOMS}
    executor = MigrationExecutor(connections["owner"])
    graph = executor.loader.graph
    first = [node for node in graph.root_nodes() if node[0] in labels]
    # A room that came later stands on later states of the others: it was not there in the first one.
    executor.migrate([node for node in first if not any(above[0] != node[0] for above in later(graph, node))])
    with psycopg.connect(empty_database, autocommit=True) as owner:
        owner.execute("INSERT INTO clocks_homeclock VALUES (1, 'exercise', now(), '2022-11-12T00:00Z', 1.0)")
    executor = MigrationExecutor(connections["owner"])
    executor.migrate(executor.loader.graph.leaf_nodes())
    with psycopg.connect(empty_database) as owner:
        kept = owner.execute("SELECT kind, anchor_virtual FROM clocks_homeclock").fetchone()
    assert kept is not None
    assert (kept[0], kept[1].isoformat()[:10]) == ("exercise", "2022-11-12")


def test_a_database_remembers_that_it_is_up_to_date(database_server, django_db_setup):
    address = databases.Address(
        {"host": str(database_server.cluster.sockets), "user": roles.OWNER, "dbname": "gk_main"}
    )
    name = connections["owner"].settings_dict["NAME"]
    address = databases.Address({"host": str(database_server.cluster.sockets), "user": roles.OWNER, "dbname": name})
    assert not schema.is_present(address)
    schema.remember(address)
    assert schema.is_present(address)
