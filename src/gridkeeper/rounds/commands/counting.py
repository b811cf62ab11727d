"""Keep the daily counts with every change of a window, in its transaction and in one statement."""

from __future__ import annotations

from collections import Counter
from datetime import date

from django.db import connection

from gridkeeper.kernel.ids import uuid7

Place = tuple[str, date, str]
"""Unit code, local day, kind."""
Changes = dict[Place, Counter[str]]
_FIGURES = ("due", "done", "late", "missed")


def add_counts(changes: Changes) -> None:
    """Add to ``due``, ``done``, ``late`` and ``missed`` of each place, day and kind; figures may be negative."""
    # Sorted: two transactions that touch the same places take their locks in the same order.
    rows = sorted((place, figures) for place, figures in changes.items() if any(figures.values()))
    if not rows:
        return
    columns = [[figures[name] for _, figures in rows] for name in _FIGURES]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO rounds_daycount AS c (id, unit_code, day, kind, due, done, late, missed)"
            " SELECT * FROM unnest(%s::uuid[], %s::text[], %s::date[], %s::text[],"
            " %s::int[], %s::int[], %s::int[], %s::int[])"
            " ON CONFLICT (day, unit_code, kind) DO UPDATE SET due = c.due + excluded.due,"
            " done = c.done + excluded.done, late = c.late + excluded.late, missed = c.missed + excluded.missed",
            [
                [uuid7() for _ in rows],
                [place[0] for place, _ in rows],
                [place[1] for place, _ in rows],
                [place[2] for place, _ in rows],
                *columns,
            ],
        )
