"""Deciding: inputs checked against the table, the engine's answer checked against the cells, and why in words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

import zen

from gridkeeper.kernel.texts import Words, nearest
from gridkeeper.rules.errors import (
    AnswerIllTyped,
    ConditionBroken,
    InputIllTyped,
    InputMissing,
    InputUnknown,
    RowSkipped,
)
from gridkeeper.rules.jdm import DEFAULT_AT, ROW, inputs_for_engine, to_jdm
from gridkeeper.rules.table import Field, Formula, Row, Table, Value
from gridkeeper.rules.trace import said
from gridkeeper.rules.values import expected_of, reason_of, value_of

_KEPT: Final = 512


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What a table answered, with all that is needed to explain and repeat it (K-14).

    ``outputs`` and ``inputs`` hold str, bool and Decimal by name. ``trace`` are sentences: the rows passed over with
    the first cell that did not fit, then the one that answered. ``alarm`` is set where nothing fitted although
    the table says that something always should.
    """

    pack: str
    table: str
    rule: str
    source: str
    inputs: Mapping[str, Value]
    outputs: Mapping[str, Value]
    words: Words
    trace: tuple[Words, ...]
    is_default: bool
    alarm: bool

    def as_record(self) -> dict[str, Any]:
        """The decision as plain JSON, to be stored beside what it led to; numbers become int, or text with decimals."""
        return {
            "pack": self.pack,
            "table": self.table,
            "rule": self.rule,
            "source": self.source,
            "inputs": _plain(self.inputs),
            "outputs": _plain(self.outputs),
            "words": {"zh": self.words.zh, "en": self.words.en},
            "trace": [{"zh": line.zh, "en": line.en} for line in self.trace],
            "is_default": self.is_default,
            "alarm": self.alarm,
        }


@dataclass(frozen=True)
class _Compiled:
    decision: zen.ZenDecision
    conditions: Mapping[str, zen.Expression]


def decide(table: Table, inputs: Mapping[str, Any]) -> Decision:
    """The answer of a table to inputs by name: str for a choice, bool, and int, float or Decimal for numbers.

    The same table and inputs always give the same answer. Raises InputMissing, InputUnknown, InputIllTyped, and
    RowSkipped or AnswerIllTyped where the table itself is wrong.
    """
    checked = checked_inputs(table, inputs)
    compiled = _compiled(table)
    asked = inputs_for_engine(checked)
    answer = compiled.decision.evaluate(asked)["result"]
    row = _row(table, answer[ROW])
    _agree(table, row, checked, asked=asked, compiled=compiled)
    outputs = {one.name: _output(table, row, one, answer[one.name]) for one in table.outputs}
    words, trace = said(table, row, checked, outputs)
    is_default = row is table.default
    return Decision(
        pack=table.pack,
        table=table.name,
        rule=row.id,
        source=row.source or table.source,
        inputs=checked,
        outputs=outputs,
        words=words,
        trace=trace,
        is_default=is_default,
        alarm=is_default and table.alarm,
    )


def checked_inputs(table: Table, inputs: Mapping[str, Any]) -> dict[str, Value]:
    """The inputs as the table takes them, in its order."""
    for name in inputs:
        if table.input(name) is None:
            raise InputUnknown(table=table.name, name=name, nearest=nearest(name, [one.name for one in table.inputs]))
    checked: dict[str, Value] = {}
    for field in table.inputs:
        if inputs.get(field.name) is None:
            raise InputMissing(table=table.name, name=field.name, expected=expected_of(field))
        value = value_of(inputs[field.name], field)
        if value is None:
            raise InputIllTyped(
                table=table.name, name=field.name, value=inputs[field.name], expected=expected_of(field)
            )
        checked[field.name] = value
    return checked


@lru_cache(maxsize=_KEPT)
def _compiled(table: Table) -> _Compiled:
    content = json.dumps(to_jdm(table), ensure_ascii=False)
    conditions = {row.id: zen.compile_expression(row.condition) for row in table.rows if row.condition}
    return _Compiled(zen.ZenEngine().create_decision(content), conditions)


def _row(table: Table, at: int) -> Row:
    return table.default if at == DEFAULT_AT else table.rows[at]


def _agree(table: Table, row: Row, inputs: Mapping[str, Value], *, asked: str, compiled: _Compiled) -> None:
    """Refuse where the engine passed over a row that fits: it does so silently with a cell it cannot work out."""
    for other in table.rows:
        fits = all(test.fits(inputs[name]) for name, test in other.when.items())
        if fits and other.condition:
            fits = _holds(table, other, compiled.conditions[other.id], asked)
        if fits != (other is row) and (fits or other is row):
            raise RowSkipped(table=table.name, expected=other.id, answered=row.id)
        if other is row:
            return


def _holds(table: Table, row: Row, condition: zen.Expression, asked: str) -> bool:
    try:
        given = condition.evaluate(asked)
    except RuntimeError as broken:
        raise _broken(table, row, reason_of(broken)) from None
    if not isinstance(given, bool):
        raise _broken(table, row, str(given))
    return given


def _broken(table: Table, row: Row, reason: str) -> ConditionBroken:
    return ConditionBroken(table=table.name, rule=row.id, condition=row.condition, reason=reason)


def _output(table: Table, row: Row, field: Field, given: Any) -> Value:
    if not isinstance(row.then[field.name], Formula):
        return row.then[field.name]  # type: ignore[return-value]
    value = value_of(given, field)
    if value is None:
        raise AnswerIllTyped(table=table.name, rule=row.id, name=field.name, value=given, expected=expected_of(field))
    return value


def _plain(values: Mapping[str, Value]) -> dict[str, object]:
    return {name: _number(value) if isinstance(value, Decimal) else value for name, value in values.items()}


def _number(value: Decimal) -> int | str:
    return int(value) if value == value.to_integral_value() else f"{value.normalize():f}"
