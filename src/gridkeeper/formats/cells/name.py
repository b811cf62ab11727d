"""Cells of words: free text, names, units by name, e-mail addresses."""

from __future__ import annotations

import re
from typing import Any, Final

from gridkeeper.formats.cells.words import (
    BETWEEN_HAN,
    LONGEST,
    clip,
    figures,
    is_blank,
    plain,
    says_nothing,
    spreadsheet_error,
    text_of,
    wrong_kind,
)
from gridkeeper.formats.columns import CellProblem, Parsed

LONGEST_NAME: Final = 100
# What a guarded CSV export puts an apostrophe before; the apostrophe is not part of the text.
_GUARDED: Final = re.compile(r"'(?=[=+\-@'])")
_DOTS: Final = re.compile(r"\s*[·•・‧∙⋅．]\s*")
_NO_NAME: Final = re.compile(r"[{}<>\[\]|\\=]|^[\d\s.,:/-]+$")
_EMAIL: Final = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")


def parse_text(cell: Any) -> Parsed:
    """Free text, trimmed; line breaks inside stay."""
    text = text_of(cell)
    if isinstance(text, CellProblem):
        return text
    text = _unguarded(text)
    if is_blank(text):
        return None
    if text[0] == "#" and (error := spreadsheet_error(text)):
        return error
    if len(text) > LONGEST:
        return CellProblem(
            "cell.text-too-long",
            "The text has {length} characters; a cell may hold {longest}.",
            "Shorten it.",
            {"length": len(text), "longest": LONGEST},
        )
    return text


def parse_name(cell: Any) -> Parsed:
    """A name on one line: 李 测二 is 李测二, blanks between Latin words stay single."""
    text = text_of(cell)
    if isinstance(text, CellProblem):
        return text
    text = _DOTS.sub("·", BETWEEN_HAN.sub("", " ".join(_unguarded(text).split())))
    if says_nothing(text):
        return None
    if error := spreadsheet_error(text):
        return error
    if len(text) > LONGEST_NAME:
        return wrong_kind(text, "cell.name-too-long", "“{value}” is too long for a name.", "Write the name only.")
    if _NO_NAME.search(text):
        return wrong_kind(cell, "cell.not-a-name", "“{value}” is not a name.", "Write the name in words.")
    return text


def parse_unit(cell: Any) -> Parsed:
    """A unit by name, alias or code, as text; a code that arrives as a number keeps its digits or is refused."""
    text = cell if isinstance(cell, str) else figures(cell)
    if isinstance(text, CellProblem):
        return text
    text = _DOTS.sub("·", BETWEEN_HAN.sub("", " ".join(plain(text).split())))
    if says_nothing(text):
        return None
    if error := spreadsheet_error(text):
        return error
    if text[0].isdigit():
        return figures(text) or None
    if len(text) > LONGEST_NAME:
        return wrong_kind(text, "cell.name-too-long", "“{value}” is too long for a name.", "Write the name only.")
    return text


def parse_email(cell: Any) -> Parsed:
    """An e-mail address."""
    text = figures(cell)
    if isinstance(text, CellProblem) or not text:
        return text or None
    if not _EMAIL.fullmatch(text) or ".." in text:
        return CellProblem(
            "cell.not-an-email",
            "“{value}” is not an e-mail address.",
            "Write it like {example}.",
            {"value": clip(cell), "example": "duty@example.org"},
        )
    return text


def _unguarded(text: str) -> str:
    """Text without the apostrophes that kept a spreadsheet from calculating it."""
    while _GUARDED.match(text):
        text = text[1:]
    return text.strip()
