"""Shifts of a place day by day: who stands them, where seats are open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime, make_aware
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from gridkeeper.access.choices import Look
from gridkeeper.access.commands.reading import note_look
from gridkeeper.console.door import ConsoleRequest
from gridkeeper.console.duty.words import DUTY_STATES, span, titled_at
from gridkeeper.console.export import file_of, is_fragment
from gridkeeper.console.moments import day_written
from gridkeeper.console.paging import SIZE, address_of_list, cursor_of, turned
from gridkeeper.console.refusals import NO_PLACE
from gridkeeper.console.sorting import choice, heads, sort_of
from gridkeeper.console.words import either, joined, role_name, state_tag, title_of
from gridkeeper.formats.columns import Column, Kind, Table
from gridkeeper.rosters.queries.mine import DutyRow
from gridkeeper.rosters.queries.sheets import SHIFT_SORTS, OnShift, ShiftRow, open_seats_in, roles_in, shifts_in
from gridkeeper.sites.queries import site_names
from gridkeeper.territory.queries.find import unit_meant
from gridkeeper.territory.queries.labels import labels_of

_MOST_IN_A_FILE = 20_000
SHEET = Table(
    key="roster",
    zh="值班表",
    en="Roster",
    columns=(
        Column(key="place", zh="地点", en="Place"),
        Column(key="title", zh="班次", en="Shift"),
        Column(key="from", zh="开始", en="From", kind=Kind.MOMENT),
        Column(key="to", zh="结束", en="To", kind=Kind.MOMENT),
        Column(key="needed", zh="需要人数", en="Needed", kind=Kind.INTEGER),
        Column(key="people", zh="人员", en="People"),
        Column(key="open", zh="还差", en="Still open", kind=Kind.INTEGER),
    ),
)


@require_safe
def rosters(request: ConsoleRequest) -> HttpResponse:
    """Shifts of one day in a place of mine, by pages: of a role, by words, with open seats; as a file when asked."""
    asked = {key: request.GET.get(key, "").strip() for key in ("unit", "q", "role", "open")}
    code = unit_meant(actor=request.actor, text=asked["unit"]).unit_code if asked["unit"] else _own_place(request)
    day = day_of(request)
    until = day + timedelta(days=1)
    is_file = bool(request.GET.get("format"))
    found = shifts_in(
        actor=request.actor,
        unit_code=code,
        starts=day,
        ends=until,
        open_only=asked["open"] == "1",
        text=asked["q"],
        role=asked["role"],
        sort=sort_of(request, SHIFT_SORTS),
        after="" if is_file else cursor_of(request),
        size=_MOST_IN_A_FILE if is_file else SIZE,
    )
    look_at(request, found, code)
    places = places_of(request, found)
    if is_file:
        return file_of(request, SHEET, file_rows(found.whole(), places), name=f"roster-{code}")
    name = labels_of(actor=request.actor, codes=[code]).get(code, code)
    missing = open_seats_in(actor=request.actor, unit_code=code, starts=day, ends=until)
    roles = roles_in(actor=request.actor, unit_code=code, starts=day, ends=until)
    shown_day = localtime(day).date()
    context = {
        "title": _title(missing, any_shift=bool(found)),
        "facts_line": [name, f"{shown_day:%Y-%m-%d}"],
        "code": code,
        "asked": asked,
        "place_name": name,
        "day": shown_day,
        "yesterday": f"?{address_of_list(request, day=f'{shown_day - timedelta(days=1):%Y-%m-%d}')}",
        "tomorrow": f"?{address_of_list(request, day=f'{shown_day + timedelta(days=1):%Y-%m-%d}')}",
        "export": f"?{address_of_list(request, day=f'{shown_day:%Y-%m-%d}')}&format=",
        "roles": [(key, role_name(key)) for key in roles],
        "may_write": request.actor.may("duties.write", at=code),
        "table": _table(request, found, places),
        "order": choice(request, _columns(), SHIFT_SORTS),
        "page": turned(request, found),
    }
    name = "console/rosters/list.html#rows" if is_fragment(request) else "console/rosters/list.html"
    return render(request, name, context)


def _title(missing: int, *, any_shift: bool) -> str:
    if missing:
        return ngettext("{n} seat is open", "{n} seats are open", missing).format(n=missing)
    return _("Every seat is taken") if any_shift else _("No shifts on this day")


def day_of(request: ConsoleRequest) -> datetime:
    """The first moment of the day asked for; today for anything else."""
    asked = day_written(request.GET.get("day", "")) or localtime(request.now).date()
    return make_aware(datetime.combine(asked, time()))


def look_at(request: ConsoleRequest, rows: Sequence[ShiftRow], code: str) -> None:
    """Note that the people on these shifts were looked at (SF-43)."""
    people = list({one.person_id for row in rows for one in row.people if one.person_id and one.name})
    if people:
        note_look(actor=request.actor, people=people, unit_code=code, look=Look.LIST, now=request.now)


def places_of(request: ConsoleRequest, rows: Sequence[ShiftRow | DutyRow]) -> dict[UUID, str]:
    """Where each shift or duty is: the unit, and the site where there is one."""
    units = labels_of(actor=request.actor, codes=[row.unit_code for row in rows])
    sites = site_names(actor=request.actor, ids=[row.site_id for row in rows if row.site_id])
    found = {}
    for row in rows:
        zh, en = sites.get(row.site_id, ("", "")) if row.site_id else ("", "")
        site = either(zh, en)
        found[row.id] = " ".join(filter(None, [units.get(row.unit_code, row.unit_code), site]))
    return found


def named(one: OnShift) -> str:
    """Somebody's name, or that another desk knows it."""
    return one.name or _("known to their own desk")


