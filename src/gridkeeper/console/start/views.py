"""An empty home asks for its first administrator, then leads through tree, people and invitations."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gridkeeper.accounts.commands import found_first_account
from gridkeeper.accounts.queries import accounts_counted, nobody_yet
from gridkeeper.console.context import address
from gridkeeper.console.door import ConsoleRequest, public
from gridkeeper.console.signin.views import enter
from gridkeeper.console.start.forms import FirstAdministratorForm
from gridkeeper.kernel.actor import EVERYWHERE
from gridkeeper.posts.queries.people import people_page
from gridkeeper.territory.queries.show import children_of


@public
def start(request: ConsoleRequest) -> HttpResponseBase:
    """Ask for the first administrator while nobody has an account; afterwards show what is still to do."""
    if not nobody_yet():
        return HttpResponseRedirect(reverse("console:start-steps"))
    form = FirstAdministratorForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "console/start/first.html", {"form": form}, status=422 if form.errors else 200)
    given = form.cleaned_data
    user = found_first_account(login=given["login"], name=given["name"], password=given["password"], now=request.now)
    return enter(request, user, next_page=reverse("console:start-steps"))


def steps(request: ConsoleRequest) -> HttpResponse:
    """Tree, people, invitations: what is done, and the one thing to do next."""
    request.actor.require("home.settings", at=EVERYWHERE)
    found = steps_of(request)
    following = next((step for step in found if not step["done"]), None)
    return render(request, "console/start/steps.html", {"steps": found, "following": following})


def is_being_set_up(request: ConsoleRequest) -> bool:
    """True for whoever sets the home up while a step is still to do."""
    if not request.actor.may("home.settings", at=EVERYWHERE):
        return False
    return any(not step["done"] for step in steps_of(request))


def steps_of(request: ConsoleRequest) -> list[dict[str, Any]]:
    """The three steps with whether each is done."""
    actor = request.actor
    roots = children_of(actor=actor, unit_code="") if actor.reaches("wall.read") else []
    units = roots[0].unit_code if roots else ""
    people = people_page(actor=actor, unit_code=units, now=request.now, size=1).total if roots else 0
    return [
        {
            "done": bool(roots),
            "title": _("Import the tree of units"),
            "text": _("A workbook or CSV with codes and names, or GeoJSON with outlines. It is read first and shown."),
            "href": address("console:import-territory") or address("console:imports"),
            "act": _("Import the tree"),
            "icon": "sitemap",
        },
        {
            "done": people > 0,
            "title": _("Import people and their posts"),
            "text": _("Take the template, fill it in, and read it in. Good rows go in, the others come back marked."),
            "href": address("console:import-people") or address("console:imports"),
            "act": _("Import people"),
            "icon": "users-plus",
        },
        {
            "done": accounts_counted() > 1,
            "title": _("Invite them"),
            "text": _("Print one card a person. Each sets a password with it; then this home is in use."),
            "href": reverse("console:invitations"),
            "act": _("Print invitations"),
            "icon": "qrcode",
        },
    ]
