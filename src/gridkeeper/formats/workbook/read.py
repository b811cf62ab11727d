"""Read a list: find its sheet and header, parse every cell by its kind, keep good rows and name what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, Final

from gridkeeper.formats.cells import Parser, parser_for
from gridkeeper.formats.cells.words import clip
from gridkeeper.formats.columns import CellProblem, Column, Kind, Recognised, Table
from gridkeeper.formats.workbook.header import SEARCHED_ROWS, Header, find_header
from gridkeeper.formats.workbook.merges import FillDown
from gridkeeper.formats.workbook.reading import Notice, Problem, Reading, Row
from gridkeeper.formats.workbook.skipping import why_skipped
from gridkeeper.formats.workbook.source import Cells, Sheet, sheets_of

NOTICES_KEPT: Final = 200  # of each code; the counts stay exact
_SKIPPED: Final = {
    "row.total": "A row of sums was left out.",
    "row.header-again": "A repeated header was left out.",
    "row.example": "The example row was left out.",
    "row.comment": "The row of remarks under the header was left out.",
    "row.signature": "A line under the list was left out.",
}
_MERGED: Final = "A merged cell was taken for each of its rows."


def read(source: bytes | Path, table: Table, *, sheet: str | None = None, as_of: date | None = None) -> Reading:
    """Read a workbook (xlsx, xls) or delimited text (UTF-8, UTF-16, GB 18030) against a table.

    Never raises for what is in the file: a file that cannot be read gives a Reading whose one problem has row 0.
    ``sheet`` picks a sheet by name, hidden or not; otherwise the best visible one is read and ``other_sheets`` names
    those that look the same. Days without a year are read as nearest to ``as_of``. A sheet of 600,000 rows takes
    about 0.8 GB while it is read (calamine holds it whole), so large files belong in a child process.
    """
    sheets = sheets_of(source)
    if isinstance(sheets, CellProblem):
        return Reading(table=table, problems=[Problem.of(sheets)])
    found = _best(sheets, table, name=sheet)
    if isinstance(found, Problem):
        return Reading(table=table, problems=[found])
    page, header, others = found
    missing = tuple(key for key in table.required if key not in header.places)
    reading = Reading(
        table=table,
        header_row=header.row + 1,
        header_rows=header.depth,
        sheet=None if page.delimited else page.name,
        delimiter=page.name if page.delimited else None,
        other_sheets=others,
        places={key: at + page.first_column for key, at in header.places.items()},
        ignored_columns=header.ignored,
        missing_columns=missing,
        language=header.language,
    )
    if missing:
        reading.problems = [_missing(table.column(key), reading) for key in missing]
        return reading
    _Rows(reading, page, header, as_of).read()
    if not reading.row_count:
        reading.problems.append(_no_rows(reading))
    reading.problems.extend(Problem.of(fault) for fault in page.faults)
    return reading


def _best(sheets: list[Sheet], table: Table, *, name: str | None) -> tuple[Sheet, Header, tuple[str, ...]] | Problem:
    """The sheet with the best header, and the names of the other sheets of a workbook that have it too."""
    pages = [page for page in sheets if page.name == name] if name is not None else _visible(sheets)
    scored = [(page, header) for page in pages if (header := find_header(_top(page), table))]
    if not scored:
        return _no_header(table, name)
    # max keeps the first of equals, which is the sheet that is seen first.
    page, header = max(scored, key=lambda pair: (pair[1].score, _has_data(pair[0], pair[1])))
    others = (
        ()
        if page.delimited
        else tuple(
            other.name for other, its in scored if other is not page and its.places.keys() == header.places.keys()
        )
    )
    return page, header, others


def _visible(sheets: list[Sheet]) -> list[Sheet]:
    return [page for page in sheets if not page.hidden] or sheets


def _top(page: Sheet) -> list[Cells]:
    return list(islice(page.rows(), SEARCHED_ROWS + 1))


def _has_data(page: Sheet, header: Header) -> bool:
    return any(any(cells) for cells in islice(page.rows(), header.row + 1, header.row + 6))


def _no_header(table: Table, name: str | None) -> Problem:
    wanted = [column for column in table.columns if column.required] or list(table.columns[:1])
    # The language of the file is not known yet, so both names are given.
    expected = ", ".join(f"{column.zh} {column.en}" for column in wanted)
    text = "No row in the first {rows} has the column names of this list."
    if name is not None:
        text = "No row in the first {rows} of this sheet has the column names of this list."
    return Problem(
        row=0,
        column=None,
        code="file.no-header",
        text=text,
        hint="Put the column names in one row ({expected}), or start from the template.",
        facts={"rows": SEARCHED_ROWS, "expected": expected},
    )


def _missing(column: Column, reading: Reading) -> Problem:
    return Problem(
        row=0,
        column=column.key,
        code="file.column-missing",
        text="The column “{column}” is missing under row {row}.",
        hint="Add it, or start from the template.",
        facts={"column": column.label(reading.language), "row": reading.header_row},
    )


def _no_rows(reading: Reading) -> Problem:
    return Problem(
        row=0,
        column=None,
        code="file.no-rows",
        text="The list has its column names in row {row} and nothing to read under them.",
        hint="Fill in a row for each entry; the example row of the template is not read.",
        facts={"row": reading.header_row},
    )


class _Rows:
    """One pass over the rows of a sheet; everything looked up once is looked up before it."""

    def __init__(self, reading: Reading, page: Sheet, header: Header, as_of: date | None) -> None:
        self.reading = reading
        self.page = page
        self.header = header
        columns = reading.table.columns
        self.places = {column.key: number for number, column in enumerate(columns)}
        self.plan: list[tuple[int, Column, Parser | None]] = []
        for column in columns:
            at = header.places.get(column.key, -1)
            parser = parser_for(column, as_of=as_of, language=reading.language) if at >= 0 else None
            self.plan.append((at, column, parser))
        self.used = tuple(header.places.values())
        self.seen: list[tuple[tuple[str, ...], tuple[int, ...], dict[tuple[Any, ...], int]]] = [
            (keys, tuple(self.places[key] for key in keys), {})
            for keys in reading.table.unique
            if all(key in header.places for key in keys)
        ]

    def read(self) -> None:
        """Read every row below the header."""
        merges = FillDown(
            self.page.merges, below=self.header.row, places=self.used, first_column=self.page.first_column
        )
        under_header = True
        for index, cells in self._below():
            blank = self._blank(cells)
            if merges.needed:
                cells, filled = merges.fill(index, cells, blank=blank)
                for _ in filled:
                    self._notice(index + 1, None, "cell.merged", _MERGED)
            if blank and cells.count("") == len(cells):
                continue
            if reason := why_skipped(cells, self.header, under_header=under_header):
                self._notice(index + 1, None, reason, _SKIPPED[reason])
                continue
            under_header = False
            if not blank:
                self._row(index + 1, cells)

    def _below(self) -> Iterator[tuple[int, Cells]]:
        start = self.header.row + 1
        return enumerate(islice(self.page.rows(), start, None), start)

    def _blank(self, cells: Cells) -> bool:
        """True where none of the columns that are read has anything in it; a running number alone is no row."""
        if cells.count("") == len(cells):
            return True
        length = len(cells)
        for at in self.used:
            if at < length:
                cell = cells[at]
                if cell != "" and cell is not None and not (isinstance(cell, str) and not cell.strip()):
                    return False
        return True

    def _row(self, number: int, cells: Cells) -> None:
        self.reading.row_count += 1
        before = len(self.reading.problems)
        if self.page.delimited and len(cells) > self.header.width:
            self._too_many(number, cells)
        values: list[Any] = []
        length = len(cells)
        for at, column, parser in self.plan:
            if parser is None:
                values.append(None)
                continue
            value = parser(cells[at] if at < length else "")
            if value.__class__ is CellProblem:
                self._problem(number, column, value, cells[at] if at < length else "")
                value = None
            elif value.__class__ is Recognised:
                self._notice(number, column.key, value.code, value.text, value.facts)
                value = value.value
            values.append(value)
        for keys, places, seen in self.seen:
            self._unique(number, keys, tuple(values[place] for place in places), seen)
        if len(self.reading.problems) == before:
            self.reading.rows.append(Row(number, self.places, tuple(values)))

    def _problem(self, number: int, column: Column, problem: CellProblem, cell: Any) -> None:
        # The identity number itself is not repeated where messages are kept.
        shown = clip(cell) if column.kind is not Kind.ID_NUMBER else clip(cell)[:6] + "…" * bool(clip(cell))
        self.reading.problems.append(Problem.of(problem, row=number, column=column.key, value=shown))

    def _notice(self, number: int, column: str | None, code: str, text: str, facts: Any = None) -> None:
        counts = self.reading.notice_counts
        counts[code] += 1
        if counts[code] <= NOTICES_KEPT:
            self.reading.notices.append(Notice(row=number, column=column, code=code, text=text, facts=facts or {}))

    def _too_many(self, number: int, cells: Cells) -> None:
        if any(cell.strip() for cell in cells[self.header.width :]):
            self.reading.problems.append(
                Problem(
                    row=number,
                    column=None,
                    code="row.too-many-cells",
                    text="The row has {cells} cells and the header {columns}, so the cells have shifted.",
                    hint="Put text that contains the delimiter in quotation marks.",
                    facts={"cells": len(cells), "columns": self.header.width},
                )
            )

    def _unique(
        self, number: int, keys: tuple[str, ...], values: tuple[Any, ...], seen: dict[tuple[Any, ...], int]
    ) -> None:
        if None in values:
            return
        first = seen.setdefault(values, number)
        if first == number:
            return
        table, language = self.reading.table, self.reading.language
        self.reading.problems.append(
            Problem(
                row=number,
                column=keys[0],
                code="row.duplicate",
                text="Rows {other} and {row} have the same {columns}.",
                hint="Keep one of them.",
                facts={
                    "other": first,
                    "row": number,
                    "columns": " + ".join(table.column(key).label(language) for key in keys),
                },
            )
        )
