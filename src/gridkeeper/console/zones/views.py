"""Zones in reach, one with its exits and days, its acts, and the slip that hangs at the door."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from gridkeeper.access.queries.who import who_is
from gridkeeper.console import words
from gridkeeper.console.door import ConsoleRequest
from gridkeeper.console.duty.ahead import told_by_end_of
from gridkeeper.console.export import exports, file_of, is_fragment
from gridkeeper.console.moments import clock
from gridkeeper.console.paging import SIZE, cursor_of, turned
from gridkeeper.console.sorting import choice, heads, sort_of
from gridkeeper.console.territory.data import geojson
from gridkeeper.console.zones.listing import ZONES, file_rows, filters_of
from gridkeeper.kernel.errors import GridkeeperError, Malformed
from gridkeeper.kernel.unit_code import LENGTHS, Level
from gridkeeper.orders.choices import OrderKind
from gridkeeper.orders.queries import order_shown
from gridkeeper.territory.queries.labels import labels_of
from gridkeeper.territory.queries.map_set import map_of_set
from gridkeeper.zones.choices import CheckResult, Happening
from gridkeeper.zones.commands.exits import NewExit, Tried, add_exit, check_exit, let_out_for_life
from gridkeeper.zones.commands.opening import lift_zone
from gridkeeper.zones.commands.release import NewEvent, note_event
from gridkeeper.zones.queries.zones import OPEN_SORTS, ZONE_SORTS, ZoneRow, zone_shown, zones_page

_EXPORTED = 20_000
_COMMUNITY = LENGTHS[Level.COMMUNITY]


@require_safe
def zones(request: ConsoleRequest) -> HttpResponse:
    """Zones in reach; ``?listed=1`` keeps the over-large and over-long (SF-41)."""
    listed = request.GET.get("listed") == "1"
    state, is_file = request.GET.get("state", "open"), request.GET.get("format") in ("xlsx", "csv")
    sorts, elsewhere = (OPEN_SORTS, ZONE_SORTS) if state == "open" else (ZONE_SORTS, OPEN_SORTS)
    found = zones_page(
        actor=request.actor,
        now=request.now,
        unit_code=request.GET.get("unit", "").strip(),
        state=state if state in words.ZONE_STATES else "",
        listed=listed,
        text=request.GET.get("q", "").strip(),
        sort=sort_of(request, sorts, elsewhere),
        after="" if is_file else cursor_of(request),
        size=_EXPORTED if is_file else SIZE,
    )
    places = labels_of(actor=request.actor, codes=[row.unit_code for row in found])
    if is_file:
        return file_of(request, ZONES, file_rows(found.whole(), places), name="zones")
    danger = sum(any(each.lack for each in row.exits) for row in found)
    context: dict[str, Any] = {
        "title": _("Zones"),
        "facts_line": [ngettext("{n} with an exit to see to", "{n} with an exit to see to", danger).format(n=danger)],
        "listed": listed,
        "filters": [
            *filters_of(request, state),
            choice(request, _columns(), sorts, {"-made": _("Newest first"), "made": _("Oldest first")}),
        ],
        "exports": exports(request),
        "columns": heads(request, _columns(), sorts),
        "rows": [_line(row, places) for row in found],
        "page": turned(request, found),
    }
    name = "console/zones/list.html#rows" if is_fragment(request) else "console/zones/list.html"
    return render(request, name, context)


def _columns() -> list[dict[str, Any]]:
    return [
        {"text": _("Zone"), "by": "name"},
        {"text": _("Place"), "by": "place"},
        {"text": _("State"), "by": "state"},
        {"text": _("Days in a row"), "by": "-days", "is_number": True},
        {"text": _("Exits")},
        {"text": _("Release"), "by": "release"},
    ]


@require_safe
def zone(request: ConsoleRequest, zone_id: UUID) -> HttpResponse:
    """One zone: exits first, then days and what the rule says, then the order."""
    return _page(request, zone_id)


@require_safe
def areas(request: ConsoleRequest, zone_id: UUID) -> HttpResponseBase:
    """The zone's own outline, in the areas around it."""
    row = zone_shown(actor=request.actor, zone_id=zone_id, now=request.now)
    state = "closed" if row.state == "open" else ""
    found = map_of_set(
        actor=request.actor, codes=row.units, around=row.unit_code, name=row.name, outline=row.outline, state=state
    )
    return geojson(request, found)


