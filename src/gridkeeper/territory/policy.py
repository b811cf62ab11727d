"""What changes between two lists of codes, and what a list gets wrong: pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gridkeeper.kernel.unit_code import LENGTHS, Level, level_of, parent_of
from gridkeeper.territory.choices import UnitKind

_SUFFIX = re.compile(r"(社区居民委员会|社区居委会|居民委员会|居委会|村民委员会|村委会|社区|村)$")
_DISTRICT = LENGTHS[Level.DISTRICT]


@dataclass(frozen=True, kw_only=True)
class TreeRow:
    """One line of a list: canonical code and official name; ``row`` is its place in the file."""

    code: str
    name: str
    previous_code: str = ""
    row: int = 0


@dataclass(frozen=True, kw_only=True)
class Mistake:
    """One line that cannot be applied, in words (message id with facts)."""

    row: int
    code: str
    text: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text.format(**self.facts)


@dataclass(frozen=True, kw_only=True)
class Recoding:
    """The same unit under a new code."""

    old_code: str
    new_code: str
    old_name: str
    new_name: str
    detected: bool


@dataclass(frozen=True, kw_only=True)
class Difference:
    """What an edition changes: codes and names."""

    added: tuple[TreeRow, ...]
    removed: tuple[tuple[str, str], ...]
    renamed: tuple[tuple[str, str, str], ...]
    """(code, old name, new name)"""
    recoded: tuple[Recoding, ...]

    @property
    def is_empty(self) -> bool:
        """True when nothing changes."""
        return not (self.added or self.removed or self.renamed or self.recoded)


def mistakes(rows: Iterable[TreeRow], *, known: Mapping[str, str]) -> list[Mistake]:
    """Lines whose code repeats, whose parent is missing, or without a name; ``known`` are codes already there."""
    found: list[Mistake] = []
    seen: dict[str, int] = {}
    listed = list(rows)
    codes = {row.code for row in listed}
    for row in listed:
        facts = {"code": row.code, "name": row.name, "row": row.row}
        if row.code in seen:
            found.append(
                Mistake(
                    row=row.row,
                    code=row.code,
                    text="Code {code} stands twice, in lines {first} and {row}.",
                    facts={**facts, "first": seen[row.code]},
                )
            )
        seen.setdefault(row.code, row.row)
        if not row.name:
            found.append(Mistake(row=row.row, code=row.code, text="Code {code} has no name.", facts=facts))
        parent = parent_of(row.code)
        # A home may start at a district: nothing above it need exist.
        if parent and len(row.code) > _DISTRICT and parent not in codes and parent not in known:
            found.append(
                Mistake(
                    row=row.row,
                    code=row.code,
                    text="“{name}” ({code}) has no parent: {parent} is neither in the list nor in the tree.",
                    facts={**facts, "parent": parent},
                )
            )
    return found


def difference(rows: Iterable[TreeRow], *, present: Mapping[str, str], complete: bool) -> Difference:
    """Compare a list with the open units (code -> name). Only a complete list removes what it does not name.

    A unit that vanishes under one code and appears under another in the same district with the same name, but for
    村 or 社区, is the same unit recoded (R-01), when the pair is unique; an explicit previous code always wins.
    """
    wanted = {row.code: row for row in rows}
    fresh = [row for code, row in wanted.items() if code not in present]
    gone = [(code, name) for code, name in present.items() if code not in wanted] if complete else []
    recoded = _recodings(fresh, gone, present)
    taken_new = {pair.new_code for pair in recoded}
    taken_old = {pair.old_code for pair in recoded}
    return Difference(
        added=tuple(row for row in fresh if row.code not in taken_new),
        removed=tuple((code, name) for code, name in gone if code not in taken_old),
        renamed=tuple(
            (code, present[code], row.name)
            for code, row in wanted.items()
            if code in present and row.name and present[code] != row.name
        ),
        recoded=tuple(recoded),
    )


def _recodings(fresh: list[TreeRow], gone: list[tuple[str, str]], present: Mapping[str, str]) -> list[Recoding]:
    found = [
        Recoding(
            old_code=row.previous_code,
            new_code=row.code,
            old_name=present[row.previous_code],
            new_name=row.name,
            detected=False,
        )
        for row in fresh
        if row.previous_code and row.previous_code in present
    ]
    done_new, done_old = {p.new_code for p in found}, {p.old_code for p in found}
    by_name: dict[tuple[str, int, str], tuple[list[TreeRow], list[tuple[str, str]]]] = defaultdict(lambda: ([], []))
    for row in fresh:
        if row.code not in done_new:
            by_name[_identity(row.code, row.name)][0].append(row)
    for code, name in gone:
        if code not in done_old:
            by_name[_identity(code, name)][1].append((code, name))
    for new_rows, old_rows in by_name.values():
        if len(new_rows) == len(old_rows) == 1:
            (old_code, old_name), row = old_rows[0], new_rows[0]
            found.append(
                Recoding(old_code=old_code, new_code=row.code, old_name=old_name, new_name=row.name, detected=True)
            )
    return sorted(found, key=lambda pair: pair.new_code)


def _identity(code: str, name: str) -> tuple[str, int, str]:
    return code[:_DISTRICT], len(code), stem(name)


def stem(name: str) -> str:
    """A name without 村委会, 社区居委会 and the like: what stays when a village turns community."""
    return _SUFFIX.sub("", name)


def short_name(name: str) -> str:
    """Name for people: 宁化府社区居委会 is 宁化府社区, 郝家沟村委会 is 郝家沟村."""
    return re.sub(r"(社区)?居委会$|社区居民委员会$", "社区", re.sub(r"村(民)?委(员)?会$", "村", name))


def kind_of(code: str, name: str) -> UnitKind:
    """Kind of a unit from its code's digits (K-02: 001-099 street, 100-199 town, 200-399 township) and name."""
    level = level_of(code)
    if level is Level.TOWNSHIP:
        serial = int(code[6:9])
        if serial < 100:
            return UnitKind.STREET
        if serial < 200:
            return UnitKind.TOWN
        return UnitKind.TOWNSHIP if serial < 400 else UnitKind.ENTERPRISE
    if level is Level.COMMUNITY:
        return UnitKind.VILLAGE if "村" in name and "社区" not in name else UnitKind.COMMUNITY
    if level is Level.DISTRICT and 70 <= int(code[4:6]) <= 79:
        # County-like areas of statistics only, such as 140171: in the code tree and on no map (K-02).
        return UnitKind.STATISTICAL
    return UnitKind(level.value)
