"""The floor in a real browser: accessible, within every width and the policy, useful without scripts."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

pytestmark = pytest.mark.browser
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
WIDTHS = (320, 390, 600, 768, 1024, 1200, 1440, 1920)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    yield context.new_page()
    context.close()


def _violations(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result = page.evaluate("axe.run(document, {rules: {'target-size': {enabled: true}}})")
    return [f"{found['id']}: {found['nodes'][0]['target']}" for found in result["violations"]]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_the_floor_has_an_accessibility_fault(
    browser: Browser, stage: str, language: str, width: int, scheme: str
) -> None:
    size = {"width": width, "height": 900}
    context = browser.new_context(viewport=size, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    faults = []
    for name in ("style", "sign-in", "error", "sheet"):
        page.goto(f"{stage}/{language}/{name}")
        faults += [f"{name}: {fault}" for fault in _violations(page)]
    context.close()
    assert faults == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_width_scrolls_sideways(page: Page, stage: str, language: str) -> None:
    page.goto(f"{stage}/{language}/style")
    over = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        over[width] = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert {width: by for width, by in over.items() if by > 0} == {}


def test_the_map_draws_with_names_under_the_strict_policy(page: Page, stage: str) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda problem: said.append(str(problem)))
    page.goto(f"{stage}/zh-hans/style")
    expect(page.locator(".map-box.ready")).to_be_visible(timeout=30_000)
    assert said == []
    assert page.locator(".map-box canvas").get_attribute("aria-label") == "示例街道地图"


def test_a_click_on_an_area_goes_to_its_unit(page: Page, stage: str) -> None:
    page.goto(f"{stage}/zh-hans/style")
    expect(page.locator(".map-box.ready")).to_be_visible(timeout=30_000)
    with page.expect_request("**/console/territory/**") as asked:
        page.locator(".map-box canvas").click(position={"x": 100, "y": 300})
    assert asked.value.url.endswith("/console/territory/990000000001/")


def test_a_confirmation_is_modal_and_can_be_left(page: Page, stage: str) -> None:
    page.goto(f"{stage}/en/style")
    page.get_by_text("End this order", exact=True).click()
    dialog = page.get_by_role("dialog")
    assert dialog.evaluate("element => element.matches(':modal')")
    dialog.get_by_role("button", name="Go back").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_text("End this order", exact=True)).to_be_focused()


def test_escape_closes_a_menu_and_returns_to_its_button(page: Page, stage: str) -> None:
    page.goto(f"{stage}/en/style")
    page.locator("details.who > summary").click()
    expect(page.locator("#personas")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#personas")).to_be_hidden()
    expect(page.locator("details.who > summary")).to_be_focused()


def test_a_closed_branch_of_the_tree_asks_for_its_children_once_opened(page: Page, stage: str) -> None:
    page.route("**/console/style/", lambda route: route.fulfill(body="<li><a class='leaf' href='#x'>Child</a></li>"))
    page.goto(f"{stage}/en/style")
    page.get_by_label("What belongs to Sample street 1").click()
    expect(page.get_by_role("link", name="Child")).to_be_visible()


def test_the_phone_bar_shows_four_doors_and_the_rest_under_more(page: Page, stage: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{stage}/en/style")
    bar = page.get_by_role("navigation", name="Main")
    expect(bar.get_by_role("link")).to_have_count(4)
    bar.get_by_text("More").click()
    expect(bar.get_by_role("link", name="Settings")).to_be_visible()


def test_without_scripts_doors_menus_and_confirmations_still_work(browser: Browser, stage: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{stage}/en/style")
    page.locator("details.who > summary").click()
    expect(page.locator("#personas")).to_be_visible()
    page.locator("details.who > summary").click()
    page.get_by_text("End this order", exact=True).click()
    expect(page.get_by_role("button", name="End the order and 2 teams")).to_be_visible()
    expect(page.get_by_role("button", name="Go back")).to_be_hidden()
    context.close()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_sheet_prints_on_one_page_with_the_exercise_stamp(page: Page, stage: str, language: str) -> None:
    page.goto(f"{stage}/{language}/sheet")
    printed = page.pdf(prefer_css_page_size=True)
    assert printed.count(b"/Type /Page\n") == 1
    expect(page.locator(".stampbox")).to_have_text("演练" if language == "zh-hans" else "EXERCISE")


def test_the_clock_goes_on_at_the_homes_speed(browser: Browser, stage: str) -> None:
    page = browser.new_page()
    page.clock.install()
    page.goto(f"{stage}/en/style")
    page.clock.fast_forward("03:00")
    expect(page.locator("time[data-clock]")).to_have_text("09:15")
    page.close()
