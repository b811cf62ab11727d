"""Sites of a place: gates, points, depots, lookouts, desks; one of them, and closing it for good."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from gridkeeper.console.door import ConsoleRequest
from gridkeeper.console.duty.ahead import told_by_closing
from gridkeeper.console.moments import clock
from gridkeeper.console.paging import SIZE, cursor_id, page_of
from gridkeeper.console.words import is_chinese, said
from gridkeeper.kernel.errors import GridkeeperError
from gridkeeper.sites.commands import close_site
from gridkeeper.sites.queries import SiteRow, site_shown, sites_page
from gridkeeper.territory.queries.find import unit_meant
from gridkeeper.territory.queries.labels import labels_of

KINDS: Final = {
    "gate": gettext_noop("gate"),
    "point": gettext_noop("service point"),
    "depot": gettext_noop("depot"),
    "lookout": gettext_noop("lookout"),
    "desk": gettext_noop("duty desk"),
}


def sites(request: ConsoleRequest, code: str) -> HttpResponse:
    """Open sites of a place, by pages."""
    unit = unit_meant(actor=request.actor, text=code)
    found = sites_page(actor=request.actor, unit_code=unit.unit_code, after=cursor_id(request), size=SIZE + 1)
    shown = found[:SIZE]
    places = labels_of(actor=request.actor, codes=[row.unit_code for row in shown])
    context = {
        "title": _("Sites of {place}").format(place=unit.label),
        "crumbs": [_rosters(unit.unit_code), {"text": _("Sites")}],
        "columns": [{"text": _("Site")}, {"text": _("Kind")}, {"text": _("Place")}, {"text": _("Hours")}],
        "rows": [_line(row, places.get(row.unit_code, row.unit_code)) for row in shown],
        "page": page_of(request, shown=len(shown), next_key=str(shown[-1].id) if len(found) > SIZE else ""),
    }
    return render(request, "console/rosters/sites.html", context)


def site(request: ConsoleRequest, site_id: UUID) -> HttpResponse:
    """One site; closing it says beforehand how many people are told."""
    error: GridkeeperError | None = None
    row = site_shown(actor=request.actor, site_id=site_id)
    if request.method == "POST":
        try:
            done = close_site(
                actor=request.actor, site_id=site_id, because=request.POST.get("reason", ""), now=request.now
            )
        except GridkeeperError as refusal:
            error = refusal
        else:
            messages.success(request, _told(done.get("people told", 0)))
            return HttpResponseRedirect(reverse("console:site", args=[site_id]))
    place = labels_of(actor=request.actor, codes=[row.unit_code]).get(row.unit_code, row.unit_code)
    may_close = row.closed_at is None and request.actor.may("site.write", at=row.unit_code)
    context: dict[str, Any] = {
        "title": name_of(row),
        "crumbs": [
            _rosters(row.unit_code),
            {"text": _("Sites"), "href": reverse("console:sites", args=[row.unit_code])},
            {"text": name_of(row)},
        ],
        "facts_line": [place, said(KINDS, row.kind), _hours(row)],
        "row": row,
        "closed": clock(row.closed_at, request.now) if row.closed_at else "",
        "confirm": _close_confirm(row, told_by_closing([row.id], request.now)) if may_close else None,
        "error": error,
    }
    return render(request, "console/rosters/site.html", context, status=409 if error else 200)


def name_of(row: SiteRow) -> str:
    """A site's name in the reader's language."""
    return row.name if is_chinese() or not row.name_en else row.name_en


def _close_confirm(row: SiteRow, told: str) -> dict[str, Any]:
    return {
        "text": _("Close the site"),
        "icon": "circle-x",
        "kind": "stop",
        "title": _("{site} closes for good").format(site=name_of(row)),
        "question": told,
        "action": reverse("console:site", args=[row.id]),
        "act": _("Close it for good"),
        "reason": {"label": _("Why it closes"), "hint": _("Everybody on its shifts reads it.")},
    }


def _told(people: int) -> str:
    if not people:
        return _("Closed. Nobody had to be told.")
    return ngettext("Closed. {n} person was told.", "Closed. {n} people were told.", people).format(n=people)


def _line(row: SiteRow, place: str) -> dict[str, Any]:
    href = reverse("console:site", args=[row.id])
    return {
        "href": href,
        "cells": [
            {"text": name_of(row), "href": href, "place": "title1"},
            {"text": said(KINDS, row.kind), "place": "lead1"},
            {"text": place, "place": "sub1"},
            {"text": _hours(row), "place": "end1"},
        ],
    }


def _hours(row: SiteRow) -> str:
    return _("round the clock") if row.is_round_the_clock else f"{row.opens:%H:%M}–{row.closes:%H:%M}"


def _rosters(code: str) -> dict[str, str]:
    return {"text": _("Rosters"), "href": f"{reverse('console:rosters')}?unit={code}"}