@require_safe
def slip(request: ConsoleRequest, zone_id: UUID) -> HttpResponse:
    """The slip for doors, to print: 120 and the ways out first (YZ-24, SF-22)."""
    row = zone_shown(actor=request.actor, zone_id=zone_id, now=request.now)
    places = labels_of(actor=request.actor, codes=[row.unit_code])
    order = order_shown(actor=request.actor, order=str(row.order_id), now=request.now)
    context = {
        "title": _("Slip for the door: {zone}").format(zone=row.name),
        "zone": row,
        "place": places.get(row.unit_code, row.unit_code),
        "order": order,
        "earliest": row.earliest_release_on,
        "printed_at": request.now,
    }
    return render(request, "console/zones/slip.html", context)


@require_POST
def lift(request: ConsoleRequest, zone_id: UUID) -> HttpResponse:
    """Lift it, with a reason; one person suffices (R-08)."""

    def act() -> str:
        lift_zone(actor=request.actor, zone_id=zone_id, reason=request.POST.get("reason", ""), now=request.now)
        return _("The zone is lifted; what its order made has ended.")

    return _done(request, zone_id, act)


@require_POST
def let_out(request: ConsoleRequest, zone_id: UUID) -> HttpResponse:
    """Somebody acted first for a life in danger, and says so afterwards (SF-22)."""

    def act() -> str:
        let_out_for_life(actor=request.actor, zone_id=zone_id, words=request.POST.get("words", ""), now=request.now)
        return _("Noted. You were right to act first.")

    return _done(request, zone_id, act)


@require_POST
def check(request: ConsoleRequest, zone_id: UUID, exit_id: UUID) -> HttpResponse:
    """Record that somebody tried a way out."""
    tried = Tried(
        opens_by_hand=request.POST.get("opens") == "yes",
        help_reachable=request.POST.get("help") == "yes",
        instructions_posted=request.POST.get("posted") == "yes",
        words=request.POST.get("words", ""),
    )
    try:
        row = check_exit(actor=request.actor, exit_id=exit_id, tried=tried, now=request.now)
    except GridkeeperError as refusal:
        return _page(request, zone_id, error=refusal)
    if row.lack:
        messages.error(request, _("Noted. This is danger to life: open it now, then try it again."))
    else:
        messages.success(request, _("Noted: the way out opens."))
    return HttpResponseRedirect(reverse("console:zone", args=[zone_id]))


@require_POST
def more_exit(request: ConsoleRequest, zone_id: UUID) -> HttpResponse:
    """Add a way out."""
    given = {key: request.POST.get(key, "").strip() for key in ("place", "opener", "phone")}

    def act() -> str:
        if not given["place"]:
            raise Malformed(field="place", value="", expected="filled in", example="1单元门")
        exit_ = NewExit(place=given["place"][:80], opener=given["opener"][:80], phone=given["phone"][:20])
        add_exit(actor=request.actor, zone_id=zone_id, exit_=exit_, now=request.now)
        return _("Added. Now have somebody try it.")

    return _done(request, zone_id, act)


@require_POST
def note(request: ConsoleRequest, zone_id: UUID) -> HttpResponse:
    """Enter a dated event; the rule is asked again at once."""
    kind, result = request.POST.get("kind", ""), request.POST.get("result", "")

    def act() -> str:
        if kind not in Happening.values:
            raise Malformed(field="kind", value=kind, expected="a kind of event", example="check")
        event = NewEvent(
            kind=Happening(kind),
            on=_day(request.POST.get("on", "")),
            result=CheckResult(result) if kind == Happening.CHECK and result in CheckResult.values else None,
            part=request.POST.get("part", ""),
            words=request.POST.get("words", ""),
        )
        note_event(actor=request.actor, zone_id=zone_id, event=event, now=request.now)
        return _("Entered. The rule was asked again.")

    return _done(request, zone_id, act)


def _done(request: ConsoleRequest, zone_id: UUID, act: Callable[[], str]) -> HttpResponse:
    """Do it and say what ``act`` says of it; what is refused stands over the page."""
    try:
        said = act()
    except GridkeeperError as refusal:
        return _page(request, zone_id, error=refusal)
    messages.success(request, said)
    return HttpResponseRedirect(reverse("console:zone", args=[zone_id]))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Malformed(field="on", value=text, expected="a day", example="2022-11-21") from error


