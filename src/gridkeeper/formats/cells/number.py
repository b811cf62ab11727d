"""Number cells: whole numbers, decimals, and figures with their qualifier (K-12)."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any, Final

from gridkeeper.formats.cells.words import SAFE_DIGITS, clip, digits_lost, not_digits, plain, says_nothing
from gridkeeper.formats.cells.words import spreadsheet_error as error_in
from gridkeeper.formats.columns import CellProblem, Column, Parsed, Recognised
from gridkeeper.kernel.quantity import Qualifier, Quantity

_FIGURE: Final = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[+-]?\.\d+")
_SCIENTIFIC: Final = re.compile(r"[+-]?\d(\.\d+)?[eE]\+?\d+")
_HAN_FIGURE: Final = re.compile(r"[零〇一二两三四五六七八九十百千万]+")
_HAN_DIGITS: Final = {
    character: value
    for value, characters in enumerate(("零〇", "一", "二两", "三", "四", "五", "六", "七", "八", "九"))
    for character in characters
}
_HAN_SCALES: Final = {"十": 10, "百": 100, "千": 1000}
_Words = tuple[tuple[tuple[str, ...], Qualifier], ...]
_BEFORE: Final[_Words] = (
    (("大约", "约", "近", "~", "≈", "about "), Qualifier.ABOUT),
    (("至少", "不少于", "≥", ">=", "at least "), Qualifier.AT_LEAST),
    (("至多", "不超过", "不足", "≤", "<=", "at most "), Qualifier.AT_MOST),
)
_AFTER: Final[_Words] = (
    (("左右", "上下"), Qualifier.ABOUT),
    (("余", "多", "以上", "+"), Qualifier.AT_LEAST),
    (("以下", "以内"), Qualifier.AT_MOST),
)


def parse_integer(cell: Any, column: Column) -> Parsed:
    """A whole number within the bounds of the column."""
    return _whole(_figure(cell, column), cell)


def parse_decimal(cell: Any, column: Column) -> Parsed:
    """A Decimal within the bounds of the column."""
    return _figure(cell, column)


def parse_quantity(cell: Any, column: Column) -> Parsed:
    """A Quantity in the column's first unit: 870余 is at least 870, 约213 about 213 (K-12)."""
    qualifier = Qualifier.EXACT
    if isinstance(cell, str):
        cell, qualifier = _qualified(plain(cell), column)
    value = _figure(cell, column)
    if isinstance(value, Recognised):
        value = value.value
    if value is None or isinstance(value, CellProblem):
        return value
    return Quantity(value=value, unit=column.units[0] if column.units else "", qualifier=qualifier)


def _qualified(text: str, column: Column) -> tuple[str, Qualifier]:
    """The text without its qualifier, and the qualifier."""
    for words, qualifier in _BEFORE:
        for word in words:
            if text.startswith(word):
                return text[len(word) :].strip(), qualifier
    bare = _without_unit(text, column)
    for words, qualifier in _AFTER:
        for word in words:
            for rest in (text, bare):
                if rest.endswith(word) and len(rest) > len(word):
                    return rest[: -len(word)].strip(), qualifier
    return text, Qualifier.EXACT


def _figure(cell: Any, column: Column) -> Parsed:
    """The number in a cell as Decimal, bounds checked."""
    value = _figure_in_text(cell, column) if isinstance(cell, str) else _figure_of_number(cell)
    number = value.value if isinstance(value, Recognised) else value
    if isinstance(number, Decimal) and (beyond := _beyond(number, column)):
        return beyond
    return value


def _figure_of_number(cell: Any) -> Parsed:
    if cell is None:
        return None
    if isinstance(cell, bool | date | time | timedelta):
        return not_digits(cell)
    if isinstance(cell, Decimal):
        return cell
    if abs(cell) >= 10**SAFE_DIGITS:
        return digits_lost(cell)
    # repr gives the shortest decimal that is this float: 0.1 stays 0.1.
    return Decimal(int(cell)) if float(cell).is_integer() else Decimal(repr(cell))


