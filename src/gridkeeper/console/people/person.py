"""One person: their posts first, then name and details; register, correct, let leave."""

from __future__ import annotations

from datetime import date
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from gridkeeper.access.choices import Look
from gridkeeper.access.commands.purge import propose_erasure
from gridkeeper.access.commands.reading import note_look
from gridkeeper.console.door import ConsoleRequest
from gridkeeper.console.people.forms import PersonForm
from gridkeeper.console.people.listing import certificate_tag
from gridkeeper.console.words import CONSENTS, role_name, said, title_of
from gridkeeper.kernel.errors import GridkeeperError, Malformed
from gridkeeper.posts.commands.person import NewPerson, change_person, let_person_leave, register_people
from gridkeeper.posts.policy import first_day
from gridkeeper.posts.queries.people import PersonShown, person_shown
from gridkeeper.posts.queries.responsible import PostRow, posts_of_person
from gridkeeper.territory.queries.find import unit_meant
from gridkeeper.territory.queries.labels import labels_of


@require_safe
def person(request: ConsoleRequest, person_id: UUID) -> HttpResponse:
    """A person's page; looking leaves a line that the person can read."""
    shown = person_shown(actor=request.actor, person_id=person_id)
    note_look(actor=request.actor, people=[person_id], unit_code=shown.unit_code, look=Look.PAGE, now=request.now)
    posts = posts_of_person(actor=request.actor, person_id=person_id, now=request.now)
    places = labels_of(actor=request.actor, codes=[shown.unit_code, *(post.unit_code for post in posts)])
    may_write = request.actor.may("people.write", at=shown.unit_code)
    context: dict[str, Any] = {
        "person": shown,
        "title": f"{title_of(posts[0])} {shown.name}" if posts else shown.name,
        "crumbs": [
            {
                "text": places.get(shown.unit_code, shown.unit_code),
                "href": reverse("console:people-of", args=[shown.unit_code]),
            },
            {"text": _("Person")},
        ],
        "posts": [_held(request, post, person_id, places) for post in posts],
        "place": places.get(shown.unit_code, shown.unit_code),
        "consents": [(said(CONSENTS, consent.kind), consent) for consent in shown.consents],
        "certificate": _certificate(shown, first_day(request.now)),
        "may_write": may_write and not shown.left_at,
        "leave": _leave(shown, len(posts)) if may_write and not shown.left_at else None,
        "erase": _erase(shown) if request.actor.may("purge.propose", at=shown.unit_code) else None,
    }
    return render(request, "console/people/person.html", context)


_CORRECTED: Final = ("phone", "birth_year", "spared_until", "certified_for", "certified_until")


def register(request: ConsoleRequest, code: str) -> HttpResponse:
    """Register a person at a unit's desk."""
    unit = unit_meant(actor=request.actor, text=code)
    request.actor.require("people.write", at=unit.unit_code, place=unit.label)
    form = PersonForm(request.POST or None)
    error: GridkeeperError | None = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            new = NewPerson(
                name=given["name"],
                unit_id=unit.id,
                unit_code=unit.unit_code,
                phone=given["phone"],
                birth_year=given["birth_year"],
                spared_until=given["spared_until"],
                certified_for=given["certified_for"],
                certified_until=given["certified_until"],
            )
            [person_id] = register_people(actor=request.actor, people=[new], now=request.now)
        except GridkeeperError as refusal:
            error = refusal
        else:
            messages.success(request, _("{name} is registered.").format(name=given["name"]))
            return HttpResponseRedirect(reverse("console:person", args=[person_id]))
    context = {
        "form": form,
        "error": error,
        "title": _("Who is new at {place}?").format(place=unit.label),
        "act": _("Register this person"),
        "back": reverse("console:people-of", args=[unit.unit_code]),
    }
    return render(request, "console/people/form.html", context, status=422 if form.errors or error else 200)


