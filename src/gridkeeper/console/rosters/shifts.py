"""One shift: its people, who could stand it, offers, exceptions; planning a new one."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime, make_aware
from django.utils.translation import gettext as _

from gridkeeper.console.door import ConsoleRequest
from gridkeeper.console.duty.words import DUTY_STATES, flags, span
from gridkeeper.console.rosters.forms import ShiftForm
from gridkeeper.console.rosters.sheet import SHEET_BEGINS
from gridkeeper.console.rosters.views import look_at, named, places_of
from gridkeeper.console.words import called, role_name, state_tag, title_of
from gridkeeper.kernel.errors import GridkeeperError, NotFound
from gridkeeper.posts.queries.people import people_meant
from gridkeeper.rosters.commands.answering import check_in, check_out, decline_duty
from gridkeeper.rosters.commands.offering import NewShift, Override, offer_duty, plan_shift
from gridkeeper.rosters.queries.sheets import ShiftRow, proposed_for, shift_shown
from gridkeeper.sites.queries import sites_page
from gridkeeper.territory.queries.find import unit_meant


def shift(request: ConsoleRequest, shift_id: UUID) -> HttpResponse:
    """A shift with its people; those who keep duties offer, replace and note arrivals from paper here."""
    error: GridkeeperError | None = None
    if request.method == "POST":
        try:
            _act(request, shift_id)
        except NotFound:
            raise
        except GridkeeperError as refusal:
            error = refusal
        else:
            return HttpResponseRedirect(reverse("console:shift", args=[shift_id]))
    return _page(request, shift_shown(actor=request.actor, shift_id=shift_id), error=error)


def plan(request: ConsoleRequest, code: str) -> HttpResponse:
    """Plan a shift at a unit."""
    unit = unit_meant(actor=request.actor, text=code)
    request.actor.require("duties.write", at=unit.unit_code)
    form = ShiftForm(request.POST or None, now=request.now, sites=sites_at(request, unit.unit_code))
    error: GridkeeperError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            wanted = shift_of_form(form, unit_id=unit.id, unit_code=unit.unit_code)
            made = plan_shift(actor=request.actor, shift=wanted, now=request.now)
        except GridkeeperError as refusal:
            error = refusal
        else:
            messages.success(request, _("Planned. Now offer it to somebody."))
            return HttpResponseRedirect(reverse("console:shift", args=[made.id]))
    context = {
        "form": form,
        "error": error,
        "title": _("Plan a shift at {place}").format(place=unit.label),
        "back": f"{reverse('console:rosters')}?unit={unit.unit_code}",
    }
    return render(request, "console/rosters/plan.html", context, status=422 if form.errors or error else 200)


def sites_at(request: ConsoleRequest, unit_code: str) -> list[tuple[str, str]]:
    """Sites to choose from."""
    found = sites_page(actor=request.actor, unit_code=unit_code, size=200)
    return [(str(row.id), called(row)) for row in found]


def shift_of_form(form: ShiftForm, *, unit_id: UUID, unit_code: str) -> NewShift:
    """The shift that a valid form describes."""
    given = form.cleaned_data
    return NewShift(
        unit_id=unit_id,
        unit_code=unit_code,
        title=given["title"],
        starts=given["starts"],
        ends=given["ends"],
        needed=given["needed"],
        task=given["task"],
        site_id=UUID(given["site"]) if given["site"] else None,
        role=given["role"],
        outdoor=given["outdoor"],
        in_zone=given["in_zone"],
    )


def _act(request: ConsoleRequest, shift_id: UUID) -> None:
    given = request.POST
    now = request.now
    match given.get("act", ""):
        case "offer":
            person = _id(given.get("person", ""))
            offer_duty(actor=request.actor, shift_id=shift_id, person_id=person, now=now, override=_override(request))
            messages.success(request, _("Offered. The answer appears here."))
        case "replace":
            done = decline_duty(actor=request.actor, duty_id=_id(given.get("duty", "")), now=now)
            said = _("The seat is free; somebody else was asked.") if done.somebody_asked else _("The seat is free.")
            messages.success(request, said)
        case "arrive":
            check_in(actor=request.actor, duty_id=_id(given.get("duty", "")), now=now)
        case "leave":
            check_out(actor=request.actor, duty_id=_id(given.get("duty", "")), now=now)
        case other:
            raise NotFound(kind="act", name=other)


def _override(request: ConsoleRequest) -> Override | None:
    reason, until = request.POST.get("reason", "").strip(), request.POST.get("until", "")
    if not reason and not until:
        return None
    try:
        end = make_aware(datetime.fromisoformat(until))
    except ValueError:
        # No readable end is an end that is over: the command says what is needed.
        end = request.now
    return Override(reason=reason, until=end)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound(kind="person", name=text) from error


def _page(request: ConsoleRequest, row: ShiftRow, *, error: GridkeeperError | None) -> HttpResponse:
    actor = request.actor
    may_write = actor.may("duties.write", at=row.unit_code)
    lacking = [one for one in row.people if one.certificate_ended and one.state != "left"]
    asking = may_write and not row.is_resting and row.ends > request.now and (row.open_seats > 0 or bool(lacking))
    text = request.GET.get("q", "").strip()
    look_at(request, [row], row.unit_code)
    place = places_of(request, [row])[row.id]
    context: dict[str, Any] = {
        "title": title_of(row),
        "row": row,
        "facts_line": [
            place,
            span(row.starts, row.ends, request.now),
            role_name(row.role),
            *(_(flag) for flag in flags(row)),
        ],
        "crumbs": [
            {"text": _("Rosters"), "href": f"{reverse('console:rosters')}?unit={row.unit_code}"},
            {"text": title_of(row)},
        ],
        "people": [{"one": one, "name": named(one), "state": state_tag(DUTY_STATES, one.state)} for one in row.people],
        "may_write": may_write,
        "may_override": actor.may("duties.override", at=row.unit_code),
        "asking": asking,
        "proposed": proposed_for(actor=actor, shift_id=row.id, now=request.now) if asking else [],
        "found": people_meant(actor=actor, text=text) if asking and text else [],
        "text": text,
        "error": error,
        "refused_person": request.POST.get("person", "") if getattr(error, "may_be_set_aside", False) else "",
        "ends": row.ends,
        "gate_sheet": _sheet_of(row),
    }
    return render(request, "console/rosters/shift.html", context, status=409 if error else 200)


def _sheet_of(row: ShiftRow) -> str:
    """The printed page of the gate that this shift stands at."""
    if not row.site_id:
        return ""
    day = localtime(row.starts - SHEET_BEGINS).date()
    return f"{reverse('console:gate-sheets', args=[row.unit_code])}?site={row.site_id}&day={day:%Y-%m-%d}"
