"""From text to playbook and back; every mistake is said with its line, its path, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

import msgspec
import yaml
from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from jsonschema.exceptions import best_match

from gridkeeper.playbooks import text_findings as say
from gridkeeper.playbooks.errors import PlaybookUnreadable
from gridkeeper.playbooks.findings import Finding, Path, line_at
from gridkeeper.playbooks.published import json_schema
from gridkeeper.playbooks.schema import FORMAT, Playbook
from gridkeeper.playbooks.yaml_text import Reader


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A text read: the playbook (None where it could not be understood), lines of its values, and what is wrong."""

    playbook: Playbook | None
    lines: Mapping[Path, int]
    findings: tuple[Finding, ...]


def load(text: str, *, where: str) -> Playbook:
    """The playbook of a text; ``where`` names it in refusals (a file, a version). Raises `PlaybookUnreadable`."""
    reading = read(text, where=where)
    if reading.playbook is None:
        raise PlaybookUnreadable(where=where, findings=reading.findings)
    return reading.playbook


def read(text: str, *, where: str) -> Reading:
    """Everything an editor needs of a text: never raises, whatever is written."""
    reader = Reader(where)
    values = reader.read(text)
    findings = [*reader.findings, *_shape(values, reader.lines, where)] if not reader.findings else reader.findings
    findings.sort(key=lambda finding: finding.line)
    playbook = None if findings else msgspec.convert(values, Playbook)
    return Reading(playbook=playbook, lines=reader.lines, findings=tuple(findings))


def dump(playbook: Playbook) -> str:
    """The text of a playbook: fields in the order of the schema, defaults left out; ``load`` gives it back."""
    return yaml.safe_dump(
        _without_defaults(playbook), allow_unicode=True, sort_keys=False, width=110, default_flow_style=False
    )


def plain(playbook: Playbook) -> dict[str, Any]:
    """The playbook as JSON values, defaults left out."""
    return _without_defaults(playbook)


def _without_defaults(part: Any) -> Any:
    if isinstance(part, msgspec.Struct):
        fields = msgspec.structs.fields(part)
        kept = ((one, getattr(part, one.name)) for one in fields)
        return {one.encode_name: _without_defaults(value) for one, value in kept if not _is_default(one, value)}
    if isinstance(part, dict):
        return {name: _without_defaults(value) for name, value in part.items()}
    if isinstance(part, tuple | list):
        return [_without_defaults(value) for value in part]
    if isinstance(part, timedelta):
        return spelled_duration(part)
    return str(part) if isinstance(part, str) else part


def _is_default(one: Any, value: Any) -> bool:
    if one.default_factory is not msgspec.NODEFAULT:
        return bool(value == one.default_factory())
    return one.default is not msgspec.NODEFAULT and bool(value == one.default)


def spelled_duration(length: timedelta) -> str:
    """An ISO 8601 duration as people write it: PT30M, PT2H, P7D."""
    minutes, seconds = divmod(round(length.total_seconds()), 60)
    if seconds:
        return f"PT{minutes * 60 + seconds}S"
    if minutes and minutes % (24 * 60) == 0:
        return f"P{minutes // (24 * 60)}D"
    return f"PT{minutes // 60}H" if minutes and minutes % 60 == 0 else f"PT{minutes}M"


@cache
def _validator() -> Draft202012Validator:
    formats = FormatChecker(formats=())
    formats.checks("duration", raises=msgspec.ValidationError)(_is_duration)
    return Draft202012Validator(json_schema(), format_checker=formats)


def _is_duration(value: object) -> bool:
    return not isinstance(value, str) or msgspec.convert(value, timedelta) >= timedelta()


def _shape(values: Any, lines: Mapping[Path, int], where: str) -> Iterator[Finding]:
    """What of the schema the values do not keep; the format first, because nothing else matters without it."""
    told = values.get("format") if isinstance(values, dict) else None
    if not isinstance(values, dict):
        yield say.NoPlaybook(path=(), line=1, where=where)
    elif told != FORMAT:
        facts = {"found": told or "", "expected": FORMAT}
        yield say.OtherFormat(path=("format",), line=line_at(("format",), lines), where=where, facts=facts)
    else:
        for error in _validator().iter_errors(values):
            yield _finding(error, lines, where)


def _finding(error: ValidationError, lines: Mapping[Path, int], where: str) -> Finding:
    while error.context:
        # "Either this or that" says nothing; the branch that came nearest says what is wrong.
        nearest = best_match(error.context)
        if nearest is None:
            break
        error = nearest
    kind, path, facts = say.of_shape(error)
    return kind(path=path, line=line_at(path, lines), where=where, facts=facts)
