"""One switch from its proposal to its end: how far it is, what it made and could not, what was left (K-07, R-11)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST, require_safe

from gridkeeper.access.queries.who import who_is
from gridkeeper.activations.commands.propose import propose_renewal_of
from gridkeeper.activations.commands.stand_down import stand_down
from gridkeeper.activations.queries.shown import (
    ACTIVATION_SORTS,
    ActivationRow,
    activation_shown,
    activations_page,
    made_by_place,
)
from gridkeeper.console import refusals, words
from gridkeeper.console.activations.listing import ACTIVATIONS, file_rows, filters_of, lines_of, title_of
from gridkeeper.console.door import ConsoleRequest
from gridkeeper.console.duty.ahead import told_by_end_of
from gridkeeper.console.export import exports, file_of, is_fragment
from gridkeeper.console.orders.forms import RenewForm
from gridkeeper.console.paging import SIZE, cursor_of, turned
from gridkeeper.console.sorting import sort_of
from gridkeeper.formats.columns import Column, Kind, Table
from gridkeeper.kernel.errors import GridkeeperError
from gridkeeper.kernel.unit_code import LENGTHS, Level
from gridkeeper.orders.queries import proposals_waiting
from gridkeeper.playbooks.words import KINDS
from gridkeeper.territory.queries.labels import labels_of

STEPS = {
    "baseline": gettext_noop("Write down what stands now; the end goes back to it"),
    "composing": gettext_noop("Read the playbook against the place"),
    "control_unit": gettext_noop("Divide the ground into control units"),
    "body": gettext_noop("Found the teams"),
    "post": gettext_noop("Make the posts"),
    "appointment": gettext_noop("Appoint people; each may decline"),
    "site": gettext_noop("Open the places"),
    "shift": gettext_noop("Draw up the duty tables"),
    "notice": gettext_noop("Send the notices"),
    "series": gettext_noop("Begin the rounds"),
    "measures": gettext_noop("Open the measures, start the clocks of personal data"),
}
"""What a switch does, step by step (K-07)."""

_EXPORTED = 20_000
MADE = Table(
    key="made",
    zh="已生成",
    en="Made",
    columns=(
        Column(key="place", zh="地点", en="Place"),
        Column(key="unit_code", zh="单位代码", en="Unit code", kind=Kind.CODE),
        Column(key="kind", zh="类别", en="Kind"),
        Column(key="count", zh="数量", en="Count", kind=Kind.INTEGER),
    ),
)


@require_safe
def activations(request: ConsoleRequest) -> HttpResponse:
    """Every switch in reach, newest first; ``?format=xlsx`` or ``csv`` gives all that is asked for."""
    state, is_file = request.GET.get("state", ""), request.GET.get("format") in ("xlsx", "csv")
    asked = {"state": state if state in words.ACTIVATION_STATES else "", "text": request.GET.get("q", "").strip()}
    found = activations_page(
        actor=request.actor,
        sort=sort_of(request, ACTIVATION_SORTS),
        after="" if is_file else cursor_of(request),
        size=_EXPORTED if is_file else SIZE,
        **asked,
    )
    places = labels_of(actor=request.actor, codes=[row.unit_code for row in found])
    if is_file:
        return file_of(request, ACTIVATIONS, file_rows(found.whole(), places), name="activations")
    context = {
        "rows": lines_of(found, places),
        "filters": filters_of(request, **asked),
        "exports": exports(request),
        "page": turned(request, found),
    }
    name = "console/activations/list.html#rows" if is_fragment(request) else "console/activations/list.html"
    return render(request, name, context)


@require_safe
def activation(request: ConsoleRequest, activation_id: UUID) -> HttpResponse:
    """One switch; while it is being made the page asks again every two seconds how far it is."""
    row = activation_shown(actor=request.actor, activation_id=activation_id)
    if request.GET.get("format") in ("xlsx", "csv"):
        return file_of(request, MADE, _made_rows(request, row), name="activation")
    return _page(request, row)


@require_POST
def renew(request: ConsoleRequest, activation_id: UUID) -> HttpResponse:
    """Ask to prolong it; a second person decides (R-09)."""
    row = activation_shown(actor=request.actor, activation_id=activation_id)
    form = RenewForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form=form)
    try:
        proposal = propose_renewal_of(
            actor=request.actor,
            activation_id=activation_id,
            to=form.cleaned_data["to"],
            reason=form.cleaned_data["reason"],
            now=request.now,
        )
    except GridkeeperError as refusal:
        return _page(request, row, form=form, error=refusal)
    return HttpResponseRedirect(reverse("console:proposal", args=[proposal.code]))


@require_POST
def end(request: ConsoleRequest, activation_id: UUID) -> HttpResponse:
    """Stand down; one person suffices, and what was left is shown at once (R-08, R-11)."""
    stand_down(
        actor=request.actor, activation_id=activation_id, because=request.POST.get("reason", ""), now=request.now
    )
    messages.success(request, _("Stood down. Routine duties go on."))
    return HttpResponseRedirect(reverse("console:activation", args=[activation_id]))


def _page(
    request: ConsoleRequest,
    row: ActivationRow,
    *,
    form: RenewForm | None = None,
    error: GridkeeperError | None = None,
) -> HttpResponse:
    actor = request.actor
    place = labels_of(actor=actor, codes=[row.unit_code]).get(row.unit_code, row.unit_code)
    who = who_is(actor=actor, logins=[row.proposed_by, row.approved_by], now=request.now)
    runs = row.state in ("starting", "active")
    waiting = [one for one in proposals_waiting(actor=actor, now=request.now) if _is_about(one.arguments, row)]
    context = {
        "row": row,
        "place": place,
        "title": _headings()[row.state].format(place=place),
        "playbook": title_of(row),
        "state": words.state_tag(words.ACTIVATION_STATES, row.state),
        "proposed_by": words.person_behind(who.get(row.proposed_by), row.proposed_by),
        "approved_by": words.person_behind(who.get(row.approved_by), row.approved_by),
        "steps": _steps(row) if row.state == "starting" else [],
        "problem": _problem(row),
        "made": _kinds(row),
        "places": _by_place(request, row) if row.state in ("active", "ended") else [],
        "unmet": [said_remark(one) for one in row.unmet],
        "conflicts": [said_remark(one) for one in row.conflicts],
        "difference": _difference(request, row),
        "waiting": waiting,
        "end": _end_confirm(row, place, request.now) if runs and actor.may("order.end", at=row.unit_code) else None,
        "form": form or _renew_form(row)
        if row.state == "active" and actor.may("order.propose", at=row.unit_code)
        else None,
        "error": error,
    }
    fragment = is_fragment(request) and row.state == "starting" and error is None and form is None
    name = "console/activations/activation.html#progress" if fragment else "console/activations/activation.html"
    answer = render(request, name, context, status=409 if error else 200)
    if is_fragment(request) and row.state != "starting":
        # Done while the page was looking: it loads itself anew and shows the result.
        answer["HX-Refresh"] = "true"
    return answer


def said_remark(row: Mapping[str, Any]) -> dict[str, str]:
    """A need that is not met, or a clash, in the reader's language."""
    chinese = words.is_chinese()
    return {
        "text": row["zh"] if chinese else row["en"],
        "mend": row.get("mend_zh" if chinese else "mend_en", ""),
        "measure": row.get("measure", ""),
        "unit_code": row.get("unit_code", ""),
    }


