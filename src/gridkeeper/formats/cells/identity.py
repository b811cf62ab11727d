"""Identity numbers of 18 digits, checked by GB 11643-1999 and never repaired."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any, Final

from gridkeeper.formats.cells.words import figures
from gridkeeper.formats.columns import CellProblem, Parsed, Recognised

_SHAPE: Final = re.compile(r"\d{17}[\dX]")
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS: Final = "10X98765432"
_OLD_LENGTH: Final = 15


def check_character(first_seventeen: str) -> str:
    """The eighteenth character for seventeen digits (GB 11643-1999, ISO 7064 MOD 11-2)."""
    return _CHECKS[sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first_seventeen, strict=True)) % 11]


def parse_id_number(cell: Any) -> Parsed:
    """An 18-digit identity number; messages name no digit of it, because they are kept longer than the file."""
    text = figures(cell)
    if isinstance(text, CellProblem):
        # The rounded number is still most of somebody's identity: say what happened, not what is left of it.
        return text if text.code == "cell.spreadsheet-error" else replace(text, facts={"value": "…"})
    if not text:
        return None
    number = text.replace(" ", "").replace("-", "").upper()
    if not _SHAPE.fullmatch(number):
        return _wrong_shape(number)
    try:
        date.fromisoformat(f"{number[6:10]}-{number[10:12]}-{number[12:14]}")
    except ValueError:
        return CellProblem(
            "id-number.birth-date",
            "Digits 7 to 14 of the identity number are no date of birth.",
            "Compare it with the card.",
        )
    if check_character(number[:17]) != number[17]:
        return CellProblem(
            "id-number.checksum",
            "The last character of the identity number does not fit the others, so a digit is wrong.",
            "Compare it with the card.",
        )
    if number.endswith("000"):
        return Recognised(
            number,
            "id-number.ends-in-zeros",
            "The identity number ends in 000, as it does when a spreadsheet has rounded it: compare it with the card.",
        )
    return number


def _wrong_shape(number: str) -> CellProblem:
    if len(number) == _OLD_LENGTH and number.isdigit():
        return CellProblem(
            "id-number.old",
            "This is an identity number of the first generation with 15 digits.",
            "Write the number of 18 digits from the present card.",
        )
    return CellProblem(
        "id-number.shape",
        "An identity number has 17 digits and a digit or X; this cell has {length} characters.",
        "Compare it with the card; other documents do not belong in this column.",
        {"length": len(number)},
    )
