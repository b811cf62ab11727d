"""Take the pictures of docs/screenshots again from a demo that is being served: screenshots.py ADDRESS.

Walk the five-minute path as far as the switch before, so that there is a duty and a zone to show. The board wants the
whole street switched on, and is left alone where it is not. Name pictures after the address to take only these.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "screenshots"
COMMUNITY = "140106003011"
STREET = "140106003"
NEXT_DOOR = "140106004001"
"""A community of the next street, where nothing is in force, so that its preview is a first one."""
PICTURES = (
    ("path", "street-duty", "/console/tour/", 390),
    ("preview", "next-street", f"/console/playbooks/epidemic-district/preview/?unit={NEXT_DOOR}", 1280),
    ("duty-phone", "committee-cadre", "/console/duty/", 390),
    ("duty-sheet", "street-duty", f"/console/rosters/{COMMUNITY}/sheet/", 1280),
    ("zone", "district-duty", "/console/zones/?state= #rows tbody a", 1280),
    ("measures", "street-duty", f"/console/measures/{STREET}/", 1440),
    ("daily-report", "street-duty", f"/console/reports/{COMMUNITY}/", 1280),
)
"""Name, who looks, where (and which link is pressed there), and how wide the screen is."""
WHOLE = {"measures"}
"""Pictures of the page down to its foot."""
LANGUAGES = {"": "en-GB", ".zh": "zh-CN"}


def enter(page: Page, login: str) -> None:
    """Become a person of the exercise, by the list on the sign-in page."""
    page.goto("/console/sign-in/")
    page.locator(f"button[name=login][value={login}]").last.click()
    page.wait_for_load_state("networkidle")


def main(address: str, *names: str) -> None:
    """Take every picture, or those named, in both languages."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for ending, locale in LANGUAGES.items():
            for name, login, path, width in PICTURES:
                if names and name not in names:
                    continue
                size = {"width": width, "height": 844 if width < 500 else 860}
                context = browser.new_context(viewport=size, locale=locale, base_url=address)
                page = context.new_page()
                enter(page, login)
                path, _, link = path.partition(" ")
                page.goto(path)
                if link:
                    page.locator(link).first.click()
                    page.wait_for_load_state("networkidle")
                if name != "measures" or page.locator(".measure-table").count():
                    page.screenshot(path=FOLDER / f"{name}{ending}.png", full_page=name in WHOLE)
                context.close()
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
