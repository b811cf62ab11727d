"""Phone cells: Chinese mobiles, landlines with area code, service numbers, and foreign numbers with a plus."""

from __future__ import annotations

import re
from typing import Any, Final

from gridkeeper.formats.cells.words import clip, figures
from gridkeeper.formats.columns import CellProblem, Parsed, Recognised

_BETWEEN: Final = re.compile(r"[/;,、|\n]|或|\b和\b")
_NOISE: Final = re.compile(r"[\s().\-‐‑–—]")
_LABEL: Final = re.compile(r"^(手机|电话|座机|联系电话|tel|phone|mobile)\s*:?\s*", re.IGNORECASE)
_EXTENSION: Final = re.compile(r"^(0.+\d)\s*(?:转|-|ext\.?|x|#)\s*(\d{1,6})$", re.IGNORECASE)
# 100 is given to no operator: numbers of invented people in exercises begin with it.
_MOBILE: Final = re.compile(r"(?:\+?86|0086)?(1(?:[3-9]\d|00)\d{8})")
_LANDLINE: Final = re.compile(r"(?:\+?86|0086)?(010|02\d|0[3-9]\d{2})(\d{7,8})")
_SERVICE: Final = re.compile(r"(?:400|800)\d{7}|1\d{2}|1\d{4}|9[56]\d{3,4}")
_FOREIGN: Final = re.compile(r"\+(?!86)[1-9]\d{6,14}")


def parse_phone(cell: Any) -> Parsed:
    """The first phone number of the cell in one spelling: 13800000001, 0351-4000004, 0351-4000004-801, 12345, +81..."""
    text = figures(cell)
    if isinstance(text, CellProblem) or not text:
        return text or None
    if number := _number(text):
        return number
    numbers = [number for part in _BETWEEN.split(text) if (number := _number(part))]
    if not numbers:
        return _problem(cell, text)
    if len(numbers) == 1:
        return numbers[0]
    return Recognised(
        numbers[0],
        "phone.first-of-several",
        "Several numbers: {value} is taken, {others} is left out.",
        {"value": numbers[0], "others": ", ".join(numbers[1:])},
    )


def _number(part: str) -> str | None:
    """One number in its one spelling, or None."""
    part = _LABEL.sub("", part.strip())
    digits = _NOISE.sub("", part)
    if found := _MOBILE.fullmatch(digits):
        return found[1]
    if found := _LANDLINE.fullmatch(digits):
        return f"{found[1]}-{found[2]}"
    if _SERVICE.fullmatch(digits) or _FOREIGN.fullmatch(digits):
        return digits
    if found := _EXTENSION.match(part):
        base = _LANDLINE.fullmatch(_NOISE.sub("", found[1]))
        return f"{base[1]}-{base[2]}-{found[2]}" if base else None
    return None


def _problem(cell: Any, text: str) -> CellProblem:
    digits = sum(character.isdigit() for character in text)
    if not digits:
        return CellProblem(
            "phone.no-number",
            "“{value}” is not a phone number.",
            "Write it like {example}.",
            {"value": clip(cell), "example": "0351-4000004"},
        )
    return CellProblem(
        "phone.length",
        "“{value}” has {digits} digits and is no phone number.",
        "A mobile number has 11 digits; a landline has 10 to 12 with its area code.",
        {"value": clip(cell), "digits": digits},
    )
