"""The product knows no hazard: what is about one stands in a pack."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "gridkeeper"
PACKS = SOURCE / "packs"
WORDS = re.compile(
    r"\b(epidemic|pandemic|covid|virus|infection|infected|quarantine|flood|dyke|wildfire|vinegar|freight)\w*\b"
    r"|疫情|核酸|感染者|密接|防汛|洪水|山火|护林|陈醋|食醋|班列",
)


@cache
def sources() -> list[Path]:
    """Code and pages of the kernel and the rooms; the data of a shipped pack is a pack's."""
    shipped = {path.parent for path in PACKS.glob("*/pack.yaml")}
    files = [path for kind in ("*.py", "*.html", "*.sql") for path in SOURCE.rglob(kind)]
    return sorted(path for path in files if not shipped & set(path.parents))


@pytest.mark.parametrize("room", sorted({path.relative_to(SOURCE).parts[0] for path in sources()}))
def test_no_room_knows_a_hazard(room: str) -> None:
    told = [
        f"{path.relative_to(SOURCE)}:{number} {match[0]}"
        for path in sources()
        if path.relative_to(SOURCE).parts[0] == room
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if (match := WORDS.search(line))
    ]
    assert told == []
