"""How much was covered where: by place and day from the daily counts, with a way down to the rows (P7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.unit_code import LENGTHS, upper_bound
from gridkeeper.rounds.policy import coverage, without_place

_LENGTHS = sorted(LENGTHS.values())


@dataclass(frozen=True, kw_only=True)
class Covered:
    """Windows of one kind at one place (with everything below it) on one day; ``open`` are not decided yet.

    ``share`` is covered / decided, None while nothing is decided. ``zh`` and ``en`` are the title that people know the
    kind by, without a place's name; empty where no series of it is in reach.
    """

    unit_code: str
    day: date
    kind: str
    zh: str
    en: str
    due: int
    done: int
    late: int
    missed: int

    @property
    def open(self) -> int:
        """Windows whose time is not over."""
        return self.due - self.done - self.late - self.missed

    @property
    def share(self) -> float | None:
        """Coverage, 0..1."""
        return coverage(done=self.done, late=self.late, missed=self.missed)


def coverage_of(*, actor: Actor, unit_code: str, from_day: date, to_day: date, kind: str = "") -> Sequence[Covered]:
    """Coverage of a unit with all below it, by day and kind, both days included. One query."""
    actor.require("cases.read", at=unit_code)
    return _counted(unit_code, len(unit_code), from_day, to_day, kind)


def coverage_below(*, actor: Actor, unit_code: str, day: date, kind: str = "") -> Sequence[Covered]:
    """Coverage of each unit on the next level below, and of what lies on the unit itself, on one day. One query."""
    actor.require("cases.read", at=unit_code)
    length = next((n for n in _LENGTHS if n > len(unit_code)), _LENGTHS[-1])
    return _counted(unit_code, length, day, day, kind)


_COUNTED = """
WITH counted AS MATERIALIZED (
    SELECT left(unit_code, %(length)s) AS place, day, kind,
           sum(due) AS due, sum(done) AS done, sum(late) AS late, sum(missed) AS missed
    FROM rounds_daycount
    WHERE day BETWEEN %(from_day)s AND %(to_day)s AND unit_code >= %(prefix)s AND unit_code < %(end)s
      AND (%(kind)s = '' OR kind = %(kind)s)
    GROUP BY 1, 2, 3 HAVING sum(due) > 0
), titled AS (
    SELECT kinds.kind, first.zh, first.en, unit.name, unit.short_name, overlay.name AS overlay
    FROM (SELECT DISTINCT kind FROM counted) AS kinds
    CROSS JOIN LATERAL (
        SELECT zh, en, unit_id, overlay_id FROM rounds_series
        WHERE name = kinds.kind AND unit_code >= %(prefix)s AND unit_code < %(end)s
        ORDER BY unit_code, id LIMIT 1
    ) AS first
    LEFT JOIN territory_unit AS unit ON unit.id = first.unit_id
    LEFT JOIN territory_overlay AS overlay ON overlay.id = first.overlay_id
)
SELECT place, day, kind, coalesce(zh, ''), coalesce(en, ''), due, done, late, missed, name, short_name, overlay
FROM counted LEFT JOIN titled USING (kind) ORDER BY place, day, kind
"""


def _counted(unit_code: str, length: int, from_day: date, to_day: date, kind: str) -> list[Covered]:
    asked: dict[str, str | int | date] = {
        "length": length,
        "from_day": from_day,
        "to_day": to_day,
        "prefix": unit_code,
        "end": upper_bound(unit_code),
        "kind": kind,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, asked)
        return [
            Covered(
                unit_code=place,
                day=day,
                kind=name,
                zh=without_place(zh, names),
                en=without_place(en, names),
                due=int(due),
                done=int(done),
                late=int(late),
                missed=int(missed),
            )
            for place, day, name, zh, en, due, done, late, missed, *names in cursor.fetchall()
        ]
