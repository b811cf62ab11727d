"""The page of a compound: its buildings, who answers for it, and the way to designate all of it (R-02, 4.e)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from django.test import Client
from tests.personas import START, SYSTEM

from gridkeeper.scopes.doors import acting_as
from gridkeeper.territory.choices import OverlayKind
from gridkeeper.territory.commands.overlay import NewOverlay, make_overlay
from gridkeeper.territory.models import Unit

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
BUILDING, OTHER, STREET = "140106003011001001", "140106003012", "140106003"
RING = {
    "type": "Polygon",
    "coordinates": [[[112.55, 37.85], [112.57, 37.85], [112.57, 37.87], [112.55, 37.87], [112.55, 37.85]]],
}


def compound(*codes: str, name: str = "桃园小区", outline: dict | None = None) -> UUID:
    new = NewOverlay(name=name, kind=OverlayKind.COMPOUND, unit_codes=codes, from_on=date(2022, 11, 1), outline=outline)
    with acting_as(SYSTEM):
        return make_overlay(actor=SYSTEM, overlay=new, now=START).pk


def test_a_compound_is_designated_as_a_whole_from_its_page(sign_in: SignIn) -> None:
    key, desk = compound(BUILDING, outline=RING), sign_in("liu")
    page = desk.get(f"/console/territory/compounds/{key}/").content.decode()
    found = re.search(rf'href="(/console/zones/designate/\d+/\?overlay={key})"', page)
    assert found, page
    link = found[1]
    form = desk.get(link).content.decode()
    assert "桃园小区" in form
    given = {
        "name": "桃园小区",
        "reason": "楼内有病例",
        "hotline": "0351-000 0001",
        "exits": "东门=楼长",
        "number": "演-7",
        "issued_by": "庙前街道",
        "legal_basis": "传染病防治法第四十二条",
        "document": "纪要（生成）",
        "expires_at": "2022-11-15T08:00",
    }
    told = desk.post(link, given)
    assert told.status_code == 302, told.content.decode()
    # The zone takes the compound's outline over, and its map shows it in place.
    shapes = json.loads(desk.get(f"{told['Location']}areas.json").content)["features"]
    [area] = [each for each in shapes if each["properties"].get("focus")]
    assert (area["geometry"], area["properties"]["name"]) == (RING, "桃园小区")


def test_a_shared_compound_is_designated_at_the_unit_that_holds_all_of_it(sign_in: SignIn) -> None:
    key = compound(BUILDING, OTHER)
    page = sign_in("liu").get(f"/console/territory/compounds/{key}/").content.decode()
    assert f"/console/zones/designate/{STREET}/?overlay={key}" in page
    assert "answers for it" in page


def test_a_search_leads_to_the_compounds_own_page(sign_in: SignIn) -> None:
    one, two = compound(BUILDING), compound(OTHER)
    page = sign_in("liu").get("/console/search/", {"q": "桃园小区"}).content.decode()
    assert [f"/console/territory/compounds/{key}/" in page for key in (one, two)] == [True, True]
    listed = sign_in("liu").get("/console/territory/140106003011/").content.decode()
    assert f"/console/territory/compounds/{one}/" in listed


def test_a_building_without_an_outline_is_ringed_where_it_stands(sign_in: SignIn) -> None:
    with acting_as(SYSTEM):
        Unit.objects.filter(unit_code=BUILDING).update(lng=112.56, lat=37.86)
    shapes = json.loads(sign_in("liu").get(f"/console/territory/compounds/{compound(BUILDING)}/areas.json").content)
    [area] = [each for each in shapes["features"] if each["properties"].get("focus")]
    lngs = [lng for lng, _ in area["geometry"]["coordinates"][0]]
    assert (min(lngs) < 112.56 < max(lngs), max(lngs) - min(lngs) < 0.0005) == (True, True)


@pytest.mark.parametrize("part", ["", "areas.json"])
def test_the_next_district_learns_nothing_of_a_compound(sign_in: SignIn, part: str) -> None:
    answer = sign_in("zhao").get(f"/console/territory/compounds/{compound(BUILDING)}/{part}")
    assert answer.status_code in (403, 404)
    assert "桃园" not in answer.content.decode()


def test_whoever_may_not_propose_an_order_is_not_led_to_the_form(sign_in: SignIn) -> None:
    key = compound(BUILDING)
    assert f"?overlay={key}" not in sign_in("lin").get(f"/console/territory/compounds/{key}/").content.decode()
