"""The board as a page shows it, drawn once for everybody who reads it in one language.

Drawing twenty-two measures at seventeen places is half of what the page costs, and a board changes only when evidence
is counted anew, somebody marks a measure, or one becomes late; all of that is in the board itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import get_language

from gridkeeper.activations.queries.board import Board
from gridkeeper.console.measures.lines import Line, counts_of, groups_of, lines_of


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """The squares, the tables, and the lines behind them, whose marks by hand do not name their people."""

    lines: tuple[Line, ...]
    has_places: bool
    glance: str
    table: str


def drawing_of(board: Board, *, no: str = "") -> Drawing:
    """The drawing in the language in force; ``no`` is the measure that is open."""
    return _drawn(board, no, get_language() or "")


@lru_cache(maxsize=64)
def _drawn(board: Board, no: str, _language: str) -> Drawing:
    lines, places = lines_of(board, {}), _places(board)
    return Drawing(
        lines=tuple(lines),
        has_places=bool(places),
        glance=render_to_string("console/measures/_glance.html", {"board": board, "lines": lines, "no": no}),
        table=render_to_string(
            "console/measures/_table.html",
            {
                "board": board,
                "groups": groups_of(lines),
                "places": places,
                "specified": counts_of(lines)["specified"],
            },
        ),
    )


def _places(board: Board) -> list[dict[str, Any]]:
    """Columns of the board; a community is not a column of its own board."""
    below = [one for one in board.places if one.code != board.unit_code]
    return [{"code": one.code, "text": _short(one.name), "covered": one.coverage.covered} for one in below]


def _short(name: str) -> str:
    """A place's name without the word for its kind: fourteen of them stand side by side."""
    for kind in ("居委会", "村委会", "社区", "街道", "办事处"):
        name = name.removesuffix(kind) or name
    return name
