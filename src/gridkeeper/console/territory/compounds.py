"""One compound or another named set of units: its buildings, who answers for it, what can be done there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from gridkeeper.console.door import ConsoleRequest
from gridkeeper.console.territory.data import geojson
from gridkeeper.console.territory.words import OVERLAY_KINDS
from gridkeeper.console.words import said
from gridkeeper.territory.queries.map_set import map_of_set
from gridkeeper.territory.queries.overlays import OverlayShown, overlay_shown

_SHOWN = 200


@require_safe
def overlay(request: ConsoleRequest, overlay_id: UUID) -> HttpResponse:
    """A compound with its buildings, the communities it lies in, and its acts."""
    shown = overlay_shown(actor=request.actor, overlay_id=overlay_id)
    answering = shown.answering
    buildings = ngettext("{n} building", "{n} buildings", len(shown.members)).format(n=len(shown.members))
    context: dict[str, Any] = {
        "title": shown.name,
        "overlay": shown,
        "crumbs": [
            *([{"text": answering.name, "href": _place(answering.unit_code)}] if answering else []),
            {"text": said(OVERLAY_KINDS, shown.kind)},
        ],
        "facts_line": [shown.code, buildings, *_people(shown)],
        "members": [{"text": row.name, "href": _place(row.unit_code)} for row in shown.members[:_SHOWN]],
        "communities": [{"text": row.name, "href": _place(row.unit_code)} for row in shown.communities],
        "designate": _designate(request, shown),
        "map": {
            "label": shown.name,
            "areas": reverse("console:overlay-areas", args=[overlay_id]),
            "streets": reverse("console:unit-streets", args=[answering.unit_code]) if answering else "",
            "selected": "set",
        },
    }
    return render(request, "console/territory/compound.html", context)


@require_safe
def areas(request: ConsoleRequest, overlay_id: UUID) -> HttpResponseBase:
    """Its outline, in the areas around it."""
    shown = overlay_shown(actor=request.actor, overlay_id=overlay_id)
    found = map_of_set(
        actor=request.actor,
        codes=[row.unit_code for row in shown.members],
        around=shown.answering.unit_code if shown.answering else shown.code,
        name=shown.name,
        outline=shown.outline,
    )
    return geojson(request, found)


def _people(shown: OverlayShown) -> list[str]:
    if shown.households is None:
        return []
    return [ngettext("{n} household", "{n} households", shown.households).format(n=shown.households)]


def _designate(request: ConsoleRequest, shown: OverlayShown) -> str:
    """Where this compound is designated: at the smallest unit that holds all of it; "" where the reader may not."""
    if shown.to_on is not None or not shown.members or not request.actor.may("order.propose", at=shown.code):
        return ""
    return f"{reverse('console:zone-designate', args=[shown.code])}?overlay={shown.id}"


def _place(code: str) -> str:
    return reverse("console:unit", args=[code])
