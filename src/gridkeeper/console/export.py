"""Send a list as a workbook or CSV file, and tell fragments from pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from gridkeeper.console.door import ConsoleRequest
from gridkeeper.console.words import table_language
from gridkeeper.formats.columns import Table
from gridkeeper.formats.workbook.write import write, write_csv

_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "ics": "text/calendar; charset=utf-8",
}


def is_fragment(request: HttpRequest) -> bool:
    """True when the script on the page asks for rows only."""
    return request.headers.get("HX-Request") == "true"


def file_of(request: ConsoleRequest, table: Table, rows: Iterable[Mapping[str, Any]], *, name: str) -> HttpResponse:
    """The rows as a file of the kind asked for in ``?format=``; its name says when, and whether it is an exercise."""
    kind = "csv" if request.GET.get("format") == "csv" else "xlsx"
    written = (write_csv if kind == "csv" else write)(table, rows, table_language())
    return download(request, written, name=name, kind=kind)


def download(request: ConsoleRequest, content: bytes, *, name: str, kind: str) -> HttpResponse:
    """A file to save, stamped in its name in an exercise (R-05)."""
    stamp = f"{_('EXERCISE')}-" if request.home_time.is_exercise else ""
    file_name = f"{stamp}{name}-{localtime(request.now):%Y%m%d-%H%M}.{kind}"
    response = HttpResponse(content, content_type=_TYPES[kind])
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file_name)}"
    return response
