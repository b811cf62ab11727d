"""Worlds that many tests begin with: made once a run by the rooms' own commands, then put back in a few milliseconds.

What the commands wrote is kept beside the empty tables, in a schema a world; a function copies it into the tables of a
test's own transaction. Where rows stand already nothing is put back, and the commands are done again.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from psycopg import Connection, sql

if TYPE_CHECKING:
    from tests.database import TestServer

TEMPLATE = "gk_worlds"
"""A copy of the migrated database with the worlds beside its tables; the databases of the tests are cloned from it."""
_MAKING = "gk_world_in_the_making"


def put_back(name: str) -> object | None:
    """What the makers of the world ``name`` answered, with their rows in the present database; None where it is kept
    for no database like this, or rows stand there.
    """
    from django.db import connection

    file = _file(name)
    if not file.exists():
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regproc(%s) IS NOT NULL", [f"kept_{name}.put_back"])
        if cursor.fetchone() != (True,):
            return None
        cursor.execute(f"SELECT kept_{name}.put_back()")
        if cursor.fetchone() != (True,):
            return None
    _forget_what_was_read()
    return pickle.loads(file.read_bytes())


def keep(server: TestServer, makers: dict[str, Callable[[], object]]) -> None:
    """Make each world in a database of its own and keep its rows in the template of the tests' databases."""
    from tests.database import TEMPLATE as MIGRATED
    from tests.database import clone

    clone(server, TEMPLATE, of=MIGRATED)
    for name, make in makers.items():
        clone(server, _MAKING, of=MIGRATED)
        answer = _made(make)
        with (
            server.cluster.connect(dbname=MIGRATED) as before,
            server.cluster.connect(dbname=_MAKING) as after,
            server.cluster.connect(dbname=TEMPLATE) as template,
        ):
            _keep_rows(name, before=before, after=after, template=template)
        file = _file(name)
        file.parent.mkdir(mode=0o700, exist_ok=True)
        file.write_bytes(pickle.dumps(answer))
    with server.cluster.connect() as superuser:
        superuser.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(_MAKING)))


def _file(name: str) -> Path:
    return Path(os.environ["GK_TEST_FOLDER"]) / "worlds" / name


def _made(make: Callable[[], object]) -> object:
    from django.db import connections, transaction

    for alias in connections:
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = _MAKING
    with transaction.atomic():
        answer = make()
        # A test's own transaction never commits: what would follow is no part of the world.
        connections["default"].run_on_commit.clear()
    connections.close_all()
    return answer


def _keep_rows(name: str, *, before: Connection, after: Connection, template: Connection) -> None:
    schema = sql.Identifier(f"kept_{name}")
    template.execute(sql.SQL("CREATE SCHEMA {}").format(schema))
    template.execute(sql.SQL("GRANT USAGE ON SCHEMA {} TO PUBLIC").format(schema))
    looks, copies = [], []
    for table in (sql.Identifier(*row) for row in after.execute(_TABLES).fetchall()):
        rows, stood = _content(after, table), _content(before, table)
        if rows == stood:
            continue
        assert not stood, f"the world {name} changes rows of {table.as_string()}"
        kept = sql.SQL("{}.{}").format(schema, sql.Identifier(table.as_string().replace('"', "")))
        template.execute(sql.SQL("CREATE TABLE {} (LIKE {})").format(kept, table))
        with template.cursor() as cursor, cursor.copy(sql.SQL("COPY {} FROM STDIN").format(kept)) as copy:
            copy.write(rows)
        looks.append(sql.SQL("EXISTS (SELECT FROM {})").format(table))
        copies.append(sql.SQL("INSERT INTO {} OVERRIDING SYSTEM VALUE SELECT * FROM {};").format(table, kept))
    for sequence, last in after.execute(_SEQUENCES).fetchall():
        copies.append(
            sql.SQL("PERFORM setval({0}, greatest({1}, pg_sequence_last_value({0})));").format(
                sql.SQL("{}::regclass").format(sql.Literal(sequence)), sql.Literal(last)
            )
        )
    body = sql.SQL("BEGIN IF {} THEN RETURN false; END IF; {} RETURN true; END").format(
        sql.SQL(" OR ").join(looks), sql.SQL(" ").join(copies)
    )
    # As the superuser and without triggers: the rows have passed them all when they were made.
    template.execute(
        sql.SQL(
            "CREATE FUNCTION {}.put_back() RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER"
            " SET session_replication_role = replica AS {}"
        ).format(schema, sql.Literal(body.as_string()))
    )


def _content(connection: Connection, table: sql.Identifier) -> bytes:
    with connection.cursor() as cursor, cursor.copy(sql.SQL("COPY {} TO STDOUT").format(table)) as copy:
        return b"".join(bytes(part) for part in copy)


def _forget_what_was_read() -> None:
    """The same ids come back with other rows: what a process remembers of rows by their ids is forgotten."""
    for name in [name for name in sys.modules if name.startswith("gridkeeper.") and ".queries" in name]:
        for part in vars(sys.modules[name]).values():
            if hasattr(part, "cache_clear"):
                part.cache_clear()


_TABLES = """
SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname IN ('public', 'keys') AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1, 2
"""
_SEQUENCES = """
SELECT format('%I.%I', schemaname, sequencename), last_value FROM pg_sequences
 WHERE schemaname IN ('public', 'keys') AND last_value IS NOT NULL ORDER BY 1
"""
