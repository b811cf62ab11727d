"""One box for places, organisations and people: by name, alias, code or pinyin initials."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from gridkeeper.access.choices import Look
from gridkeeper.access.commands.reading import note_look
from gridkeeper.console.context import address
from gridkeeper.console.door import ConsoleRequest
from gridkeeper.console.territory.words import LEVELS, OVERLAY_KINDS
from gridkeeper.console.words import called, joined, posts_of, said
from gridkeeper.posts.queries.bodies import bodies_page
from gridkeeper.posts.queries.people import people_meant
from gridkeeper.territory.queries.find import units_found

_MOST = 12


@require_safe
def search(request: ConsoleRequest) -> HttpResponse:
    """Hits by kind; people only where the reader's desk is in reach, and each such look leaves a line."""
    text = request.GET.get("q", "").strip()
    places = _places(request, text) if text else []
    bodies = _bodies(request, text) if text else []
    people = _people(request, text) if len(text) > 1 else []
    number = len(places) + len(bodies) + len(people)
    title = ngettext("{n} hit for “{text}”", "{n} hits for “{text}”", number).format(n=number, text=text)
    context: dict[str, Any] = {
        "title": title if text else _("Search"),
        "text": text,
        "places": places,
        "bodies": bodies,
        "people": people,
        "is_empty": bool(text) and not number,
    }
    return render(request, "console/territory/search.html", context)


def _places(request: ConsoleRequest, text: str) -> list[dict[str, str]]:
    if not request.actor.reaches("wall.read"):
        return []
    hits = units_found(actor=request.actor, text=text, size=_MOST)
    return [
        {
            "name": hit.name,
            "matched": hit.matched if hit.matched != hit.name else "",
            "where": hit.where,
            "kind": said({**LEVELS, **OVERLAY_KINDS}, hit.kind),
            "href": reverse("console:overlay", args=[hit.overlay_id])
            if hit.overlay_id
            else reverse("console:unit", args=[hit.unit_code]),
            "ended": "" if hit.is_open else _("ended"),
        }
        for hit in hits
    ]


def _bodies(request: ConsoleRequest, text: str) -> list[dict[str, str]]:
    found = [
        row
        for place in request.actor.reaches("wall.read")
        for row in bodies_page(actor=request.actor, unit_code=place, text=text, size=_MOST)
    ]
    return [{"name": called(row), "href": address("console:body", row.id)} for row in found[:_MOST]]


def _people(request: ConsoleRequest, text: str) -> list[dict[str, Any]]:
    found = people_meant(actor=request.actor, text=text, size=_MOST)
    if found:
        place = next(iter(request.actor.reaches("people.read")), "")
        note_look(
            actor=request.actor, people=[row.id for row in found], unit_code=place, look=Look.SEARCH, now=request.now
        )
    return [
        {"name": row.name, "posts": joined(posts_of(row)[:2]), "href": address("console:person", row.id)}
        for row in found
    ]
