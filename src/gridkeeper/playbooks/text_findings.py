"""The words for a text that does not keep the schema, one class a kind of mistake."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from jsonschema import ValidationError

from gridkeeper.playbooks.findings import Finding, Path


class NoPlaybook(Finding):
    """Something else than a block of fields."""

    code = "no-playbook"
    text = "This is no playbook: it is not a block of fields."
    hint = "Begin with “format: gridkeeper.playbook/1” and go on with name, version and title."


class OtherFormat(Finding):
    """A format number this version does not know."""

    code = "other-format"
    text = "The format “{found}” is not one this version reads."
    hint = "Write “format: {expected}”, or read the text with the version of gridkeeper that wrote it."


class Missing(Finding):
    """A field that must be there."""

    code = "missing"
    text = "“{name}” is missing in “{block}”."
    hint = "Add “{name}: ...” to this block."


class Unknown(Finding):
    """A field the schema does not know."""

    code = "unknown-field"
    text = "“{name}” means nothing in “{block}”."
    hint = "Take it out, or check its spelling. Known here: {known}."


class Misspelt(Finding):
    """A field that is nearly one of the schema."""

    code = "misspelt-field"
    text = "“{name}” means nothing in “{block}”."
    hint = "Write “{nearest}”, if that is meant."


class WrongKind(Finding):
    """A value of another kind."""

    code = "wrong-kind"
    text = "“{field}” is {found}, but it must be {expected}."
    hint = "Write it as {expected}; quote text that looks like a number."


class NotAmong(Finding):
    """A value that is none of the known ones."""

    code = "not-among"
    text = "“{field}” is “{found}”, which is not one of {known}."
    hint = "Choose one of {known}."


class WrongForm(Finding):
    """A value whose letters are not of the right form."""

    code = "wrong-form"
    text = "“{field}” is “{found}”, which does not have the form of {example}."
    hint = "Write it like {example}."


class OutOfRange(Finding):
    """A number or a length outside its limits."""

    code = "out-of-range"
    text = "“{field}” is “{found}”, outside what is allowed ({limit})."
    hint = "Choose a value inside the limit."


_KINDS = {
    "object": "a block of fields",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "empty",
}
_EXAMPLES = {
    "duration": "PT30M (30 minutes), PT2H (2 hours) or P7D (7 days)",
    "^[a-z]": "response_team",
    r"^M\d": "M02",
    "^([01]": "08:00-16:00",
    "^(([01]": "18:00",
    r"^(\d{2}": "140106",
}


def of_shape(error: ValidationError) -> tuple[type[Finding], Path, Mapping[str, Any]]:
    """The kind of mistake, the path it stands at, and its facts."""
    path: Path = tuple(error.absolute_path)
    field = str(path[-1]) if path else ""
    block = field or "playbook"
    match str(error.validator):
        case "required":
            names = [name for name in error.validator_value if name not in error.instance]
            return Missing, path, {"name": ", ".join(names), "block": block}
        case "additionalProperties":
            return _unknown(error, path, block)
        case "type":
            expected = _KINDS.get(str(error.validator_value), str(error.validator_value))
            return WrongKind, path, {"field": field, "found": _kind_of(error.instance), "expected": expected}
        case "enum" | "const":
            allowed = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
            return NotAmong, path, {"field": field, "found": error.instance, "known": ", ".join(map(str, allowed))}
        case "pattern" | "format":
            rule = str(error.validator_value)
            example = next((told for begin, told in _EXAMPLES.items() if rule.startswith(begin)), rule)
            return WrongForm, path, {"field": field or "name", "found": error.instance, "example": example}
    facts = {"field": field, "found": _short(error.instance), "limit": f"{error.validator} {error.validator_value}"}
    return OutOfRange, path, facts


def _unknown(error: ValidationError, path: Path, block: str) -> tuple[type[Finding], Path, Mapping[str, Any]]:
    known = list(error.schema.get("properties", {}))
    name = next(one for one in error.instance if one not in known)
    nearest = get_close_matches(name, known, n=1)
    facts = {"name": name, "block": block}
    if nearest:
        return Misspelt, (*path, name), {**facts, "nearest": nearest[0]}
    return Unknown, (*path, name), {**facts, "known": ", ".join(known)}


def _kind_of(value: Any) -> str:
    kinds = ((bool, "boolean"), (int, "integer"), (float, "number"), (str, "string"), (list, "array"), (dict, "object"))
    return _KINDS[next((kind for python, kind in kinds if isinstance(value, python)), "null")]


def _short(value: Any) -> str:
    written = str(value)
    return written if len(written) <= 40 else f"{written[:37]}..."
