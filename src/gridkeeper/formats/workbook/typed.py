"""Values as cells for export: typed where a workbook keeps the type, text where it would spoil the value."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from gridkeeper.formats.cells.words import LONGEST, SAFE_DIGITS
from gridkeeper.formats.columns import Column, Kind, Language
from gridkeeper.kernel.errors import GridkeeperError
from gridkeeper.kernel.quantity import Qualifier, Quantity

Cell = str | int | float | date | datetime | None

_YES_NO: Final = {"zh": ("否", "是"), "en": ("No", "Yes")}
_QUALIFIED: Final = {Qualifier.ABOUT: "约", Qualifier.AT_LEAST: "≥", Qualifier.AT_MOST: "≤"}
_FIRST_SAFE_YEAR: Final = 1901  # the 1900 date system has a 29 February 1900 that never was
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_NUMBERS: Final = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.QUANTITY, Kind.DATE, Kind.MOMENT, Kind.POSITION})


class CellTooLong(GridkeeperError):
    """A text does not fit into a cell of a workbook."""

    code = "workbook.cell-too-long"
    text = "The column “{column}” has a text of {length} characters; a cell holds {longest}."
    hint = "Shorten the text, or export as CSV."


def cell_of(value: Any, column: Column, language: Language) -> Cell:
    """The cell of a workbook for a value of this column, such that reading it gives the value again."""
    if value is None or value == "":
        return None
    if isinstance(value, date):
        return _day(value)
    match column.kind:
        case Kind.INTEGER | Kind.DECIMAL:
            return _number(Decimal(value))
        case Kind.QUANTITY:
            return _quantity(value)
        case Kind.CHOICE:
            return next((choice.label(language) for choice in column.choices if choice.key == value), str(value))
        case Kind.YES_NO:
            return _YES_NO[language][bool(value)]
    text = str(value)
    if len(text) > LONGEST:
        raise CellTooLong(column=column.label(language), length=len(text), longest=LONGEST)
    return text


def field_of(value: Any, column: Column, language: Language) -> str:
    """The field of a CSV file for a value; a text that a spreadsheet would calculate gets an apostrophe before it."""
    cell = cell_of(value, column, language)
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str):
        return f"'{cell}" if column.kind not in _NUMBERS and cell.startswith(_FORMULA) else cell
    return format(Decimal(repr(cell)), "f")


def _day(value: date) -> Cell:
    """A date cell where the calendar of the workbook has the day and its clock the fraction, else ISO text."""
    if isinstance(value, datetime):
        safe = value.year >= _FIRST_SAFE_YEAR and value.microsecond == 0
        return value if safe else value.isoformat(sep=" ")
    return value if value.year >= _FIRST_SAFE_YEAR else value.isoformat()


def _number(value: Decimal) -> Cell:
    """A number cell where it keeps every digit, else text."""
    digits = value.as_tuple()
    plain = format(value, "f")
    if len(digits.digits) > SAFE_DIGITS or len(plain.replace("-", "").replace(".", "")) > SAFE_DIGITS:
        return plain
    return int(value) if value == value.to_integral_value() else float(value)


def _quantity(value: Quantity) -> Cell:
    number = _number(value.value)
    return number if value.qualifier is Qualifier.EXACT else f"{_QUALIFIED[value.qualifier]}{value.value:f}"
