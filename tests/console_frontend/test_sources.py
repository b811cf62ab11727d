"""What may and may not stand in the front end's sources."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from gridkeeper.console import assets

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "src/gridkeeper").glob("*/templates/**/*.html"))
LISTED = {
    line.split("#")[0].strip() for line in (ROOT / "frontend/icons.txt").read_text(encoding="utf-8").splitlines()
} - {""}


def test_the_lock_file_names_no_download_address() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    assert not [name for name, package in lock["packages"].items() if "resolved" in package]


def test_every_direct_dependency_is_pinned_exactly() -> None:
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    versions = {**package["dependencies"], **package["devDependencies"]}
    assert [name for name, version in versions.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []


def test_the_sprite_holds_exactly_the_listed_icons() -> None:
    assert assets.icon_names() == LISTED


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_template_draws_only_listed_icons(path: Path) -> None:
    used = set(re.findall(r"\{% icon \"([^\"]+)\"", path.read_text(encoding="utf-8")))
    assert used <= LISTED


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_template_has_no_inline_style_script_or_handler(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=\"|javascript:", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_template_is_at_most_250_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 250


def test_bootstrap_stays_in_its_layer() -> None:
    sheet = (assets.BUILD / assets._entry("console.ts")["css"][0]).read_text(encoding="utf-8")
    assert sheet.startswith("@layer foundation{")
