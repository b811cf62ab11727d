"""Hand a running shift over: the log, what is open, and both signatures."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gridkeeper.console.door import ConsoleRequest
from gridkeeper.console.duty.words import span
from gridkeeper.console.words import joined, title_of
from gridkeeper.kernel.errors import GridkeeperError, NotFound
from gridkeeper.rosters.commands.handing_over import hand_over, settle_entry, sign_hand_over, write_log
from gridkeeper.rosters.queries.mine import handing_of


def page(request: ConsoleRequest, duty_id: UUID) -> HttpResponse:
    """The log of my shift, what is open at the place, who comes, and my signature."""
    error: GridkeeperError | None = None
    if request.method == "POST":
        try:
            _act(request, duty_id)
        except NotFound:
            raise
        except GridkeeperError as refusal:
            error = refusal
        else:
            return HttpResponseRedirect(reverse("console:duty-hand-over", args=[duty_id]))
    found = handing_of(actor=request.actor, duty_id=duty_id)
    context = {
        "title": _("Hand over: {title}").format(title=title_of(found.duty)),
        "crumbs": [{"text": _("My duty"), "href": reverse("console:duty")}, {"text": _("Hand-over")}],
        "facts_line": [span(found.duty.starts, found.duty.ends, request.now)],
        "found": found,
        "next_names": joined(found.next_names),
        "error": error,
        "typed": request.POST if error else {},
    }
    return render(request, "console/duty/hand_over.html", context, status=409 if error else 200)


@require_POST
def sign(request: ConsoleRequest, hand_over_id: UUID) -> HttpResponse:
    """Take a shift over on my own phone."""
    sign_hand_over(actor=request.actor, hand_over_id=hand_over_id, now=request.now)
    messages.success(request, _("You took it over. You are on duty."))
    return HttpResponseRedirect(reverse("console:duty"))


def _act(request: ConsoleRequest, duty_id: UUID) -> None:
    said = request.POST.get("words", "")
    match request.POST.get("act", ""):
        case "log":
            is_open = bool(request.POST.get("open"))
            write_log(actor=request.actor, duty_id=duty_id, words=said, is_open=is_open, now=request.now)
        case "settle":
            entry = _entry(request.POST.get("entry", ""))
            settle_entry(actor=request.actor, duty_id=duty_id, entry_id=entry, now=request.now)
        case "hand-over":
            hand_over(actor=request.actor, duty_id=duty_id, words=said, now=request.now)
            messages.success(request, _("You signed. Who takes over signs on their own phone."))
        case other:
            raise NotFound(kind="act", name=other)


def _entry(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound(kind="entry", name=text) from error
