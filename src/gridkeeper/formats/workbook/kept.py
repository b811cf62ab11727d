"""Bad rows back in their own workbook: styles, titles, header and other sheets stay as they were."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from gridkeeper.formats.workbook.marks import AUTHOR, DARK_RED, LIGHT_RED, REASON, REASON_WIDTH, Marks

_WIDEST: Final = 300  # cells formatted out to column XFD would all be made real
# What openpyxl raises for ods, xlsb and workbooks of odd writers.
_NOT_OPENED: Final = (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError)


def kept_workbook(source: bytes | Path, marks: Marks) -> bytes | None:
    """The workbook with its good rows taken out and its bad cells marked; None where openpyxl cannot open it."""
    try:
        # Formulas would point at rows that have moved, so the values they had are kept instead.
        book = openpyxl.load_workbook(io.BytesIO(source) if isinstance(source, bytes) else source, data_only=True)
    except _NOT_OPENED:
        return None
    sheet = book[marks.reading.sheet or ""]
    if not isinstance(sheet, Worksheet) or sheet.max_column > _WIDEST:
        return None
    rows = list(range(marks.header + 1, sheet.max_row + 1)) if marks.whole_file else marks.rows
    if not marks.whole_file:
        _unmerge_below(sheet, marks.header)
        _take_out_good_rows(sheet, rows, header=marks.header)
    _mark(sheet, rows, marks)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _mark(sheet: Worksheet, rows: Sequence[int], marks: Marks) -> None:
    fill, font = PatternFill("solid", fgColor=f"FF{LIGHT_RED}"), Font(color=f"FF{DARK_RED}")
    reason_at = _reason_column(sheet, header=marks.header)
    _write(sheet.cell(marks.header, reason_at), REASON[marks.language], font=font, fill=fill)
    if words := marks.reason(0):
        sheet.cell(marks.header, reason_at).comment = _comment(words)
    for target, row in enumerate(rows, start=marks.header + 1):
        for at, words in marks.cells(row).items():
            cell = sheet.cell(target, at + 1)
            cell.fill, cell.font, cell.comment = fill, font, _comment(words)
        _write(sheet.cell(target, reason_at), marks.reason(row) or None, font=font)
    sheet.column_dimensions[get_column_letter(reason_at)].width = REASON_WIDTH


def _unmerge_below(sheet: Worksheet, header: int) -> None:
    """Give every row below the header its own cells again, because rows will move."""
    for merge in [merge for merge in sheet.merged_cells.ranges if merge.max_row > header]:
        left, top, right, bottom = merge.bounds
        value, style = sheet.cell(top, left).value, _style(sheet.cell(top, left))
        sheet.unmerge_cells(merge.coord)
        if top <= header:
            sheet.merge_cells(start_row=top, start_column=left, end_row=header, end_column=right)
            continue
        for row in range(top, bottom + 1):
            _copy(sheet.cell(row, left), value=value, style=style)


def _take_out_good_rows(sheet: Worksheet, rows: Sequence[int], *, header: int) -> None:
    """Move the bad rows up under the header and cut off the rest."""
    width = sheet.max_column
    for target, row in enumerate(rows, start=header + 1):
        if target != row:
            for at in range(1, width + 1):
                old = sheet.cell(row, at)
                _copy(sheet.cell(target, at), value=old.value, style=_style(old))
            sheet.row_dimensions[target].height = sheet.row_dimensions[row].height
        sheet.row_dimensions[target].hidden = False
    last = header + len(rows)
    if sheet.max_row > last:
        sheet.delete_rows(last + 1, sheet.max_row - last)


def _reason_column(sheet: Worksheet, *, header: int) -> int:
    """The column of reasons: the one of an earlier round, else the first free one."""
    filled = [cell.column or 1 for cells in sheet.iter_rows() for cell in cells if cell.value is not None]
    known = [cell.column or 1 for cell in sheet[header] if cell.value in REASON.values()]
    return known[0] if known else max(filled, default=0) + 1


def _write(cell: Any, words: str | None, *, font: Font, fill: PatternFill | None = None) -> None:
    _copy(cell, value=words, style=None)
    cell.font, cell.alignment = font, Alignment(wrap_text=True, vertical="top")
    if fill:
        cell.fill = fill


def _copy(cell: Any, *, value: Any, style: Any) -> None:
    """Put a value into a cell; a text that begins with "=" stays text."""
    cell.value, cell.comment = value, None
    if isinstance(value, str):
        cell.data_type = "s"
    if style is not None:
        cell._style = style


def _style(cell: Any) -> Any:
    """The shared style of a cell, which openpyxl can copy only by this name."""
    return cell._style


def _comment(words: str) -> Comment:
    return Comment(words, AUTHOR, height=90, width=300)
