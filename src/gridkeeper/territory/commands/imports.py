"""Import a file of the territory, whatever it holds: divisions, changes, outlines, places with counts, borders."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from gridkeeper.formats.columns import Table
from gridkeeper.formats.coordinates import System
from gridkeeper.formats.workbook import Problem, Reading, read
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.unit_code import level_of
from gridkeeper.territory.choices import Change
from gridkeeper.territory.commands.borders import import_adjacency
from gridkeeper.territory.commands.edition import EditionDraft, EditionReport, apply_edition, preview_edition
from gridkeeper.territory.commands.outlines import import_outlines
from gridkeeper.territory.commands.places import import_counts
from gridkeeper.territory.commands.row_report import RowReport
from gridkeeper.territory.errors import EditionNotFit, UnreadableFile
from gridkeeper.territory.policy import ChangeRow, Mistake, TreeRow, area_of
from gridkeeper.territory.tables import BORDERS, CHANGES, DIVISIONS, table_of

_READ = 0.3
_WRONG_LEVEL = "The level of “{name}” ({code}) does not fit its code, which is that of a {level}."
_WRONG_PARENT = "“{name}” ({code}) names {parent} as its parent, but its code lies elsewhere."


@dataclass(frozen=True, kw_only=True)
class ImportWish:
    """How somebody wants a file read; an empty area is worked out from the codes in the file."""

    effective_on: date
    title: str = ""
    source: str = ""
    area: str = ""
    system: System = System.WGS84
    complete: bool = False
    estimate: bool = False


@dataclass(frozen=True, kw_only=True)
class FileReport:
    """What a file was taken for, and what it did or would do: an edition, or row by row."""

    kind: str
    dry_run: bool
    area: str
    edition: EditionReport | None = None
    rows: RowReport | None = None
    reading: Reading | None = None

    @property
    def problems(self) -> Sequence[Problem]:
        """All that could not be taken, at its cell: of an edition its mistakes, else those of the rows."""
        if self.rows:
            return self.rows.problems
        mistakes = self.edition.mistakes if self.edition else ()
        return [
            Problem(row=m.row, column="code", code="mistake", text=m.text, facts=m.facts, value=m.code)
            for m in mistakes
        ]

    @property
    def has_findings(self) -> bool:
        """True when something in the file could not be taken."""
        return bool(self.problems)


def import_file(
    *,
    actor: Actor,
    source: bytes | Path,
    wish: ImportWish,
    dry_run: bool,
    now: datetime,
    tell: Callable[[float], None] | None = None,
) -> FileReport:
    """Read a file by its content and apply it, or only say what it would do (dry run: nothing is written).

    An edition with mistakes is refused whole: its report has the mistakes and no edition id. Independent rows
    (outlines, places, borders) that are wrong never stop the good ones. ``tell`` hears how far it is (0 to 1).
    Raises UnreadableFile, Forbidden.
    """
    if _is_geojson(source):
        text = source if isinstance(source, bytes) else source.read_bytes()
        with _undone(dry_run):
            rows = import_outlines(
                actor=actor, source=text, system=wish.system, area=wish.area, origin=wish.source, now=now
            )
        return FileReport(kind="outlines", dry_run=dry_run, area=wish.area, rows=rows)
    # A file of none of the kinds is read as divisions: that says why, be it damage or columns without these names.
    table = table_of(source) or DIVISIONS
    reading = read(source, table, as_of=wish.effective_on)
    if reading.refused:
        raise UnreadableFile(reason=reading.problems[0].why)
    if tell:
        tell(_READ)
    if table.key in (DIVISIONS.key, CHANGES.key):
        return _edition(actor=actor, reading=reading, table=table, wish=wish, dry_run=dry_run, now=now)
    with _undone(dry_run):
        if table.key == BORDERS.key:
            rows = import_adjacency(actor=actor, reading=reading, origin=wish.source, now=now)
        else:
            rows = import_counts(
                actor=actor,
                reading=reading,
                effective_on=wish.effective_on,
                origin=wish.title or wish.source,
                system=wish.system,
                estimate=wish.estimate,
                now=now,
            )
    return FileReport(kind=table.key, dry_run=dry_run, area=wish.area, rows=rows, reading=reading)


@contextmanager
def _undone(dry_run: bool) -> Iterator[None]:
    """A block whose writes are taken back when it is only a trial: what is reported is then what would be done."""
    with transaction.atomic():
        yield
        if dry_run:
            transaction.set_rollback(True)


def _edition(
    *, actor: Actor, reading: Reading, table: Table, wish: ImportWish, dry_run: bool, now: datetime
) -> FileReport:
    area = wish.area or area_of(row["code"] for row in reading.rows)
    draft = EditionDraft(
        title=(wish.title or wish.source or "-")[:120],
        effective_on=wish.effective_on,
        source=wish.source[:200],
        area=area,
        complete=wish.complete,
    )
    rows = _tree_rows(reading) if table.key == DIVISIONS.key else []
    changes = _change_rows(reading) if table.key == CHANGES.key else []
    wrong = (*_cell_mistakes(reading.problems), *(_level_mistakes(reading) if rows else ()))
    report = None
    if not dry_run and not wrong:
        with suppress(EditionNotFit):
            report = apply_edition(actor=actor, draft=draft, rows=rows, changes=changes, now=now)
    if report is None:
        # A trial, or refused whole: say all that is wrong, not only the first line.
        report = preview_edition(actor=actor, draft=draft, rows=rows, changes=changes)
        report = replace(report, mistakes=(*wrong, *report.mistakes))
    return FileReport(kind=table.key, dry_run=dry_run, area=area, edition=report, reading=reading)


def _tree_rows(reading: Reading) -> list[TreeRow]:
    return [
        TreeRow(code=row["code"], name=row["name"], previous_code=row["previous_code"] or "", row=row.number)
        for row in reading.rows
    ]


def _change_rows(reading: Reading) -> list[ChangeRow]:
    return [
        ChangeRow(
            code=row["code"],
            change=Change(row["change"]),
            old_name=row["old_name"] or "",
            new_name=row["new_name"] or row["old_name"] or "",
            previous_code=row["previous_code"] or "",
            row=row.number,
        )
        for row in reading.rows
    ]


def _cell_mistakes(problems: Sequence[Problem]) -> list[Mistake]:
    return [
        Mistake(
            row=problem.row,
            code=problem.value,
            text=problem.text,
            facts=problem.facts,
            column=problem.column or "",
            hint=problem.hint,
        )
        for problem in problems
    ]


def _level_mistakes(reading: Reading) -> list[Mistake]:
    found = []
    for row in reading.rows:
        facts = {"code": row["code"], "name": row["name"], "level": level_of(row["code"]).value}
        if row["level"] and row["level"] != facts["level"]:
            found.append(Mistake(row=row.number, code=row["code"], text=_WRONG_LEVEL, facts=facts))
        if row["parent"] and not row["code"].startswith(row["parent"]):
            facts["parent"] = row["parent"]
            found.append(Mistake(row=row.number, code=row["code"], text=_WRONG_PARENT, facts=facts))
    return found


def _is_geojson(source: bytes | Path) -> bool:
    if isinstance(source, Path):
        with source.open("rb") as stream:
            source = stream.read(512)
    return source.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"{", b"[")
