"""My rounds on the phone: what may be begun now, start, finish with what it brings, and what was missed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid5

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from gridkeeper.console import words
from gridkeeper.console.door import ConsoleRequest
from gridkeeper.console.moments import clock
from gridkeeper.console.rosters.forms import moment_field
from gridkeeper.kernel.errors import GridkeeperError
from gridkeeper.rounds.commands.walking import Brought, Entry, finish_round, record_round, start_round
from gridkeeper.rounds.errors import PhotoTooLarge
from gridkeeper.rounds.evidence import MOST_BYTES, figure
from gridkeeper.rounds.queries.mine import my_rounds
from gridkeeper.rounds.queries.rows import RoundRow, round_shown
from gridkeeper.rounds.queries.series import SeriesRow, series_shown
from gridkeeper.territory.queries.labels import labels_of

QUARTER: Final = timedelta(minutes=15)


class WalkedForm(forms.Form):
    """When a round was walked that was missed on record, and why it is told late."""

    started = moment_field(gettext_lazy("When it began"))
    done = moment_field(gettext_lazy("When it ended"))
    late_because = forms.CharField(
        label=gettext_lazy("Why it is entered late (no signal is reason enough)"), max_length=200
    )


@require_safe
def my_page(request: ConsoleRequest) -> HttpResponse:
    """What I began, what I may begin, what comes, what was missed."""
    return render(request, "console/rounds/mine.html", mine_context(request))


def mine_context(request: ConsoleRequest) -> dict[str, Any]:
    """Context of ``console/rounds/_mine.html``, for every page that shows somebody their rounds."""
    found = my_rounds(actor=request.actor, now=request.now)
    every = (*found.under_way, *found.now, *found.next, *found.missed)
    places = labels_of(actor=request.actor, codes=[row.unit_code for row in every])
    first = next(iter((*found.under_way, *found.now)), None)
    groups = [
        (_("Under way"), found.under_way, _("Finish it")),
        (_("May be started now"), found.now, _("Start it")),
        (_("Missed, may be entered late"), found.missed, _("Enter it late")),
        (_("Next"), found.next, ""),
    ]
    return {
        "title": _("My rounds"),
        "groups": [
            {"text": text, "rows": [_task(request, row, places, act, primary=row is first) for row in rows]}
            for text, rows, act in groups
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
        done = finish_round(
            actor=request.actor,
            walk_id=row.walk_id or round_id,
            brought=_brought(request, series),
            late_because=request.POST.get("late_because", ""),
            now=request.now,
        )
    except GridkeeperError as refusal:
        return _page(request, row, error=refusal)
    said = words.state_tag(words.ROUND_STATES, done.state.value)["text"] if done.state else _("recorded")
    messages.success(request, _("Finished: {state}.").format(state=said))
    return HttpResponseRedirect(reverse("console:my-rounds"))


@require_POST
def late(request: ConsoleRequest, round_id: UUID) -> HttpResponse:
    """Enter a missed round that was walked, such as one without signal; sent twice it counts once (R-13)."""
    row = round_shown(actor=request.actor, round_id=round_id)
    series = series_shown(actor=request.actor, series_id=row.series_id)
    times = WalkedForm(request.POST)
    if not times.is_valid():
        return _page(request, row, times=times)
    started: datetime = times.cleaned_data["started"]
    entry = Entry(
        series_id=row.series_id,
        walk_id=uuid5(round_id, f"{request.actor.login}/late/{started.isoformat()}"),
        started_at=started,
        done_at=times.cleaned_data["done"],
        late_because=times.cleaned_data["late_because"],
    )
    try:
        entry = replace(entry, brought=_brought(request, series))
        kept = record_round(actor=request.actor, entry=entry, now=request.now)
    except GridkeeperError as refusal:
        return _page(request, row, error=refusal, times=times)
    if kept.round_id is None:
        messages.warning(request, _("Recorded, but it covers no round: it began or ended too late for one."))
    else:
        messages.success(request, _("Recorded. The missed round is mended."))
    return HttpResponseRedirect(reverse("console:my-rounds"))


def _brought(request: ConsoleRequest, series: SeriesRow) -> Brought:
    return Brought(
        number=figure(
            request.POST.get("number", ""),
            unit=series.quantity_unit,
            qualifier=request.POST.get("qualifier") or "exact",
        ),
        answers=tuple(
            {"yes": True, "no": False}.get(request.POST.get(f"item-{n}", "")) for n in range(len(series.items))
        ),
        photos=tuple(_content(each) for each in request.FILES.getlist("photo")[:4]),
        words=request.POST.get("words", ""),
    )


def _content(file: UploadedFile[Any]) -> bytes:
    """A picture's bytes; one that is too large is refused by its size and never read."""
    size = file.size or 0
    if size > MOST_BYTES:
        raise PhotoTooLarge(kilobytes=size // 1024, most=MOST_BYTES // 1024)
    return bytes(file.read())


def _page(
    request: ConsoleRequest, row: RoundRow, *, error: GridkeeperError | None = None, times: WalkedForm | None = None
) -> HttpResponse:
    series = series_shown(actor=request.actor, series_id=row.series_id)
    places = labels_of(actor=request.actor, codes=[row.unit_code])
    context: dict[str, Any] = {
        "title": words.named(row),
        "crumbs": [{"text": _("My rounds"), "href": reverse("console:my-rounds")}, {"text": words.named(row)}],
        "facts_line": [places.get(row.unit_code, row.unit_code), clock(row.due_at, request.now)],
        "row": row,
        "series": series,
        "counted_in": words.named(series.counts),
        "items": [
            {"name": f"item-{n}", "text": words.named(line), "value": request.POST.get(f"item-{n}", "")}
            for n, line in enumerate(series.lines)
        ],
        "state": words.state_tag(words.ROUND_STATES, row.state),
        "typed": request.POST,
        "error": error,
        "times": times or WalkedForm(initial={"started": row.due_at, "done": row.due_at + QUARTER}),
        "may_start": row.state == "planned" and row.due_at <= request.now,
    }
    return render(request, "console/rounds/walk.html", context, status=409 if error or times else 200)


def _window(row: RoundRow, now: datetime) -> str:
    return f"{clock(row.due_at, now)}–{clock(row.closes_at, now)}"


def _task(request: ConsoleRequest, row: RoundRow, places: dict[str, str], act: str, *, primary: bool) -> dict[str, Any]:
    href = reverse("console:my-round", args=[row.id])
    acts = [{"text": act, "href": href, "kind": "primary" if primary else "soft"}] if act else []
    return {
        "due_at": row.closes_at,
        "href": href,
        "title": words.named(row),
        "details": [places.get(row.unit_code, row.unit_code), _window(row, request.now)],
        "acts": acts,
    }
