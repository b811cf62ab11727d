"""Find the row that holds the column names: under titles, over merged groups, in two rows where there are two."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from gridkeeper.formats.cells.words import plain
from gridkeeper.formats.columns import Language, Table

SEARCHED_ROWS: Final = 30
_NOISE: Final = re.compile(r"[\s*:：、,，。./\\|·_\-—()（）\[\]【】<>《》\"'“”?？#]+")
_BRACKETED: Final = re.compile(r"[(（\[【<].*?[)）\]】>]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Header:
    """Where the columns are.

    ``row`` is the last header row (from 0), ``places`` the cell index per column key, ``names`` the found names as
    they are written in that row, ``leftmost`` the first of the places, ``width`` the number of cells of the header.
    """

    row: int
    depth: int
    places: dict[str, int]
    ignored: tuple[str, ...]
    names: dict[int, str]
    leftmost: int
    width: int
    language: Language
    score: int


def spelling(text: object) -> str:
    """A column name as it is compared: half-width, lower case, without blanks and punctuation."""
    return _NOISE.sub("", plain(text).casefold()) if isinstance(text, str) else ""


def spellings(text: object) -> tuple[str, ...]:
    """A column name as written, and without its remark in brackets."""
    if not isinstance(text, str) or not text:
        return ()
    full, bare = spelling(text), spelling(_BRACKETED.sub("", plain(text)))
    return tuple(dict.fromkeys(name for name in (full, bare) if name))


def names_of(table: Table) -> dict[str, str]:
    """Every spelling of a column name, to the key of its column; the first column that claims a name has it."""
    names: dict[str, str] = {}
    for language in ("zh", "en", "key"):
        for column in table.columns:
            names.setdefault(spelling(getattr(column, language)), column.key)
    for column in table.columns:
        for alias in column.aliases:
            names.setdefault(spelling(alias), column.key)
    return names


def find_header(rows: Sequence[Sequence[Any]], table: Table) -> Header | None:
    """The best header among the first rows, or None where no row looks like one."""
    names = names_of(table)
    best: Header | None = None
    for index, cells in enumerate(rows[:SEARCHED_ROWS]):
        upper = rows[index - 1] if index else ()
        for above in ((), upper) if index else ((),):
            header = _header(index, cells, above, table=table, names=names)
            if header and (best is None or header.score > best.score):
                best = header
    return best


def _header(
    index: int, cells: Sequence[Any], above: Sequence[Any], *, table: Table, names: dict[str, str]
) -> Header | None:
    places: dict[str, int] = {}
    texts: dict[int, str] = {}
    own = 0
    for at in range(max(len(cells), len(above))):
        lower = cells[at] if at < len(cells) else ""
        upper = above[at] if at < len(above) else ""
        key = _key(lower, upper, names)
        if key is not None and key not in places:
            places[key] = at
            own += bool(spelling(lower))
        if spelling(lower) or spelling(upper):
            texts[at] = " ".join(str(lower if spelling(lower) else upper).split())
    # A second header row must name columns of its own; otherwise it is the first row of data.
    if not _enough(places, table) or (above and own == 0):
        return None
    required = sum(key in places for key in table.required)
    return Header(
        row=index,
        depth=2 if above else 1,
        places=places,
        ignored=tuple(text for at, text in texts.items() if at not in places.values()),
        names={at: str(cells[at]) for at in places.values() if at < len(cells) and spelling(cells[at])},
        leftmost=min(places.values()),
        width=max(texts) + 1,
        language=_language(places, texts, table),
        score=len(places) + required,
    )


def _key(lower: Any, upper: Any, names: dict[str, str]) -> str | None:
    """The column that a header cell names: by itself, or by the merged cell over it where it is empty."""
    for name in spellings(lower):
        if name in names:
            return names[name]
    if spelling(lower):
        return names.get(spelling(upper) + spelling(lower))
    return next((names[name] for name in spellings(upper) if name in names), None)


def _enough(places: dict[str, int], table: Table) -> bool:
    if len(places) >= min(2, len(table.columns)):
        return True
    return bool(places) and bool(table.required) and all(key in places for key in table.required)


def _language(places: dict[str, int], texts: dict[int, str], table: Table) -> Language:
    """The language of most column names."""
    english = sum(texts[at].isascii() and table.column(key).zh != texts[at] for key, at in places.items())
    return "en" if english * 2 > len(places) else "zh"