def _page(request: ConsoleRequest, zone_id: UUID, *, error: GridkeeperError | None = None) -> HttpResponse:
    row = zone_shown(actor=request.actor, zone_id=zone_id, now=request.now)
    actor, code = request.actor, row.unit_code
    places = labels_of(actor=actor, codes=[code, *row.units[:40]])
    who = who_is(actor=actor, logins={event.by for event in row.events}, now=request.now)
    is_open = row.state == "open"
    context: dict[str, Any] = {
        "title": row.name,
        "crumbs": [{"text": _("Zones"), "href": reverse("console:zones")}, {"text": row.name}],
        "facts_line": [places.get(code, code), words.said(words.ZONE_EXTENTS, row.extent), row.part],
        "zone": row,
        "state": words.state_tag(words.ZONE_STATES, row.state),
        "units": [{"text": places.get(each, each), "href": reverse("console:unit", args=[each])} for each in row.units],
        "is_static": row.kind == OrderKind.STATIC,
        "expires_at": order_shown(actor=actor, order=str(row.order_id), now=request.now).expires_at,
        "ruled": _said_by_table(row.ruled),
        "listed_because": [words.named(why) for why in row.listed_because],
        "decision": _decision(row),
        "events": [_event(event, who) for event in reversed(row.events)],
        "kinds": [{"value": key, "text": _(word)} for key, word in words.ZONE_EVENTS.items()],
        "results": [{"value": key, "text": _(word)} for key, word in words.CHECK_RESULTS.items()],
        "map": {
            "label": row.name,
            "areas": reverse("console:zone-areas", args=[zone_id]),
            "streets": reverse("console:unit-streets", args=[code[:12]]),
            "points": reverse("console:unit-points", args=[code[:15]]) if len(code) > _COMMUNITY else "",
            "selected": "" if is_open else "set",
        },
        "may_check": is_open and actor.may("cases.write", at=code),
        "may_note": is_open and actor.may("order.propose", at=code),
        "may_lift": is_open and actor.may("order.end", at=code),
        "told": told_by_end_of(row.order_id, request.now) if is_open and actor.may("order.end", at=code) else "",
        "today": clock(request.now, request.now),
        "error": error,
    }
    return render(request, "console/zones/zone.html", context, status=409 if error else 200)


def _decision(row: ZoneRow) -> dict[str, Any] | None:
    """What the release rule says, in the reader's language, with the lines that led there."""
    said = row.decision
    if not said:
        return None
    if "refused" in said:
        return {"words": said["refused"]["text"], "trace": [], "rule": "", "source": ""}
    return {**(_said_by_table(said) or {}), "is_release": said["outputs"].get("proposal") == "release"}


def _said_by_table(said: dict[str, Any] | None) -> dict[str, Any] | None:
    """A kept decision in the reader's language, with its trace and by what names people find its rule."""
    if not said:
        return None
    language = words.table_language()
    return {
        "words": said["words"][language],
        "trace": [line[language] for line in said["trace"]],
        "rule": f"{said['pack']} {said['rule']}",
        "source": said["source"],
        "edition": said.get("edition_title", {}).get(language, ""),
    }


def _event(event: Any, who: dict[str, Any]) -> dict[str, Any]:
    details = [
        words.said(words.CHECK_RESULTS, event.result) if event.result else "",
        event.part,
        event.words,
        words.person_behind(who.get(event.by), event.by),
    ]
    text = f"{event.on:%m-%d} {words.said(words.ZONE_EVENTS, event.kind)}"
    return {"at": event.recorded_at, "text": text, "details": [fact for fact in details if fact]}


def _line(row: ZoneRow, places: dict[str, str]) -> dict[str, Any]:
    href = reverse("console:zone", args=[row.id])
    lacking = sum(1 for each in row.exits if each.lack) + (not row.exits)
    exits = (
        {"kind": "late", "text": _("{n} to see to").format(n=lacking)}
        if lacking and row.state == "open"
        else {"kind": "ok", "text": str(len(row.exits))}
    )
    due = f"{row.release_due_on:%m-%d}" if row.release_due_on else "—"
    cells = [
        {"text": row.name, "href": href, "place": "title1"},
        {"text": places.get(row.unit_code, row.unit_code), "place": "lead1"},
        {"tag": words.state_tag(words.ZONE_STATES, row.state), "place": "off"},
        {"text": str(row.days) + (" !" if row.is_listed else ""), "place": "sub1", "is_number": True},
        {"tag": exits, "place": "end1"},
        {"text": due, "place": "off"},
    ]
    return {"href": href, "cells": cells}
