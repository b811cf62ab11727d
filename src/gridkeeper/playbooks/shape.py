"""Whether a text keeps the schema, and the words for each way in which it does not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from typing import Any, Final

import msgspec
from jsonschema import Draft202012Validator, FormatChecker, ValidationError

from gridkeeper.kernel.texts import Finding, Path, Written, nearest
from gridkeeper.playbooks.published import json_schema
from gridkeeper.playbooks.remarks import Remark
from gridkeeper.playbooks.schema import FORMAT


class NoPlaybook(Remark):
    """Something else than a block of fields."""

    code = "playbook.no-playbook"
    text = "This is no playbook: it is not a block of fields."
    hint = "Begin with “format: gridkeeper.playbook/1” and go on with name, version and title."


class OtherFormat(Remark):
    """A format number this version does not know."""

    code = "playbook.other-format"
    text = "The format “{found}” is not one this version reads."
    hint = "Write “format: {expected}”, or read the text with the version of gridkeeper that wrote it."


class Missing(Remark):
    """A field that must be there."""

    code = "playbook.missing"
    text = "“{name}” is missing in “{block}”."
    hint = "Add “{name}: ...” to this block."


class Unknown(Remark):
    """A field the schema does not know."""

    code = "playbook.unknown-field"
    text = "“{name}” means nothing in “{block}”."
    hint = "Take it out, or check its spelling: {nearest}."


class NotABlock(Remark):
    """Something else where a block of fields must be."""

    code = "playbook.not-a-block"
    text = "“{field}” must be a block of fields."
    hint = "Write its fields below it, indented, or in one line between { and }."


class NotAList(Remark):
    """Something else where a list must be."""

    code = "playbook.not-a-list"
    text = "“{field}” must be a list."
    hint = "Write one entry a line, each after a dash, or all between [ and ]."


class NotText(Remark):
    """A number, a list or nothing where text must be."""

    code = "playbook.not-text"
    text = "“{field}” must be text."
    hint = "Write words; put text that looks like a number between quotes."


class NotWhole(Remark):
    """Something else where a whole number must be."""

    code = "playbook.not-a-number"
    text = "“{field}” must be a whole number."
    hint = "Write digits only, without quotes."


class NotYesOrNo(Remark):
    """Something else where true or false must be."""

    code = "playbook.not-yes-or-no"
    text = "“{field}” must be true or false."
    hint = "Write true or false, without quotes."


class NotALength(Remark):
    """Something else where a length of time must be."""

    code = "playbook.not-a-length"
    text = "“{field}” must be a length of time."
    hint = "Write PT30M for 30 minutes, PT2H for 2 hours, P7D for 7 days."


class NotAmong(Remark):
    """A value that is none of the known ones."""

    code = "playbook.not-among"
    text = "“{field}” is “{found}”, which is not one of {known}."
    hint = "Choose one of {known}."


class WrongForm(Remark):
    """A value whose letters are not of the right form."""

    code = "playbook.wrong-form"
    text = "“{field}” is “{found}”, which does not have the form of {example}."
    hint = "Write it like {example}."


class OutOfRange(Remark):
    """A number or a length outside its limits."""

    code = "playbook.out-of-range"
    text = "“{field}” is “{found}”, outside what is allowed ({limit})."
    hint = "Choose a value inside the limit."


_KINDS: Final[dict[str, type[Remark]]] = {
    "object": NotABlock,
    "array": NotAList,
    "string": NotText,
    "integer": NotWhole,
    "boolean": NotYesOrNo,
}
_LIMITS: Final = {
    "minimum": "≥",
    "minLength": "≥",
    "minItems": "≥",
    "maximum": "≤",
    "maxLength": "≤",
    "maxItems": "≤",
}
_EXAMPLES: Final = {
    "duration": "PT30M",
    "^[a-z]": "response_team",
    r"^M\d": "M02",
    "^([01]": "08:00-16:00",
    "^(([01]": "18:00",
    r"^(\d{2}": "140106",
}


def findings(written: Written) -> Iterator[Finding]:
    """What of the schema a text does not keep; the format first, because nothing else matters without it."""
    if not isinstance(written.data, dict):
        yield NoPlaybook.at((), written)
    elif (found := written.data.get("format")) != FORMAT:
        yield OtherFormat.at(("format",), written, found=found or "", expected=FORMAT)
    else:
        said: set[tuple[str, str]] = set()
        for error in _validator().iter_errors(written.data):
            for finding in _told(error, written):
                if (finding.at, finding.code) not in said:
                    said.add((finding.at, finding.code))
                    yield finding


@cache
def _validator() -> Draft202012Validator:
    formats = FormatChecker(formats=())
    formats.checks("duration", raises=msgspec.ValidationError)(_is_duration)
    return Draft202012Validator(json_schema(), format_checker=formats)


def _is_duration(value: object) -> bool:
    return not isinstance(value, str) or msgspec.convert(value, timedelta) >= timedelta()


def _told(error: ValidationError, written: Written) -> Iterator[Finding]:
    if error.context:
        for part in _nearest_branch(error.context):
            yield from _told(part, written)
        return
    path: Path = tuple(error.absolute_path)
    field = str(path[-1]) if path else "playbook"
    rule: Any = error.validator_value
    schema: Any = error.schema
    value: Any = error.instance
    match str(error.validator):
        case "required":
            names = [name for name in rule if name not in value]
            yield Missing.at(path, written, name=", ".join(names), block=field)
        case "additionalProperties":
            known = list(schema.get("properties", {}))
            for name in value:
                if name not in known:
                    yield Unknown.at((*path, name), written, name=name, block=field, nearest=nearest(name, known))
        case "type":
            kind = NotALength if schema.get("format") == "duration" else _KINDS[str(rule)]
            yield kind.at(path, written, field=field)
        case "enum" | "const":
            choices = ", ".join(map(str, rule if isinstance(rule, list) else [rule]))
            yield NotAmong.at(path, written, field=field, found=value, known=choices)
        case "pattern" | "format":
            example = next((told for begin, told in _EXAMPLES.items() if str(rule).startswith(begin)), str(rule))
            yield WrongForm.at(path, written, field=field, found=value, example=example)
        case limit:
            yield OutOfRange.at(path, written, field=field, found=_short(value), limit=f"{_LIMITS[limit]} {rule}")


def _nearest_branch(context: list[ValidationError]) -> list[ValidationError]:
    """ "Either this or that" says nothing; the branch whose kind fits says what is wrong, else the first one does."""
    fitting = [error for error in context if error.validator != "type" or error.relative_path]
    kept = fitting or context
    return [error for error in kept if error.relative_schema_path[0] == kept[0].relative_schema_path[0]]


def _short(value: Any) -> str:
    written = str(value)
    return written if len(written) <= 40 else f"{written[:37]}..."
