"""My rounds on the phone: what may be begun now, start, finish with what it brings, and what was missed."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gridkeeper.console import words
from gridkeeper.console.door import ConsoleRequest
from gridkeeper.console.moments import clock
from gridkeeper.kernel.errors import GridkeeperError
from gridkeeper.rounds.commands.walking import Brought, finish_round, start_round
from gridkeeper.rounds.evidence import MOST_BYTES, figure
from gridkeeper.rounds.queries.mine import my_rounds
from gridkeeper.rounds.queries.rows import RoundRow, round_shown
from gridkeeper.rounds.queries.series import series_shown
from gridkeeper.territory.queries.labels import labels_of


@require_safe
def my_page(request: ConsoleRequest) -> HttpResponse:
    """What I began, what I may begin, what comes, what was missed."""
    return render(request, "console/rounds/mine.html", mine_context(request))


def mine_context(request: ConsoleRequest) -> dict[str, Any]:
    """Context of ``console/rounds/_mine.html``, for every page that shows somebody their rounds."""
    found = my_rounds(actor=request.actor, now=request.now)
    every = (*found.under_way, *found.now, *found.next, *found.missed)
    places = labels_of(actor=request.actor, codes=[row.unit_code for row in every])
    groups = [
        (_("Under way"), found.under_way, _("Finish it"), True),
        (_("May be started now"), found.now, _("Start it"), True),
        (_("Missed, may be entered late"), found.missed, _("Look at it"), False),
        (_("Next"), found.next, "", False),
    ]
    return {
        "title": _("My rounds"),
        "groups": [
            {"text": text, "rows": [_task(request, row, places, act, primary=solid) for row in rows]}
            for text, rows, act, solid in groups
            if rows
        ],
    }


@require_safe
def one(request: ConsoleRequest, round_id: UUID) -> HttpResponse:
    """One round: start it, or finish it."""
    return _page(request, round_shown(actor=request.actor, round_id=round_id))


@require_POST
def start(request: ConsoleRequest, round_id: UUID) -> HttpResponse:
    """Begin; pressed twice it begins once, for the walk's id follows from the round's and the person's."""
    row = round_shown(actor=request.actor, round_id=round_id)
    walk_id = uuid5(round_id, f"{request.actor.login}/{row.state}/{row.walk_id or ''}")
    try:
        start_round(actor=request.actor, series_id=row.series_id, walk_id=walk_id, now=request.now)
    except GridkeeperError as refusal:
        return _page(request, row, error=refusal)
    messages.success(request, _("Started. Finish within an hour."))
    return HttpResponseRedirect(reverse("console:my-round", args=[round_id]))


@require_POST
def finish(request: ConsoleRequest, round_id: UUID) -> HttpResponse:
    """End it with a picture, a figure or answers; a refusal loses nothing that was typed."""
    row = round_shown(actor=request.actor, round_id=round_id)
    series = series_shown(actor=request.actor, series_id=row.series_id)
    try:
        brought = Brought(
            number=figure(
                request.POST.get("number", ""),
                unit=series.quantity_unit,
                qualifier=request.POST.get("qualifier") or "exact",
            ),
            answers=tuple(
                {"yes": True, "no": False}.get(request.POST.get(f"item-{n}", "")) for n in range(len(series.items))
            ),
            # One byte more than is kept says that it is too large; nothing larger is read.
            photos=tuple(each.read(MOST_BYTES + 1024) for each in request.FILES.getlist("photo")[:4]),
            words=request.POST.get("words", ""),
        )
        done = finish_round(
            actor=request.actor,
            walk_id=row.walk_id or round_id,
            brought=brought,
            late_because=request.POST.get("late_because", ""),
            now=request.now,
        )
    except GridkeeperError as refusal:
        return _page(request, row, error=refusal)
    said = words.state_tag(words.ROUND_STATES, done.state.value)["text"] if done.state else _("recorded")
    messages.success(request, _("Finished: {state}.").format(state=said))
    return HttpResponseRedirect(reverse("console:my-rounds"))


def _page(request: ConsoleRequest, row: RoundRow, *, error: GridkeeperError | None = None) -> HttpResponse:
    series = series_shown(actor=request.actor, series_id=row.series_id)
    places = labels_of(actor=request.actor, codes=[row.unit_code])
    context: dict[str, Any] = {
        "title": words.named(row),
        "crumbs": [{"text": _("My rounds"), "href": reverse("console:my-rounds")}, {"text": words.named(row)}],
        "facts_line": [places.get(row.unit_code, row.unit_code), clock(row.due_at, request.now)],
        "row": row,
        "series": series,
        "items": [
            {"name": f"item-{n}", "text": text, "value": request.POST.get(f"item-{n}", "")}
            for n, text in enumerate(series.items)
        ],
        "state": words.state_tag(words.ROUND_STATES, row.state),
        "typed": request.POST,
        "error": error,
        "may_start": row.state == "planned" and row.due_at <= request.now,
    }
    return render(request, "console/rounds/walk.html", context, status=409 if error else 200)


def _task(request: ConsoleRequest, row: RoundRow, places: dict[str, str], act: str, *, primary: bool) -> dict[str, Any]:
    missed = row.state == "missed"
    href = reverse("console:round" if missed else "console:my-round", args=[row.id])
    acts = [{"text": act, "href": href, "kind": "primary" if primary else "quiet"}] if act else []
    return {
        "due_at": row.closes_at if row.due_at <= request.now else row.due_at,
        "href": href,
        "title": words.named(row),
        "details": [places.get(row.unit_code, row.unit_code), clock(row.due_at, request.now)],
        "acts": acts,
    }
