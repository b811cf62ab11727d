"""Duty sheets for 24 hours, on paper: of a place by the hour, and of each gate on a page of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gridkeeper.console.door import ConsoleRequest
from gridkeeper.console.duty.words import beside_title, hours_of
from gridkeeper.console.export import calendar_of, file_of
from gridkeeper.console.rosters.views import SHEET, day_of, file_rows, look_at, named, places_of
from gridkeeper.console.words import joined, title_of
from gridkeeper.formats.icalendar import Entry
from gridkeeper.kernel.errors import NotFound
from gridkeeper.rosters.queries.sheets import ShiftRow, shifts_in
from gridkeeper.territory.queries.find import unit_meant

SHEET_BEGINS = timedelta(hours=8)
"""A sheet is of one day and night, from this hour on."""
_DAY = timedelta(days=1)
_ROWS_A_SHEET = 14
"""Rows of two lines each: more run over the edge of A4 (printed by Chromium, nineteen fill it without the foot)."""
_LINES_OF_A_GATE = 22
"""Lines of people and of the log that fill A4 together, printed by Chromium."""
_LOG_LINES = 4
"""The log has at least these."""
_MOST = 600
_MOST_AT_GATES = 4_000
"""A street with its 150 gates in three shifts, and some to spare."""


@require_safe
def sheet(request: ConsoleRequest, code: str) -> HttpResponse:
    """From eight to eight: one line a shift, as many sheets as it takes; a workbook or calendar when asked."""
    unit = unit_meant(actor=request.actor, text=code)
    begins = day_of(request) + SHEET_BEGINS
    rows = shifts_in(actor=request.actor, unit_code=unit.unit_code, starts=begins, ends=begins + _DAY, size=_MOST)
    look_at(request, rows, unit.unit_code)
    places = places_of(request, rows)
    if request.GET.get("format"):
        return _file(request, rows, places, name=f"duty-sheet-{unit.unit_code}")
    lines = [{**_line(row, begins), "place": beside_title(places[row.id], title_of(row))} for row in rows]
    context = {
        **_paper(request, begins, unit.unit_code),
        "title": _("Duty sheet of {place}").format(place=unit.label),
        "sheets": _cut(lines, _ROWS_A_SHEET) or [[]],
        "gates": f"{reverse('console:gate-sheets', args=[unit.unit_code])}?day={localtime(begins):%Y-%m-%d}",
    }
    return render(request, "console/rosters/sheet.html", context)


@require_safe
def gates(request: ConsoleRequest, code: str) -> HttpResponse:
    """One page for every gate and other site that has shifts in these 24 hours, or for the one asked for."""
    unit = unit_meant(actor=request.actor, text=code)
    begins = day_of(request) + SHEET_BEGINS
    found = shifts_in(
        actor=request.actor,
        unit_code=unit.unit_code,
        starts=begins,
        ends=begins + _DAY,
        site_id=_site(request),
        size=_MOST_AT_GATES,
    )
    rows = sorted((row for row in found if row.site_id), key=lambda row: (row.unit_code, str(row.site_id), row.starts))
    look_at(request, rows, unit.unit_code)
    places = places_of(request, rows)
    if request.GET.get("format"):
        return _file(request, rows, places, name=f"gates-{unit.unit_code}")
    sheets = []
    for _site_id, group in groupby(rows, key=lambda row: row.site_id):
        here = list(group)
        parts = list(_fitting([_line(row, begins) for row in here]))
        sheets += [
            {
                "title": places[here[0].id],
                "lines": part,
                "log_lines": range(max(_LOG_LINES, _LINES_OF_A_GATE - _seats(part))),
                "page": number,
                "pages": len(parts),
            }
            for number, part in enumerate(parts, start=1)
        ]
    context = {
        **_paper(request, begins, unit.unit_code),
        "title": _("Gates of {place}").format(place=unit.label),
        "sheets": sheets,
        "site": request.GET.get("site", ""),
    }
    return render(request, "console/rosters/gates.html", context)


def _paper(request: ConsoleRequest, begins: datetime, unit_code: str) -> dict[str, Any]:
    """What every sheet says: for which hours, and when it was printed."""
    ends = localtime(begins + _DAY)
    return {
        "subtitle": _("{from_} to {to}").format(
            from_=f"{localtime(begins):%Y-%m-%d %H:%M}", to=f"{ends:%Y-%m-%d %H:%M}"
        ),
        "day": localtime(begins).date(),
        "printed_at": localtime(request.now),
        "back": f"{reverse('console:rosters')}?unit={unit_code}&day={localtime(begins):%Y-%m-%d}",
    }


def _line(row: ShiftRow, begins: datetime) -> dict[str, Any]:
    here = [one for one in row.people if one.state != "offered"]
    return {
        "span": hours_of(row.starts, row.ends, day=localtime(begins).date()),
        "title": title_of(row),
        "names": joined(named(one) for one in here),
        "phones": joined(one.phone for one in here if one.phone),
        "people": [{"name": named(one), "phone": one.phone} for one in here],
        "open": row.open_seats,
        "seats": len(here) + row.open_seats,
        "open_lines": range(row.open_seats),
    }


def _cut(lines: Sequence[dict[str, Any]], size: int) -> list[Sequence[dict[str, Any]]]:
    return [lines[at : at + size] for at in range(0, len(lines), size)]


def _fitting(lines: Sequence[dict[str, Any]]) -> Iterator[Sequence[dict[str, Any]]]:
    """The lines of a gate by pages; a shift of very many seats has one to itself."""
    page: list[dict[str, Any]] = []
    for line in lines:
        if page and _seats([*page, line]) > _LINES_OF_A_GATE - _LOG_LINES:
            yield page
            page = []
        page.append(line)
    if page:
        yield page


def _seats(lines: Sequence[dict[str, Any]]) -> int:
    return sum(int(line["seats"]) for line in lines)


def _file(request: ConsoleRequest, rows: Sequence[ShiftRow], places: dict[UUID, str], *, name: str) -> HttpResponse:
    if request.GET.get("format") != "ics":
        return file_of(request, SHEET, file_rows(rows, places), name=name)
    entries = [
        Entry(
            uid=str(row.id),
            starts=row.starts,
            ends=row.ends,
            summary=title_of(row),
            location=places[row.id],
            description=joined(named(one) for one in row.people if one.state != "offered"),
            is_tentative=row.open_seats > 0,
        )
        for row in rows
    ]
    return calendar_of(request, entries, title=_("Duty sheet"), name=name)


def _site(request: ConsoleRequest) -> UUID | None:
    asked = request.GET.get("site", "")
    try:
        return UUID(asked) if asked else None
    except ValueError as error:
        raise NotFound(kind="site", name=asked) from error
