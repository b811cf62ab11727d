"""The console in a real browser, from an empty home on: accessible, within the screen, useful without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests import served
from tests.browser.conftest import faults

pytestmark = pytest.mark.browser
PASSWORD = "a short sentence of mine"
PAGES = (
    "/console/", "/console/start/steps/", "/console/orders/", "/console/orders/new/", "/console/orders/proposals/",
    "/console/audit/", "/console/audit/verify/", "/console/audit/verify/sheet/", "/console/settings/",
    "/console/settings/people-data/", "/console/settings/roles/", "/console/settings/purges/",
    "/console/settings/messages/", "/console/settings/about/", "/console/settings/appearance/", "/console/me/",
    "/console/me/looks/", "/console/me/requests/", "/console/me/tokens/", "/console/me/desk/",
    "/console/exercise/clock/", "/console/switch-user/", "/console/second-factor/", "/console/invitations/",
    "/console/audit/?sort=place", "/console/cases/?sort=-due", "/console/zones/?sort=release",
)  # fmt: skip


@pytest.fixture(scope="module")
def home() -> Iterator[served.ServedHome]:
    """An exercise home of this module's own, with a first administrator called first."""
    with served.served() as made:
        yield made


@pytest.fixture(scope="module")
def settled(home: served.ServedHome, browser: Browser) -> served.ServedHome:
    """The same home once its first administrator has opened an account, with scripts off."""
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    page.goto(f"{home.url}/console/orders/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nobody works here yet. Who are you?")
    for field, value in (("name", "首岗（生成）"), ("login", "first"), ("password", PASSWORD), ("again", PASSWORD)):
        page.locator(f"[name={field}]").fill(value)
    page.get_by_role("button", name="Open my account and go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Next: Import the tree of units")
    context.close()
    return home


def signed_in(context: BrowserContext, home: served.ServedHome) -> Page:
    """A page of somebody who typed name and password."""
    page = context.new_page()
    page.goto(f"{home.url}/console/sign-in/")
    page.locator("[name=name]").fill("first")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form button.btn-primary").click()
    page.wait_for_url(f"{home.url}/console/")
    return page


@pytest.mark.parametrize(("width", "locale"), [(1440, "zh-CN"), (390, "zh-CN"), (1440, "en-GB"), (320, "en-GB")])
def test_no_page_has_an_accessibility_fault_or_scrolls_sideways(
    settled: served.ServedHome, browser: Browser, width: int, locale: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, locale=locale, bypass_csp=True)
    page = signed_in(context, settled)
    found = {}
    for address in PAGES:
        page.goto(f"{settled.url}{address}")
        if wrong := faults(page):
            found[address] = wrong
    context.close()
    # Paper keeps its width; a phone shows it shrunk.
    assert {address: wrong for address, wrong in found.items() if "sheet" not in address} == {}


def test_no_page_says_anything_against_the_strict_policy(settled: served.ServedHome, browser: Browser) -> None:
    context = browser.new_context(locale="en-GB")
    page = signed_in(context, settled)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda problem: said.append(str(problem)))
    for address in PAGES:
        page.goto(f"{settled.url}{address}")
    context.close()
    assert said == []


def test_the_sign_in_page_and_an_invitation_have_no_fault(settled: served.ServedHome, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN", bypass_csp=True)
    page = context.new_page()
    found = []
    for address in ("/console/sign-in/", "/console/join/", "/console/join/WRONG-CODE/"):
        page.goto(f"{settled.url}{address}")
        found += faults(page)
    context.close()
    assert found == []


def test_a_name_kept_on_the_machine_leads_to_the_password(settled: served.ServedHome, browser: Browser) -> None:
    context = browser.new_context(locale="en-GB")
    page = signed_in(context, settled)
    page.locator("details.user > summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("link", name="首岗").click()
    expect(page.locator("[name=name]")).to_have_value("first")
    page.get_by_role("button", name="Clear the list").click()
    expect(page.get_by_text("On this machine lately")).to_have_count(0)
    context.close()


def test_a_filter_swaps_the_rows_and_keeps_the_page(settled: served.ServedHome, browser: Browser) -> None:
    context = browser.new_context(locale="en-GB")
    page = signed_in(context, settled)
    page.goto(f"{settled.url}/console/audit/")
    page.evaluate("document.body.dataset.mark = 'kept'")
    page.locator("#filter-verb").fill("account.opened")
    expect(page.locator("#rows tbody tr")).to_have_count(1)
    expect(page.locator("body[data-mark=kept]")).to_have_count(1)
    assert "verb=account.opened" in page.url
    # The files are of what is shown, though only the rows were swapped.
    for file in ("Workbook", "CSV"):
        expect(page.get_by_role("link", name=file)).to_have_attribute("href", re.compile("verb=account.opened"))
    context.close()


def test_a_head_sorts_by_keyboard_and_without_scripts(settled: served.ServedHome, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    page = signed_in(context, settled)
    page.goto(f"{settled.url}/console/audit/?verb=account")
    when = page.get_by_role("columnheader", name="When")
    expect(when).to_have_attribute("aria-sort", "descending")
    when.get_by_role("link").focus()
    page.keyboard.press("Enter")
    expect(when).to_have_attribute("aria-sort", "ascending")
    assert page.url.endswith("?verb=account&sort=when")
    context.close()


def test_a_phone_has_no_heads_and_sorts_by_a_field(settled: served.ServedHome, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-GB")
    page = signed_in(context, settled)
    page.goto(f"{settled.url}/console/audit/")
    expect(page.get_by_role("columnheader", name="When")).to_be_hidden()
    page.get_by_label("Sort by").select_option("Place, ascending")
    page.wait_for_url("**sort=place**")
    expect(page.locator("#rows tbody tr").first).to_be_visible()
    page.set_viewport_size({"width": 1200, "height": 844})
    expect(page.get_by_role("columnheader", name="Place")).to_have_attribute("aria-sort", "ascending")
    context.close()


def test_without_scripts_the_clock_can_be_moved_and_the_language_changed(
    settled: served.ServedHome, browser: Browser
) -> None:
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    page = signed_in(context, settled)
    page.goto(f"{settled.url}/console/exercise/clock/")
    before = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("button", name="Skip 8 hours").click()
    page.goto(f"{settled.url}/console/exercise/clock/")
    assert page.get_by_role("heading", level=1).inner_text() != before
    page.locator("details.user > summary").click()
    page.get_by_role("button", name="简体中文").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("演练里现在是")
    context.close()
