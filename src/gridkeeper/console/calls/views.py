"""Calls for people: open, fill, answer, close; a list to filter and export."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from gridkeeper.console.door import ConsoleRequest
from gridkeeper.console.duty.words import CALL_KINDS, DUTY_STATES, span, titled_at
from gridkeeper.console.export import exports, file_of, is_fragment
from gridkeeper.console.filters import kept, one_of, words_like
from gridkeeper.console.paging import SIZE, cursor_of, turned
from gridkeeper.console.rosters.forms import CallForm
from gridkeeper.console.rosters.shifts import shift_of_form, sites_at
from gridkeeper.console.rosters.views import look_at, named
from gridkeeper.console.sorting import choice, heads, sort_of
from gridkeeper.console.words import said, state_tag, title_of
from gridkeeper.formats.columns import Column, Kind, Table
from gridkeeper.kernel.errors import GridkeeperError, NotFound
from gridkeeper.rosters.choices import CallKind
from gridkeeper.rosters.commands.calling import NewCall, answer_call, ask_people, close_call, open_callout
from gridkeeper.rosters.queries.calls import CALL_SORTS, CallRow, call_shown, calls_page, comes_to, seats_wanted
from gridkeeper.rosters.queries.sheets import proposed_for, shift_shown
from gridkeeper.territory.queries.find import unit_meant
from gridkeeper.territory.queries.labels import labels_of

CALLS = Table(
    key="calls",
    zh="召集",
    en="Calls",
    columns=(
        Column(key="place", zh="地点", en="Place"),
        Column(key="kind", zh="类别", en="Kind"),
        Column(key="title", zh="事项", en="What"),
        Column(key="from", zh="开始", en="From", kind=Kind.MOMENT),
        Column(key="to", zh="结束", en="To", kind=Kind.MOMENT),
        Column(key="needed", zh="需要人数", en="Needed", kind=Kind.INTEGER),
        Column(key="promised", zh="已答应", en="Promised", kind=Kind.INTEGER),
        Column(key="arrived", zh="已到岗", en="Arrived", kind=Kind.INTEGER),
        Column(key="minutes", zh="招满用时（分）", en="Minutes to fill", kind=Kind.INTEGER),
    ),
)
_EXPORTED = 5_000
_STATES = ("open", "closed", "all")


@require_safe
def calls(request: ConsoleRequest) -> HttpResponse:
    """Calls on my wall; open ones first asked for."""
    if not request.actor.reaches("wall.read"):
        request.actor.require("wall.read", at="-")
    state = request.GET.get("state", "open")
    state = state if state in _STATES else "open"
    place = request.GET.get("unit", "").strip()
    sort = sort_of(request, CALL_SORTS)
    is_file = request.GET.get("format") in ("xlsx", "csv")
    rows = calls_page(
        actor=request.actor,
        unit_code=place,
        state=state,
        text=request.GET.get("q", "").strip(),
        sort=sort,
        after="" if is_file else cursor_of(request),
        size=_EXPORTED if is_file else SIZE,
    )
    if is_file:
        return file_of(request, CALLS, _file_rows(request, rows.whole()), name="calls")
    missing = seats_wanted(actor=request.actor, unit_code=place)
    reach = request.actor.reaches("duties.write")
    context = {
        "title": ngettext("{n} person still needed", "{n} people still needed", missing).format(n=missing)
        if missing
        else _("Nobody is being called for"),
        "filters": _filters(request, state, place),
        "exports": exports(request),
        "table": _table(request, rows),
        "page": turned(request, rows),
        "open_at": reach[0] if reach else "",
    }
    name = "console/calls/list.html#rows" if is_fragment(request) else "console/calls/list.html"
    return render(request, name, context)


def _filters(request: ConsoleRequest, state: str, place: str) -> list[dict[str, Any]]:
    states = (("open", _("Open")), ("closed", _("Closed")), ("all", _("All")))
    return [
        *kept(unit=place),
        words_like(_("What is asked for"), request.GET.get("q", "").strip()),
        one_of("state", _("State"), states, state),
        choice(request, _columns(), CALL_SORTS, {"-opened": _("Newest first"), "opened": _("Oldest first")}),
    ]


def open_here(request: ConsoleRequest, code: str) -> HttpResponse:
    """Open a call at a unit."""
    unit = unit_meant(actor=request.actor, text=code)
    request.actor.require("duties.write", at=unit.unit_code)
    kinds = [(kind.value, said(CALL_KINDS, kind.value)) for kind in CallKind]
    form = CallForm(request.POST or None, now=request.now, sites=sites_at(request, unit.unit_code), kinds=kinds)
    error: GridkeeperError | None = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        wanted = NewCall(
            shift=shift_of_form(form, unit_id=unit.id, unit_code=unit.unit_code),
            kind=CallKind(given["kind"]),
            skill=given["skill"],
            is_urgent=given["is_urgent"],
        )
        try:
            made = open_callout(actor=request.actor, call=wanted, now=request.now)
        except GridkeeperError as refusal:
            error = refusal
        else:
            messages.success(request, _("The call is open. Now ask people."))
            return HttpResponseRedirect(reverse("console:call", args=[made.id]))
    context = {
        "form": form,
        "error": error,
        "title": _("Call for people at {place}").format(place=unit.label),
        "back": reverse("console:calls"),
        "button": _("Open the call"),
    }
    return render(request, "console/rosters/plan.html", context, status=422 if form.errors or error else 200)


def call(request: ConsoleRequest, call_id: UUID) -> HttpResponse:
    """One call: seats, who comes, whom the system proposes; come forward oneself."""
    error: GridkeeperError | None = None
    if request.method == "POST":
        try:
            _act(request, call_id)
        except NotFound:
            raise
        except GridkeeperError as refusal:
            error = refusal
        else:
            return HttpResponseRedirect(reverse("console:call", args=[call_id]))
    row = call_shown(actor=request.actor, call_id=call_id)
    actor = request.actor
    may_write = actor.may("duties.write", at=row.unit_code)
    is_open = row.closed_at is None and row.ends > request.now
    shift = shift_shown(actor=actor, shift_id=row.shift_id) if actor.may("duties.read", at=row.unit_code) else None
    if shift:
        look_at(request, [shift], row.unit_code)
    place = labels_of(actor=actor, codes=[row.unit_code]).get(row.unit_code, row.unit_code)
    comes = comes_to(actor=actor, shift_id=row.shift_id)
    asking = may_write and is_open and row.open_seats > 0
    context: dict[str, Any] = {
        "title": title_of(row),
        "row": row,
        "crumbs": [{"text": _("Calls"), "href": reverse("console:calls")}, {"text": title_of(row)}],
        "facts_line": [place, span(row.starts, row.ends, request.now), said(CALL_KINDS, row.kind)],
        "is_open": is_open,
        "may_write": may_write,
        "comes": comes,
        "may_answer": is_open and row.open_seats > 0 and actor.person_id is not None and not comes,
        "people": [
            {"one": one, "name": named(one), "state": state_tag(DUTY_STATES, one.state)}
            for one in (shift.people if shift else ())
        ],
        "sees_people": shift is not None,
        "proposed": proposed_for(actor=actor, shift_id=row.shift_id, now=request.now, skill=row.skill)
        if asking
        else [],
        "error": error,
    }
    return render(request, "console/calls/call.html", context, status=409 if error else 200)


def _act(request: ConsoleRequest, call_id: UUID) -> None:
    actor, now = request.actor, request.now
    match request.POST.get("act", ""):
        case "come":
            answer_call(actor=actor, call_id=call_id, now=now)
            messages.success(request, _("Thank you. It stands under My duty."))
        case "ask":
            people = [_id(text) for text in request.POST.getlist("person")]
            asked = ask_people(actor=actor, call_id=call_id, people=people, now=now)
            said_ = ngettext("{n} person was asked.", "{n} people were asked.", asked)
            messages.success(request, said_.format(n=asked))
        case "close":
            close_call(actor=actor, call_id=call_id, now=now)
            messages.success(request, _("The call is closed. Who accepted stays."))
        case other:
            raise NotFound(kind="act", name=other)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound(kind="person", name=text) from error


def _table(request: ConsoleRequest, rows: Sequence[CallRow]) -> dict[str, Any]:
    places = labels_of(actor=request.actor, codes=[row.unit_code for row in rows])
    return {"columns": heads(request, _columns(), CALL_SORTS), "rows": [_line(request, row, places) for row in rows]}


def _columns() -> list[dict[str, Any]]:
    return [
        {"text": _("When"), "by": "when"},
        {"text": _("What"), "by": "what"},
        {"text": _("Kind"), "by": "kind"},
        {"text": _("Filled"), "by": "-short"},
    ]


def _line(request: ConsoleRequest, row: CallRow, places: dict[str, str]) -> dict[str, Any]:
    href = reverse("console:call", args=[row.id])
    if row.closed_at is not None:
        filled = {"kind": "plain", "text": f"{row.promised}/{row.needed}"}
    elif row.open_seats:
        text = ngettext("{n} short", "{n} short", row.open_seats).format(n=row.open_seats)
        filled = {"kind": "soon", "text": text, "icon": "users-plus"}
    else:
        filled = {"kind": "ok", "text": f"{row.promised}/{row.needed}"}
    return {
        "href": href,
        "cells": [
            {"text": span(row.starts, row.ends, request.now), "place": "lead1"},
            {"text": titled_at(title_of(row), places.get(row.unit_code, "")), "href": href, "place": "title1"},
            {"text": said(CALL_KINDS, row.kind), "place": "sub1"},
            {"tag": filled, "place": "end1"},
        ],
    }


def _file_rows(request: ConsoleRequest, rows: Sequence[CallRow]) -> list[dict[str, Any]]:
    places = labels_of(actor=request.actor, codes=[row.unit_code for row in rows])
    return [
        {
            "place": places.get(row.unit_code, row.unit_code),
            "kind": said(CALL_KINDS, row.kind),
            "title": title_of(row),
            "from": row.starts,
            "to": row.ends,
            "needed": row.needed,
            "promised": row.promised,
            "arrived": row.arrived,
            "minutes": row.fill_minutes,
        }
        for row in rows
    ]
