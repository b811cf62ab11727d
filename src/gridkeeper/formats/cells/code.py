"""Unit codes as people send them: text, or a number that still holds every digit."""

from __future__ import annotations

from typing import Any

from gridkeeper.formats.cells.words import clip, figures
from gridkeeper.formats.columns import CellProblem, Parsed
from gridkeeper.kernel.errors import Malformed
from gridkeeper.kernel.unit_code import canonical


def parse_code(cell: Any) -> Parsed:
    """The canonical code (R-03): 140106003006001.0 keeps its digits, a longer number is refused."""
    text = figures(cell)
    if isinstance(text, CellProblem) or not text:
        return text or None
    try:
        return canonical(text)
    except Malformed:
        return CellProblem(
            "code.shape",
            "“{value}” is not a unit code.",
            "A code has 2, 4, 6, 9, 12, 15 or 18 digits, like {example}.",
            {"value": clip(cell), "example": "140106003011"},
        )