def _headings() -> dict[str, str]:
    return {
        "proposed": _("{place}: the switch waits for a second person"),
        "starting": _("Switching on: {place}"),
        "active": _("{place} is switched on"),
        "ended": _("{place} is back to routine"),
        "refused": _("{place}: the switch was refused"),
    }


def _steps(row: ActivationRow) -> list[dict[str, Any]]:
    names = list(STEPS)
    at = names.index(row.step) if row.step in STEPS else len(names) if row.step == "done" else 0
    share = row.done / row.total if row.total else None
    return [
        {
            "state": "done" if number < at else "now" if number == at else "todo",
            "text": _(STEPS[name]),
            "end": row.summary.get("wanted", {}).get(name, ""),
            "share": share if number == at else None,
        }
        for number, name in enumerate(names)
    ]


def _problem(row: ActivationRow) -> str:
    """Why a switch stopped half-way, in the reader's language; nothing of it was kept."""
    if not row.problem:
        return ""
    return refusals.told(row.problem["text"], row.problem["facts"])


def _kinds(row: ActivationRow) -> list[dict[str, Any]]:
    wanted: Mapping[str, int] = row.summary.get("wanted", {})
    return [
        {
            "kind": words.said(KINDS, kind),
            "wanted": count,
            "made": row.made.get(kind) if row.state in ("active", "ended") else None,
        }
        for kind, count in wanted.items()
    ]


