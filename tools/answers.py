"""Write docs/reference/answers.schema.json from answers that tests kept (see tests/answers.py).

answers.py FILE                merge what FILE holds into the schema: a command it names is written anew from it
answers.py FILE "duty sign"    only these commands, for a FILE that does not hold every answer of the others

What a schema says is what was seen: a name that stood in every answer is required, one whose value was ever null may
be null. Objects whose names are data (counts by kind, facts) are maps.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

SCHEMA = Path(__file__).resolve().parents[1] / "docs" / "reference" / "answers.schema.json"
MAPS = frozenset(
    [
        "arguments",
        "baseline",
        "changed",
        "counts",
        "fact",
        "facts",
        "figures",
        "had",
        "kept",
        "made",
        "now",
        "result",
        "taken_back",
        "title",
        "titles",
        "wanted",
        "was",
    ]
)
REFUSED = {
    "type": "object",
    "description": "Exit code 1: the command was refused; docs/reference/errors.md explains each code.",
    "properties": {
        "refused": {
            "type": "object",
            "properties": {"code": {"type": "string"}, "text": {"type": "string"}, "hint": {"type": "string"}},
            "required": ["code", "text", "hint"],
            "additionalProperties": False,
        }
    },
    "required": ["refused"],
    "additionalProperties": False,
}
_NAMES = {str: "string", bool: "boolean", int: "integer", float: "number", type(None): "null"}


def schema_of(values: Iterable[Any], name: str = "") -> dict[str, Any]:
    """The narrowest of our schemas that all these values fit."""
    seen = list(values)
    kinds = {_NAMES[type(value)] for value in seen if type(value) in _NAMES}
    found: dict[str, Any] = {}
    objects = [value for value in seen if isinstance(value, dict)]
    arrays = [value for value in seen if isinstance(value, list)]
    if objects:
        kinds.add("object")
        found |= _object(objects, name)
    if arrays:
        kinds.add("array")
        items = [item for array in arrays for item in array]
        found |= {"items": schema_of(items, name)} if items else {}
    if "number" in kinds:
        kinds.discard("integer")
    listed = sorted(kinds)
    if listed == ["null"]:
        # Nothing is known of a value that never stood there.
        return {}
    return {"type": listed[0] if len(listed) == 1 else listed, **found} if listed else {}


def _object(objects: list[dict[str, Any]], name: str) -> dict[str, Any]:
    if name in MAPS:
        inside = schema_of(value for one in objects for value in one.values())
        return {"additionalProperties": inside} if inside else {}
    held: dict[str, list[Any]] = defaultdict(list)
    for one in objects:
        for key, value in one.items():
            held[key].append(value)
    needed = sorted(key for key, values in held.items() if len(values) == len(objects))
    return {
        "properties": {key: schema_of(values, key) for key, values in sorted(held.items())},
        **({"required": needed} if needed else {}),
    }


def main(file: str, *only: str) -> None:
    """Merge the answers of a file into the published schema; commands that the file does not name stay as they are."""
    answers: dict[str, list[Any]] = defaultdict(list)
    for line in Path(file).read_text(encoding="utf-8").splitlines():
        command, answer = json.loads(line)
        found = answers[command]
        if not (isinstance(answer, dict) and set(answer) == {"refused"}):
            found.append(answer)
    written = json.loads(SCHEMA.read_text(encoding="utf-8")) if SCHEMA.exists() else {"properties": {}}
    for command, found in answers.items():
        if only and command not in only:
            continue
        written["properties"][command] = {"anyOf": [schema_of(found), {"$ref": "#/$defs/refused"}]}
    published = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What gridkeeper's commands answer with --json, one line each; names are added, never changed",
        "$defs": {"refused": REFUSED},
        "type": "object",
        "properties": dict(sorted(written["properties"].items())),
        "additionalProperties": False,
    }
    SCHEMA.write_text(json.dumps(published, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
