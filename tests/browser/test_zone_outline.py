"""An outline is drawn on the map corner by corner, and the text beside it says the same (issue of zones, 4.e)."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.conftest import faults
from tests.served import join_demo

pytestmark = pytest.mark.browser
COMMUNITY = "140106005004"


def test_corners_pressed_on_the_map_become_an_outline_that_can_be_taken_back(browser: Browser) -> None:
    demo = join_demo()
    known = json.loads((demo.path / "demo.json").read_text())["district_duty"]
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB", bypass_csp=True)
    page = context.new_page()
    page.goto(f"{demo.url}/console/sign-in/")
    page.locator("[name=name]").fill(known["login"])
    page.locator("[name=password]").fill(known["password"])
    page.locator("form button.btn-primary").click()
    page.wait_for_url(f"{demo.url}/console/**")
    page.goto(f"{demo.url}/console/zones/designate/{COMMUNITY}/")
    expect(page.locator("[data-map].ready")).to_be_attached(timeout=60_000)
    assert faults(page) == []
    board, field = page.locator("[data-map] canvas"), page.locator("#id_outline")
    box = board.bounding_box()
    assert box
    for x, y in ((0.2, 0.2), (0.8, 0.2), (0.8, 0.8), (0.2, 0.8)):
        before = field.input_value()
        board.click(position={"x": box["width"] * x, "y": box["height"] * y})
        if x == y == 0.8 or before:
            expect(field).not_to_have_value(before)
    ring = json.loads(field.input_value())["coordinates"][0]
    assert (len(ring), ring[0]) == (5, ring[-1])
    page.locator("[data-draw-undo]").click()
    assert len(json.loads(field.input_value())["coordinates"][0]) == 4
    page.locator("[data-draw-clear]").click()
    expect(field).to_have_value("")
    context.close()
