"""The shelf of playbooks, one to read, one to write with lint beside it, two versions side by side."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gridkeeper.activations.commands.playbooks import keep_playbook
from gridkeeper.activations.queries.library import (
    Shelved,
    playbook_meant,
    playbooks_at,
    remarks_on,
    routine_titles,
)
from gridkeeper.activations.queries.shown import activations_page
from gridkeeper.console.door import ConsoleRequest
from gridkeeper.console.export import is_fragment
from gridkeeper.console.playbooks.comparing import differences
from gridkeeper.console.playbooks.findings import told
from gridkeeper.console.playbooks.reading import read_out, words_of
from gridkeeper.kernel.errors import GridkeeperError
from gridkeeper.territory.queries.find import unit_meant
from gridkeeper.territory.queries.labels import labels_of


class WriteForm(forms.Form):
    """A text of one's own, and the unit it belongs to."""

    unit = forms.CharField(label=gettext_lazy("Whose playbook"), max_length=80)
    text = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=200_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 34, "spellcheck": "false", "class": "code"}),
    )


@require_safe
def playbooks(request: ConsoleRequest) -> HttpResponse:
    """Every playbook that may be used here: shipped with packs, and one's own."""
    found = playbooks_at(actor=request.actor, now=request.now)
    running = activations_page(actor=request.actor, state="active", size=200)
    places = labels_of(actor=request.actor, codes=[*(one.owner_code for one in found), *(r.unit_code for r in running)])
    newest: dict[str, Shelved] = {}
    for one in found:
        newest.setdefault(one.playbook.name, one)
    rows = [
        {
            "href": address_of(one),
            "title": words_of(one.playbook.title),
            "version": one.playbook.version,
            "owner": places.get(one.owner_code, one.owner_code) if one.owner_code else one.playbook.pack,
            "dates_over": not one.in_force,
            "measures": len(one.playbook.measures),
            "running": [
                {
                    "href": reverse("console:activation", args=[row.id]),
                    "place": places.get(row.unit_code, row.unit_code),
                    "board": reverse("console:measures", args=[row.unit_code]),
                }
                for row in running
                if row.playbook == one.playbook.name
            ],
        }
        for one in newest.values()
    ]
    context = {"rows": rows, "may_write": bool(request.actor.reaches("playbook.write"))}
    return render(request, "console/playbooks/list.html", context)


@require_safe
def playbook(request: ConsoleRequest, name: str) -> HttpResponse:
    """One playbook to read, with what lint says and its versions."""
    one = _meant(request, name)
    versions = [
        row for row in playbooks_at(actor=request.actor, now=request.now) if row.playbook.name == one.playbook.name
    ]
    places = labels_of(actor=request.actor, codes=[row.owner_code for row in versions if row.owner_code])
    context = {
        "row": one,
        "text": read_out(one.playbook, routines=routine_titles(one.playbook.pack)),
        "measures": len(one.playbook.measures),
        "findings": told(remarks_on(one.text)),
        "versions": [_version(row, one, places) for row in versions],
        "edit_url": f"{reverse('console:playbook-write')}?{urlencode({'from': _spelled(one)})}",
        "preview_url": reverse("console:playbook-preview", args=[_spelled(one)]),
        "may_preview": bool(request.actor.reaches("order.propose")),
        "may_write": bool(request.actor.reaches("playbook.write")),
    }
    return render(request, "console/playbooks/read.html", context)


def write(request: ConsoleRequest) -> HttpResponse:
    """Write a version of one's own, lint beside it at every pause; nothing typed is lost by a refusal."""
    reach = request.actor.reaches("playbook.write")
    if not reach:
        request.actor.require("playbook.write", at="-")
    form = WriteForm(request.POST or None, initial=_beginning(request, reach[0]))
    error: GridkeeperError | None = None
    if is_fragment(request):
        findings = told(remarks_on(request.POST.get("text", "")))
        return render(request, "console/playbooks/_findings.html", {"findings": findings})
    if request.method == "POST" and form.is_valid():
        try:
            typed = form.cleaned_data["unit"]
            # What the page itself has written there means the place it was written for, whatever else is called so.
            unit = unit_meant(actor=request.actor, text=reach[0] if typed == form.initial["unit"] else typed)
            kept = keep_playbook(
                actor=request.actor,
                unit_id=unit.id,
                unit_code=unit.unit_code,
                text=form.cleaned_data["text"].replace("\r\n", "\n"),
                now=request.now,
            )
        except GridkeeperError as refusal:
            error = refusal
        else:
            messages.success(request, _("Version {version} is kept.").format(version=kept.version))
            return HttpResponseRedirect(reverse("console:playbook", args=[f"{kept.name}@{kept.version}"]))
    text = form["text"].value() or ""
    context = {"form": form, "error": error, "findings": told(remarks_on(text))}
    return render(request, "console/playbooks/write.html", context, status=422 if form.errors or error else 200)


@require_safe
def compare(request: ConsoleRequest, name: str) -> HttpResponse:
    """What one version says otherwise than another, part by part."""
    newer = _meant(request, name)
    older = _meant(request, request.GET.get("with", name))
    title = words_of(newer.playbook.title)
    context = {
        "crumbs": [
            {"text": _("Playbooks"), "href": reverse("console:playbooks")},
            {"text": title, "href": address_of(newer)},
            {"text": _("Compared")},
        ],
        "title": title,
        "versions": [{"href": address_of(one), "text": one.playbook.version} for one in (older, newer)],
        "differences": differences(older.playbook, newer.playbook),
    }
    return render(request, "console/playbooks/compare.html", context)


def _meant(request: ConsoleRequest, name: str) -> Shelved:
    reach = request.actor.reaches("orders.read")
    place = request.GET.get("unit", "") or (reach[0] if reach else "")
    return playbook_meant(actor=request.actor, name=name, unit_code=place, now=request.now)


def _spelled(one: Shelved) -> str:
    return f"{one.playbook.name}@{one.playbook.version}"


def address_of(one: Shelved) -> str:
    """Address of a version."""
    return reverse("console:playbook", args=[_spelled(one)])


def _version(row: Shelved, shown: Shelved, places: dict[str, str]) -> dict[str, Any]:
    is_current = row.digest == shown.digest
    return {
        "href": address_of(row),
        "text": row.playbook.version,
        "where": places.get(row.owner_code, row.owner_code) if row.owner_code else _("shipped with the pack"),
        "is_current": is_current,
        "compare": ""
        if is_current
        else f"{reverse('console:playbook-compare', args=[_spelled(shown)])}?{urlencode({'with': _spelled(row)})}",
    }


def _beginning(request: ConsoleRequest, unit: str) -> dict[str, str]:
    """What the editor opens with: a version to change, or an empty text."""
    source = request.GET.get("from", "")
    name = labels_of(actor=request.actor, codes=[unit]).get(unit, unit)
    return {"unit": name, "text": _meant(request, source).text if source else ""}
