"""From text to playbook and back; every mistake is said with its line, its path, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any

import msgspec
import yaml

from gridkeeper.kernel.texts import Finding, TextUnreadable, Written, read_yaml
from gridkeeper.playbooks import shape
from gridkeeper.playbooks.errors import PlaybookUnreadable
from gridkeeper.playbooks.remarks import Remark
from gridkeeper.playbooks.schema import Playbook

MOST_CHARACTERS = 1_000_000


class NotYaml(Remark):
    """The text cannot be read at all."""

    code = "playbook.not-yaml"
    text = "This cannot be read: {reason}."
    hint = "Mend the line: indent with spaces, write a blank after each colon, and each name once."


class TooLong(Remark):
    """A text too long for a playbook."""

    code = "playbook.too-long"
    text = "The text has {count} characters; a playbook has at most {most}."
    hint = "Split it into several playbooks."


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A text read: the playbook (None where it could not be understood), the text's values and lines, what is wrong."""

    playbook: Playbook | None
    written: Written
    findings: tuple[Finding, ...]


@lru_cache(maxsize=32)
def load(text: str, *, where: str) -> Playbook:
    """The playbook of a text; ``where`` names it in refusals (a file, a version). Raises `PlaybookUnreadable`.

    A process reads a text once: reading costs about 60 ms, and one preview asks for the shipped ones five times.
    """
    reading = read(text, where=where)
    if reading.playbook is None:
        raise PlaybookUnreadable(where=where, findings=reading.findings)
    return reading.playbook


def read(text: str, *, where: str) -> Reading:
    """Everything an editor needs of a text: never raises, whatever is written."""
    nothing = Written(file=where, data=None, lines={(): 1})
    if len(text) > MOST_CHARACTERS:
        found = TooLong.at((), nothing, count=len(text), most=MOST_CHARACTERS)
        return Reading(playbook=None, written=nothing, findings=(found,))
    try:
        written = read_yaml(text, file=where)
    except TextUnreadable as refusal:
        there = Written(file=where, data=None, lines={(): refusal.facts["line"]})
        found = NotYaml.at((), there, reason=refusal.facts["reason"])
        return Reading(playbook=None, written=there, findings=(found,))
    findings = tuple(sorted(shape.findings(written), key=lambda finding: finding.line))
    playbook = None if findings else msgspec.convert(written.data, Playbook)
    return Reading(playbook=playbook, written=written, findings=findings)


def dump(playbook: Playbook) -> str:
    """The text of a playbook: fields in the order of the schema, defaults left out; ``load`` gives it back."""
    return yaml.safe_dump(plain(playbook), allow_unicode=True, sort_keys=False, width=110, default_flow_style=False)


def plain(playbook: Playbook) -> dict[str, Any]:
    """The playbook as JSON values, defaults left out."""
    values: dict[str, Any] = _written(playbook, defaults=False)
    return values


def written_out(playbook: Playbook) -> dict[str, Any]:
    """The playbook as JSON values, every default written out."""
    values: dict[str, Any] = _written(playbook, defaults=True)
    return values


def _written(part: Any, *, defaults: bool) -> Any:
    if isinstance(part, msgspec.Struct):
        fields = ((one, getattr(part, one.name)) for one in msgspec.structs.fields(part))
        return {
            one.encode_name: _written(value, defaults=defaults)
            for one, value in fields
            if defaults or not _is_default(one, value)
        }
    if isinstance(part, dict):
        return {name: _written(value, defaults=defaults) for name, value in part.items()}
    if isinstance(part, tuple | list):
        return [_written(value, defaults=defaults) for value in part]
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
