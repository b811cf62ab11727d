"""The rights desk: what people asked about their data, and the answer they get (SF-10)."""

from __future__ import annotations

from datetime import datetime, time
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _

from gridkeeper.access.choices import Look, RightKind
from gridkeeper.access.commands.reading import note_look
from gridkeeper.access.commands.rights import answer_request
from gridkeeper.access.queries.rights import RequestRow, open_requests
from gridkeeper.access.roles import ROLES
from gridkeeper.console import words
from gridkeeper.console.door import ConsoleRequest
from gridkeeper.console.me.forms import AnswerForm
from gridkeeper.kernel.errors import NotFound
from gridkeeper.posts.queries.own import posts_answering
from gridkeeper.posts.queries.people import PersonShown, person_shown
from gridkeeper.territory.queries.labels import labels_of

_END_OF_DAY = time(18, 0)


def requests(request: ConsoleRequest) -> HttpResponse:
    """Open requests, most urgent first."""
    if not request.actor.reaches("rights.write"):
        request.actor.require("rights.write", at="-")
    rows = open_requests(actor=request.actor)
    places = labels_of(actor=request.actor, codes=[row.unit_code for row in rows])
    tasks = [
        {
            "due_at": make_aware(datetime.combine(row.due_on, _END_OF_DAY)),
            "href": reverse("console:request", args=[row.id]),
            "title": words.said(words.RIGHT_KINDS, row.kind),
            "details": [places.get(row.unit_code, row.unit_code), row.words[:60]],
            "acts": [{"text": _("Answer"), "href": reverse("console:request", args=[row.id])}],
        }
        for row in rows
    ]
    return render(request, "console/me/desk.html", {"tasks": tasks})


def answer(request: ConsoleRequest, request_id: UUID) -> HttpResponse:
    """One request and the form of its answer."""
    if not request.actor.reaches("rights.write"):
        request.actor.require("rights.write", at="-")
    row = next((row for row in open_requests(actor=request.actor, size=1000) if row.id == request_id), None)
    if row is None:
        raise NotFound(kind="request", name=str(request_id))
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer_request(actor=request.actor, request_id=row.id, answer=form.cleaned_data["answer"], now=request.now)
        messages.success(request, _("Answered. The person reads it on their own page."))
        return HttpResponseRedirect(reverse("console:requests"))
    context = {
        "asked": row,
        "kind": words.said(words.RIGHT_KINDS, row.kind),
        "person": _person(request, row),
        "may_erase": request.actor.may("purge.propose", at=row.unit_code),
        "erasers": _erasers(request, row) if row.kind == RightKind.DELETE else [],
        "form": form,
        "due_at": make_aware(datetime.combine(row.due_on, _END_OF_DAY)),
    }
    return render(request, "console/me/answer.html", context, status=422 if form.errors else 200)


def _person(request: ConsoleRequest, row: RequestRow) -> PersonShown | None:
    """Who asked, where this desk may see them; the look leaves its line."""
    try:
        shown = person_shown(actor=request.actor, person_id=row.person_id)
    except NotFound:
        return None
    note_look(
        actor=request.actor,
        people=[shown.id],
        unit_code=row.unit_code,
        look=Look.PAGE,
        now=request.now,
        purpose="rights request",
    )
    return shown


def _erasers(request: ConsoleRequest, row: RequestRow) -> list[dict[str, str]]:
    """Posts that may propose to erase a person, where this desk may not: it lets somebody leave and tells them."""
    if request.actor.may("purge.propose", at=row.unit_code):
        return []
    able = {key for key, role in ROLES.items() if "purge.propose" in role.permissions}
    posts = posts_answering(actor=request.actor, unit_code=row.unit_code, roles=able, now=request.now)
    return [{"who": words.title_of(post), "phone": post.phone} for post in posts[:2]]
