"""The five-minute path in a real browser, each step by pressing what the pages show: from the plan to the certificate.

The first half is walked on a phone in Chinese, the second at a desk in English, on a demo of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from tests import served
from tests.browser.conftest import faults
from tests.browser.visitor import BUILDING, Visitor, generated_picture

pytestmark = pytest.mark.browser
LONG = 60_000
"""Milliseconds."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A demo that nobody else changes."""
    with served.served("demo") as home:
        yield home.url


def visitor(browser: Browser, address: str, *, width: int, locale: str) -> Visitor:
    """A fresh visitor with a screen of this width."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, locale=locale, bypass_csp=True, base_url=address
    )
    page = context.new_page()
    page.set_default_timeout(LONG)
    return Visitor(page)


def test_a_plan_becomes_named_duties_on_a_phone_in_chinese(browser: Browser, address: str) -> None:
    me = visitor(browser, address, width=390, locale="zh-CN")
    page = me.page
    me.arrive()
    assert faults(page) == []

    me.take(1)
    me.on("/console/playbooks/epidemic-district/$")
    expect(page.locator("main")).to_contain_text("M22")

    me.take(2)
    page.locator("[name=reason]").fill("楼内有聚集性情况（演练）")
    page.locator("[name=exits]").fill("北门 = 楼长，0351-000 0001")
    me.type_order(page.locator("main form"), 1)
    me.press(page.locator("main form .btn-primary"))
    me.on("/console/zones/[0-9a-f-]{36}/$")
    assert faults(page) == []

    me.take(3)
    me.approve("1 号")

    me.take(4)
    expect(page.locator("#rows .diff li").first).to_be_visible()
    me.type_order(page.locator("#propose"), 2)
    page.locator("#propose [name=seen]").check()
    me.press(page.locator("#propose .btn-primary"))

    me.take(5)
    me.approve("2 号")
    me.on("/console/activations/[0-9a-f-]{36}/$")
    # The page follows the switch by itself and shows its end.
    expect(page.locator("#progress")).to_have_count(0, timeout=LONG)
    expect(page.locator("h1")).to_contain_text("已转入急时")
    assert faults(page) == []

    me.take(6)
    offered = page.locator("main button[value=accept]")
    before = offered.count()
    me.press(offered.first)
    assert faults(page) == []
    assert offered.count() < before

    me.take(7)
    declines = page.locator("main form:has(button[value=accept]) button[value=decline]")
    before = declines.count()
    me.press(declines.first)
    assert declines.count() < before
    me.see_done(6)
    expect(page.locator("main ol.sign > li.done")).to_have_count(6)
    page.context.close()


def test_a_missed_patrol_shows_and_the_end_leaves_nothing_at_a_desk_in_english(browser: Browser, address: str) -> None:
    me = visitor(browser, address, width=1440, locale="en-GB")
    page = me.page
    me.arrive()
    me.take(1)

    me.take(8)
    me.skip_an_hour()
    me.see_done(8)

    me.take(9)
    me.press(page.locator("main a", has_text=BUILDING).first)
    me.press(page.locator("form[action$='/start/'] button"))
    picture = {"name": "gate.png", "mimeType": "image/png", "buffer": generated_picture()}
    page.locator("input[type=file]").set_input_files(picture)
    me.press(page.locator("form[action$='/finish/'] .btn-primary"))
    me.see_done(9)

    me.take(10)
    for _hour in range(3):
        me.skip_an_hour()
    me.see_done(10)

    me.take(11)
    page.locator("details.confirm summary").first.click()
    page.locator("dialog [name=reason]").fill("The exercise ends")
    me.press(page.locator("dialog button.btn-stop"))
    expect(page.locator("#difference h2")).to_have_text("No difference from before the switch")

    me.take(12)
    assert faults(page) == []
    expect(page.locator("main table")).to_contain_text("destroyed at once")
    page.locator("main form [name=reason]").fill("The exercise is over")
    me.type_order(page.locator("main form"), 3)
    me.press(page.locator("main form .btn-primary"))

    me.take(13)
    me.approve("3 号")
    me.on("/emergency/$")
    expect(page.locator("#purging h2")).to_have_text("Nothing of it is left", timeout=LONG)
    assert faults(page) == []

    me.take(14)
    expect(page.locator("h1")).to_have_text("Purge certificate")
    expect(page.locator(".sheet")).to_contain_text("The exercise is over")
    expect(page.locator(".sheet")).to_contain_text("Every table of the database read again")
    assert faults(page) == []
    page.goto("/console/tour/")
    expect(page.locator("h1")).to_have_text("You have walked the whole path")
    page.context.close()
