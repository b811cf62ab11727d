"""One measured line, and the figures of each part, so that a long part need not run again for the page."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Line:
    """A row of the page: what was measured, ours, the peer of the same run, the goal, and whether it was held."""

    name: str
    ours: str
    goal: str = ""
    peer: str = ""
    ratio: str = ""
    held: bool | None = None
    note: str = ""


FIGURES = Path(__file__).resolve().parent / "figures"
"""What was measured, one file a part, kept in the repository: the page can be written again on any machine."""


def keep(
    part: str, lines: list[Line], details: list[Line] | None = None, *, day: str = "", load: float | None = None
) -> None:
    """Write the lines of one part, with the day and how busy the machine was (now, unless they are given).

    ``details`` go to the end of the page.
    """
    found = {
        "day": day or f"{datetime.now(UTC):%Y-%m-%d}",
        "load": round(os.getloadavg()[2] if load is None else load, 1),
        "lines": [asdict(line) for line in lines],
        "details": [asdict(line) for line in details or ()],
    }
    FIGURES.mkdir(exist_ok=True)
    (FIGURES / f"{part}.json").write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What was measured of one part, when, and the load over fifteen minutes then."""

    day: str
    load: float
    lines: list[Line]
    details: list[Line]


def kept(part: str) -> Kept | None:
    """What was kept of a part; None where it never ran."""
    file = FIGURES / f"{part}.json"
    if not file.exists():
        return None
    found = json.loads(file.read_text(encoding="utf-8"))
    lines, details = ([Line(**line) for line in found.get(name, ())] for name in ("lines", "details"))
    return Kept(day=found["day"], load=found["load"], lines=lines, details=details)
