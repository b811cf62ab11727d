"""The demo district in a real browser: officers search, walk the tree, send lists, read orders (K-01, K-04, R-03)."""

from __future__ import annotations

import base64
import hmac
import json
import re
import struct
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect
from tests import served
from tests.browser.conftest import faults

pytestmark = pytest.mark.browser

STREET, GRID = "140106003", "140106003011001"
PAGES = (
    "/console/", "/console/territory/140106/", f"/console/territory/{STREET}/", f"/console/territory/{GRID}/",
    "/console/search/?q=sxgj", f"/console/people/of/{STREET}/", f"/console/people/of/{STREET}/vacancies/",
    f"/console/people/of/{STREET}/new/", "/console/imports/", "/console/imports/people/", "/console/orders/",
    "/console/orders/new/",
)  # fmt: skip
LISTS = {
    "/console/people/of/140106003011/": "/console/people/0",
    "/console/orders/": "/console/orders/0",
    "/console/cases/": "/console/cases/1",
    "/console/bodies/": "/console/bodies/0",
}
"""Lists, and how the address of a single one of their rows begins."""
GOOD, BAD = "郁青岚（生成）", "柏望川（生成）"
LIST = f"姓名,手机号,单位\n{GOOD},19900000931,水西关街一社区\n{BAD},19900000932,没有这个社区\n"
SignIn = Callable[..., AbstractContextManager[Page]]


@pytest.fixture(scope="module")
def demo() -> served.Installation:
    """The demo all processes of this run share."""
    return served.join_demo()


@pytest.fixture
def at_desk(demo: served.Installation, browser: Browser) -> SignIn:
    """``with at_desk("street_duty", width=390) as page:`` a page of whoever signed in; closed afterwards."""

    @contextmanager
    def sign_in(role: str, *, width: int = 1440, locale: str = "en-GB") -> Iterator[Page]:
        known = json.loads((demo.path / "demo.json").read_text())[role]
        context = browser.new_context(
            viewport={"width": width, "height": 900}, locale=locale, bypass_csp=True, base_url=demo.url
        )
        page = context.new_page()
        page.goto("/console/sign-in/")
        page.locator("[name=name]").fill(known["login"])
        page.locator("[name=password]").fill(known["password"])
        page.locator("form button.btn-primary").click()
        page.wait_for_url(f"{demo.url}/console/")
        yield page
        context.close()

    return sign_in


@pytest.mark.parametrize(("width", "locale"), [(1440, "zh-CN"), (390, "en-GB")])
def test_pages_of_a_full_district_are_accessible_and_fit_the_screen(at_desk: SignIn, width: int, locale: str) -> None:
    found = {}
    with at_desk("district_duty", width=width, locale=locale) as page:
        for address in PAGES:
            page.goto(address)
            if wrong := faults(page):
                found[address] = wrong
        for address, begins in LISTS.items():
            page.goto(address)
            page.goto(str(page.locator(f"main a[href^='{begins}']").first.get_attribute("href")))
            if wrong := faults(page):
                found[f"one of {address}"] = wrong
    assert found == {}


def test_r03_initials_typed_into_the_top_bar_lead_to_the_place(at_desk: SignIn) -> None:
    with at_desk("street_duty") as page:
        page.get_by_role("search").get_by_role("searchbox").fill("sxgjysq")
        page.keyboard.press("Enter")
        page.get_by_role("link", name="水西关街一社区", exact=True).first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("水西关街一社区")
        expect(page).to_have_url(re.compile("/console/territory/140106003011/$"))


def test_k01_the_tree_opens_and_leads_on_by_keyboard_alone(at_desk: SignIn) -> None:
    with at_desk("district_duty") as page:
        page.goto("/console/territory/140106/")
        opener = page.get_by_label("What belongs to 庙前街道")
        opener.focus()
        page.keyboard.press("ArrowRight")
        community = page.get_by_role("navigation", name="Territory").get_by_role("link", name="水西关街一社区")
        expect(community).to_be_visible()
        page.keyboard.press("ArrowLeft")
        expect(community).to_be_hidden()
        page.keyboard.press("ArrowRight")
        community.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text("水西关街一社区")


def test_k04_the_good_row_of_a_list_goes_in_and_the_bad_one_comes_back_marked(at_desk: SignIn, tmp_path: Path) -> None:
    file, back = tmp_path / "名单.csv", tmp_path / "back.xlsx"
    file.write_text(LIST, encoding="utf-8")
    with at_desk("street_duty", width=390) as page:
        page.goto("/console/imports/people/")
        page.locator("input[type=file]").set_input_files(file)
        page.get_by_role("button", name="Read this file").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Read, but not imported yet")
        expect(page.get_by_role("region", name="Cells sent back")).to_contain_text("没有这个社区")
        assert faults(page) == []
        with page.expect_download() as download:
            page.get_by_role("link", name="Download the 1 row sent back").click()
        download.value.save_as(back)
        page.get_by_role("button", name="Import 1 good row").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Imported")
        page.goto("/console/people/of/140106003011/?q=19900000931")
        expect(page.locator("#rows")).to_contain_text(GOOD)
    assert "EXERCISE" in download.value.suggested_filename
    sheet = openpyxl.load_workbook(back).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value]
    assert {BAD} == {cell.value for cell in cells if cell.value in (GOOD, BAD)}
    [marked] = [cell for cell in cells if cell.value == "没有这个社区"]
    assert marked.comment is not None
    assert "Check the spelling" in marked.comment.text


def test_a_filter_of_orders_swaps_the_rows_and_keeps_the_page(at_desk: SignIn) -> None:
    with at_desk("district_duty") as page:
        page.goto("/console/orders/")
        expect(page.locator("#rows")).to_contain_text("成立水西关街二社区应急专班")
        page.evaluate("document.body.dataset.mark = 'kept'")
        page.locator("#filter-q").fill("没有这样的文件")
        expect(page.locator("#rows")).not_to_contain_text("成立水西关街二社区应急专班")
        expect(page.locator("body[data-mark=kept]")).to_have_count(1)


def test_a_second_factor_set_up_in_the_browser_is_asked_for_at_the_next_sign_in(
    demo: served.Installation, browser: Browser, at_desk: SignIn
) -> None:
    known = json.loads((demo.path / "demo.json").read_text())["sampler"]
    with at_desk("sampler") as page:
        page.goto("/console/second-factor/totp/activate/")
        if page.locator("[name=password]").count():
            page.locator("[name=password]").fill(known["password"])
            page.locator("form button.btn-primary").click()
        secret = str(page.locator("details code").text_content())
        page.locator("[name=code]").fill(code_of(page, secret))
        with page.expect_navigation():
            page.locator("form button.btn-primary").click()
        assert "/activate/" not in page.url
        page.context.clear_cookies()
        page.goto("/console/sign-in/")
        page.locator("[name=name]").fill(known["login"])
        page.locator("[name=password]").fill(known["password"])
        page.locator("form button.btn-primary").click()
        expect(page.locator("[name=code]")).to_be_visible()
        assert faults(page) == []


def code_of(page: Page, secret: str) -> str:
    """What an authenticator shows at this moment (RFC 6238: SHA-1, 30 seconds, six digits)."""
    step = int(page.evaluate("Date.now()")) // 1000 // 30
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", step), "sha1")
    (number,) = struct.unpack(">I", digest[digest[-1] & 15 :][:4])
    return f"{(number & 0x7FFFFFFF) % 1_000_000:06d}"
