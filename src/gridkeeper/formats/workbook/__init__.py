"""Lists as workbooks and CSV: read what people send, give templates, send bad rows back, export."""

from __future__ import annotations

from gridkeeper.formats.workbook.marked import marked
from gridkeeper.formats.workbook.read import read
from gridkeeper.formats.workbook.reading import Notice, Problem, Reading, Row
from gridkeeper.formats.workbook.template import template
from gridkeeper.formats.workbook.typed import CellTooLong
from gridkeeper.formats.workbook.write import write, write_csv, write_to

__all__ = [
    "CellTooLong",
    "Notice",
    "Problem",
    "Reading",
    "Row",
    "marked",
    "read",
    "template",
    "write",
    "write_csv",
    "write_to",
]
