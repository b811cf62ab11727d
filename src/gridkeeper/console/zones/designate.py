"""Designate a zone at a place; a second person opens it (R-08, YZ-20)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gridkeeper.console.door import ConsoleRequest
from gridkeeper.console.zones.forms import ZoneForm
from gridkeeper.kernel.errors import GridkeeperError
from gridkeeper.kernel.unit_code import LENGTHS, Level
from gridkeeper.orders.choices import OrderKind
from gridkeeper.orders.commands import Draft
from gridkeeper.posts.queries.own import duty_line
from gridkeeper.territory.queries.find import unit_meant
from gridkeeper.zones.commands.exits import NewExit
from gridkeeper.zones.commands.opening import NewZone, propose_zone

_BUILDING = LENGTHS[Level.BUILDING]


def designate(request: ConsoleRequest, code: str) -> HttpResponse:
    """The form, and on POST the proposal; ``?overlay=`` takes a compound instead of the unit."""
    unit = unit_meant(actor=request.actor, text=code)
    request.actor.require("order.propose", at=unit.unit_code)
    line = duty_line(actor=request.actor, unit_code=unit.unit_code, now=request.now)
    initial = {"name": _("Zone {place}").format(place=unit.label), "hotline": line.phone if line else ""}
    form = ZoneForm(request.POST or None, now=request.now, initial=initial)
    error: GridkeeperError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            row, proposal = propose_zone(actor=request.actor, zone=_new(request, form, unit), now=request.now)
        except GridkeeperError as refusal:
            error = refusal
        else:
            said = _("Proposed. A second person opens it: {code}.").format(code=proposal.code)
            messages.success(request, said)
            return HttpResponseRedirect(reverse("console:zone", args=[row.id]))
    context: dict[str, Any] = {
        "title": _("Designate a zone: {place}").format(place=unit.label),
        "crumbs": [{"text": _("Zones"), "href": reverse("console:zones")}, {"text": unit.label}],
        "facts_line": [unit.unit_code],
        "form": form,
        "error": error,
        "unit": unit,
        "is_larger": len(unit.unit_code) < _BUILDING,
    }
    if context["is_larger"]:
        context["map"] = {
            "label": unit.label,
            "areas": reverse("console:unit-areas", args=[unit.unit_code]),
            "points": reverse("console:unit-points", args=[unit.unit_code]),
            "draw": form["outline"].id_for_label,
            "is_tall": True,
        }
    return render(request, "console/zones/designate.html", context, status=422 if form.errors or error else 200)


def _new(request: ConsoleRequest, form: ZoneForm, unit: Any) -> NewZone:
    given = form.cleaned_data
    order = Draft(
        number=given["number"],
        title=given["name"],
        kind=OrderKind.ZONE,
        unit_id=unit.id,
        unit_code=unit.unit_code,
        legal_basis=given["legal_basis"],
        document=given["document"],
        issued_by=given["issued_by"],
        issued_at=request.now,
        expires_at=given["expires_at"],
    )
    overlay = request.GET.get("overlay", "")
    return NewZone(
        order=order,
        name=given["name"],
        level="high",
        reason=given["reason"],
        hotline=given["hotline"],
        measures=given["measures"],
        larger_because=given["larger_because"],
        zero=given["zero"],
        outline=given["outline"],
        overlay_id=UUID(overlay) if len(overlay) == 36 else None,
        exits=tuple(_exit(line) for line in given["exits"].splitlines() if line.strip()),
    )


def _exit(line: str) -> NewExit:
    place, _sign, rest = line.replace("＝", "=").partition("=")
    opener, _sign, phone = rest.replace("，", ",").partition(",")
    return NewExit(place=place.strip()[:80], opener=opener.strip()[:80], phone=phone.strip()[:20])
