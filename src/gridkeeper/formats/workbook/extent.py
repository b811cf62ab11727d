"""How far a workbook reaches, before a reader that holds whole sheets is let at it.

calamine makes room for every cell between the first and the last: two cells, A1 and XFD1048576, are half a terabyte
and the end of the process. So the last cells are looked up in the file first.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import IO, Final

from gridkeeper.formats.columns import CellProblem

WIDEST: Final = 1_000  # columns
LARGEST: Final = 30_000_000  # cells of all sheets, 32 bytes each while they are read
LARGEST_UNPACKED: Final = 4 << 30  # bytes; 600,000 rows by 14 unpack to half a gigabyte
_CHUNK: Final = 1 << 20
_TAG: Final = 300  # bytes; a cell's tag may lie across two chunks
# Only cells beyond column Z or row 9,999 matter; a tag that ends in "/>" is a format without content.
_FAR: Final = re.compile(rb'\br="([A-Z]{1,3})(\d{5,7})"[^>]{0,200}[^/>]>|\br="([A-Z]{2,3})(\d{1,4})"[^>]{0,200}[^/>]>')
_NEAR_ROWS: Final = 10_000


def extent_problem(archive: zipfile.ZipFile) -> CellProblem | None:
    """Why the workbook is too large to read as a list, or None; names the cell that lies too far out."""
    members = archive.infolist()
    if "xl/workbook.xml" not in archive.namelist():
        return damaged()
    if sum(member.file_size for member in members) > LARGEST_UNPACKED:
        return CellProblem(
            "file.too-large", "The workbook is too large to be a list.", "Split it into several workbooks."
        )
    area = 0
    for member in members:
        if (
            member.filename.startswith("xl/")
            and member.filename.endswith(".xml")
            and "sharedStr" not in member.filename
        ):
            with archive.open(member) as stream:
                rows, columns = _extent(stream)
            if columns > WIDEST or rows * columns > LARGEST:
                return _too_far(rows, columns)
            # Near cells are not counted one by one, so a small sheet counts as nothing.
            area += rows * columns if rows > _NEAR_ROWS else 0
    return None if area <= LARGEST else _too_far(area // WIDEST, WIDEST)


def damaged() -> CellProblem:
    """The problem of a file that only looks like a workbook."""
    return CellProblem(
        "file.damaged", "The workbook is damaged or of an unknown kind.", "Save it as xlsx and send it again."
    )


def column_name(number: int) -> str:
    """The letters of a column, 1 is A."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: bytes) -> int:
    """The number of a column, A is 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _too_far(rows: int, columns: int) -> CellProblem:
    return CellProblem(
        "file.too-far",
        "The sheet reaches to cell {cell}, much further than a list does.",
        "Delete what stands far to the right of the list or far below it.",
        {"cell": f"{column_name(columns)}{rows}"},
    )


def _extent(stream: IO[bytes]) -> tuple[int, int]:
    """Rows and columns up to the last far cell with content; nearer ones count as one row of 26 columns."""
    last_row, far_columns = 1, {b"Z"}
    for chunk in _chunks(stream):
        for down, row, right, near_row in _FAR.findall(chunk):
            far_columns.add(down or right)
            last_row = max(last_row, int(row or near_row))
    return last_row, max(column_number(letters) for letters in far_columns)


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    tail = b""
    while chunk := stream.read(_CHUNK):
        yield tail + chunk
        tail = chunk[-_TAG:]
