"""Many rows at once under row-level security: COPY is refused there, so rows go through a temporary table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, islice
from typing import Any, Final

from django.db import connection
from django.db.models import Model
from psycopg import sql

from gridkeeper.kernel.ids import uuid7

_MANY: Final = 64
"""From so many rows on the temporary table is worth what making and dropping it costs (2 ms)."""


def copy_in(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert rows, many of them through COPY, in the caller's transaction and scope; returns how many.

    ``columns`` are column names; the rest take their database default or NULL. Values are passed as psycopg
    adapts them (None, str, UUID, date, datetime, numbers, bytes; JSON as `psycopg.types.json.Jsonb`).
    """
    table = sql.Identifier(model._meta.db_table)
    listed = sql.SQL(", ").join(sql.Identifier(column) for column in columns)
    coming = iter(rows)
    first = list(islice(coming, _MANY))
    if len(first) < _MANY:
        return _insert(table, listed, first)
    return _copy(table, listed, chain(first, coming))


def _insert(table: sql.Identifier, listed: sql.Composed, rows: Sequence[Sequence[Any]]) -> int:
    if not rows:
        return 0
    one = sql.SQL("({})").format(sql.SQL(", ").join([sql.Placeholder()] * len(rows[0])))
    values = sql.SQL(", ").join([one] * len(rows))
    with connection.cursor() as cursor:
        cursor.cursor.execute(
            sql.SQL("INSERT INTO {} ({}) VALUES {}").format(table, listed, values),
            [value for row in rows for value in row],
        )
    return len(rows)


def _copy(table: sql.Identifier, listed: sql.Composed, rows: Iterable[Sequence[Any]]) -> int:
    staged = sql.Identifier(f"staged_{uuid7().hex[-12:]}")
    count = 0
    with connection.cursor() as cursor:
        raw = cursor.cursor
        raw.execute(
            sql.SQL("CREATE TEMP TABLE {} ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA").format(
                staged, listed, table
            )
        )
        with raw.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(staged, listed)) as copy:
            for row in rows:
                copy.write_row(row)
                count += 1
        raw.execute(sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}").format(table, listed, listed, staged))
        raw.execute(sql.SQL("DROP TABLE {}").format(staged))
    return count
