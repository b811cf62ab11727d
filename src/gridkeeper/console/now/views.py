"""The first page: what I must do now."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gridkeeper.access.roles import FOUNDER
from gridkeeper.console import moments
from gridkeeper.console.context import address
from gridkeeper.console.door import ConsoleRequest
from gridkeeper.console.now.gather import Now, gather
from gridkeeper.console.start.views import steps_of
from gridkeeper.console.words import title_of
from gridkeeper.posts.queries.own import OwnPost, own_posts


def now(request: ConsoleRequest) -> HttpResponse:
    """What I must do now, what comes, and whom to call; the answer stands in the heading."""
    held = list(own_posts(actor=request.actor, now=request.now))
    found = gather(actor=request.actor, held=held, now=request.now)
    context: dict[str, Any] = {
        "found": found,
        "held": held,
        "heading": _heading(found),
        "facts_line": [title_of(held[0])] if held else [request.actor.name],
        "empty": _empty(request, found, held),
    }
    return render(request, "console/now/now.html", context)


def _heading(found: Now) -> str:
    late = ngettext("{n} thing is late", "{n} things are late", len(found.late)).format(n=len(found.late))
    soon = ngettext("{n} due within the hour", "{n} due within the hour", len(found.soon)).format(n=len(found.soon))
    if found.late and found.soon:
        return _("{late}, {soon}").format(late=late, soon=soon)
    if found.late:
        return late
    if found.soon:
        return soon
    if found.later:
        return _("Nothing is urgent now")
    return _("Nothing for you to do now")


def _empty(request: ConsoleRequest, found: Now, held: list[OwnPost]) -> dict[str, Any] | None:
    """What is next where nothing is to do, and who to ask."""
    if found.late or found.soon:
        return None
    if FOUNDER.key in request.actor.roles and not all(step["done"] for step in steps_of(request)):
        return {
            "icon": "sitemap",
            "title": _("This home is being set up"),
            "text": _("Tree, people, invitations: three steps, in your own time."),
            "act": {"text": _("Go on setting up"), "href": reverse("console:start-steps"), "icon": "arrow-right"},
        }
    if found.later:
        first = found.later[0]
        clock = moments.clock(first["due_at"], request.now)
        text = _("Next at {clock}: {title}").format(clock=clock, title=first["title"])
    elif held:
        text = _("When something is given to you, it stands here. You can look around meanwhile.")
    else:
        text = _("You hold no post at present. The desk that invited you can appoint you.")
    empty: dict[str, Any] = {"title": _("All done"), "text": text}
    territory = address("console:territory")
    if territory and request.actor.reaches("wall.read"):
        empty["act"] = {"text": _("See the territory"), "href": territory, "icon": "map-2"}
    return empty
