"""Every order a list offers: walking its pages gives each row once and in order, ties and missing values included."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils.timezone import localdate
from tests.contracts import crowd
from tests.personas import START, SYSTEM, settle

import gridkeeper
from gridkeeper.access.choices import Look
from gridkeeper.access.queries.purges import PURGE_SORTS, purges_page
from gridkeeper.access.queries.rights import LOOK_SORTS, looks_at
from gridkeeper.activations.choices import ActivationState
from gridkeeper.activations.queries.shown import ACTIVATION_SORTS, activations_page
from gridkeeper.audit.queries import EVENT_SORTS, events_page
from gridkeeper.cases.queries import MOVED_SORTS, OPEN_SORTS, OVER_SORTS, Narrowed, cases_page
from gridkeeper.kernel.listing import Sorts, UnknownSort
from gridkeeper.orders.queries import IN_FORCE_SORTS, ORDER_SORTS, orders_page
from gridkeeper.posts.choices import BodyKind
from gridkeeper.posts.models import Body, Person
from gridkeeper.posts.queries.bodies import BODY_SORTS, bodies_page
from gridkeeper.posts.queries.certificates import CERTIFICATE_SORTS, expiring_certificates
from gridkeeper.posts.queries.people import PEOPLE_SORTS, people_page
from gridkeeper.posts.queries.responsible import POST_SORTS, VACANCY_SORTS, posts_in, posts_vacant
from gridkeeper.rosters.choices import CallKind
from gridkeeper.rosters.queries.calls import CALL_SORTS, calls_page
from gridkeeper.rosters.queries.sheets import SHIFT_SORTS, shifts_in
from gridkeeper.rounds.queries.rows import DAY_SORTS, ROUND_SORTS, rounds_page
from gridkeeper.scopes.doors import acting_as
from gridkeeper.zones.choices import ZoneState
from gridkeeper.zones.queries.zones import OPEN_SORTS as OPEN_ZONE_SORTS
from gridkeeper.zones.queries.zones import ZONE_SORTS, zones_page

pytestmark = pytest.mark.django_db
DISTRICT = "140106"
DAY = timedelta(days=1)
ODD = ("\0", "\ud800", 10**40, -1, None, True, "x" * 400, [], "2022-11-12T00:00:00Z")
"""Values that no key holds, or only in another place."""
Pages = Callable[..., Any]

LISTS: dict[str, tuple[Sorts, Pages]] = {
    "people": (PEOPLE_SORTS, lambda **asked: people_page(actor=SYSTEM, unit_code=DISTRICT, now=START, **asked)),
    "bodies": (BODY_SORTS, lambda **asked: bodies_page(actor=SYSTEM, unit_code=DISTRICT, with_closed=True, **asked)),
    "posts": (POST_SORTS, lambda **asked: posts_in(actor=SYSTEM, unit_code=DISTRICT, now=START, **asked)),
    "vacancies": (VACANCY_SORTS, lambda **asked: posts_vacant(actor=SYSTEM, unit_code=DISTRICT, now=START, **asked)),
    "orders": (ORDER_SORTS, lambda **asked: orders_page(actor=SYSTEM, now=START, **asked)),
    "orders in force": (
        IN_FORCE_SORTS,
        lambda **asked: orders_page(actor=SYSTEM, now=START, state="in_force", **asked),
    ),
    "audit": (EVENT_SORTS, lambda **asked: events_page(actor=SYSTEM, **asked)),
    "open work": (OPEN_SORTS, lambda **asked: cases_page(actor=SYSTEM, asked=Narrowed(), **asked)),
    "work that is over": (OVER_SORTS, lambda **asked: cases_page(actor=SYSTEM, asked=Narrowed(over=True), **asked)),
    "work of a day": (
        MOVED_SORTS,
        lambda **asked: cases_page(actor=SYSTEM, asked=Narrowed(moved="opened", within=(START, START + DAY)), **asked),
    ),
    "looks": (LOOK_SORTS, lambda **asked: looks_at(actor=SYSTEM, person_id=crowd.LOOKED_AT, **asked)),
    "calls": (CALL_SORTS, lambda **asked: calls_page(actor=SYSTEM, state="all", **asked)),
    "shifts": (
        SHIFT_SORTS,
        lambda **asked: shifts_in(actor=SYSTEM, unit_code=DISTRICT, starts=START, ends=START + DAY, **asked),
    ),
    "rounds": (ROUND_SORTS, lambda **asked: rounds_page(actor=SYSTEM, **asked)),
    "rounds of a day": (DAY_SORTS, lambda **asked: rounds_page(actor=SYSTEM, day=START.date(), **asked)),
    "zones": (ZONE_SORTS, lambda **asked: zones_page(actor=SYSTEM, now=START, state="", **asked)),
    "open zones": (OPEN_ZONE_SORTS, lambda **asked: zones_page(actor=SYSTEM, now=START, **asked)),
    "purges": (PURGE_SORTS, lambda **asked: purges_page(actor=SYSTEM, **asked)),
    "certificates": (
        CERTIFICATE_SORTS,
        lambda **asked: expiring_certificates(actor=SYSTEM, unit_code=DISTRICT, now=START, **asked),
    ),
    "switches": (ACTIVATION_SORTS, lambda **asked: activations_page(actor=SYSTEM, **asked)),
}

VALUES: dict[str, Callable[[Any], Any]] = {
    "sort_key": lambda row: Person.objects.get(pk=row.id).sort_key if hasattr(row, "phone") else _body(row).sort_key,
    "parent_key": lambda row: parent.sort_key if (parent := _body(row).parent) else None,
    "kind_place": lambda row: (BodyKind if hasattr(row, "parent_name") else CallKind).values.index(row.kind),
    "state_place": lambda row: (ZoneState if hasattr(row, "exits") else ActivationState).values.index(row.state),
    "look_place": lambda row: Look.values.index(row.look),
    "until": lambda row: row.certified_until,
    "empty": lambda row: row.vacant,
    "short": lambda row: row.open_seats,
    "day": lambda row: localdate(row.due_at),
    "ends_at": lambda row: row.ended_at or row.expires_at,
}
"""What a row is sorted by, read without the query that sorted it; other fields stand on the row itself."""


def _body(row: Any) -> Body:
    return Body.objects.select_related("parent").get(pk=row.id)


@pytest.fixture
def full(db: None) -> None:
    """Rows that share places, names and moments with others, some without the values that may be missing."""
    with acting_as(SYSTEM):
        settle()
        crowd.fill()


def rows_of(page: Any) -> list[Any]:
    """A page of people carries more than its rows."""
    return list(getattr(page, "rows", page))


def walked(pages: Pages, sort: str, size: int) -> list[Any]:
    """The rows of all pages, one after the other."""
    rows: list[Any] = []
    after = ""
    for _page in range(10 * crowd.MANY):
        page = pages(sort=sort, after=after, size=size)
        rows += rows_of(page)
        after = page.next
        if not after:
            return rows
    raise AssertionError("the pages never end")


def standing(row: Any, sorts: Sorts, sort: str) -> Iterator[tuple[bool, Any]]:
    """What decides where a row stands: each value, with those that are missing last."""
    for part in sorts.order(sort).parts:
        value = VALUES.get(part.field, lambda row, field=part.field: getattr(row, field))(row)
        yield value is None, _Downwards(value) if part.is_descending and value is not None else value


class _Downwards:
    """A value that sorts the other way round."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __lt__(self, other: _Downwards) -> bool:
        return bool(other.value < self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Downwards) and self.value == other.value

    def __hash__(self) -> int:
        return hash(self.value)


