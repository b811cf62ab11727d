"""A table as a workbook of one sheet: exported, read back with the same care as YAML, mistakes marked in a copy.

The first column says what a line is (``name``, ``input``, ``output``, ``rows``, ``row``, ``default``); everything a
table holds stands in the sheet, so an export that nobody changed reads back as the same table.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook

from gridkeeper.kernel.reader import Reader
from gridkeeper.kernel.texts import Finding, Path, Written
from gridkeeper.rules.errors import ExchangeUnreadable
from gridkeeper.rules.load import table_of
from gridkeeper.rules.table import Table
from gridkeeper.rules.writing import as_data

_LARGEST: Final = 50_000_000
_MOST_ROWS: Final = 5_000
_HEAD: Final = ("format", "name", "topic", "title", "source", "hit")
_FIELD: Final = ("name", "type", "zh", "en", "unit", "min", "max", "values")
_RED: Final = PatternFill("solid", fgColor="FBD5D5")
_GREY: Final = PatternFill("solid", fgColor="E8EEF4")
_WIDTHS: Final = {"A": 10, "B": 18}
_WIDTH: Final = 22


def to_workbook(table: Table) -> bytes:
    """The table as an xlsx of one sheet."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = table.name[:31]
    for row, line in enumerate(_lines(as_data(table), table), start=1):
        for column, value in enumerate(line, start=1):
            if value not in (None, ""):
                _put(sheet.cell(row, column), value, is_head=column == 1 or line[0] == "rows")
    for index in range(1, sheet.max_column + 1):
        letter = get_column_letter(index)
        sheet.column_dimensions[letter].width = _WIDTHS.get(letter, _WIDTH)
    return _bytes(book)


def from_workbook(source: bytes, *, file: str, pack: str = "") -> tuple[Table | None, list[Finding]]:
    """The table of an xlsx and what is wrong with it; lines are those of the sheet. Raises ExchangeUnreadable."""
    read = _read(_open(source, file), file)
    return table_of(read.written, pack=pack)


def marked_workbook(
    source: bytes, findings: Iterable[Finding], *, file: str, translate: Callable[[str], str] = str
) -> bytes:
    """The same workbook with every cell that has a finding in red, and what is wrong in its comment."""
    book = _open(source, file)
    read = _read(book, file)
    notes: dict[tuple[int, int], list[str]] = {}
    for finding in findings:
        notes.setdefault(read.place(finding), []).append(finding.sentence(translate))
    for (row, column), sentences in notes.items():
        cell = book.worksheets[0].cell(row, column)
        cell.fill = _RED
        cell.comment = Comment("\n".join(sentences), "gridkeeper", width=400, height=120)
    return _bytes(book)


@dataclass
class _Read:
    """A sheet as data, and the cell of each value."""

    written: Written
    cells: Mapping[Path, tuple[int, int]]

    def place(self, finding: Finding) -> tuple[int, int]:
        """The cell a finding means; the first of its line where it means a whole line."""
        reader = Reader(self.written)
        named = {reader.place(path): at for path, at in self.cells.items()}
        return named.get(finding.at, (finding.line, 1))


@dataclass
class _Sheet:
    """A sheet being read, line by line."""

    data: dict[str, Any] = field(default_factory=lambda: {"inputs": {}, "outputs": {}, "rows": []})
    cells: dict[Path, tuple[int, int]] = field(default_factory=dict)
    columns: list[str] = field(default_factory=list)

    def take(self, row: int, line: list[Any]) -> None:
        """One line of the sheet."""
        mark = str(line[0])
        rest = line[1:]
        if mark in ("input", "output"):
            self.take_field(row, f"{mark}s", rest)
        elif mark == "rows":
            self.columns = [str(cell or "") for cell in rest]
        elif mark == "row":
            self.take_row(row, ("rows", len(self.data["rows"])), rest)
        elif mark == "default":
            self.take_row(row, ("default",), rest)
        elif mark == "alarm":
            self.data.setdefault("default", {})["alarm"] = _yes_no(rest[0])
            self.cells[("default", "alarm")] = (row, 2)
        else:
            self.data[mark] = {"zh": rest[0], "en": rest[1]} if mark == "title" else rest[0]
            self.cells[(mark,)] = (row, 2)

    def take_field(self, row: int, side: str, line: list[Any]) -> None:
        """A declared input or answer."""
        given = dict(zip(_FIELD, line, strict=False))
        name = str(given.pop("name") or "")
        title = {"zh": given.pop("zh"), "en": given.pop("en")}
        values = given.pop("values")
        entry = {key: value for key, value in given.items() if value is not None}
        if values:
            entry["values"] = _values(str(values))
        self.data[side][name] = {**entry, "title": title}
        self.cells[(side, name)] = (row, 2)
        for column, key in enumerate(_FIELD, start=2):
            self.cells[(side, name, {"zh": "title", "en": "title"}.get(key, key))] = (row, column)

    def take_row(self, row: int, path: Path, line: list[Any]) -> None:
        """A rule, under the names of the line ``rows``."""
        entry: dict[str, Any] = {"when": {}, "then": {}}
        self.cells[path] = (row, 1)
        for column, (name, value) in enumerate(zip(self.columns, line, strict=False), start=2):
            part, _, inner = name.partition(":")
            self.cells[(*path, part, inner) if inner else (*path, part)] = (row, column)
            if value is None or not name:
                continue
            if part == "then":
                entry["then"][inner] = _yes_no(value)
            elif part == "when":
                entry["when"][inner] = value
            else:
                entry[part] = str(value)
        if path == ("default",):
            self.data["default"] = {**entry, **self.data.get("default", {})}
        else:
            self.data["rows"].append(entry)


