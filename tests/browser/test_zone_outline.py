"""An outline is drawn on the map corner by corner, by mouse or finger, and the text beside it says the same (4.e)."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.browser.conftest import faults
from tests.served import join_demo

pytestmark = pytest.mark.browser
COMMUNITY = "140106005004"
RESTS = "async () => { const at = scrollY; await new Promise((go) => setTimeout(go, 300)); return scrollY === at; }"
"""True in a page that has not scrolled for a moment."""


def designating(context: BrowserContext) -> Page:
    """The page on which the district's desk designates an area of the community, its map drawn."""
    demo = join_demo()
    known = json.loads((demo.path / "demo.json").read_text())["district_duty"]
    page = context.new_page()
    page.goto(f"{demo.url}/console/sign-in/")
    page.locator("[name=name]").fill(known["login"])
    page.locator("[name=password]").fill(known["password"])
    page.locator("form button.btn-primary").click()
    page.wait_for_url(re.compile("/console/(?!sign-in)"))
    page.goto(f"{demo.url}/console/zones/designate/{COMMUNITY}/")
    expect(page.locator("[data-map].ready")).to_be_attached(timeout=60_000)
    return page


def test_corners_pressed_on_the_map_become_an_outline_that_can_be_taken_back(browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB", bypass_csp=True)
    page = designating(context)
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


def drag(page: Page, *paths: Sequence[tuple[float, float]]) -> None:
    """Move fingers over the screen, one path each, all of the same number of places."""
    touches = page.context.new_cdp_session(page)

    def send(kind: str, at: list[tuple[float, float]]) -> None:
        points: list[dict[str, Any]] = [{"x": x, "y": y, "id": finger} for finger, (x, y) in enumerate(at)]
        touches.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    send("touchStart", [path[0] for path in paths])
    for places in zip(*(path[1:] for path in paths), strict=True):
        send("touchMove", list(places))
    send("touchEnd", [])


def test_a_finger_on_a_phone_draws_an_area_scrolls_the_page_and_proposes_the_zone(browser: Browser) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="en-GB", has_touch=True, is_mobile=True, bypass_csp=True
    )
    page = designating(context)
    assert faults(page) == []
    board, field = page.locator("[data-map] canvas"), page.locator("#id_outline")
    board.evaluate("canvas => canvas.scrollIntoView({block: 'center'})")
    box = board.bounding_box()
    assert box
    for number, (x, y) in enumerate(((0.1, 0.3), (0.9, 0.3), (0.9, 0.8), (0.1, 0.8)), start=1):
        before = field.input_value()
        board.tap(position={"x": box["width"] * x, "y": box["height"] * y})
        if number > 2:
            expect(field).not_to_have_value(before)
    drawn_text = field.input_value()
    assert len(json.loads(drawn_text)["coordinates"][0]) == 5
    # One finger that moves scrolls the page, two zoom the map; neither sets a corner.
    before = page.evaluate("scrollY")
    drag(page, [(100, 400 + 20 * step) for step in range(9)])
    page.wait_for_function("before => scrollY < before", arg=before)
    page.wait_for_function(RESTS)
    # How far it scrolled is the browser's own: where the map is now has to be looked up.
    board.evaluate("canvas => canvas.scrollIntoView({block: 'center'})")
    page.wait_for_function(RESTS)
    box = board.bounding_box()
    assert box
    middle, height = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    fingers = [[(middle + side * (25 + 8 * step), height) for step in range(9)] for side in (-1, 1)]
    drag(page, *fingers)
    expect(field).to_have_value(drawn_text)
    assert page.evaluate("visualViewport.scale") == 1, "two fingers on the map zoomed the page"
    typed = {"reason": "楼内有感染者", "larger_because": "传播链不明确", "number": "演画-1", "issued_by": "区指挥部"}
    for name, words in {**typed, "legal_basis": "传染病防治法第四十二条", "document": "纪要（生成）"}.items():
        page.locator(f"#id_{name}").fill(words)
    page.locator("#id_larger_reason").select_option("risk_unclear")
    with page.expect_navigation():
        page.locator("form.panel button.btn-primary").tap()
    assert "/designate/" not in page.url, page.locator("[role=alert]").all_inner_texts()
    # The zone's own page shows what was drawn, as its map asks for it.
    drawn = page.evaluate("fetch(document.querySelector('[data-map]').dataset.areas).then((answer) => answer.json())")
    [area] = [feature for feature in drawn["features"] if feature["properties"].get("focus")]
    assert len(area["geometry"]["coordinates"][0]) == 5
    expect(page.locator("[data-map].ready")).to_be_attached(timeout=60_000)
    assert faults(page) == []
    context.close()
