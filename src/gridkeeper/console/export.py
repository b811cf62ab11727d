"""Send a list as a workbook or CSV file, and tell fragments from pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from gridkeeper.console.door import ConsoleRequest
from gridkeeper.console.paging import address_of_list
from gridkeeper.console.words import table_language
from gridkeeper.formats.columns import Table
from gridkeeper.formats.icalendar import Entry, write_calendar
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
    """The rows as a file of the kind asked for in ``?format=``; its name says when, and whether it is an exercise.

    Moments are written on the wall clock of the home and to the second, so that a spreadsheet can calculate with them.
    """
    kind = "csv" if request.GET.get("format") == "csv" else "xlsx"
    told = ({key: _on_the_wall(value) for key, value in row.items()} for row in rows)
    if kind == "csv":
        return download(request, write_csv(table, told, table_language()), name=name, kind=kind)
    return download(request, write(table, told, table_language(), stamp=_stamp(request)), name=name, kind=kind)


def calendar_of(request: ConsoleRequest, entries: Sequence[Entry], *, title: str, name: str) -> HttpResponse:
    """A calendar file; an exercise says so in every line (R-05)."""
    written = write_calendar(entries, name=title, stamped_at=request.now, exercise=_stamp(request))
    return download(request, written, name=name, kind="ics")


def _stamp(request: ConsoleRequest) -> str:
    return _("EXERCISE") if request.home_time.is_exercise else ""


def _on_the_wall(value: Any) -> Any:
    if not isinstance(value, datetime):
        return value
    return (localtime(value) if value.tzinfo else value).replace(tzinfo=None, microsecond=0)


def exports(request: HttpRequest) -> list[dict[str, str]]:
    """The two files of this list, narrowed as the page is."""
    asked = address_of_list(request)
    return [
        {"href": f"?{asked}&format=xlsx", "text": _("Workbook"), "icon": "download"},
        {"href": f"?{asked}&format=csv", "text": "CSV", "icon": ""},
    ]


def download(request: ConsoleRequest, content: bytes, *, name: str, kind: str) -> HttpResponse:
    """A file to save, stamped in its name in an exercise (R-05)."""
    stamped = "-".join(filter(None, [_stamp(request), name]))
    file_name = f"{stamped}-{localtime(request.now):%Y%m%d-%H%M}.{kind}"
    response = HttpResponse(content, content_type=_TYPES[kind])
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file_name)}"
    return response