def _by_place(request: ConsoleRequest, row: ActivationRow) -> list[dict[str, Any]]:
    counts: dict[str, int] = {}
    width = LENGTHS[Level.TOWNSHIP] if len(row.unit_code) < LENGTHS[Level.TOWNSHIP] else LENGTHS[Level.COMMUNITY]
    for code, _kind, count in made_by_place(actor=request.actor, activation_id=row.id, width=width):
        counts[code] = counts.get(code, 0) + count
    labels = labels_of(actor=request.actor, codes=list(counts))
    return [{"code": code, "text": labels.get(code, code), "count": count} for code, count in sorted(counts.items())]


def _made_rows(request: ConsoleRequest, row: ActivationRow) -> list[dict[str, Any]]:
    found = made_by_place(actor=request.actor, activation_id=row.id, width=LENGTHS[Level.COMMUNITY])
    labels = labels_of(actor=request.actor, codes=list({code for code, _kind, _count in found}))
    return [
        {
            "place": labels.get(code, ""),
            "unit_code": code,
            "kind": words.said(KINDS, kind),
            "count": count,
        }
        for code, kind, count in found
    ]


def _difference(request: ConsoleRequest, row: ActivationRow) -> list[dict[str, Any]]:
    """What stands otherwise than before, for other reasons than the order."""
    rows: Sequence[Mapping[str, Any]] = row.difference or ()
    labels = labels_of(actor=request.actor, codes=list({one["unit_code"] for one in rows}))
    signs = {"made": "made", "changed": "changed", "suspended": "stopped", "ended": "stopped"}
    return [
        {
            "change": signs[one["change"]],
            "kind": words.said(KINDS, one["kind"]),
            "text": one["words"],
            "note": labels.get(one["unit_code"], one["unit_code"]),
        }
        for one in rows
    ]


def _is_about(arguments: Mapping[str, Any], row: ActivationRow) -> bool:
    return arguments.get("activation") == str(row.id) or arguments.get("order") == str(row.order_id)


def _renew_form(row: ActivationRow) -> RenewForm:
    return RenewForm(initial={"to": localtime(row.expires_at + timedelta(days=3))})


def _end_confirm(row: ActivationRow, place: str, now: datetime) -> dict[str, Any]:
    return {
        "text": _("Stand down"),
        "icon": "hand-stop",
        "kind": "stop",
        "title": _("{place} goes back to routine").format(place=place),
        "question": _(
            "Everything made under order {number} ends at once, and what rested goes on. One person suffices."
        ).format(number=row.number)
        + f" {told_by_end_of(row.order_id, now)}",
        "action": reverse("console:activation-end", args=[row.id]),
        "act": _("Stand down now"),
        "reason": {"label": _("Why it ends now"), "hint": _("Goes on record")},
    }
