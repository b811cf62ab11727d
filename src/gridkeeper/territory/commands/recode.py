"""The one job that rewrites scope codes when an edition gives a unit another code (R-01)."""

from __future__ import annotations

from collections.abc import Sequence

from django.apps import apps
from django.db import connection
from psycopg import sql

from gridkeeper.scopes.fields import UnitCodeField

KEPT = ("audit_event", "audit_payload", "territory_designation", "territory_edition")
"""History says what was: its codes stay as they were written."""


def scoped_columns() -> list[tuple[str, str]]:
    """Every (table, column) that carries a scope code and follows its unit, in a fixed order."""
    return sorted(
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, UnitCodeField)
        and field.column
        and model._meta.managed
        and model._meta.db_table not in KEPT
    )


def recode_rows(pairs: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Rewrite the prefix ``old`` into ``new`` in every scoped table, all pairs at once, so that two units may swap.

    Runs in the caller's transaction; rows below a recoded unit keep their last digits, unless a nearer unit is
    recoded itself. Returns rows changed a table.
    """
    changed: dict[str, int] = {}
    with connection.cursor() as cursor:
        raw = cursor.cursor
        raw.execute('CREATE TEMP TABLE recoding (old text COLLATE "C" PRIMARY KEY, new text NOT NULL) ON COMMIT DROP')
        with raw.copy("COPY recoding (old, new) FROM STDIN") as copy:
            for pair in pairs:
                copy.write_row(pair)
        # The unique index on open codes is checked row by row: close the moving units while their codes swap.
        raw.execute(
            "CREATE TEMP TABLE moving ON COMMIT DROP AS SELECT u.id FROM territory_unit u JOIN recoding r"
            " ON u.unit_code >= r.old AND u.unit_code < r.old || '~' WHERE u.closed_on IS NULL"
        )
        raw.execute("UPDATE territory_unit SET closed_on = 'epoch' WHERE id IN (SELECT id FROM moving)")
        for table, column in scoped_columns():
            raw.execute(
                sql.SQL(
                    "UPDATE {table} AS t SET {column} = r.new || substr(t.{column}, length(r.old) + 1) FROM recoding r"
                    " WHERE t.{column} >= r.old AND t.{column} < r.old || '~'"
                    # A community that moves on its own does not follow its street.
                    " AND NOT EXISTS (SELECT 1 FROM recoding n WHERE length(n.old) > length(r.old)"
                    " AND t.{column} >= n.old AND t.{column} < n.old || '~')"
                ).format(table=sql.Identifier(table), column=sql.Identifier(column))
            )
            if raw.rowcount:
                changed[table] = changed.get(table, 0) + raw.rowcount
        raw.execute("UPDATE territory_unit SET closed_on = NULL WHERE id IN (SELECT id FROM moving)")
        raw.execute("DROP TABLE recoding, moving")
    return changed
