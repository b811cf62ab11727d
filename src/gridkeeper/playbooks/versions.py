"""Two versions of a playbook compared as a reader would: by measure, team, site, round, then field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from gridkeeper.kernel.texts import Path
from gridkeeper.playbooks.difference import Sign
from gridkeeper.playbooks.schema import Playbook, Words
from gridkeeper.playbooks.text import plain, written_out

_BLOCKS: Final = (
    "measures",
    "teams",
    "divisions",
    "pairings",
    "guarantees",
    "sites",
    "rounds",
    "notices",
    "escalation",
    "suspends",
)
_NAMED_BY: Final = {"measures": "no", "notices": "name", "escalation": "from", "suspends": "name"}
"""Lists whose rows have a name of their own: a row that moved is the same row."""


@dataclass(frozen=True, kw_only=True)
class Edit:
    """One thing that differs. ``path`` leads to it ("rounds/patrol/every"); ``zh`` and ``en`` name the part it is in.

    ``before`` and ``after`` are plain values (text, number, list, block), None where it is not there.
    """

    sign: Sign
    block: str
    path: str
    zh: str
    en: str
    before: Any = None
    after: Any = None


def versions_differ(old: Playbook, new: Playbook) -> tuple[Edit, ...]:
    """What the new version makes, changes or ends, in the order of the schema; empty when they say the same.

    A part that is there in one only is one edit; inside a part that both have, each field is one, told with the
    value that holds where nothing is written. What names the two texts, their version, is no difference.
    """
    before, after = written_out(old), written_out(new)
    edits: list[Edit] = []
    names = [name for name in {**before, **after} if name not in (*_BLOCKS, "version")]
    for name in names:
        edits += _fields("playbook", (name,), before.get(name), after.get(name), new.title)
    for block in _BLOCKS:
        alone = {**_by_name(block, plain(old).get(block)), **_by_name(block, plain(new).get(block))}
        edits += _parts(block, _by_name(block, before[block]), _by_name(block, after[block]), alone)
    return tuple(edits)


def _by_name(block: str, value: Any) -> dict[str, Any]:
    """The parts of a block by name."""
    if value is None:
        return {}
    return dict(value) if isinstance(value, dict) else {row[_NAMED_BY[block]]: row for row in value}


def _parts(block: str, before: Mapping[str, Any], after: Mapping[str, Any], alone: Mapping[str, Any]) -> Iterator[Edit]:
    """``alone`` are the parts as they are written, without defaults: what came or went is told no longer than that."""
    for name in {**before, **after}:
        old, new = before.get(name), after.get(name)
        title = _title(new or old or {}, name)
        if old is None or new is None:
            made, part = old is None, alone[name]
            yield Edit(
                sign=Sign.MADE if made else Sign.ENDED,
                block=block,
                path=f"{block}/{name}",
                zh=title.zh,
                en=title.en,
                before=None if made else part,
                after=part if made else None,
            )
        else:
            yield from _fields(block, (block, name), old, new, title)


def _title(part: Mapping[str, Any], name: str) -> Words:
    words = part.get("title") or part.get("subject") or {}
    zh = words.get("zh", name)
    return Words(zh=zh, en=words.get("en", zh))


def _fields(block: str, path: Path, old: Any, new: Any, title: Words) -> Iterator[Edit]:
    # Nothing written, an empty text and an empty list say the same.
    old, new = (None if value in ("", [], {}) else value for value in (old, new))
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for name in {**old, **new}:
            yield from _fields(block, (*path, name), old.get(name), new.get(name), title)
        return
    sign = Sign.MADE if old is None else Sign.ENDED if new is None else Sign.CHANGED
    where = "/".join(map(str, path))
    yield Edit(sign=sign, block=block, path=where, zh=title.zh, en=title.en, before=old, after=new)