@pytest.mark.parametrize("name", LISTS)
def test_pages_of_any_size_give_each_row_once_and_in_order(full: None, name: str) -> None:
    sorts, pages = LISTS[name]
    for sort in (sign + key for key in sorts.keys for sign in ("", "-")):
        with acting_as(SYSTEM):
            whole = walked(pages, sort, 500)
            ids = [row.id for row in whole]
            assert len(set(ids)) == len(ids) >= crowd.MANY // 4, sort
            for size in (1, 4):
                assert [row.id for row in walked(pages, sort, size)] == ids, sort
            keys = [tuple(standing(row, sorts, sort)) for row in whole]
        assert keys == sorted(keys), sort


def test_an_order_that_is_not_offered_is_refused_with_those_that_are(db: None) -> None:
    for sorts, pages in LISTS.values():
        with acting_as(SYSTEM), pytest.raises(UnknownSort, match="cannot be sorted by “colour”") as refusal:
            pages(sort="colour", after="", size=3)
        assert all(key in refusal.value.advice for key in sorts.keys)


MANGLED = ("x", "[]", '["name"]', '["place","\\u0000","a","b"]', '["when",5]', '["urgent",NaN,1e999,{}]', "[" * 2100)


def test_a_mangled_key_is_the_first_page(full: None) -> None:
    for name, (_sorts, pages) in LISTS.items():
        with acting_as(SYSTEM):
            first, *others = ([row.id for row in rows_of(pages(after=key, size=3))] for key in ("", *MANGLED))
        assert others == [first] * len(MANGLED), name


def test_a_key_with_impossible_values_breaks_nothing(full: None) -> None:
    for sorts, pages in LISTS.values():
        with acting_as(SYSTEM):
            for sort in sorts.keys:
                width = len(sorts.order(sort).parts)
                for value in ODD:
                    assert len(rows_of(pages(sort=sort, after=json.dumps([sort, *[value] * width]), size=3))) <= 3


def test_every_order_of_the_house_is_walked() -> None:
    package = Path(gridkeeper.__path__[0])
    declared = set()
    for path in package.rglob("*.py"):
        if "= Sorts(" in path.read_text(encoding="utf-8"):
            module = importlib.import_module(".".join(("gridkeeper", *path.relative_to(package).with_suffix("").parts)))
            declared |= {id(value) for value in vars(module).values() if isinstance(value, Sorts)}
    assert declared == {id(sorts) for sorts, _pages in LISTS.values()}
