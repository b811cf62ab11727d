"""Merged cells: what is written once over several rows holds for each of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from gridkeeper.formats.workbook.source import Merge

_NONE: Final[list[int]] = []


class FillDown:
    """Values of vertically merged cells, handed down row by row."""

    def __init__(self, merges: Iterable[Merge], *, below: int, places: Iterable[int], first_column: int) -> None:
        """Keep the merges under row ``below`` that cover one of ``places`` (cell indexes)."""
        wanted = set(places)
        self._starts: dict[int, list[tuple[int, int]]] = {}
        self._held: dict[int, tuple[int, Any]] = {}
        for (top, left), (bottom, _right) in merges:
            at = left - first_column
            if top > below and bottom > top and at in wanted:
                self._starts.setdefault(top, []).append((at, bottom))

    @property
    def needed(self) -> bool:
        """False where no merge concerns a column that is read, so that plain sheets pay nothing."""
        return bool(self._starts)

    def fill(self, index: int, cells: list[Any], *, blank: bool) -> tuple[list[Any], list[int]]:
        """The cells of row ``index`` with merged values filled in, and the places that were filled.

        A row that is blank apart from the merge stays blank: a merge drawn too long adds no row.
        """
        for at, bottom in self._starts.get(index, ()):
            if at < len(cells):
                self._held[at] = (bottom, cells[at])
        if blank or not self._held:
            return cells, _NONE
        filled: list[int] = []
        for at, (bottom, value) in list(self._held.items()):
            if index > bottom:
                del self._held[at]
            elif at < len(cells) and cells[at] in ("", None) and value not in ("", None):
                cells = cells if filled else list(cells)
                cells[at] = value
                filled.append(at)
        return cells, filled
