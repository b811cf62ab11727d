"""Best known objectives, as the best_known.csv and *_opt.csv files beside published instances give them."""

from __future__ import annotations

import csv
import math
from pathlib import Path

_FILES = ("*_opt.csv", "best_known.csv")


def best_known(folder: Path) -> dict[str, float]:
    """Best known objective of each instance, from the files in ``folder``, above and below it; the nearest wins.

    Of two files in one folder best_known.csv wins: a list of optima (*_opt.csv) may count in another convention.
    """
    above = folder.resolve().parent
    below: list[Path] = []
    for pattern in _FILES:
        below += folder.rglob(pattern)
    below.sort(key=lambda file: (len(file.parts), file.name == _FILES[-1], file))
    known: dict[str, float] = {}
    for file in [*(file for pattern in _FILES for file in sorted(above.glob(pattern))), *below]:
        known |= read_best_known(file)
    return known


def read_best_known(file: Path) -> dict[str, float]:
    """The first column names the instance; the first one called best... or optimal holds the figure."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.reader(lines) if row]
    if not rows:
        return {}
    named = [at for at, title in enumerate(rows[0]) if at and _is_figure(title)]
    if not named:
        return {}
    return {
        row[0].strip(): float(row[named[0]]) for row in rows[1:] if len(row) > named[0] and _is_number(row[named[0]])
    }


def _is_figure(title: str) -> bool:
    title = title.lower()
    return ("best" in title or "optim" in title) and "bound" not in title


def _is_number(word: str) -> bool:
    try:
        return math.isfinite(float(word))
    except ValueError:
        return False