def file_rows(rows: Sequence[ShiftRow], places: dict[UUID, str]) -> Iterator[dict[str, Any]]:
    """Shifts as rows of the workbook."""
    for row in rows:
        yield {
            "place": places[row.id],
            "title": title_of(row),
            "from": row.starts,
            "to": row.ends,
            "needed": row.needed,
            "people": joined(named(one) for one in row.people if one.state != "offered"),
            "open": row.open_seats,
        }


def _own_place(request: ConsoleRequest) -> str:
    reach = request.actor.reaches("duties.read")
    if not reach:
        request.actor.require("duties.read", at=NO_PLACE)
    return reach[0]


def _table(request: ConsoleRequest, rows: Sequence[ShiftRow], places: dict[UUID, str]) -> dict[str, Any]:
    lines = [_line(request, row, places) for row in rows]
    return {"columns": heads(request, _columns(), SHIFT_SORTS), "rows": lines}


def _columns() -> list[dict[str, Any]]:
    return [
        {"text": _("Hours"), "by": "hours"},
        {"text": _("Shift"), "by": "shift"},
        {"text": _("People")},
        {"text": _("Seats"), "by": "-short"},
    ]


def _line(request: ConsoleRequest, row: ShiftRow, places: dict[UUID, str]) -> dict[str, Any]:
    href = reverse("console:shift", args=[row.id])
    people = joined(
        f"{named(one)}（{state_tag(DUTY_STATES, one.state)['text']}）" if one.state == "offered" else named(one)
        for one in row.people
    )
    if row.is_resting:
        seats = {"kind": "plain", "text": _("rests")}
    elif row.open_seats:
        text = ngettext("{n} short", "{n} short", row.open_seats).format(n=row.open_seats)
        seats = {"kind": "soon", "text": text, "icon": "users-plus"}
    else:
        seats = {"kind": "ok", "text": f"{row.promised}/{row.needed}"}
    return {
        "href": href,
        "cells": [
            {"text": span(row.starts, row.ends, request.now), "place": "lead1"},
            {"text": titled_at(title_of(row), places[row.id]), "href": href, "place": "title1"},
            {"text": people, "place": "sub1"},
            {"tag": seats, "place": "end1"},
        ],
    }
