"""Values of a table's fields: what a cell means over a field, what a field takes, and how a value is shown."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, Final

from gridkeeper.kernel.texts import Language
from gridkeeper.rules.cells import CellBroken, Test, choice_test, number_test, plain, yes_no_test
from gridkeeper.rules.table import NUMBERS, Field, Formula, Kind, Value

_FINEST: Final = Decimal("1e-9")
_TOO_LARGE: Final = Decimal(10) ** 12
_YES_NO: Final = {"zh": {True: "是", False: "否"}, "en": {True: "yes", False: "no"}}


def expected_of(field: Field) -> str:
    """What a field takes, in short: the values, or the kind with its bounds."""
    if field.kind is Kind.CHOICE:
        return ", ".join(field.values)
    if field.kind not in NUMBERS:
        return {Kind.YES_NO: "true, false"}.get(field.kind, "text")
    low = "…" if field.minimum is None else field.minimum
    high = "…" if field.maximum is None else field.maximum
    return f"{field.kind} {low}..{high} {field.unit_in('en')}".strip()


def read_cell(cell: Any, field: Field) -> Test | None:
    """What a cell over a field means; None where it fits anything. Raises CellBroken."""
    if isinstance(cell, list):
        cell = ", ".join(map(str, cell))
    if cell is None or (isinstance(cell, str) and cell.strip() in {"", "-"}):
        return None
    text = ("yes" if cell else "no") if isinstance(cell, bool) else str(cell)
    if field.kind is Kind.CHOICE:
        return choice_test(text, field.values)
    if field.kind is Kind.YES_NO:
        return yes_no_test(text)
    if isinstance(cell, bool):
        raise CellBroken("Write a number, a comparison like >= 5, or a span like [1..5].", text)
    return number_test(text)


def read_answer(value: Any, field: Field) -> Value | Formula | None:
    """An answer of a field's type, or its formula; None where it is neither."""
    if isinstance(value, str) and value.startswith("="):
        return Formula(value[1:].strip())
    return value_of(value, field)


def value_of(value: Any, field: Field) -> Value | None:
    """A plain value as the field takes it: bool, str or Decimal (9 decimals, below 10^12); None where it does not."""
    if field.kind is Kind.YES_NO:
        return value if isinstance(value, bool) else {"yes": True, "no": False}.get(str(value))
    if field.kind is Kind.CHOICE:
        return str(value) if value is not None and not isinstance(value, bool) and str(value) in field.values else None
    if field.kind is Kind.TEXT:
        return value if isinstance(value, str) and value.strip() else None
    return _number(value, field)


def _number(value: Any, field: Field) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    number = value if isinstance(value, Decimal) else Decimal(str(value))
    if not number.is_finite() or abs(number) >= _TOO_LARGE:
        return None
    if field.kind is Kind.WHOLE and number != number.to_integral_value():
        return None
    if (field.minimum is not None and number < field.minimum) or (field.maximum is not None and number > field.maximum):
        return None
    return number.quantize(_FINEST) + 0


def shown(value: Value, field: Field, language: Language) -> str:
    """A value in words: the name of a choice, a number with its unit."""
    if isinstance(value, bool):
        return _YES_NO[language][value]
    if isinstance(value, Decimal):
        return f"{plain(value)} {field.unit_in(language)}".strip()
    return field.values[value].say(language) if value in field.values else value


def reason_of(refused: Exception) -> str:
    """The engine's own words for what it could not do, without its stack."""
    match = re.search(r'"source":"(.*?)"[,}]', str(refused))
    return (match[1] if match else str(refused).splitlines()[0]).rstrip(".")
