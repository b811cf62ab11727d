"""A real Chromium, and what it is asked about every page: axe's faults, and whether it fits the screen."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

_AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for the tests of one file."""
    with sync_playwright() as playwright:
        found = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


def faults(page: Page) -> list[str]:
    """What axe finds, and by how much the page is too wide."""
    page.evaluate(_AXE.read_text(encoding="utf-8"))
    result = page.evaluate("axe.run(document, {rules: {'target-size': {enabled: true}}})")
    found = [f"{fault['id']}: {fault['nodes'][0]['target']}" for fault in result["violations"]]
    over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [*found, *([f"{over} px too wide"] if over > 0 else [])]
