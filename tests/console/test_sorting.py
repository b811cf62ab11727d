"""Lists sort by their columns, by links that need no script; filters, pages and files keep the order."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from tests.contracts import crowd
from tests.personas import SYSTEM

from gridkeeper.scopes.doors import acting_as

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
PEOPLE = "/console/people/of/140106/"
LISTS = {
    PEOPLE: "sun",
    f"{PEOPLE}vacancies/": "sun",
    "/console/bodies/": "sun",
    "/console/orders/": "sun",
    "/console/orders/?state=in_force": "sun",
    "/console/audit/": "audit",
    "/console/cases/": "sun",
    "/console/cases/?standing=over": "sun",
    "/console/calls/?state=all": "sun",
    "/console/rosters/": "sun",
    "/console/rounds/rows/": "sun",
    "/console/zones/": "sun",
    "/console/zones/?state=lifted": "sun",
    "/console/activations/": "sun",
    "/console/invitations/": "admin",
}
_HEAD = re.compile(r'<th scope="col"([^>]*)><a href="([^"]+)">')
_OFFERED = re.compile(r'id="filter-sort".*?</select>', re.DOTALL)


@pytest.fixture
def crowded(furnished: object) -> None:
    """More than a page of some lists."""
    with acting_as(SYSTEM):
        for seed in range(5):
            crowd.fill(seed)


def joined(address: str, question: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}{question}"


def heads(page: str) -> list[tuple[str, str]]:
    """What each sortable head says of the order, and where it leads."""
    return [(aria, unescape(href)) for aria, href in _HEAD.findall(page)]


def offered(page: str) -> list[str]:
    """The orders of the field among the filters."""
    [field] = _OFFERED.findall(page)
    return re.findall(r'<option value="([^"]+)"', field)


@pytest.mark.parametrize("address", LISTS)
def test_every_order_that_a_page_offers_is_given_and_the_head_says_so(sign_in: SignIn, address: str) -> None:
    client = sign_in(LISTS[address])
    page = client.get(address).content.decode()
    assert len(offered(page)) >= 2
    for sort in offered(page):
        answer = client.get(joined(address, f"sort={sort}"))
        assert answer.status_code == 200, sort
        assert f'<option value="{sort}" selected>' in answer.content.decode()
    path = address.partition("?")[0]
    for _aria, href in heads(page):
        turned = client.get(path + href).content.decode()
        [said] = [aria for aria, _href in heads(turned) if "aria-sort" in aria]
        [back] = [to for aria, to in heads(turned) if "aria-sort" in aria]
        again = client.get(path + back).content.decode()
        assert [aria for aria, _href in heads(again) if "aria-sort" in aria] != [said]


@pytest.mark.parametrize("address", LISTS)
def test_an_unknown_order_is_answered_in_one_sentence(sign_in: SignIn, address: str) -> None:
    answer = sign_in(LISTS[address]).get(joined(address, "sort=colour"))
    assert answer.status_code == 409
    assert "This list cannot be sorted by “colour”." in answer.content.decode()


def test_an_order_of_other_filters_gives_way_to_the_usual_one(sign_in: SignIn) -> None:
    client = sign_in("sun")
    for address in (
        "/console/cases/?standing=over&sort=due",
        "/console/orders/?sort=-days",
        "/console/zones/?sort=state",
    ):
        assert client.get(address).status_code == 200, address


def test_heads_and_pages_keep_the_filters_and_the_order(sign_in: SignIn, crowded: None) -> None:
    client = sign_in("sun")
    page = client.get(f"{PEOPLE}?left=1&sort=-name").content.decode()
    assert all("left=1" in href for _aria, href in heads(page))
    [onward] = re.findall(r'rel="next" href="([^"]+)"', page)
    assert "left=1" in onward
    assert "sort=-name" in onward


def names(content: bytes) -> list[str]:
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    return [row[0] for row in rows[1:]]


def test_a_file_has_the_order_of_the_page(sign_in: SignIn, crowded: None) -> None:
    client = sign_in("sun")
    up = names(client.get(f"{PEOPLE}?sort=name&format=csv").content)
    down = names(client.get(f"{PEOPLE}?sort=-name&format=csv").content)
    assert up == down[::-1]
    assert len(set(up)) > 3


@pytest.mark.parametrize(
    "address", [address for address in LISTS if "activations" not in address and "invi" not in address]
)
def test_every_list_comes_as_a_file(sign_in: SignIn, address: str) -> None:
    answer = sign_in(LISTS[address]).get(joined(address, "format=csv"))
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/csv")


def test_a_file_that_would_be_a_part_is_refused(
    sign_in: SignIn, crowded: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gridkeeper.console.people.views._EXPORTED", 5)
    answer = sign_in("sun").get(f"{PEOPLE}?format=csv")
    assert answer.status_code == 409
    assert "More than 5 rows fit these filters" in answer.content.decode()


def test_the_people_still_needed_are_those_of_every_page(sign_in: SignIn, crowded: None) -> None:
    client, told = sign_in("sun"), []
    after = ""
    while True:
        page = client.get("/console/calls/", {"after": after} if after else {})
        told.append((page.context["title"], page.context["page"].shown))
        after = page.context["page"].next
        if not after:
            break
    assert len(told) > 1
    assert len({title for title, _shown in told}) == 1
    assert sum(shown for _title, shown in told) == page.context["page"].total


def test_the_total_is_counted_once_and_travels_along(sign_in: SignIn, crowded: None) -> None:
    client = sign_in("sun")
    first = client.get("/console/orders/?sort=number").context["page"]
    assert first.total > first.shown
    second = client.get("/console/orders/", {"sort": "number", "after": first.next}).context["page"]
    assert (second.total, second.total_is_exact) == (first.total, True)
    back = client.get("/console/orders/", {"sort": "number", "before": second.previous}).context["page"]
    assert (back.total, back.previous) == (first.total, "")


@pytest.mark.parametrize("place", ["!", "99999999!", "12!", "7+!-", "x!y", "12+!!"])
def test_a_mangled_place_in_a_list_is_its_first_page(sign_in: SignIn, place: str) -> None:
    assert sign_in("sun").get("/console/orders/", {"after": place}).status_code == 200
