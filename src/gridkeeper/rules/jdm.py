"""A table as JDM, the decision format of the engine: written to be run and to be exchanged, and read back.

JDM knows neither types nor two languages; what it lacks goes along under ``gridkeeper``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

import zen

from gridkeeper.kernel.texts import Finding, Written
from gridkeeper.rules.cells import for_engine, literal, plain
from gridkeeper.rules.errors import ExchangeUnreadable
from gridkeeper.rules.load import table_of
from gridkeeper.rules.table import Formula, Row, Table, Value
from gridkeeper.rules.writing import as_data

CONTENT_TYPE: Final = "application/vnd.gorules.decision"
ROW: Final = "gridkeeper_row"
_CONDITION: Final = "condition"
_WORDS: Final = ("zh", "en", "source")
DEFAULT_AT: Final = -1


def to_jdm(table: Table) -> dict[str, Any]:
    """The table as a JDM decision of one node; rows carry their ids, and an answer says which row it was."""
    rules = [_rule(table, row, at) for at, row in enumerate(table.rows)]
    rules.append(_rule(table, table.default, DEFAULT_AT))
    inputs = [{"id": f"in_{one.name}", "name": one.title.zh, "field": one.name} for one in table.inputs]
    inputs.append({"id": _CONDITION, "name": _CONDITION})
    outputs = [{"id": f"out_{one.name}", "name": one.title.zh, "field": one.name} for one in table.outputs]
    outputs.append({"id": ROW, "name": ROW, "field": ROW})
    content = {"hitPolicy": "first", "inputs": inputs, "outputs": outputs, "rules": rules}
    places = [{"x": x, "y": 0} for x in (0, 300, 600)]
    return {
        "contentType": CONTENT_TYPE,
        "gridkeeper": _told_beside(table),
        "nodes": [
            {"id": "asked", "type": "inputNode", "name": "asked", "position": places[0]},
            {
                "id": table.name,
                "type": "decisionTableNode",
                "name": table.name,
                "position": places[1],
                "content": content,
            },
            {"id": "answered", "type": "outputNode", "name": "answered", "position": places[2]},
        ],
        "edges": [
            {"id": "1", "sourceId": "asked", "targetId": table.name, "type": "edge"},
            {"id": "2", "sourceId": table.name, "targetId": "answered", "type": "edge"},
        ],
    }


def from_jdm(text: str, *, file: str, pack: str = "") -> tuple[Table | None, list[Finding]]:
    """The table of a JDM text that began as one of ours, and what is wrong with it.

    Cells, answers, rows and their order come from the decision; types and words from beside it. Raises
    ExchangeUnreadable for anything else.
    """
    try:
        given = json.loads(text)
        beside = given["gridkeeper"]
        [content] = [node["content"] for node in given["nodes"] if node["type"] == "decisionTableNode"]
        rules = [_row_data(rule, content, beside["words"]) for rule in content["rules"]]
        default_id = beside["default"]["id"]
        data = {**beside["table"], "rows": [row for row in rules if row.get("id") != default_id]}
        data["default"] = {**next(row for row in rules if row.get("id") == default_id), **beside["default"]}
    except (ValueError, KeyError, TypeError, AttributeError, StopIteration) as broken:
        raise ExchangeUnreadable(file=file, reason=f"{type(broken).__name__}: {broken}") from None
    return table_of(Written(file=file, data=data, lines={(): 1}), pack=pack)


def _told_beside(table: Table) -> dict[str, Any]:
    """What JDM has no place for."""
    data = as_data(table)
    words = {row["id"]: {key: row.get(key, "") for key in _WORDS} for row in (*data["rows"], data["default"])}
    default = {"id": table.default.id, "alarm": table.alarm}
    return {
        "table": {key: data[key] for key in data if key not in ("rows", "default")},
        "words": words,
        "default": default,
    }


def _row_data(rule: Mapping[str, str], content: Mapping[str, Any], words: Mapping[str, Any]) -> dict[str, Any]:
    """A rule of the decision as the row of a table."""
    when = {one["field"]: rule.get(one["id"], "") for one in content["inputs"] if one.get("field")}
    then = {one["field"]: _answer_data(rule.get(one["id"], "")) for one in content["outputs"] if one["field"] != ROW}
    row = {
        "id": rule.get("_id", ""),
        "when": {name: cell for name, cell in when.items() if cell.strip()},
        "if": rule.get(_CONDITION, ""),
        "then": then,
        **words.get(rule.get("_id", ""), {}),
    }
    return {name: value for name, value in row.items() if value not in ("", {})}


def _answer_data(cell: str) -> Any:
    """An answer of the decision as plain data; what is no literal is a formula."""
    try:
        given = zen.evaluate_expression(cell, {}) if cell[:1] in ("'", '"') else json.loads(cell)
    except (RuntimeError, ValueError):
        given = None
    return f"= {cell}" if given is None else given


def answer_for_engine(value: Value | Formula) -> str:
    """An answer in the engine's language."""
    if isinstance(value, Formula):
        return value.text
    if isinstance(value, bool):
        return "true" if value else "false"
    return plain(value) if isinstance(value, Decimal) else literal(value)


def inputs_for_engine(inputs: Mapping[str, Value]) -> str:
    """Checked inputs as JSON; numbers keep every digit."""
    parts = (f"{json.dumps(name)}: {_as_json(value)}" for name, value in inputs.items())
    return f"{{{', '.join(parts)}}}"


def _as_json(value: Value) -> str:
    return plain(value) if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=False)


def _rule(table: Table, row: Row, at: int) -> dict[str, str]:
    cells = {
        f"in_{one.name}": for_engine(row.when[one.name], one.values) if one.name in row.when else ""
        for one in table.inputs
    }
    answers = {f"out_{one.name}": answer_for_engine(row.then[one.name]) for one in table.outputs}
    return {
        "_id": row.id,
        "_description": row.words.zh,
        **cells,
        _CONDITION: row.condition,
        **answers,
        ROW: str(at),
    }
