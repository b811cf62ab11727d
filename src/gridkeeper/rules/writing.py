"""A table written out again: as plain data and as YAML, so that reading it gives the same table."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import yaml

from gridkeeper.kernel.texts import Words
from gridkeeper.rules.cells import plain, written
from gridkeeper.rules.table import FORMAT, Field, Formula, Row, Table, Value


def as_data(table: Table) -> dict[str, Any]:
    """The table as the mapping that its YAML holds."""
    return {
        "format": FORMAT,
        "name": table.name,
        "topic": table.topic,
        "title": _words(table.title),
        "source": table.source,
        "hit": table.hit.value,
        "inputs": {one.name: _field(one) for one in table.inputs},
        "outputs": {one.name: _field(one) for one in table.outputs},
        "rows": [_row(table, row) for row in table.rows],
        "default": {**_row(table, table.default), "alarm": table.alarm},
    }


def as_yaml(table: Table) -> str:
    """The table as YAML text; comments of the text it was read from are not kept."""
    return yaml.safe_dump(as_data(table), allow_unicode=True, sort_keys=False, width=120)


def cell_text(row: Row, asked: Field) -> str:
    """A cell of a row as people write it; empty where it fits anything."""
    return written(row.when[asked.name], asked.values) if asked.name in row.when else ""


def answer_data(value: Value | Formula) -> str | bool | int | float:
    """An answer as plain data; a formula begins with an equals sign."""
    if isinstance(value, Formula):
        return f"= {value.text}"
    return _number(value) if isinstance(value, Decimal) else value


def _row(table: Table, row: Row) -> dict[str, Any]:
    cells = {one.name: cell_text(row, one) for one in table.inputs if one.name in row.when}
    data = {
        "id": row.id,
        "when": cells,
        "if": row.condition,
        "then": {name: answer_data(value) for name, value in row.then.items()},
        **_words(row.words),
        "source": row.source,
    }
    return {name: value for name, value in data.items() if value not in ("", {})}


def _field(one: Field) -> dict[str, Any]:
    data = {
        "type": one.kind.value,
        "title": _words(one.title),
        "unit": one.unit,
        "values": {value: _words(words) for value, words in one.values.items()},
        "min": None if one.minimum is None else _number(one.minimum),
        "max": None if one.maximum is None else _number(one.maximum),
    }
    return {name: value for name, value in data.items() if value not in ("", {}, None)}


def _words(words: Words) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}


def _number(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(plain(number))
