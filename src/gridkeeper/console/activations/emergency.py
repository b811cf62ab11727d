"""The end of an emergency: what it destroys and what stays, its order, the second person, the certificate (SF-08)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gridkeeper.access.queries.purges import PurgeProgress
from gridkeeper.activations.commands.emergency import propose_end_of_emergency
from gridkeeper.activations.commands.propose import Wish
from gridkeeper.activations.queries.emergency import EndShown, PersonalClass, end_shown
from gridkeeper.activations.queries.shown import ActivationRow, activation_shown
from gridkeeper.console import words
from gridkeeper.console.door import ConsoleRequest
from gridkeeper.console.settings.processing_words import PURGED
from gridkeeper.console.settings.purges import counted
from gridkeeper.kernel.errors import GridkeeperError
from gridkeeper.territory.queries.labels import labels_of

_YEAR: Final = 365
_LASTS: Final = timedelta(days=7)
"""The order has its effect at once; it only has to outlive the three days in which a second person may decide."""


class EndForm(forms.Form):
    """The document the end rests on, and why it ends: everything typed by a person."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is over"), max_length=200, help_text=gettext_lazy("Stands in the certificate.")
    )
    number = forms.CharField(
        label=gettext_lazy("Number of the order"), max_length=60, help_text=gettext_lazy("As on the paper.")
    )
    issued_by = forms.CharField(label=gettext_lazy("Issued by"), max_length=120)
    document = forms.CharField(label=gettext_lazy("Document"), max_length=400)
    legal_basis = forms.CharField(label=gettext_lazy("Legal basis"), max_length=400)


def end_of_emergency(request: ConsoleRequest, activation_id: UUID) -> HttpResponse:
    """What ends and what is destroyed, counted beforehand; on POST the proposal; afterwards how far the purge is."""
    row = activation_shown(actor=request.actor, activation_id=activation_id)
    form = EndForm(request.POST or None)
    error: GridkeeperError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            proposal = propose_end_of_emergency(
                actor=request.actor,
                activation_id=activation_id,
                wish=_wish(request, row, form),
                reason=form.cleaned_data["reason"],
                now=request.now,
            )
        except GridkeeperError as refusal:
            error = refusal
        else:
            return HttpResponseRedirect(reverse("console:proposal", args=[proposal.code]))
    return _page(request, row, form=form, error=error)


def _wish(request: ConsoleRequest, row: ActivationRow, form: EndForm) -> Wish:
    given = form.cleaned_data
    return Wish(
        playbook=row.playbook,
        unit_id=row.unit_id,
        unit_code=row.unit_code,
        place=labels_of(actor=request.actor, codes=[row.unit_code]).get(row.unit_code, row.unit_code),
        number=given["number"],
        issued_by=given["issued_by"],
        issued_at=request.now,
        legal_basis=given["legal_basis"],
        document=given["document"],
        expires_at=request.now + _LASTS,
    )


def _page(request: ConsoleRequest, row: ActivationRow, *, form: EndForm, error: GridkeeperError | None) -> HttpResponse:
    actor = request.actor
    place = labels_of(actor=actor, codes=[row.unit_code]).get(row.unit_code, row.unit_code)
    end = end_shown(actor=actor, activation_id=row.id, order_id=row.order_id, now=request.now)
    may_propose = row.state == "ended" and end.proposal is None and actor.may("order.propose", at=row.unit_code)
    context = {
        "row": row,
        "end": end,
        "title": _heading(row, end, place),
        "crumbs": [
            {"text": _("What was switched on"), "href": reverse("console:activations")},
            {"text": row.number, "href": reverse("console:activation", args=[row.id])},
            {"text": _("End of the emergency")},
        ],
        "classes": [_class_line(one) for one in end.classes],
        "destroyed": counted(end.purge.counts) if end.purge else [],
        "steps": _steps(end.purge) if end.purge else [],
        "form": form if may_propose else None,
        "certificate": reverse("console:purge", args=[end.purge.id])
        if end.purge and end.purge.certified_at and actor.reaches("rights.read")
        else "",
        "error": error,
    }
    status = 409 if error else 422 if form.errors else 200
    return render(request, "console/activations/emergency.html", context, status=status)


def _heading(row: ActivationRow, end: EndShown, place: str) -> str:
    if end.purge and end.purge.certified_at:
        return _("{place}: the emergency is over, and it is certified").format(place=place)
    if end.purge:
        return _("{place}: the emergency is over").format(place=place)
    if end.proposal:
        return _("{place}: the end of the emergency waits for a second person").format(place=place)
    if row.state == "ended":
        return _("{place}: end the emergency").format(place=place)
    return _("{place}: the emergency still runs").format(place=place)


def _class_line(one: PersonalClass) -> dict[str, Any]:
    if one.keep is None:
        return {"kind": words.said(PURGED, one.kind), "count": one.count, "goes": True, "until": ""}
    years = one.keep.days // _YEAR
    if years and one.keep.days - years * _YEAR <= years // 3:
        # Three years are 1096 days where one of them is a leap year: nobody counts them.
        until, n = ngettext("{n} year after {event}", "{n} years after {event}", years), years
    else:
        until, n = ngettext("{n} day after {event}", "{n} days after {event}", one.keep.days), one.keep.days
    return {
        "kind": words.said(PURGED, one.kind),
        "count": one.count,
        "goes": False,
        "until": until.format(n=n, event=_(one.counted_from)),
    }


def _steps(purge: PurgeProgress) -> list[dict[str, str]]:
    looked = purge.is_looked_through
    return [
        {"state": "done", "text": _("Data destroyed")},
        {"state": "done" if looked else "now", "text": _("Tables, files and a restored backup looked through")},
        {"state": "done" if purge.certified_at else "todo", "text": _("Certificate written")},
    ]
