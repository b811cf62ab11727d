"""Take the pictures of docs/screenshots again from a demo that is being served: screenshots.py ADDRESS.

Walk the five-minute path as far as the switch before, so that there is a duty, a zone and a board to show.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "screenshots"
COMMUNITY = "140106003011"
PICTURES = (
    ("path", "street-duty", "/console/tour/", 390),
    ("preview", "street-duty", f"/console/playbooks/epidemic-district/preview/?unit={COMMUNITY}", 1280),
    ("duty-phone", "committee-cadre", "/console/duty/", 390),
    ("duty-sheet", "street-duty", f"/console/rosters/{COMMUNITY}/sheet/", 1280),
    ("zone", "district-duty", "/console/zones/?state= #rows tbody a", 1280),
    ("daily-report", "street-duty", f"/console/reports/{COMMUNITY}/", 1280),
)
"""Name, who looks, where (and which link is pressed there), and how wide the screen is."""
LANGUAGES = {"": "en-GB", ".zh": "zh-CN"}


def enter(page: Page, login: str) -> None:
    """Become a person of the exercise, by the list on the sign-in page."""
    page.goto("/console/sign-in/")
    page.locator(f"button[name=login][value={login}]").last.click()
    page.wait_for_load_state("networkidle")


def main(address: str) -> None:
    """Take every picture in both languages."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for ending, locale in LANGUAGES.items():
            for name, login, path, width in PICTURES:
                size = {"width": width, "height": 844 if width < 500 else 860}
                context = browser.new_context(viewport=size, locale=locale, base_url=address)
                page = context.new_page()
                enter(page, login)
                path, _, link = path.partition(" ")
                page.goto(path)
                if link:
                    page.locator(link).first.click()
                    page.wait_for_load_state("networkidle")
                page.screenshot(path=FOLDER / f"{name}{ending}.png")
                context.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
