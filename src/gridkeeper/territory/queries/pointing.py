"""Which rows still point to a unit that an edition took away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.apps import apps
from django.db import connection
from psycopg import sql

from gridkeeper.scopes.fields import UnitCodeField

_OWN_HISTORY = frozenset({"territory", "audit"})


@dataclass(frozen=True, kw_only=True)
class Pointing:
    """So many rows of one kind lie at or below a vanished unit."""

    unit_code: str
    table: str
    rows: int


def rows_pointing_at(codes: Sequence[str], *, moving: Sequence[str] = ()) -> tuple[Pointing, ...]:
    """Rows at or below each code, by table, outside the tree's own history; one query a scoped table.

    Each row counts for the nearest of the codes; rows below a ``moving`` code are carried along and count for none.
    Grids and buildings that stay open below a vanished unit point to it too.
    """
    if not codes:
        return ()
    found: list[Pointing] = []
    with connection.cursor() as cursor:
        for table, column, condition in (*_columns(), ("territory_unit", "unit_code", _OPEN_BELOW)):
            query = sql.SQL(_COUNTED + condition + " GROUP BY 1 ORDER BY 1").format(
                table=sql.Identifier(table), column=sql.Identifier(column)
            )
            cursor.cursor.execute(query, {"codes": list(codes), "nearer": [*codes, *moving]})
            found += [Pointing(unit_code=code, table=table, rows=rows) for code, rows in cursor.fetchall()]
    return tuple(found)


_COUNTED = """
    SELECT c.code, count(*) FROM unnest(%(codes)s::text[]) AS c(code)
    JOIN {table} AS t ON t.{column} >= c.code COLLATE "C" AND t.{column} < (c.code || '~') COLLATE "C"
    WHERE NOT EXISTS (SELECT 1 FROM unnest(%(nearer)s::text[]) AS n(code) WHERE length(n.code) > length(c.code)
                      AND t.{column} >= n.code COLLATE "C" AND t.{column} < (n.code || '~') COLLATE "C")
"""
_OPEN_BELOW = " AND t.closed_on IS NULL AND t.unit_code <> c.code"


def _columns() -> list[tuple[str, str, str]]:
    """Every scoped table outside the tree with the first of its code columns, and no further condition."""
    found = []
    for model in apps.get_models():
        columns = [f.column for f in model._meta.concrete_fields if isinstance(f, UnitCodeField) and f.column]
        if columns and model._meta.managed and model._meta.app_label not in _OWN_HISTORY:
            found.append((model._meta.db_table, columns[0], ""))
    return sorted(found)
