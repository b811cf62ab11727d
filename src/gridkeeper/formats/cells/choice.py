"""Cells with a limited set of answers: choices, and yes or no."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any, Final

from gridkeeper.formats.cells.words import clip, is_blank, plain, says_nothing, spreadsheet_error, text_of
from gridkeeper.formats.columns import CellProblem, Column, Language, Parsed

_SHOWN: Final = 8
_YES: Final = ("是", "有", "对", "√", "✓", "✔", "☑", "1", "y", "yes", "true", "t")
_NO: Final = ("否", "无", "没有", "不是", "×", "✗", "✘", "☐", "0", "n", "no", "false", "f")


def spelling(text: str) -> str:
    """A word as it is compared: half-width, lower case, no blanks."""
    return "".join(plain(text).casefold().split())


def spellings_of(column: Column) -> dict[str, str]:
    """Every accepted spelling of a choice column, to the key of its choice."""
    spellings: dict[str, str] = {}
    for choice in column.choices:
        for word in (choice.key, choice.zh, choice.en, *choice.aliases):
            spellings.setdefault(spelling(word), choice.key)
    return spellings


def parse_choice(cell: Any, column: Column, *, spellings: dict[str, str], language: Language) -> Parsed:
    """The key of the choice that the cell names."""
    text = text_of(cell)
    if isinstance(text, CellProblem):
        return text
    key = spellings.get(spelling(text))
    if key is not None and text:
        return key
    if says_nothing(text):
        return None
    if error := spreadsheet_error(text):
        return error
    labels = _nearest_first(text, column, language)
    return CellProblem(
        "choice.unknown",
        "“{value}” is not one of the answers.",
        "Choose: {choices}.",
        {"value": clip(cell), "choices": " / ".join(labels[:_SHOWN]) + (" …" if len(labels) > _SHOWN else "")},
    )


def _nearest_first(text: str, column: Column, language: Language) -> list[str]:
    """Labels with those that resemble the cell in front: whoever wrote 街道值班 finds 街道值班岗 among many."""
    labels = [choice.label(language) for choice in column.choices]
    near = get_close_matches(spelling(text), [spelling(label) for label in labels], n=_SHOWN)
    return sorted(labels, key=lambda label: near.index(spelling(label)) if spelling(label) in near else len(near))


def yes_no_spellings(column: Column) -> dict[str, str]:
    """Every accepted spelling of yes and no, with the column's own words first."""
    own = spellings_of(column)
    standard = {spelling(word): "yes" for word in _YES} | {spelling(word): "no" for word in _NO}
    return standard | own


def parse_yes_no(cell: Any, *, spellings: dict[str, str]) -> Parsed:
    """True or False; an empty cell is neither."""
    text = text_of(cell)
    if isinstance(text, CellProblem):
        return text
    answer = spellings.get(spelling(text))
    if answer is not None and text:
        return answer == "yes"
    if is_blank(text) or says_nothing(text):
        return None
    if error := spreadsheet_error(text):
        return error
    return CellProblem(
        "yes-no.unknown", "“{value}” is neither yes nor no.", "Write 是 or 否, yes or no.", {"value": clip(cell)}
    )
