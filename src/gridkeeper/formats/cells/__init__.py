"""One parser per kind of cell: a typed cell in, a value, a recognised value or a problem in words out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any, Final

from gridkeeper.formats.cells.choice import parse_choice, parse_yes_no, spellings_of, yes_no_spellings
from gridkeeper.formats.cells.code import parse_code
from gridkeeper.formats.cells.day import parse_date, parse_moment
from gridkeeper.formats.cells.identity import parse_id_number
from gridkeeper.formats.cells.name import parse_email, parse_name, parse_text, parse_unit
from gridkeeper.formats.cells.number import parse_decimal, parse_integer, parse_quantity
from gridkeeper.formats.cells.phone import parse_phone
from gridkeeper.formats.cells.position import parse_position
from gridkeeper.formats.columns import CellProblem, Column, Kind, Language, Parsed

Parser = Callable[[Any], Parsed]

_PLAIN: Final[dict[Kind, Parser]] = {
    Kind.TEXT: parse_text,
    Kind.NAME: parse_name,
    Kind.CODE: parse_code,
    Kind.UNIT: parse_unit,
    Kind.PHONE: parse_phone,
    Kind.EMAIL: parse_email,
    Kind.ID_NUMBER: parse_id_number,
    Kind.POSITION: parse_position,
}
_BOUNDED: Final[dict[Kind, Callable[[Any, Column], Parsed]]] = {
    Kind.INTEGER: parse_integer,
    Kind.DECIMAL: parse_decimal,
    Kind.QUANTITY: parse_quantity,
}
_REQUIRED: Final = CellProblem("cell.required", "This cell must be filled in.")
# Lists repeat themselves (units, roles, days). The cache is bounded because phones and names do not.
_REMEMBERED: Final = 2_000


def parser_for(column: Column, *, as_of: date | None = None, language: Language = "zh") -> Parser:
    """A function that parses cells of this column; a required empty cell is a problem, an optional one None.

    ``as_of`` is the day that days without a year are read near to; ``language`` is that of the words in messages
    that name choices.
    """
    return _remembering(_required(column, _parser(column, as_of=as_of, language=language)))


def parse(cell: Any, column: Column, *, as_of: date | None = None, language: Language = "zh") -> Parsed:
    """Parse a single cell; for many cells of a column take ``parser_for``."""
    return _required(column, _parser(column, as_of=as_of, language=language))(cell)


def _parser(column: Column, *, as_of: date | None, language: Language) -> Parser:
    if column.kind in _PLAIN:
        return _PLAIN[column.kind]
    if column.kind in _BOUNDED:
        bounded = _BOUNDED[column.kind]
        return lambda cell: bounded(cell, column)
    if column.kind is Kind.CHOICE:
        return partial(parse_choice, column=column, spellings=spellings_of(column), language=language)
    if column.kind is Kind.YES_NO:
        return partial(parse_yes_no, spellings=yes_no_spellings(column))
    return partial(parse_date if column.kind is Kind.DATE else parse_moment, as_of=as_of)


def _required(column: Column, parser: Parser) -> Parser:
    if not column.required:
        return parser

    def parse_required(cell: Any) -> Parsed:
        value = parser(cell)
        return _REQUIRED if value is None else value

    return parse_required


def _remembering(parser: Parser) -> Parser:
    seen: dict[str, Parsed] = {}

    def parse_once(cell: Any) -> Parsed:
        if cell.__class__ is not str:
            return parser(cell)
        if cell in seen:
            return seen[cell]
        value = parser(cell)
        if len(seen) < _REMEMBERED:
            seen[cell] = value
        return value

    return parse_once
