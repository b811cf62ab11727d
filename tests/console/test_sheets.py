"""Sheets for the wall: who answers and which phone rings, for whoever may read the wall here."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import translation
from tests.console.furnished import Furnished

from gridkeeper.console.sheets.outline import drawing
from gridkeeper.console.sheets.views import few

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
SHEETS = ("/console/sheets/140106003/responsible/", "/console/sheets/140106003/phones/")


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_names_post_holder_and_phone(sign_in: SignIn, sheet: str) -> None:
    page = sign_in("liu").get(sheet).content.decode()
    assert "庙前街道值班岗" in page
    assert "0351-000 0000" in page


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_of_an_exercise_is_stamped_and_says_when_it_was_printed(sign_in: SignIn, sheet: str) -> None:
    page = sign_in("liu").get(sheet).content.decode()
    assert "stampbox" in page
    assert "Printed 2022-11-12 08:" in page


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_next_district_prints_nothing_of_it(sign_in: SignIn, sheet: str) -> None:
    answer = sign_in("zhao").get(sheet)
    assert answer.status_code in (403, 404)
    assert "刘静安" not in answer.content.decode().partition('<main id="main"')[2]


@pytest.mark.parametrize("sheet", SHEETS)
def test_nobody_prints(furnished: Furnished, sheet: str) -> None:
    assert Client().get(sheet).status_code == 302


def test_a_drawing_keeps_the_shape_of_its_areas() -> None:
    ring = [[112.5, 37.8], [112.6, 37.8], [112.6, 37.9], [112.5, 37.9], [112.5, 37.8]]
    feature = {"properties": {"name": "庙前"}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    made = drawing({"features": [feature]})
    assert made["areas"][0]["d"].startswith("M")
    assert float(made["height"]) > float(made["width"])


def test_a_wall_shows_three_names_of_a_post_and_how_many_more_hold_it() -> None:
    people = [f"成员{n}" for n in range(60)]
    with translation.override("zh-hans"):
        assert few(people) == "成员0、成员1、成员2 (另 57 人)"
        assert few(people[:3]) == "成员0、成员1、成员2"
