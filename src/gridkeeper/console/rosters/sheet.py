"""The duty sheet of a place for 24 hours, on paper: shift, people, phone, and a line to sign on arrival."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gridkeeper.console.door import ConsoleRequest
from gridkeeper.console.duty.words import span
from gridkeeper.console.export import file_of
from gridkeeper.console.rosters.views import SHEET, day_of, file_rows, look_at, named, places_of
from gridkeeper.console.words import title_of
from gridkeeper.rosters.queries.sheets import shifts_in
from gridkeeper.territory.queries.find import unit_meant

_BEGINS = timedelta(hours=8)
_ROWS_A_SHEET = 14
"""Rows of two lines each: more run over the edge of A4 (printed by Chromium, nineteen fill it without the foot)."""


@require_safe
def sheet(request: ConsoleRequest, code: str) -> HttpResponse:
    """From eight to eight: one line a shift, as many sheets as it takes; a workbook when asked."""
    unit = unit_meant(actor=request.actor, text=code)
    begins = day_of(request) + _BEGINS
    rows = shifts_in(
        actor=request.actor, unit_code=unit.unit_code, starts=begins, ends=begins + timedelta(days=1), size=600
    )
    look_at(request, rows, unit.unit_code)
    places = places_of(request, rows)
    if request.GET.get("format"):
        return file_of(request, SHEET, file_rows(rows, places), name=f"duty-sheet-{unit.unit_code}")
    lines = [
        {
            "span": span(row.starts, row.ends, begins),
            "title": title_of(row),
            "place": places[row.id],
            "names": "、".join(named(one) for one in row.people if one.state != "offered"),
            "phones": "、".join(one.phone for one in row.people if one.phone and one.state != "offered"),
            "open": row.open_seats,
        }
        for row in rows
    ]
    ends = localtime(begins + timedelta(days=1))
    subtitle = _("{from_} to {to}").format(from_=f"{localtime(begins):%Y-%m-%d %H:%M}", to=f"{ends:%Y-%m-%d %H:%M}")
    context = {
        "title": _("Duty sheet of {place}").format(place=unit.label),
        "subtitle": subtitle,
        "sheets": [lines[at : at + _ROWS_A_SHEET] for at in range(0, len(lines), _ROWS_A_SHEET)] or [[]],
        "day": localtime(begins).date(),
        "printed_at": localtime(request.now),
        "back": f"{reverse('console:rosters')}?unit={unit.unit_code}",
    }
    return render(request, "console/rosters/sheet.html", context)
