"""A table as JDM, the decision format of the engine: written to be run and to be exchanged, and read back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from gridkeeper.rules.cells import for_engine, plain
from gridkeeper.rules.table import Formula, Row, Table, Value

CONTENT_TYPE: Final = "application/vnd.gorules.decision"
ROW: Final = "gridkeeper_row"
_CONDITION: Final = "condition"
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


def answer_for_engine(value: Value | Formula) -> str:
    """An answer in the engine's language."""
    if isinstance(value, Formula):
        return value.text
    if isinstance(value, bool):
        return "true" if value else "false"
    return plain(value) if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=False)


def inputs_for_engine(inputs: Mapping[str, Value]) -> str:
    """Checked inputs as JSON; numbers keep every digit."""
    parts = (f"{json.dumps(name)}: {answer_for_engine(value)}" for name, value in inputs.items())
    return f"{{{', '.join(parts)}}}"


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
