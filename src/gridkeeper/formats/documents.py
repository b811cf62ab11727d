"""A report as a workbook or a Word file, and forms with {{placeholders}} that somebody else prescribed."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

import docx
import openpyxl
import xlsxwriter
from docx.opc.exceptions import PackageNotFoundError
from openpyxl.utils.exceptions import InvalidFileException

from gridkeeper.formats.packed import NoForm, kind_of_form
from gridkeeper.formats.workbook.write import SAFE

_PLACEHOLDER: Final = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")
_WIDEST: Final = 48
_LONGEST_TAB: Final = 31
_NOT_IN_A_TAB: Final = re.compile(r"[\[\]:*?/\\']")
"""Characters that spreadsheets refuse in the name of a sheet."""
_UNREADABLE: Final = (
    PackageNotFoundError, InvalidFileException, zipfile.BadZipFile, zlib.error, SyntaxError, LookupError, ValueError,
    TypeError, AttributeError, EOFError, OverflowError,
)  # fmt: skip
"""What the two readers raise at broken files; a parser's complaint is a SyntaxError."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """A heading over a table; cells are texts, numbers, days, moments on the wall clock, or None for an empty one."""

    heading: str
    header: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Document:
    """A title, a few lines of a word and a value under it, and tables; ``stamp`` stands at the head of every page."""

    title: str
    lines: tuple[tuple[str, Any], ...]
    parts: tuple[Part, ...]
    stamp: str = ""


def to_workbook(document: Document) -> bytes:
    """The document on one sheet, tables below each other."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, **SAFE}) as book:
        strong = book.add_format({"bold": True})
        title = book.add_format({"bold": True, "font_size": 16})
        head = book.add_format({"bold": True, "bg_color": "#E6EDF5", "border": 1})
        framed = {"border": 1, "text_wrap": True, "valign": "top"}
        sheet = book.add_worksheet(_NOT_IN_A_TAB.sub(" ", document.title).strip()[:_LONGEST_TAB])
        sheet.write_string(0, 0, document.title, title)
        plain, cells = _formats(book, {"align": "left"}), _formats(book, framed)
        row = 1
        for word, value in document.lines:
            sheet.write_string(row, 0, word)
            _write_cell(sheet, row, 1, value, plain)
            row += 1
        for part in document.parts:
            row += 1
            sheet.write_string(row, 0, part.heading, strong)
            sheet.write_row(row + 1, 0, part.header, head)
            for number, values in enumerate(part.rows, start=row + 2):
                for column, value in enumerate(values):
                    _write_cell(sheet, number, column, value, cells)
            row += 2 + len(part.rows)
        if document.stamp:
            sheet.set_header(f"&C{document.stamp.replace('&', '&&')}")
        for column, width in enumerate(_widths(document)):
            sheet.set_column(column, column, width)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
    return stream.getvalue()


def to_word(document: Document) -> bytes:
    """The document as a Word file."""
    made = docx.Document()
    made.add_heading(document.title, level=1)
    for word, value in document.lines:
        made.add_paragraph(f"{word} {_written(value)}")
    for part in document.parts:
        made.add_heading(part.heading, level=2)
        table = made.add_table(rows=1, cols=len(part.header), style="Table Grid")
        for column, text in enumerate(part.header):
            table.rows[0].cells[column].text = text
        for values in part.rows:
            cells = table.add_row().cells
            for column, value in enumerate(values):
                cells[column].text = _written(value)
    if document.stamp:
        _stamp_word(made, document.stamp)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def placeholders(content: bytes) -> tuple[str, ...]:
    """Names between double braces, in order, each once. Raises NoForm."""
    found = [name for text in _texts(content) for name in _PLACEHOLDER.findall(text)]
    # A form that cannot be filled in and written again is found out today, not on the day of the report.
    fill_form(content, {})
    return tuple(dict.fromkeys(found))


def fill_form(content: bytes, values: Mapping[str, Any], *, stamp: str = "") -> bytes:
    """The form with its placeholders filled in; those without a value stay, so that nobody takes a gap for a zero.

    A workbook's cell that is nothing but one placeholder becomes a number, a day or a moment where the value is one.
    ``stamp`` is put at the head of every printed page, whatever stands there already. Raises NoForm.
    """
    fill = _fill_workbook if kind_of_form(content) == "xlsx" else _fill_word
    try:
        return fill(content, values, stamp)
    except _UNREADABLE as broken:
        raise NoForm from broken


def _fill_workbook(content: bytes, values: Mapping[str, Any], stamp: str) -> bytes:
    book, stream = openpyxl.load_workbook(io.BytesIO(content)), io.BytesIO()
    for cell in _text_cells(book):
        if _PLACEHOLDER.search(str(cell.value)):
            cell.value = _filled_cell(str(cell.value), values)
            if cell.data_type == "f":
                # A name that begins with "=" stays a name: what was filled in is never reckoned.
                cell.data_type = "s"
    if stamp:
        _stamp_workbook(book, stamp)
    book.save(stream)
    return stream.getvalue()


def _fill_word(content: bytes, values: Mapping[str, Any], stamp: str) -> bytes:
    made, stream = docx.Document(io.BytesIO(content)), io.BytesIO()
    for paragraph in _paragraphs(made):
        if _PLACEHOLDER.search(paragraph.text):
            _fill_paragraph(paragraph, values)
    if stamp:
        _stamp_word(made, stamp)
    made.save(stream)
    return stream.getvalue()


def _stamp_workbook(book: Any, stamp: str) -> None:
    for sheet in book.worksheets:
        for header in (sheet.oddHeader, sheet.evenHeader, sheet.firstHeader):
            header.center.text = " ".join(filter(None, (stamp, header.center.text)))


def _stamp_word(made: Any, stamp: str) -> None:
    for number, section in enumerate(made.sections):
        for header in (section.header, section.first_page_header, section.even_page_header):
            if number and header.is_linked_to_previous:
                continue
            first = header.paragraphs[0] if header.paragraphs else header.add_paragraph()
            first.insert_paragraph_before(stamp)


def _formats(book: Any, look: Mapping[str, Any]) -> dict[type, Any]:
    """A format for each type of cell that needs one, and for all others."""
    numbers = {date: "yyyy-mm-dd", datetime: "yyyy-mm-dd hh:mm"}
    return {object: book.add_format(look)} | {
        kind: book.add_format({**look, "num_format": shown}) for kind, shown in numbers.items()
    }


def _write_cell(sheet: Any, row: int, column: int, value: Any, formats: Mapping[type, Any]) -> None:
    look = formats.get(type(value), formats[object])
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, look)
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(row, column, value, look)
    elif value is None or value == "":
        sheet.write_blank(row, column, None, look)
    else:
        sheet.write_string(row, column, str(value), look)


def _written(value: Any) -> str:
    """A cell as a text: a moment to the minute, a number without idle zeros, nothing for an empty one."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _opened(open_file: Any, content: bytes) -> Any:
    try:
        return open_file(io.BytesIO(content))
    except _UNREADABLE as broken:
        raise NoForm from broken


