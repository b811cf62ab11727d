"""Sheets of typed cells out of xlsx, xls and delimited text, or one sentence why not."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import python_calamine as calamine

from gridkeeper.formats.columns import CellProblem
from gridkeeper.formats.workbook.encoding import encoding_of
from gridkeeper.formats.workbook.extent import damaged, extent_problem

ZIP_HEAD: Final = b"PK\x03\x04"
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DELIMITERS: Final = (",", "\t", ";", "|")

Cells = list[Any]
Merge = tuple[tuple[int, int], tuple[int, int]]


@dataclass
class Sheet:
    """Rows of typed cells, from the first row of the sheet. ``first_column`` is the sheet column of cell 0.

    Delimited text has the delimiter for a name.
    """

    name: str
    rows: Callable[[], Iterator[Cells]]
    first_column: int = 0
    merges: tuple[Merge, ...] = ()
    hidden: bool = False
    delimited: bool = False
    faults: list[CellProblem] = field(default_factory=list)


def sheets_of(source: bytes | Path) -> list[Sheet] | CellProblem:
    """Every sheet of the file, or why it cannot be opened.

    Delimited text gives one sheet per possible delimiter; whoever looks for the header sees which one is right.
    """
    head = head_of(source)
    if not head.strip(b"\x00 \r\n\t"):
        return CellProblem("file.empty", "The file is empty.", "Send the file again.")
    if head.startswith((ZIP_HEAD, _COMPOUND)):
        return _workbook_sheets(source, zipped=head.startswith(ZIP_HEAD))
    if head.lstrip(b"\xef\xbb\xbf \r\n\t")[:4].lower() in (b"<htm", b"<!do", b"<?xm", b"<tab", b"%pdf"):
        return CellProblem(
            "file.not-a-workbook",
            "The file is a web page or another document, whatever its name says.",
            "Open it in a spreadsheet program and save it as xlsx.",
        )
    return _delimited_sheets(source)


def head_of(source: bytes | Path) -> bytes:
    """The first bytes, which tell what kind of file it is."""
    if isinstance(source, bytes):
        return source[:512]
    with source.open("rb") as stream:
        return stream.read(512)


def _workbook_sheets(source: bytes | Path, *, zipped: bool) -> list[Sheet] | CellProblem:
    if zipped and (problem := _zip_problem(source)):
        return problem
    try:
        book = calamine.load_workbook(io.BytesIO(source) if isinstance(source, bytes) else str(source))
        pages = [page for page in book.sheets_metadata if page.typ is calamine.SheetTypeEnum.WorkSheet]
        return [_sheet(book, page) for page in pages]
    except calamine.PasswordError:
        return CellProblem(
            "file.locked", "The workbook is locked with a password.", "Remove the password and send it again."
        )
    except (calamine.CalamineError, OSError, ValueError):
        return damaged()


def _zip_problem(source: bytes | Path) -> CellProblem | None:
    try:
        with zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source) as archive:
            return extent_problem(archive)
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, RuntimeError, EOFError):
        return damaged()


def _sheet(book: calamine.CalamineWorkbook, page: calamine.SheetMetadata) -> Sheet:
    sheet = book.get_sheet_by_name(page.name)
    return Sheet(
        name=page.name,
        rows=lambda: iter(sheet.iter_rows()) if sheet.start is not None else iter(()),
        # calamine gives every row from the top of the sheet, but cells only from the first used column.
        first_column=sheet.start[1] if sheet.start else 0,
        merges=tuple(sheet.merged_cell_ranges or ()),
        hidden=page.visible is not calamine.SheetVisibleEnum.Visible,
    )


def _delimited_sheets(source: bytes | Path) -> list[Sheet] | CellProblem:
    encoding = encoding_of(source)
    if encoding is None:
        return CellProblem(
            "file.encoding",
            "The text of the file cannot be read as UTF-8 or GB 18030.",
            "Save it as CSV UTF-8 or as xlsx and send it again.",
        )
    return [_delimited_sheet(source, encoding, delimiter) for delimiter in _DELIMITERS]


def _delimited_sheet(source: bytes | Path, encoding: str, delimiter: str) -> Sheet:
    sheet = Sheet(name=delimiter, rows=lambda: iter(()), delimited=True)

    def rows() -> Iterator[Cells]:
        binary = io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")
        with io.TextIOWrapper(binary, encoding=encoding, newline="") as stream:
            try:
                yield from csv.reader(stream, delimiter=delimiter)
            except csv.Error:
                sheet.faults.append(
                    CellProblem(
                        "file.quotes",
                        "A cell in the text file does not end; a quotation mark is missing.",
                        "Open the file in a spreadsheet program and save it as xlsx.",
                    )
                )

    sheet.rows = rows
    return sheet
