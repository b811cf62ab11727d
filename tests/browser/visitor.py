"""A visitor of the five-minute path: presses what the pages show and nothing else, in whichever language."""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

BUILDING = "天泽庭院15号楼"


@dataclass
class Visitor:
    """Somebody at a screen."""

    page: Page

    def arrive(self) -> None:
        """Open the sign-in page and press the button of the path."""
        self.page.goto("/console/sign-in/")
        self.press(self.page.locator("form:has(input[value='/console/tour/']) button"))
        self.on("/console/tour/$")

    def take(self, number: int) -> None:
        """Go back to the steps by the band, and press the button of one."""
        if not self.page.url.endswith("/console/tour/"):
            self.press(self.page.locator(".exercise a[href='/console/tour/']"))
        self.press(self.step(number).locator("a.btn, button.btn"))

    def see_done(self, number: int) -> None:
        """Look at the steps until one is seen done: some are counted by the worker a moment later."""
        self.page.goto("/console/tour/")

        def is_done() -> bool:
            self.page.reload()
            return "done" in (self.step(number).get_attribute("class") or "")

        for _attempt in range(40):
            if is_done():
                return
        raise AssertionError(f"step {number} is not seen done")

    def step(self, number: int) -> Locator:
        """One step of the list."""
        return self.page.locator("main ol.sign > li").nth(number - 1)

    def press(self, what: Locator) -> None:
        """Press, and wait for the page it leads to."""
        with self.page.expect_navigation():
            what.click()

    def approve(self, title: str) -> None:
        """Open what waits for me, read it, approve it."""
        self.press(self.page.locator("main .tasks > li", has_text=title).locator("a").first)
        self.press(self.page.locator("form[action$='/approve/'] button"))

    def type_order(self, form: Locator, number: int) -> None:
        """What every order needs, typed by a person (R-06)."""
        form.locator("[name=number]").fill(f"演练〔2022〕{number} 号")
        form.locator("[name=issued_by]").fill("庙前街道办事处（生成）")
        form.locator("[name=document]").fill(f"演练方案第 {number} 页")
        form.locator("[name=legal_basis]").fill("突发事件应对法，演练")

    def skip_an_hour(self) -> None:
        """Press the button in the band."""
        self.press(self.page.locator(".exercise button[name=hours]"))

    def on(self, address: str) -> None:
        """Be on the page of this address."""
        expect(self.page).to_have_url(re.compile(address))


def generated_picture() -> bytes:
    """A small PNG of a colour run: nothing and nobody is on it."""
    width = height = 64
    rows = b"".join(
        b"\0" + bytes((x * 4 % 256, y * 4 % 256, 128)[c] for x in range(width) for c in range(3)) for y in range(height)
    )

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
