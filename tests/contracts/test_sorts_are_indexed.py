"""Lists that may hold a million rows offer only orders that an index gives under row-level security, on every page."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.contracts import crowd
from tests.personas import START, SYSTEM, settle

from gridkeeper.audit.queries import EVENT_SORTS, events_page
from gridkeeper.cases.queries import OPEN_SORTS, OVER_SORTS, Narrowed, cases_page
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.listing import Sorts
from gridkeeper.orders.queries import IN_FORCE_SORTS, ORDER_SORTS, orders_page
from gridkeeper.posts.queries.people import PEOPLE_SORTS, people_page
from gridkeeper.rounds.queries.rows import DAY_SORTS, ROUND_SORTS, rounds_page
from gridkeeper.scopes.doors import acting_as

pytestmark = pytest.mark.django_db
PLACE = "140106"
EVENT_WHEN = Sorts("-when", {"when": "id"})
DESK = Actor(login="desk", grants={f"{name}.read": (PLACE,) for name in ("people", "wall", "audit", "cases", "orders")})
Pages = Callable[..., Any]

LONG: dict[str, tuple[Sorts, Pages]] = {
    "people": (PEOPLE_SORTS, lambda **asked: people_page(actor=DESK, unit_code=PLACE, now=START, **asked)),
    "audit": (EVENT_SORTS, lambda **asked: events_page(actor=DESK, unit_code=PLACE, **asked)),
    "audit of one account": (EVENT_WHEN, lambda **asked: events_page(actor=DESK, who="liu", **asked)),
    "open work": (OPEN_SORTS, lambda **asked: cases_page(actor=DESK, asked=Narrowed(), **asked)),
    "work that is over": (OVER_SORTS, lambda **asked: cases_page(actor=DESK, asked=Narrowed(over=True), **asked)),
    "orders": (ORDER_SORTS, lambda **asked: orders_page(actor=DESK, now=START, **asked)),
    "orders in force": (
        IN_FORCE_SORTS,
        lambda **asked: orders_page(actor=DESK, now=START, state="in_force", **asked),
    ),
    "rounds": (ROUND_SORTS, lambda **asked: rounds_page(actor=DESK, **asked)),
    "rounds of a day": (DAY_SORTS, lambda **asked: rounds_page(actor=DESK, day=START.date(), **asked)),
}


def plan_of(statement: str) -> dict[str, Any]:
    """The plan PostgreSQL would take for a large table: it neither reads a small one whole nor sorts it."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}")
        [answer] = cursor.fetchone() or ([],)
    found: dict[str, Any] = (json.loads(answer) if isinstance(answer, str) else answer)[0]["Plan"]
    return found


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A plan's steps, from the top."""
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


def sorts_a_table(plan: dict[str, Any]) -> bool:
    """Whether a step sorts more than a page: a sort with no limit below it. An incremental sort puts ties in order."""
    return any(
        node["Node Type"] == "Sort" and not any(below["Node Type"] == "Limit" for below in nodes(node))
        for node in nodes(plan)
    )


def pages_of(ask: Pages, sort: str) -> list[str]:
    """What the first and the second page ask of the database for their rows."""
    with CaptureQueriesContext(connection) as asked:
        first = ask(sort=sort, after="", size=2)
        assert first.next
        ask(sort=sort, after=first.next, size=2)
    return [
        query["sql"] for query in asked.captured_queries if "ORDER BY" in query["sql"] and "LIMIT 3" in query["sql"]
    ]


@pytest.mark.parametrize("name", LONG)
def test_an_index_gives_the_order_of_a_long_list(name: str) -> None:
    sorts, ask = LONG[name]
    with acting_as(SYSTEM):
        settle()
        crowd.fill()
    for sort in (sign + key for key in sorts.keys for sign in ("", "-")):
        with acting_as(DESK):
            statements = pages_of(ask, sort)
            assert len(statements) == 2
            for statement in statements:
                plan = plan_of(statement)
                assert not sorts_a_table(plan), (sort, json.dumps(plan, indent=1))
                assert any("Index" in node["Node Type"] for node in nodes(plan))
