"""Fill a post, and end an appointment."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gridkeeper.access.choices import Look
from gridkeeper.access.commands.reading import note_look
from gridkeeper.console.door import ConsoleRequest
from gridkeeper.console.people.forms import AppointForm
from gridkeeper.console.words import title_of
from gridkeeper.kernel.errors import GridkeeperError
from gridkeeper.posts.choices import Holding
from gridkeeper.posts.commands.appointment import appoint, end_appointment
from gridkeeper.posts.queries.people import PersonRow, people_meant
from gridkeeper.posts.queries.responsible import PostRow, gaps_of_post, post_shown
from gridkeeper.territory.queries.labels import labels_of

_MOST = 8


def appoint_to(request: ConsoleRequest, post_id: UUID) -> HttpResponse:
    """Appoint somebody in reach to a post, under a document."""
    post = post_shown(actor=request.actor, post_id=post_id, now=request.now)
    request.actor.require("post.appoint", at=post.unit_code)
    form = AppointForm(
        request.POST or None,
        now=request.now,
        is_full=not post.vacant,
        initial={"person": request.GET.get("person", "")},
    )
    error: GridkeeperError | None = None
    meant: list[PersonRow] = []
    if request.method == "POST" and form.is_valid():
        meant = _meant(request, post, form.cleaned_data["person"])
        if len(meant) == 1:
            try:
                _appoint(request, post, meant[0], form.cleaned_data)
            except GridkeeperError as refusal:
                error = refusal
            else:
                said = _("{name} now holds “{post}”.").format(name=meant[0].name, post=title_of(post))
                messages.success(request, said)
                return HttpResponseRedirect(reverse("console:unit", args=[post.unit_code]))
        else:
            form.add_error("person", _several(meant, form.cleaned_data["person"]))
    place = labels_of(actor=request.actor, codes=[post.unit_code]).get(post.unit_code, post.unit_code)
    context: dict[str, Any] = {
        "title": _("Who is to hold “{post}”?").format(post=title_of(post)),
        "facts_line": [place],
        "post": post,
        "form": form,
        "error": error,
        "meant": meant if len(meant) > 1 else [],
        "gaps": gaps_of_post(actor=request.actor, post_id=post_id, now=request.now)[-3:],
        "back": reverse("console:unit", args=[post.unit_code]),
    }
    return render(request, "console/people/appoint.html", context, status=422 if form.errors or error else 200)


@require_safe
def choices(request: ConsoleRequest, post_id: UUID) -> HttpResponse:
    """People in reach who fit what is being typed, as rows to choose from."""
    post = post_shown(actor=request.actor, post_id=post_id, now=request.now)
    meant = _meant(request, post, request.GET.get("person", ""))
    return render(request, "console/people/_choices.html", {"meant": meant, "post": post})


@require_POST
def end(request: ConsoleRequest, appointment_id: UUID) -> HttpResponse:
    """End an appointment now."""
    row = end_appointment(
        actor=request.actor, appointment_id=appointment_id, because=request.POST.get("reason", ""), now=request.now
    )
    messages.success(request, _("The appointment has ended; the seat shows as vacant."))
    return HttpResponseRedirect(reverse("console:unit", args=[row.unit_code]))


def _meant(request: ConsoleRequest, post: PostRow, text: str) -> list[PersonRow]:
    asked = text.strip()
    if not asked:
        return []
    found = list(people_meant(actor=request.actor, text=asked, size=_MOST))
    exact = [row for row in found if asked in (row.name, row.phone)]
    note_look(
        actor=request.actor,
        people=[row.id for row in found],
        unit_code=post.unit_code,
        look=Look.SEARCH,
        now=request.now,
        purpose=post.title,
    )
    return exact if len(exact) == 1 else found


def _several(meant: list[PersonRow], text: str) -> str:
    if not meant:
        return _("Nobody in your reach is called “{text}”. Register the person first.").format(text=text)
    return _("“{text}” fits {n} people; type the phone of the one you mean.").format(text=text, n=len(meant))


def _appoint(request: ConsoleRequest, post: PostRow, person: PersonRow, given: dict[str, Any]) -> None:
    appoint(
        actor=request.actor,
        post_id=post.id,
        person_id=person.id,
        document=given["document"],
        from_at=given["from_at"],
        to_at=given["to_at"],
        holding=Holding(given["holding"]),
        now=request.now,
    )
