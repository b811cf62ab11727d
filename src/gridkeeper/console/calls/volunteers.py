"""The volunteers' page of a community: its appeal, open calls, and signing up or taking that back (P4, R-15)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gridkeeper.console.door import ConsoleRequest
from gridkeeper.console.duty.words import span
from gridkeeper.console.words import title_of
from gridkeeper.kernel.errors import GridkeeperError, NotFound
from gridkeeper.rosters.commands.calling import enlist, leave_list, publish_appeal
from gridkeeper.rosters.queries.calls import appeal_at, calls_page, signed_up_by, signed_up_count
from gridkeeper.territory.queries.find import unit_meant


def page(request: ConsoleRequest, code: str) -> HttpResponse:
    """Read the appeal, sign up, take it back; the desk writes the appeal."""
    unit = unit_meant(actor=request.actor, text=code)
    error: GridkeeperError | None = None
    if request.method == "POST":
        try:
            _act(request, unit_id=unit.id, code=unit.unit_code)
        except NotFound:
            raise
        except GridkeeperError as refusal:
            error = refusal
        else:
            return HttpResponseRedirect(reverse("console:volunteers", args=[unit.unit_code]))
    actor = request.actor
    appeal = appeal_at(actor=actor, unit_code=unit.unit_code)
    signed_line: list[str] = []
    if actor.may("duties.read", at=unit.unit_code):
        signed = signed_up_count(actor=actor, unit_code=unit.unit_code)
        signed_line = [ngettext("{n} person signed up", "{n} people signed up", signed).format(n=signed)]
    context = {
        "title": appeal.title if appeal else _("Volunteers of {place}").format(place=unit.label),
        "facts_line": [unit.label, *signed_line],
        "appeal": appeal,
        "calls": [
            {"row": row, "title": title_of(row), "span": span(row.starts, row.ends, request.now)}
            for row in calls_page(actor=actor, unit_code=unit.unit_code, size=20)
        ],
        "has_person": actor.person_id is not None,
        "is_signed_up": unit.unit_code in signed_up_by(actor=actor),
        "may_write": actor.may("duties.write", at=unit.unit_code),
        "wording": _wording(),
        "error": error,
        "typed": request.POST if error else {},
    }
    return render(request, "console/calls/volunteers.html", context, status=409 if error else 200)


def _wording() -> str:
    return _("I agree to be asked for duties in this community. I may decline each one and take this back at any time.")


def _act(request: ConsoleRequest, *, unit_id: UUID, code: str) -> None:
    actor, now = request.actor, request.now
    match request.POST.get("act", ""):
        case "sign-up":
            enlist(actor=actor, unit_id=unit_id, unit_code=code, wording=_wording(), now=now)
            messages.success(request, _("You are signed up. You decide about every duty."))
        case "take-back":
            leave_list(actor=actor, unit_code=code, now=now)
            messages.success(request, _("Taken back. Nobody asks you here any more."))
        case "publish":
            given = request.POST
            publish_appeal(
                actor=actor,
                unit_id=unit_id,
                unit_code=code,
                title=given.get("title", ""),
                words=given.get("words", ""),
                now=now,
            )
            messages.success(request, _("Published."))
        case other:
            raise NotFound(kind="act", name=other)
