"""A report as a workbook or a Word file, and forms with {{placeholders}} that somebody else prescribed."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import docx
import openpyxl
import xlsxwriter
from docx.opc.exceptions import PackageNotFoundError
from openpyxl.utils.exceptions import InvalidFileException

_PLACEHOLDER: Final = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")
_WIDEST: Final = 48
_UNREADABLE: Final = (PackageNotFoundError, InvalidFileException, zipfile.BadZipFile, KeyError, ValueError)


class NoForm(ValueError):
    """The bytes are neither a workbook nor a Word file."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """A heading over a table; cells are texts or numbers."""

    heading: str
    header: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Document:
    """A title, a few lines under it, and tables."""

    title: str
    lines: tuple[str, ...]
    parts: tuple[Part, ...]


def to_workbook(document: Document) -> bytes:
    """The document on one sheet, tables below each other."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        strong = book.add_format({"bold": True})
        title = book.add_format({"bold": True, "font_size": 16})
        head = book.add_format({"bold": True, "bg_color": "#E6EDF5", "border": 1})
        cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet()
        sheet.write(0, 0, document.title, title)
        row = 1
        for line in document.lines:
            sheet.write(row, 0, line)
            row += 1
        for part in document.parts:
            row += 1
            sheet.write(row, 0, part.heading, strong)
            sheet.write_row(row + 1, 0, part.header, head)
            for number, values in enumerate(part.rows, start=row + 2):
                sheet.write_row(number, 0, values, cell)
            row += 2 + len(part.rows)
        for column, width in enumerate(_widths(document)):
            sheet.set_column(column, column, width)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
    return stream.getvalue()


def to_word(document: Document) -> bytes:
    """The document as a Word file."""
    made = docx.Document()
    made.add_heading(document.title, level=1)
    for line in document.lines:
        made.add_paragraph(line)
    for part in document.parts:
        made.add_heading(part.heading, level=2)
        table = made.add_table(rows=1, cols=len(part.header), style="Table Grid")
        for column, text in enumerate(part.header):
            table.rows[0].cells[column].text = text
        for values in part.rows:
            cells = table.add_row().cells
            for column, value in enumerate(values):
                cells[column].text = str(value)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def kind_of_form(content: bytes) -> str:
    """``xlsx`` or ``docx``, from what is inside. Raises NoForm."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = set(packed.namelist())
    except zipfile.BadZipFile as broken:
        raise NoForm from broken
    kind = {"xl/workbook.xml": "xlsx", "word/document.xml": "docx"}
    found = [kind[name] for name in kind if name in names]
    if not found:
        raise NoForm
    return found[0]


def placeholders(content: bytes) -> tuple[str, ...]:
    """Names between double braces, in order, each once. Raises NoForm."""
    found = [name for text in _texts(content) for name in _PLACEHOLDER.findall(text)]
    return tuple(dict.fromkeys(found))


def fill_form(content: bytes, values: Mapping[str, Any]) -> bytes:
    """The form with its placeholders filled in; those without a value stay, so that nobody takes a gap for a zero.

    A workbook's cell that is nothing but one placeholder becomes a number where the value is one. Raises NoForm.
    """
    stream = io.BytesIO()
    if kind_of_form(content) == "xlsx":
        book = _opened(openpyxl.load_workbook, content)
        for cell in _text_cells(book):
            cell.value = _filled_cell(str(cell.value), values)
        book.save(stream)
    else:
        made = _opened(docx.Document, content)
        for paragraph in _paragraphs(made):
            if _PLACEHOLDER.search(paragraph.text):
                _fill_paragraph(paragraph, values)
        made.save(stream)
    return stream.getvalue()


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
        for row in sheet.iter_rows():
            yield from (cell for cell in row if isinstance(cell.value, str))


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
    return _PLACEHOLDER.sub(lambda found: str(values.get(found[1], found[0])), text)


def _fill_paragraph(paragraph: Any, values: Mapping[str, Any]) -> None:
    # A word processor cuts a placeholder into runs as it likes: the first run takes the whole text and keeps its look.
    text = _filled(paragraph.text, values)
    first, *others = paragraph.runs
    first.text = text
    for run in others:
        run.text = ""


def _widths(document: Document) -> Sequence[int]:
    widths: list[int] = []
    for part in document.parts:
        for row in (part.header, *part.rows):
            for column, value in enumerate(row):
                # A Chinese sign is as wide as two letters.
                wide = sum(2 if ord(sign) > 0x2E7F else 1 for sign in str(value)) + 2
                if column == len(widths):
                    widths.append(wide)
                widths[column] = min(_WIDEST, max(widths[column], wide))
    return widths
