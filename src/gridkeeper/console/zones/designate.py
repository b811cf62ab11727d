"""Designate a zone or static management at a place; a second person opens it (R-08, YZ-20, YZ-25)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gridkeeper.console.door import ConsoleRequest
from gridkeeper.console.words import named
from gridkeeper.console.zones.forms import AreaForm, StaticForm, ZoneForm
from gridkeeper.kernel.errors import GridkeeperError, NotFound
from gridkeeper.kernel.unit_code import LENGTHS, Level
from gridkeeper.orders.choices import OrderKind
from gridkeeper.orders.commands import Draft
from gridkeeper.posts.queries.own import duty_line
from gridkeeper.rules.errors import NoRuleInForce
from gridkeeper.territory.queries.find import unit_meant
from gridkeeper.territory.queries.overlays import OverlayShown, overlay_shown
from gridkeeper.zones.choices import Extent
from gridkeeper.zones.commands.exits import NewExit
from gridkeeper.zones.commands.opening import NewZone, propose_zone
from gridkeeper.zones.queries.rules import size_rule, static_rule

_BUILDING = LENGTHS[Level.BUILDING]


def designate(request: ConsoleRequest, code: str) -> HttpResponse:
    """The form, and on POST the proposal; ``?overlay=`` takes a compound, ``?kind=static`` asks people to stay in."""
    unit = unit_meant(actor=request.actor, text=code)
    request.actor.require("order.propose", at=unit.unit_code)
    overlay = _overlay(request)
    place = overlay.name if overlay else unit.label
    is_larger = len(unit.unit_code) < _BUILDING
    form, facts = _asked(request, unit, place, is_larger=is_larger)
    error: GridkeeperError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            new = _new(request, form, unit, overlay)
            row, proposal = propose_zone(actor=request.actor, zone=new, now=request.now)
        except GridkeeperError as refusal:
            error = refusal
        else:
            said = _("Proposed. A second person opens it: {code}.").format(code=proposal.code)
            messages.success(request, said)
            return HttpResponseRedirect(reverse("console:zone", args=[row.id]))
    context: dict[str, Any] = {
        "crumbs": [{"text": _("Zones"), "href": reverse("console:zones")}, {"text": unit.label}],
        "facts_line": [unit.unit_code],
        "form": form,
        "error": error,
        "unit": unit,
        "overlay": overlay,
        "is_larger": is_larger,
        **facts,
    }
    if is_larger:
        context["map"] = _map(unit, place, overlay, form)
    return render(request, "console/zones/designate.html", context, status=422 if form.errors or error else 200)


def _overlay(request: ConsoleRequest) -> OverlayShown | None:
    """The compound that is meant, if one is."""
    given = request.GET.get("overlay", "")
    try:
        return overlay_shown(actor=request.actor, overlay_id=UUID(given)) if given else None
    except ValueError as error:
        raise NotFound(kind="overlay", name=given) from error


def _asked(request: ConsoleRequest, unit: Any, place: str, *, is_larger: bool) -> tuple[AreaForm, dict[str, Any]]:
    """The form of this kind of order, and what the page says of it from the table in force."""
    line = duty_line(actor=request.actor, unit_code=unit.unit_code, now=request.now)
    hotline, today = line.phone if line else "", timezone.localdate(request.now)
    asked: dict[str, Any] = {"data": request.POST or None, "now": request.now, "is_larger": is_larger}
    if request.GET.get("kind") != "static":
        extent = Extent.COMPOUND if request.GET.get("overlay") else Extent.SEVERAL
        rule = size_rule(place=unit.unit_code, as_of=today, extent=extent)
        initial = {"name": _("Zone {place}").format(place=place), "hotline": hotline}
        reasons = {key: named(words) for key, words in rule.reasons.items()}
        facts = {"title": _("Designate a zone: {place}").format(place=place), "rule": rule}
        return ZoneForm(initial=initial, reasons=reasons, **asked), facts
    static = static_rule(place=unit.unit_code, as_of=today)
    if static is None:
        raise NoRuleInForce(topic=_("static management"), as_of=today.isoformat(), place=unit.label, known="-")
    until = _("At most {hours} hours. It is renewed with a fresh reason, each time for no longer.").format(
        hours=static.hours
    )
    initial = {"name": _("Static management {place}").format(place=place), "hotline": hotline}
    facts = {"title": _("Static management: {place}").format(place=place), "static": static}
    lasts = timedelta(hours=static.hours)
    return StaticForm(initial=initial, services=named(static.services), until=until, lasts=lasts, **asked), facts


def _map(unit: Any, place: str, overlay: OverlayShown | None, form: AreaForm) -> dict[str, Any]:
    return {
        "label": place,
        "areas": reverse("console:overlay-areas", args=[overlay.id])
        if overlay
        else reverse("console:unit-areas", args=[unit.unit_code]),
        "points": reverse("console:unit-points", args=[unit.unit_code]),
        "draw": form["outline"].id_for_label,
        "selected": "set",
        "is_tall": True,
    }


def _new(request: ConsoleRequest, form: AreaForm, unit: Any, overlay: OverlayShown | None) -> NewZone:
    given = form.cleaned_data
    is_static = isinstance(form, StaticForm)
    order = Draft(
        number=given["number"],
        title=given["name"],
        kind=OrderKind.STATIC if is_static else OrderKind.ZONE,
        unit_id=unit.id,
        unit_code=unit.unit_code,
        legal_basis=given["legal_basis"],
        document=given["document"],
        issued_by=given["issued_by"],
        issued_at=request.now,
        expires_at=given["expires_at"],
    )
    return NewZone(
        order=order,
        name=given["name"],
        level="static" if is_static else "high",
        reason=given["reason"],
        hotline=given["hotline"],
        measures=given["measures"],
        services=given.get("services", ""),
        part=given.get("part", ""),
        part_is=Extent(given.get("part_is") or Extent.STAIRWELL),
        larger_reason=given.get("larger_reason", ""),
        larger_because=given.get("larger_because", ""),
        zero=given.get("zero"),
        outline=given.get("outline"),
        overlay_id=overlay.id if overlay else None,
        exits=tuple(_exit(line) for line in given["exits"].splitlines() if line.strip()),
    )


def _exit(line: str) -> NewExit:
    place, _sign, rest = line.replace("＝", "=").partition("=")
    opener, _sign, phone = rest.replace("，", ",").partition(",")
    return NewExit(place=place.strip()[:80], opener=opener.strip()[:80], phone=phone.strip()[:20])
