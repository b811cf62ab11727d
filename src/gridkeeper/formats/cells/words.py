"""Plain words out of a typed cell: full-width forms, blanks, apostrophes and spreadsheet errors dealt with once."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from gridkeeper.formats.columns import CellProblem

# Above 2**53 a float no longer tells neighbours apart; spreadsheets keep fifteen digits already.
SAFE_DIGITS: Final = 15
LONGEST: Final = 32_000  # a workbook cell holds 32,767 characters
# What people write where there is nothing to say; a real dash or slash is never a value.
_BLANKS: Final = frozenset({"", "/", "\\", "-", "--", "—", "——", "－", "／", "...", "…"})
_NOTHING: Final = frozenset({"无", "暂无", "没有", "空", "N/A", "n/a", "NA", "none", "None", "NULL", "null", "nil"})
_ERRORS: Final = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)", re.IGNORECASE)
_CONTROL: Final = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe\uffff]"
)
_LONE_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
_SPACES: Final = re.compile(r"[^\S\n]+")
_SCIENTIFIC: Final = re.compile(r"[+-]?\d(\.\d+)?[eE]\+?\d+")
_CLEAN: Final = re.compile(r"[A-Za-z0-9\u4e00-\u9fa5]+")
_HAN: Final = r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
BETWEEN_HAN: Final = re.compile(rf"(?<={_HAN})\s+(?={_HAN})")


def clip(cell: object, length: int = 40) -> str:
    """The cell as a person sees it, shortened for a message."""
    shown = repr(cell) if isinstance(cell, float) else str(cell)
    shown = " ".join(shown.split())
    return shown if len(shown) <= length else shown[: length - 1] + "…"


def tidy(text: str) -> str:
    """Trim, drop control characters, unify blanks and line ends; keeps full-width letters and single line breaks."""
    if _CLEAN.fullmatch(text):
        return text
    text = _LONE_SURROGATE.sub("", _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))
    text = unicodedata.normalize("NFC", _SPACES.sub(" ", text))
    return "\n".join(line.strip() for line in text.split("\n")).strip()


def plain(text: str) -> str:
    """Like tidy, for figures and codes: half-width throughout and no leading apostrophe."""
    if text.isascii() and text.isalnum():
        return text
    return tidy(unicodedata.normalize("NFKC", tidy(text))).lstrip("'’‘`").strip()


def is_blank(text: str) -> bool:
    """True for an empty cell and for the marks that stand for one."""
    return text in _BLANKS


def says_nothing(text: str) -> bool:
    """True for a blank and for words like 无 or N/A, which are no figure, date or code."""
    return text in _BLANKS or text in _NOTHING


def spreadsheet_error(text: str) -> CellProblem | None:
    """The problem of a cell that holds #N/A or another error of the spreadsheet."""
    if text.startswith("#") and _ERRORS.match(text):
        return CellProblem(
            "cell.spreadsheet-error",
            "The cell holds the spreadsheet error {value}.",
            "Mend the formula or type the value itself.",
            {"value": clip(text)},
        )
    return None


def digits_lost(cell: object) -> CellProblem:
    """The problem of a long number that a spreadsheet has rounded; it is never repaired."""
    return CellProblem(
        "cell.digits-lost",
        "The spreadsheet rounded this number to {value}; the last digits are lost.",
        "Format the column as text and type the number again from its source.",
        {"value": clip(cell)},
    )


def wrong_kind(cell: object, code: str, text: str, hint: str) -> CellProblem:
    """A problem whose only fact is the cell."""
    return CellProblem(code, text, hint, {"value": clip(cell)})


def figures(cell: Any) -> str | CellProblem:
    """Digits and text of a code-like cell; '' where blank, a problem where a float has lost digits."""
    if isinstance(cell, str):
        text = plain(cell)
        if says_nothing(text):
            return ""
        if text[0] == "#" and (error := spreadsheet_error(text)):
            return error
        if _SCIENTIFIC.fullmatch(text):
            return digits_lost(cell)
        # 140106003006001.0 is a float that somebody turned into text: its digits were counted before it became one.
        if text.endswith(".0") and text[:-2].isdigit():
            return text[:-2] if len(text) - 2 <= SAFE_DIGITS else digits_lost(cell)
        return text
    if isinstance(cell, bool) or cell is None or isinstance(cell, date | time | timedelta):
        return "" if cell is None else not_digits(cell)
    if isinstance(cell, float) and not cell.is_integer():
        return not_digits(cell) if abs(cell) < 10**SAFE_DIGITS else digits_lost(cell)
    return str(int(cell)) if abs(cell) < 10**SAFE_DIGITS else digits_lost(cell)


def not_digits(cell: object) -> CellProblem:
    """The problem of a date, a fraction or TRUE where a code or number was asked for."""
    return CellProblem(
        "cell.became-something-else",
        "The spreadsheet turned this cell into {value}.",
        "Format the column as text and type the value again.",
        {"value": clip(cell)},
    )


def text_of(cell: Any) -> str | CellProblem:
    """Any cell as text: whole floats without the dot, dates as ISO, '' where empty."""
    if isinstance(cell, str):
        return tidy(cell)
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float | int):
        if abs(cell) >= 10**SAFE_DIGITS:
            return digits_lost(cell)
        return str(int(cell)) if float(cell).is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    return str(cell)
