"""Lists as workbooks and CSV: read what people send, give templates, send bad rows back, export."""

from __future__ import annotations

from gridkeeper.formats.workbook.read import read
from gridkeeper.formats.workbook.reading import Notice, Problem, Reading, Row

__all__ = ["Notice", "Problem", "Reading", "Row", "read"]
