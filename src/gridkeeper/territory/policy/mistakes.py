"""What a list of codes gets wrong, line by line, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gridkeeper.kernel.filling import filled
from gridkeeper.kernel.unit_code import LENGTHS, Level, parent_of
from gridkeeper.territory.policy.difference import Difference, TreeRow

_DISTRICT = LENGTHS[Level.DISTRICT]
_TWICE = "Code {code} stands twice, in lines {first} and {row}."
_NAMELESS = "Code {code} has no name."
_NO_PARENT = "“{name}” ({code}) has no parent: {parent} is neither in the list nor in the tree."
_NO_PREVIOUS = "“{name}” ({code}) cannot come from {previous}: no open unit has that code."
_STILL_USED = "“{name}” cannot take the code {code}: “{holder}” has it and does not move."
_PARENT_GOES = "“{name}” ({code}) would lose its parent {parent}, which this list takes away."


@dataclass(frozen=True, kw_only=True)
class Mistake:
    """One line that cannot be applied, in words (message id with facts); ``column`` holds the wrong cell."""

    row: int
    code: str
    text: str
    facts: Mapping[str, object] = field(default_factory=dict)
    column: str = "code"
    hint: str = ""

    def __str__(self) -> str:
        return filled(self.text, self.facts)


def mistakes(rows: Iterable[TreeRow], *, known: Mapping[str, str]) -> list[Mistake]:
    """Lines whose code repeats, whose parent or previous code is missing, or without a name.

    ``known`` are open units (code -> name), at least those that the list names, comes from, or hangs on.
    """
    found: list[Mistake] = []
    seen: dict[str, int] = {}
    listed = list(rows)
    codes = {row.code for row in listed}
    leaving = {row.previous_code for row in listed if row.previous_code and row.previous_code != row.code}
    for row in listed:
        facts = {"code": row.code, "name": row.name, "row": row.row, "previous": row.previous_code}
        if row.code in seen:
            found.append(_mistake(row, _TWICE, {**facts, "first": seen[row.code]}))
        seen.setdefault(row.code, row.row)
        if not row.name:
            found.append(_mistake(row, _NAMELESS, facts))
        parent = parent_of(row.code)
        # A home may start at a district: nothing above it need exist.
        if parent and len(row.code) > _DISTRICT and parent not in codes and parent not in known:
            found.append(_mistake(row, _NO_PARENT, {**facts, "parent": parent}))
        if row.previous_code and row.previous_code != row.code:
            # Already moved by an earlier import of the same list.
            if row.previous_code not in known and known.get(row.code) != row.name:
                found.append(_mistake(row, _NO_PREVIOUS, facts))
            elif row.previous_code in known and row.code in known and row.code not in leaving:
                found.append(_mistake(row, _STILL_USED, {**facts, "holder": known[row.code]}))
    return found


def lost_parents(found: Difference, rows: Iterable[TreeRow], *, present: Mapping[str, str]) -> list[Mistake]:
    """Lines, and open units no line speaks of, whose parent the edition takes away."""
    going = {code for code, _ in found.removed} | {pair.old_code for pair in found.recoded}
    coming = {row.code for row in found.added} | {pair.new_code for pair in found.recoded}
    lost = going - coming
    if not lost:
        return []
    named = {row.code: row for row in rows}
    staying = [TreeRow(code=code, name=name) for code, name in present.items() if code not in going]
    gone = {code for code, _ in found.removed}
    answer = [
        _mistake(row, _PARENT_GOES, {"code": row.code, "name": row.name, "parent": parent_of(row.code)})
        for row in named.values()
        if parent_of(row.code) in lost
    ]
    # What lies below a recoded unit moves with it; below a removed one it would hang on nothing.
    answer += [
        _mistake(row, _PARENT_GOES, {"code": row.code, "name": row.name, "parent": parent_of(row.code)})
        for row in staying
        if row.code not in named and parent_of(row.code) in gone - coming
    ]
    return answer


def _mistake(row: TreeRow, text: str, facts: Mapping[str, object]) -> Mistake:
    return Mistake(row=row.row, code=row.code, text=text, facts=facts)