def _lines(data: Mapping[str, Any], table: Table) -> Iterator[list[Any]]:
    """The sheet, line by line."""
    for key in _HEAD:
        yield [key, *(data[key].values() if key == "title" else [data[key]])]
    yield ["alarm", data["default"]["alarm"]]
    for mark, side in (("input", "inputs"), ("output", "outputs")):
        yield [f"# {mark}", *_FIELD]
        for name, one in data[side].items():
            given = {**one, "name": name, **one["title"], "values": _values_text(one.get("values", {}))}
            yield [mark, *(given.get(key) for key in _FIELD)]
    columns = [
        "id",
        *(f"when:{one.name}" for one in table.inputs),
        "if",
        *(f"then:{one.name}" for one in table.outputs),
        "zh",
        "en",
        "source",
    ]
    yield ["rows", *columns]
    for mark, row in [*(("row", row) for row in data["rows"]), ("default", data["default"])]:
        yield [mark, *(_of(row, name) for name in columns)]


def _of(row: Mapping[str, Any], column: str) -> Any:
    part, _, inner = column.partition(":")
    return row.get(part, {}).get(inner) if inner else row.get(part)


def _values_text(values: Mapping[str, Mapping[str, str]]) -> str:
    return "\n".join(f"{value} = {words['zh']} = {words['en']}" for value, words in values.items())


def _values(text: str) -> dict[str, dict[str, str]]:
    """The values of a choice, a line each: ``value = Chinese = English``."""
    parts = [[part.strip() for part in line.split("=", 2)] for line in text.splitlines() if line.strip()]
    return {part[0]: dict(zip(("zh", "en"), part[1:], strict=False)) for part in parts}


def _put(cell: Cell | MergedCell, value: Any, *, is_head: bool) -> None:
    if isinstance(value, bool):
        value = "yes" if value else "no"
    cell.value = value
    if isinstance(value, str):
        # A text that begins with an equals sign is a formula of the table, not of the spreadsheet.
        cell.data_type = "s"
        cell.number_format = "@"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if is_head:
        cell.font = Font(bold=True)
        cell.fill = _GREY


def _open(source: bytes, file: str) -> Workbook:
    try:
        with zipfile.ZipFile(io.BytesIO(source)) as packed:
            if sum(one.file_size for one in packed.infolist()) > _LARGEST:
                raise ExchangeUnreadable(file=file, reason="it is far larger than a table")
        book = openpyxl.load_workbook(io.BytesIO(source))
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as broken:
        raise ExchangeUnreadable(file=file, reason=str(broken) or type(broken).__name__) from None
    if not book.worksheets or book.worksheets[0].max_row > _MOST_ROWS:
        raise ExchangeUnreadable(file=file, reason="it has no sheet, or too many lines")
    return book


def _read(book: Workbook, file: str) -> _Read:
    sheet = _Sheet()
    for row, line in enumerate(book.worksheets[0].iter_rows(values_only=True), start=1):
        cells = [_cell(value) for value in line]
        mark = cells[0] if cells else None
        if mark is not None and not str(mark).startswith("#"):
            sheet.take(row, [*cells, None, None])
    if "format" not in sheet.data:
        raise ExchangeUnreadable(file=file, reason="its first column names no format")
    lines = {path: at[0] for path, at in sheet.cells.items()}
    return _Read(Written(file=file, data=sheet.data, lines={(): 1, **lines}), sheet.cells)


def _cell(value: Any) -> Any:
    """A cell as YAML would hold it."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    text = value.strip() if isinstance(value, str) else value
    return None if text == "" else text


def _yes_no(value: Any) -> Any:
    """Yes and no as answers; everything else as it stands."""
    return {"yes": True, "no": False, "true": True, "false": False, "是": True, "否": False}.get(
        str(value).lower() if isinstance(value, str) else "", value
    )


def _bytes(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
