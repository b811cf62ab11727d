"""What shows that a measure is carried out: counted from what the switch made and what has become of it (section 13).

Every line is "``have`` of ``need``" for one measure at one place: teams that are complete, seats that are held, duties
that are accepted, rounds that were covered, readers who left a receipt. Nothing here is typed by anybody.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.unit_code import upper_bound
from gridkeeper.notices.queries import notice_reach
from gridkeeper.playbooks.schema import Playbook
from gridkeeper.posts.policy import SHOWN_IN

_A_DAY = timedelta(days=1)

# Straight after a switch the planner knows nothing yet of thousands of new rows and would walk through all of them for
# each (measured for a district: 21 s instead of 0.3 s). So holders are read once by place,
# and rows are matched by hash.
_BY_HASH, _AS_USUAL = "SET LOCAL enable_nestloop = off", "SET LOCAL enable_nestloop = on"
_TEAMS = """
    WITH held AS MATERIALIZED (
        SELECT post_id, person_id FROM posts_appointment
         WHERE unit_code >= %(low)s AND unit_code < %(high)s AND from_at <= %(now)s
           AND (to_at IS NULL OR to_at > %(now)s)),
    h AS MATERIALIZED (
        SELECT p.body_id, count(DISTINCT a.person_id) AS people,
               count(DISTINCT p.id) FILTER (WHERE a.post_id IS NULL) AS empty
          FROM posts_post p LEFT JOIN held a ON a.post_id = p.id
         WHERE p.order_id = %(order)s AND p.body_id IS NOT NULL
         GROUP BY p.body_id)
    SELECT left(m.unit_code, %(width)s), m.measure, count(*),
           count(*) FILTER (WHERE coalesce(h.people, 0) >= coalesce((%(least)s::jsonb ->> m.measure)::int, 1)
                              AND coalesce(h.empty, 0) = 0)
      FROM activations_maderow m
      LEFT JOIN h ON h.body_id = m.row_id
     WHERE m.activation_id = %(activation)s AND m.kind = 'body' AND {inside}
     GROUP BY 1, 2
"""
_SEATS = """
    SELECT left(m.unit_code, %(width)s), m.measure, count(DISTINCT p.id), count(DISTINCT a.post_id)
      FROM activations_maderow m
      JOIN posts_post p ON p.id = m.row_id AND p.body_id IS NULL
      LEFT JOIN posts_appointment a ON a.post_id = p.id AND a.from_at <= %(now)s
            AND (a.to_at IS NULL OR a.to_at > %(now)s)
     WHERE m.activation_id = %(activation)s AND m.kind = 'post' AND {inside}
     GROUP BY 1, 2
"""
_DUTIES = """
    SELECT left(s.unit_code, %(width)s), m.measure, sum(s.needed), sum(least(s.needed, coalesce(d.taken, 0)))
      FROM activations_maderow m
      JOIN rosters_shift s ON s.id = m.row_id AND s.ends > %(now)s AND s.starts < %(day_later)s
      LEFT JOIN LATERAL (SELECT count(*) AS taken FROM rosters_duty
                          WHERE shift_id = s.id
                            AND (state IN ('accepted', 'arrived') AND coalesce(answered_at, offered_at) <= %(now)s
                                 OR state = 'left' AND left_at > %(now)s)) d ON true
     WHERE m.activation_id = %(activation)s AND m.kind = 'shift' AND {inside}
     GROUP BY 1, 2
"""
_ROUNDS = """
    SELECT left(c.unit_code, %(width)s), c.kind, sum(c.done + c.late + c.missed), sum(c.done + c.late)
      FROM rounds_daycount c
     WHERE c.day = %(today)s AND c.kind = ANY(%(kinds)s) AND c.unit_code >= %(low)s AND c.unit_code < %(high)s
     GROUP BY 1, 2
"""


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """One line: ``kind`` is ``teams``, ``seats``, ``duties``, ``rounds`` or ``receipts``."""

    kind: str
    need: int
    have: int


@dataclass(frozen=True, kw_only=True)
class Looked:
    """Which activation, and which part of its area is looked at."""

    activation_id: UUID
    order_id: UUID
    playbook: Playbook
    prefix: str
    width: int


Found = dict[tuple[str, str], list[Evidence]]


def evidence_of(looked: Looked, *, actor: Actor, now: datetime) -> Found:
    """Evidence by (measure, place of ``width`` digits), in the caller's scope. A dozen queries, whatever the size."""
    found: Found = defaultdict(list)
    least = {
        team.measure: min(one.size.min for one in looked.playbook.teams.values() if one.measure == team.measure)
        for team in looked.playbook.teams.values()
    }
    values = _values(looked, least, now)
    for kind, query in (("teams", _TEAMS), ("seats", _SEATS), ("duties", _DUTIES)):
        for place, measure, need, have in _rows(query, values):
            found[measure, place].append(Evidence(kind=kind, need=int(need), have=int(have)))
    measure_of = {name: round_.measure for name, round_ in looked.playbook.rounds.items()}
    for (measure, place), (need, have) in _summed(_rows(_ROUNDS, values), measure_of).items():
        found[measure, place].append(Evidence(kind="rounds", need=need, have=have))
    receipts = [notice.measure for notice in looked.playbook.notices if notice.receipt]
    if receipts:
        for reach in notice_reach(actor=actor, order_id=looked.order_id, now=now, width=looked.width):
            if reach.unit_code.startswith(looked.prefix[: looked.width]):
                line = Evidence(kind="receipts", need=reach.addressed, have=reach.read)
                found[receipts[0], reach.unit_code].append(line)
    return dict(found)


def _values(looked: Looked, least: Mapping[str, int], now: datetime) -> dict[str, Any]:
    return {
        "activation": looked.activation_id,
        "order": looked.order_id,
        "width": looked.width,
        "least": json.dumps(dict(least)),
        "now": now,
        "day_later": now + _A_DAY,
        "today": now.astimezone(SHOWN_IN).date(),
        "kinds": list(looked.playbook.rounds),
        "low": looked.prefix,
        "high": upper_bound(looked.prefix),
    }


def _rows(query: str, values: Mapping[str, Any]) -> Iterator[tuple[str, str, int, int]]:
    inside = "m.unit_code >= %(low)s AND m.unit_code < %(high)s"
    with connection.cursor() as cursor:
        cursor.execute(_BY_HASH)
        cursor.execute(query.format(inside=inside), values)
        found = cursor.fetchall()
        cursor.execute(_AS_USUAL)
    yield from found


def _summed(
    rows: Iterable[tuple[str, str, int, int]], measure_of: Mapping[str, str]
) -> dict[tuple[str, str], tuple[int, int]]:
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for place, kind, need, have in rows:
        key = (measure_of[kind], place)
        before = found.get(key, (0, 0))
        found[key] = (before[0] + int(need), before[1] + int(have))
    return found
