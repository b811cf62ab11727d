"""The pages say what the code says, and every link leads somewhere."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


@pytest.fixture(scope="module")
def reference() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference", ROOT / "tools" / "reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def links(page: Path) -> list[str]:
    """Relative links of a page, without what stands in code."""
    text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return [link for link in _LINK.findall(text) if "://" not in link and not link.startswith(("#", "mailto:"))]


def test_the_reference_is_what_the_code_says(reference: ModuleType) -> None:
    assert reference.stale() == [], "run tools/reference.py"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    broken = [link for link in links(page) if not (page.parent / link.partition("#")[0]).exists()]
    assert broken == []


def test_every_refusal_has_an_entry_with_an_anchor(reference: ModuleType) -> None:
    text = (ROOT / "docs" / "reference" / "errors.md").read_text(encoding="utf-8")
    missing = [error.code for error in reference.refusals() if f'<a id="{reference.anchor(error.code)}">' not in text]
    assert missing == []


def test_every_page_of_the_documentation_is_listed() -> None:
    listed = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    folders = ("tutorial", "howto", "explanation", "reference")
    pages = [page for folder in folders for page in (ROOT / "docs" / folder).glob("*.md")]
    assert [page.name for page in pages if page.relative_to(ROOT / "docs").as_posix() not in listed] == []


def test_every_test_that_a_page_names_exists() -> None:
    """A table of awkward input is only worth its proofs."""
    pages = (ROOT / "docs" / "reference").glob("edge-cases*.md")
    named = [found for page in pages for found in re.findall(r"`([a-z_/]+\.py)::(\w+)`", page.read_text("utf-8"))]
    missing = [f"{path}::{test}" for path, test in named if f"def {test}(" not in (ROOT / "tests" / path).read_text()]
    assert (len(named) > 60, missing) == (True, [])
