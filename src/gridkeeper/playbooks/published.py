"""The schema of playbooks for editors and other programs: JSON Schema 2020-12, made from `playbooks.schema`."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from gridkeeper.playbooks.schema import FORMAT, Playbook

_PROMISE = (
    "A text with this format is read by every later version with the same meaning. New fields are optional; what "
    "changes the meaning of a field gets a new format number, and this format stays readable beside it."
)


@cache
def json_schema() -> dict[str, Any]:
    """The published schema (docs/reference/playbook.schema.json)."""
    made = msgspec.json.schema(Playbook)
    playbook = made["$defs"]["Playbook"]
    playbook["properties"]["format"] = {"const": FORMAT}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": FORMAT,
        "$comment": _PROMISE,
        **made,
    }
