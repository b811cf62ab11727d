"""What an edition does to the open units: added, removed, renamed, recoded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from gridkeeper.kernel.unit_code import LENGTHS, LEVELS, Level, ancestors_of
from gridkeeper.territory.policy.names import stem

_DISTRICT = LENGTHS[Level.DISTRICT]


@dataclass(frozen=True, kw_only=True)
class TreeRow:
    """One line of a list: canonical code and official name; ``row`` is its place in the file."""

    code: str
    name: str
    previous_code: str = ""
    row: int = 0


@dataclass(frozen=True, kw_only=True)
class Recoding:
    """The same unit under a new code; ``detected`` when the list did not say so itself."""

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


def area_of(codes: Iterable[str]) -> str:
    """The widest unit below which a list says anything new: a list of a district names its province and city too."""
    listed = sorted(set(codes))
    area = ""
    for length in sorted(LEVELS):
        deeper = {code[:length] for code in listed if len(code) >= length}
        if len(deeper) != 1:
            break
        area = next(iter(deeper))
    return area


def carried_code(code: str, pairs: Mapping[str, str]) -> str:
    """Code of a unit after a recoding (old -> new): its own new code, else that of its nearest moved ancestor."""
    for prefix in (code, *reversed(ancestors_of(code))):
        if prefix in pairs:
            return pairs[prefix] + code[len(prefix) :]
    return code


def difference(
    rows: Iterable[TreeRow], *, present: Mapping[str, str], complete: bool, removed: Collection[str] = ()
) -> Difference:
    """Compare a list with the open units (code -> name). Only a complete list removes what it does not name.

    ``removed`` are codes that the list itself says are gone. A unit that vanishes under one code and appears under
    another in the same district with the same name, but for 村 or 社区, is the same unit recoded (R-01), when the
    pair is unique; an explicit previous code always wins, and what lies below a recoded unit moves with it.
    """
    wanted = {row.code: row for row in rows}
    explicit = _explicit(wanted, present)
    moved = {pair.old_code: pair.new_code for pair in explicit}
    taken_new = set(moved.values())
    if complete:
        gone = [code for code in present if code not in wanted and code not in moved]
    else:
        gone = [code for code in removed if code in present and code not in moved]
    carried = _carried(wanted, present, moved=moved, gone=frozenset(gone), complete=complete)
    taken_new |= {pair.new_code for pair in carried}
    taken_old = set(moved) | {pair.old_code for pair in carried}
    fresh = [row for code, row in wanted.items() if code not in present and code not in taken_new]
    detected = _detected(fresh, [(code, present[code]) for code in gone if code not in taken_old])
    taken_new |= {pair.new_code for pair in detected}
    taken_old |= {pair.old_code for pair in detected}
    recoded = sorted((*explicit, *carried, *detected), key=lambda pair: pair.new_code)
    return Difference(
        added=tuple(row for row in fresh if row.code not in taken_new),
        removed=tuple((code, present[code]) for code in gone if code not in taken_old),
        renamed=tuple(
            (code, present[code], row.name)
            for code, row in wanted.items()
            if code in present and code not in taken_new and row.name and present[code] != row.name
        ),
        recoded=tuple(recoded),
    )


def _explicit(wanted: Mapping[str, TreeRow], present: Mapping[str, str]) -> list[Recoding]:
    return [
        Recoding(
            old_code=row.previous_code,
            new_code=row.code,
            old_name=present[row.previous_code],
            new_name=row.name,
            detected=False,
        )
        for row in wanted.values()
        if row.previous_code and row.previous_code != row.code and row.previous_code in present
    ]


def _carried(
    wanted: Mapping[str, TreeRow],
    present: Mapping[str, str],
    *,
    moved: Mapping[str, str],
    gone: frozenset[str],
    complete: bool,
) -> list[Recoding]:
    """Units below a recoded one that the list names under the code they are carried to."""
    found: list[Recoding] = []
    for code, name in present.items() if moved else ():
        new_code = carried_code(code, moved)
        row = wanted.get(new_code)
        if new_code == code or code in moved or row is None or new_code in moved.values():
            continue
        if stem(row.name) == stem(name) or not (complete or code in gone):
            found.append(Recoding(old_code=code, new_code=new_code, old_name=name, new_name=row.name, detected=True))
    return found


def _detected(fresh: list[TreeRow], gone: list[tuple[str, str]]) -> list[Recoding]:
    by_name: dict[tuple[str, int, str], tuple[list[TreeRow], list[tuple[str, str]]]] = defaultdict(lambda: ([], []))
    for row in fresh:
        by_name[_identity(row.code, row.name)][0].append(row)
    for code, name in gone:
        by_name[_identity(code, name)][1].append((code, name))
    return [
        Recoding(
            old_code=old_rows[0][0],
            new_code=new_rows[0].code,
            old_name=old_rows[0][1],
            new_name=new_rows[0].name,
            detected=True,
        )
        for new_rows, old_rows in by_name.values()
        if len(new_rows) == len(old_rows) == 1
    ]


def _identity(code: str, name: str) -> tuple[str, int, str]:
    return code[:_DISTRICT], len(code), stem(name)
