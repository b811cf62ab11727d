"""The measures board of a unit: how far each measure is at the places below, what shows it, and marks by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from gridkeeper.access.queries.who import who_is
from gridkeeper.activations.choices import MeasureStatus
from gridkeeper.activations.commands.measures import mark_measure
from gridkeeper.activations.queries.board import board_of
from gridkeeper.activations.queries.running import Running, in_force_at, in_force_below
from gridkeeper.console.door import ConsoleRequest
from gridkeeper.console.export import file_of
from gridkeeper.console.measures.drawing import drawing_of
from gridkeeper.console.measures.lines import STATUSES, Line, counts_of, line_of, lines_of, rows_of, table_of
from gridkeeper.kernel.errors import GridkeeperError
from gridkeeper.territory.queries.labels import labels_of


class MarkForm(forms.Form):
    """How far a measure is, in somebody's own words."""

    activation = forms.UUIDField(widget=forms.HiddenInput)
    no = forms.CharField(max_length=8, widget=forms.HiddenInput)
    status = forms.ChoiceField(
        label=gettext_lazy("How far it is"),
        choices=[(key, gettext_lazy(word)) for key, word in STATUSES.items()],
        initial="active",
    )
    words = forms.CharField(
        label=gettext_lazy("What shows it, or why"),
        help_text=gettext_lazy("Your post and name go with it, and it stays on record."),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


@require_safe
def measures(request: ConsoleRequest, code: str) -> HttpResponse:
    """The board of a unit: its streets, or the communities of a street; ``?no=M04`` opens one measure."""
    return _page(request, code, no=request.GET.get("no", ""))


@require_POST
def mark(request: ConsoleRequest, code: str) -> HttpResponse:
    """Say by hand how far a measure is; nothing typed is lost by a refusal."""
    form = MarkForm(request.POST)
    no = request.POST.get("no", "")
    if not form.is_valid():
        return _page(request, code, no=no, form=form)
    given = form.cleaned_data
    try:
        mark_measure(
            actor=request.actor,
            activation_id=given["activation"],
            no=given["no"],
            unit_code=code,
            status=MeasureStatus(given["status"]),
            words=given["words"],
            now=request.now,
        )
    except GridkeeperError as refusal:
        return _page(request, code, no=no, form=form, error=refusal)
    messages.success(request, _("{no} is marked.").format(no=given["no"]))
    query = urlencode({"activation": given["activation"], "no": given["no"]})
    return HttpResponseRedirect(f"{reverse('console:measures', args=[code])}?{query}")


def _page(
    request: ConsoleRequest,
    code: str,
    *,
    no: str,
    form: MarkForm | None = None,
    error: GridkeeperError | None = None,
) -> HttpResponse:
    actor = request.actor
    actor.require("wall.read", at=code)
    running = in_force_at(actor=actor, unit_code=code)
    chosen = _chosen(request, running)
    place = labels_of(actor=actor, codes=[code]).get(code, code)
    context: dict[str, Any] = {"code": code, "place": place, "error": error, "chosen": chosen}
    if chosen is None:
        below = in_force_below(actor=actor, unit_code=code)
        names = labels_of(actor=actor, codes=[row.unit_code for row in below])
        context["below"] = [
            {"code": row.unit_code, "text": names.get(row.unit_code, row.unit_code), "number": row.number}
            for row in below
        ]
        return render(request, "console/measures/board.html", context, status=409 if error else 200)
    board = board_of(actor=actor, activation_id=chosen.id, unit_code=code, now=request.now)
    who = who_is(actor=actor, logins=[row.said_by for row in board.measures if row.said_by], now=request.now)
    if request.method != "POST" and request.GET.get("format") in ("xlsx", "csv"):
        return file_of(request, table_of(board), rows_of(board, lines_of(board, who)), name="measures")
    opened = line_of(board, no, who)
    drawing = drawing_of(board, no=opened.row.no if opened else "")
    context |= {
        "others": [row for row in running if row.id != chosen.id],
        "board": board,
        "drawing": drawing,
        "counts": counts_of(drawing.lines),
        "has_places": drawing.has_places,
        "opened": opened,
        "form": (form or _form(chosen.id, opened)) if opened and actor.may("measure.write", at=code) else None,
    }
    return render(request, "console/measures/board.html", context, status=409 if error else 200)


def _chosen(request: ConsoleRequest, running: Sequence[Running]) -> Running | None:
    """The switch asked for, else the newest in force here."""
    asked = request.POST.get("activation") or request.GET.get("activation", "")
    return next((row for row in running if str(row.id) == asked), running[0] if running else None)


def _form(activation_id: UUID, opened: Line) -> MarkForm:
    return MarkForm(
        initial={
            "activation": activation_id,
            "no": opened.row.no,
            "status": opened.row.status if opened.row.said_at else "active",
            "words": opened.row.words,
        }
    )
