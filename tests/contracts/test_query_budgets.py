"""The main questions cost a fixed number of queries, whatever the size of the answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.personas import START, World, settle

from gridkeeper.access.queries.myself import my_copy
from gridkeeper.access.queries.rights import looks_at
from gridkeeper.audit.queries import events_page
from gridkeeper.cases.queries import Narrowed, cases_page, open_cases
from gridkeeper.kernel.actor import Actor
from gridkeeper.notices.queries import messages_page
from gridkeeper.orders.queries import orders_page, proposals_waiting
from gridkeeper.posts.queries.people import people_page, person_shown
from gridkeeper.posts.queries.responsible import posts_responsible
from gridkeeper.rosters.queries.calls import calls_page
from gridkeeper.rosters.queries.mine import my_duties
from gridkeeper.rosters.queries.sheets import shifts_in
from gridkeeper.scopes.doors import acting_as
from gridkeeper.sites.queries import sites_page
from gridkeeper.territory.queries.find import unit_meant
from gridkeeper.territory.queries.show import unit_shown

pytestmark = pytest.mark.django_db
BUDGETS = json.loads((Path(__file__).parents[1] / "query_budgets.json").read_text())
PLACE = "140106003011"


@pytest.fixture
def budget() -> Callable[[str], AbstractContextManager[None]]:
    """``with budget("people_page"):`` fails when the block asks more of the database than the file allows."""

    @contextmanager
    def within(name: str) -> Iterator[None]:
        with CaptureQueriesContext(connection) as asked:
            yield
        said = [query["sql"] for query in asked.captured_queries]
        assert len(said) <= BUDGETS[name], "\n".join(said)

    return within


DAY = timedelta(days=1)
QUESTIONS: dict[str, Callable[[World, Actor], object]] = {
    "calls_page": lambda world, actor: calls_page(actor=actor, unit_code="140106"),
    "events_page": lambda world, actor: events_page(actor=actor, unit_code="140106"),
    "looks_at": lambda world, actor: looks_at(actor=actor, person_id=world.people["lin"]),
    "messages_page": lambda world, actor: messages_page(actor=actor),
    "my_copy": lambda world, actor: my_copy(actor=actor),
    "my_duties": lambda world, actor: my_duties(actor=actor, now=START),
    "cases_page": lambda world, actor: cases_page(actor=actor, asked=Narrowed()),
    "open_cases": lambda world, actor: open_cases(actor=actor),
    "orders_page": lambda world, actor: orders_page(actor=actor, now=START),
    "people_page": lambda world, actor: people_page(actor=actor, unit_code="140106003", now=START),
    "person_shown": lambda world, actor: person_shown(actor=actor, person_id=world.people["lin"]),
    "posts_responsible": lambda world, actor: posts_responsible(actor=actor, unit_code=PLACE, now=START),
    "proposals_waiting": lambda world, actor: proposals_waiting(actor=actor, now=START),
    "shifts_in": lambda world, actor: shifts_in(actor=actor, unit_code=PLACE, starts=START, ends=START + DAY),
    "sites_page": lambda world, actor: sites_page(actor=actor, unit_code="140106003"),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_keeps_to_its_budget(budget, name: str) -> None:
    world = settle()
    actor = world.actor("liu")
    with acting_as(actor), budget(name):
        QUESTIONS[name](world, actor)


def test_the_page_of_a_unit_keeps_to_its_budget(budget) -> None:
    actor = settle().actor("liu")
    with acting_as(actor):
        unit = unit_meant(actor=actor, text=PLACE)
        with budget("unit_shown"):
            unit_shown(actor=actor, unit=unit, as_of=None)


def test_every_budget_is_asked_about() -> None:
    assert set(BUDGETS) == {*QUESTIONS, "unit_shown"}