def edit(request: ConsoleRequest, person_id: UUID) -> HttpResponse:
    """Correct a name or details."""
    shown = person_shown(actor=request.actor, person_id=person_id)
    request.actor.require("people.write", at=shown.unit_code)
    known = {
        "name": shown.name,
        "phone": shown.phone,
        "birth_year": shown.birth_year,
        "spared_until": shown.spared_until,
        "certified_for": shown.certified_for,
        "certified_until": shown.certified_until,
    }
    form = PersonForm(request.POST or None, initial=known)
    error: GridkeeperError | None = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        details = {key: given[key] for key in _CORRECTED}
        try:
            change_person(
                actor=request.actor, person_id=person_id, name=given["name"], contact=details, now=request.now
            )
        except GridkeeperError as refusal:
            error = refusal
        else:
            messages.success(request, _("The record of {name} is corrected.").format(name=given["name"]))
            return HttpResponseRedirect(reverse("console:person", args=[person_id]))
    context = {
        "form": form,
        "error": error,
        "title": _("What is to be corrected?"),
        "act": _("Save the correction"),
        "back": reverse("console:person", args=[person_id]),
    }
    return render(request, "console/people/form.html", context, status=422 if form.errors or error else 200)


@require_POST
def leave(request: ConsoleRequest, person_id: UUID) -> HttpResponse:
    """A person's service ends; their posts show as vacant."""
    ended = let_person_leave(
        actor=request.actor, person_id=person_id, because=request.POST.get("reason", ""), now=request.now
    )
    said = ngettext("The service has ended; {n} post is vacant.", "The service has ended; {n} posts are vacant.", ended)
    messages.success(request, said.format(n=ended))
    return HttpResponseRedirect(reverse("console:person", args=[person_id]))


@require_POST
def erase(request: ConsoleRequest, person_id: UUID) -> HttpResponse:
    """Propose to erase a person; a second one decides on the page this leads to (SF-12)."""
    because = request.POST.get("reason", "").strip()
    if not because:
        raise Malformed(field=_("Why"), value="", expected=_("a reason"), example=_("asked by letter of 12 November"))
    proposal = propose_erasure(actor=request.actor, person_id=person_id, because=because, now=request.now)
    messages.success(request, _("Proposed. A second person decides."))
    return HttpResponseRedirect(reverse("console:proposal", args=[proposal.code]))


def _held(request: ConsoleRequest, post: PostRow, person_id: UUID, places: dict[str, str]) -> dict[str, Any]:
    mine = next(holder for holder in (*post.holders, *post.deputies) if holder.person_id == person_id)
    may = request.actor.may("post.appoint", at=post.unit_code)
    confirm = {
        "text": _("End"),
        "kind": "quiet",
        "title": _("End the appointment as {post}").format(post=title_of(post)),
        "question": _("The seat shows as vacant, and the rights that come with it end at once."),
        "action": reverse("console:appointment-end", args=[mine.appointment_id]),
        "act": _("End the appointment"),
        "reason": {"name": "reason", "label": _("Why")},
    }
    return {
        "title": title_of(post),
        "place": places.get(post.unit_code, post.unit_code),
        "href": reverse("console:unit", args=[post.unit_code]),
        "is_deputy": mine.holding == "deputy",
        "from_at": mine.from_at,
        "to_at": mine.to_at,
        "document": mine.document,
        "duty_phone": post.duty_phone,
        "confirm": confirm if may else None,
    }


def _certificate(shown: PersonShown, today: date) -> dict[str, Any] | None:
    """The certificate and what is the matter with it."""
    if shown.certified_until is None:
        return None
    return {"role": role_name(shown.certified_for), "until": shown.certified_until, **certificate_tag(shown, today)}


def _leave(shown: PersonShown, posts: int) -> dict[str, Any]:
    return {
        "text": _("Let {name} leave").format(name=shown.name),
        "icon": "user-off",
        "kind": "stop",
        "title": _("{name} leaves").format(name=shown.name),
        "question": ngettext(
            "{n} appointment ends now. Contact details are kept 30 days, then erased.",
            "{n} appointments end now. Contact details are kept 30 days, then erased.",
            posts,
        ).format(n=posts),
        "action": reverse("console:person-leave", args=[shown.id]),
        "act": _("End the service"),
        "reason": {"name": "reason", "label": _("Why")},
    }


def _erase(shown: PersonShown) -> dict[str, Any]:
    return {
        "text": _("Erase"),
        "icon": "trash",
        "kind": "stop",
        "title": _("Propose to erase {name}").format(name=shown.name),
        "question": _(
            "Name, contact details, consents and sign-in go for good, from backups too; what was done stays without a "
            "name. Whoever holds posts leaves first. A second person approves, then there is a certificate."
        ),
        "action": reverse("console:person-erase", args=[shown.id]),
        "act": _("Propose the erasure"),
        "reason": {"name": "reason", "label": _("Why")},
    }