def _figure_in_text(cell: str, column: Column) -> Parsed:
    text = plain(cell)
    if says_nothing(text):
        return None
    if error := error_in(text):
        return error
    if _FIGURE.fullmatch(text):
        return Decimal(text.replace(",", ""))
    if _SCIENTIFIC.fullmatch(text):
        return digits_lost(cell)
    bare = _without_unit(text, column)
    if _FIGURE.fullmatch(bare):
        return Decimal(bare.replace(",", ""))
    if _HAN_FIGURE.fullmatch(bare) and (value := han_number(bare)) is not None:
        return Recognised(
            Decimal(value),
            "number.in-words",
            "“{written}” was read as {value}.",
            {"written": clip(cell), "value": value},
        )
    return _no_figure(cell, bare, column)


def _no_figure(cell: str, bare: str, column: Column) -> CellProblem:
    rest, qualifier = _qualified(bare, column)
    if qualifier is not Qualifier.EXACT and _FIGURE.fullmatch(_without_unit(rest, column)):
        return CellProblem(
            "number.not-exact",
            "“{value}” is no exact number.",
            "This column is used in sums: write the number that was counted.",
            {"value": clip(cell)},
        )
    found = _FIGURE.match(bare)
    if found and not any(character.isdigit() for character in bare[found.end() :]):
        return CellProblem(
            "number.unit",
            "“{value}” has the unit “{unit}”, which this column does not take.",
            "Convert it and write the number alone.",
            {"value": clip(cell), "unit": clip(bare[found.end() :].strip(), 12)},
        )
    return CellProblem(
        "number.not-a-number",
        "“{value}” is not a number.",
        "Write digits only, like {example}.",
        {"value": clip(cell), "example": column.example or "12"},
    )


def _without_unit(text: str, column: Column) -> str:
    """The text without one of the units that the column allows."""
    for unit in sorted(column.units, key=len, reverse=True):
        if text.lower().endswith(unit.lower()):
            return text[: -len(unit)].strip()
    return text


def _whole(value: Parsed, cell: Any) -> Parsed:
    """Turn a Decimal into an int, or say that it is a fraction."""
    if isinstance(value, Recognised):
        return Recognised(int(value.value), value.code, value.text, value.facts)
    if not isinstance(value, Decimal):
        return value
    if value != value.to_integral_value():
        return CellProblem(
            "number.not-whole",
            "“{value}” is not a whole number.",
            "Write it without a fraction.",
            {"value": clip(cell)},
        )
    return int(value)


def _beyond(value: Decimal, column: Column) -> CellProblem | None:
    """The problem of a number outside the bounds of its column."""
    if column.minimum is not None and value < column.minimum:
        return CellProblem(
            "number.too-small",
            "{value} is less than {minimum}.",
            "Check the figure and its unit.",
            {"value": value, "minimum": column.minimum},
        )
    if column.maximum is not None and value > column.maximum:
        return CellProblem(
            "number.too-large",
            "{value} is more than {maximum}.",
            "Check the figure and its unit.",
            {"value": value, "maximum": column.maximum},
        )
    return None


def han_number(text: str) -> int | None:
    """A number written 二十三 or 一百零五, below 100,000,000; None where the characters make no number."""
    if all(character in _HAN_DIGITS for character in text) and len(text) > 1:
        return int("".join(str(_HAN_DIGITS[character]) for character in text))
    total = section = digit = 0
    for character in text:
        if character in _HAN_DIGITS:
            digit = _HAN_DIGITS[character]
        elif character in _HAN_SCALES:
            section += (digit or 1) * _HAN_SCALES[character]
            digit = 0
        elif character == "万":
            total, section, digit = (total + section + digit) * 10_000, 0, 0
        else:
            return None
    return total + section + digit