def _texts(content: bytes) -> Iterator[str]:
    if kind_of_form(content) == "xlsx":
        yield from (str(cell.value) for cell in _text_cells(_opened(openpyxl.load_workbook, content)))
    else:
        yield from (paragraph.text for paragraph in _paragraphs(_opened(docx.Document, content)))


def _text_cells(book: Any) -> Iterator[Any]:
    for sheet in book.worksheets:
        # The cells there are, not all between the first and the last: two of them can lie half a terabyte apart.
        yield from [cell for cell in sheet._cells.values() if isinstance(cell.value, str)]


def _paragraphs(made: Any) -> Iterator[Any]:
    yield from made.paragraphs
    for table in made.tables:
        for row in table.rows:
            for cell in row.cells:
                yield from cell.paragraphs


def _filled_cell(text: str, values: Mapping[str, Any]) -> Any:
    whole = _PLACEHOLDER.fullmatch(text.strip())
    if whole and whole[1] in values:
        return values[whole[1]]
    return _filled(text, values)


def _filled(text: str, values: Mapping[str, Any]) -> str:
    return _PLACEHOLDER.sub(lambda found: _written(values.get(found[1], found[0])), text)


def _fill_paragraph(paragraph: Any, values: Mapping[str, Any]) -> None:
    # A word processor cuts a placeholder into runs as it likes: the first run takes the whole text and keeps its look.
    text = _filled(paragraph.text, values)
    # A link holds runs of its own.
    inner = paragraph.iter_inner_content()
    first, *others = [run for part in inner for run in (part.runs if hasattr(part, "runs") else [part])]
    first.text = text
    for run in others:
        run.text = ""


def _widths(document: Document) -> Sequence[int]:
    widths: list[int] = []
    for part in document.parts:
        for row in (part.header, *part.rows):
            for column, value in enumerate(row):
                # A Chinese sign is as wide as two letters.
                wide = sum(2 if ord(sign) > 0x2E7F else 1 for sign in _written(value)) + 2
                if column == len(widths):
                    widths.append(wide)
                widths[column] = min(_WIDEST, max(widths[column], wide))
    return widths
