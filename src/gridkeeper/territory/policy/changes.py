"""A list of changes between two editions (added, removed, renamed) as lines and removals that can be applied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gridkeeper.territory.choices import Change
from gridkeeper.territory.policy.difference import TreeRow
from gridkeeper.territory.policy.mistakes import Mistake

_OTHER_NAME = "“{name}” cannot be added as {code}: the tree has “{present}” there."
_NOT_THERE = "“{old_name}” ({code}) cannot be {change}: it is not in the tree."
_CALLED_ELSE = "{code} is called “{present}”, not “{old_name}”."


@dataclass(frozen=True, kw_only=True)
class ChangeRow:
    """One line of a changes list."""

    code: str
    change: Change
    old_name: str = ""
    new_name: str = ""
    previous_code: str = ""
    row: int = 0


@dataclass(frozen=True, kw_only=True)
class Changes:
    """What a changes list asks of the present tree; ``already`` counts lines that were done before."""

    rows: tuple[TreeRow, ...]
    removed: tuple[str, ...]
    mistakes: tuple[Mistake, ...]
    already: int


def read_changes(changes: Iterable[ChangeRow], *, present: Mapping[str, str]) -> Changes:
    """Turn change lines into lines of an edition; lines that the tree contradicts become mistakes in words."""
    rows: list[TreeRow] = []
    removed: list[str] = []
    wrong: list[Mistake] = []
    already = 0
    for line in changes:
        name = present.get(line.code)
        problem = _contradiction(line, name)
        if problem:
            wrong.append(_mistake(line, problem, name))
        elif _is_done(line, name):
            already += 1
        elif line.change == Change.REMOVED:
            removed.append(line.code)
        else:
            rows.append(TreeRow(code=line.code, name=line.new_name, previous_code=line.previous_code, row=line.row))
    return Changes(rows=tuple(rows), removed=tuple(removed), mistakes=tuple(wrong), already=already)


def _contradiction(line: ChangeRow, name: str | None) -> str:
    match line.change:
        case Change.ADDED:
            return _OTHER_NAME if name is not None and name != line.new_name else ""
        case Change.RENAMED:
            if name is None:
                return _NOT_THERE
            return _CALLED_ELSE if line.old_name and name not in (line.old_name, line.new_name) else ""
        case Change.REMOVED:
            return _CALLED_ELSE if name is not None and line.old_name and name != line.old_name else ""
        case _:
            return ""


def _is_done(line: ChangeRow, name: str | None) -> bool:
    if line.change == Change.REMOVED:
        return name is None
    return name is not None and name == line.new_name


def _mistake(line: ChangeRow, text: str, present: str | None) -> Mistake:
    facts = {
        "code": line.code,
        "name": line.new_name,
        "old_name": line.old_name,
        "present": present or "",
        "change": line.change.value,
    }
    return Mistake(row=line.row, code=line.code, text=text, facts=facts)
