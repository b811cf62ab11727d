"""Bad rows back in a new workbook, for CSV, xls and sheets too large to change in place."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from gridkeeper.formats.columns import CellProblem
from gridkeeper.formats.workbook.marks import AUTHOR, DARK_RED, LIGHT_RED, REASON, REASON_WIDTH, Marks
from gridkeeper.formats.workbook.merges import FillDown
from gridkeeper.formats.workbook.source import Cells, Sheet, sheets_of
from gridkeeper.formats.workbook.write import SAFE, sheet_name

_WIDEST: Final = 16_384
_LONGEST: Final = 32_767
_ROWS_OF_A_REFUSED_FILE: Final = 20_000


def new_workbook(source: bytes | Path, marks: Marks) -> bytes:
    """A workbook with the rows down to the header and the bad rows, their cells marked and explained."""
    page = _page(source, marks)
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, **SAFE})
    name = marks.reading.sheet or marks.reading.table.label(marks.language)
    _Page(book, book.add_worksheet(sheet_name(name)), marks).write(page)
    book.close()
    return stream.getvalue()


class _Page:
    """The one sheet of the new workbook while it is written."""

    def __init__(self, book: xlsxwriter.Workbook, sheet: Any, marks: Marks) -> None:
        self.sheet = sheet
        self.marks = marks
        self.bad = book.add_format({"bg_color": f"#{LIGHT_RED}", "font_color": f"#{DARK_RED}", "num_format": "@"})
        self.words = book.add_format({"text_wrap": True, "valign": "top", "font_color": f"#{DARK_RED}"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})

    def write(self, page: Sheet | None) -> None:
        """Write every line, then the column of reasons over an earlier one."""
        shift = page.first_column if page else 0
        lines = list(_lines(page, self.marks)) if page else []
        reason_at = shift + _reason_column(lines, self.marks.header)
        for target, (row, cells) in enumerate(lines):
            self._line(target, row, cells, shift=shift)
            if row == self.marks.header:
                self.sheet.write_string(target, reason_at, REASON[self.marks.language], self.bad)
            elif row > self.marks.header and (reason := self.marks.reason(row)):
                self.sheet.write_string(target, reason_at, reason, self.words)
        if general := self.marks.reason(0):
            self.sheet.write_string(max(self.marks.header - 1, 0), reason_at + 1, general, self.words)
            self.sheet.set_column(reason_at + 1, reason_at + 1, REASON_WIDTH)
        self.sheet.set_column(reason_at, reason_at, REASON_WIDTH)

    def _line(self, target: int, row: int, cells: Cells, *, shift: int) -> None:
        notes = self.marks.cells(row) if row > self.marks.header else {}
        for at, cell in enumerate(cells, start=shift):
            self._put(target, at, cell, bad=at in notes)
        for at, note in notes.items():
            if at - shift >= len(cells) or cells[at - shift] in ("", None):
                self.sheet.write_blank(target, at, None, self.bad)
            self.sheet.write_comment(target, at, note, {"author": AUTHOR, "x_scale": 2})

    def _put(self, target: int, at: int, cell: Any, *, bad: bool) -> None:
        style = self.bad if bad else None
        if cell is None or cell == "":
            return
        if isinstance(cell, bool):
            self.sheet.write_boolean(target, at, cell, style)
        elif isinstance(cell, int | float):
            self.sheet.write_number(target, at, cell, style)
        elif isinstance(cell, date) and cell.year > 1900:
            self.sheet.write_datetime(target, at, cell, self.moment if isinstance(cell, datetime) else self.day)
        else:
            self.sheet.write_string(target, at, str(cell)[:_LONGEST], style)


def _page(source: bytes | Path, marks: Marks) -> Sheet | None:
    """The sheet that was read, or the first of a file that could not be."""
    sheets = sheets_of(source)
    if isinstance(sheets, CellProblem) or not sheets:
        return None
    wanted = marks.reading.delimiter or marks.reading.sheet
    return next((sheet for sheet in sheets if sheet.name == wanted), sheets[0])


def _lines(page: Sheet, marks: Marks) -> Iterator[tuple[int, Cells]]:
    """Row numbers and cells of everything down to the header and of the bad rows, merged cells filled in."""
    merges = FillDown(page.merges, below=marks.header - 1, places=range(_WIDEST), first_column=page.first_column)
    wanted = set(marks.rows)
    last = None if marks.whole_file else max(wanted, default=marks.header)
    if marks.reading.refused:
        last = _ROWS_OF_A_REFUSED_FILE
    for row, cells in enumerate(islice(page.rows(), last), start=1):
        if row > marks.header:
            cells, _filled = merges.fill(row - 1, cells, blank=False)
        if row <= marks.header or marks.whole_file or row in wanted:
            yield row, cells


def _reason_column(lines: list[tuple[int, Cells]], header: int) -> int:
    """The cell index of the reasons: the one of an earlier round, else the first free one."""
    for row, cells in lines:
        if row == header:
            known = [at for at, cell in enumerate(cells) if cell in REASON.values()]
            if known:
                return known[0]
    filled = (at for _row, cells in lines for at, cell in enumerate(cells) if cell not in ("", None))
    return max(filled, default=-1) + 1
