"""The five-minute path in a real browser: in with one press, its first step done and seen done."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect
from tests import served
from tests.browser.conftest import faults

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "locale"), [(390, "zh-CN"), (1440, "en-GB")])
def test_a_visitor_begins_the_path_with_one_press_and_its_first_step_is_seen_done(
    browser: Browser, width: int, locale: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, locale=locale, bypass_csp=True, base_url=served.join_demo().url
    )
    page = context.new_page()
    page.goto("/console/sign-in/")
    page.locator("form:has(input[value='/console/tour/']) button").click()
    expect(page).to_have_url(re.compile("/console/tour/$"))
    assert faults(page) == []
    # Other stories of the run walk the same demo: what they did is done here too, but the plan was not read yet.
    before = page.locator("main li.done").count()
    page.locator("a[href='/console/tour/plan/']").click()
    expect(page).to_have_url(re.compile("/console/playbooks/epidemic-district/$"))
    page.goto("/console/tour/")
    expect(page.locator("main li.done")).to_have_count(before + 1)
    context.close()
