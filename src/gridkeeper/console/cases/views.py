"""Open work in reach, one case step by step, opening a task."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django.views.decorators.http import require_POST, require_safe

from gridkeeper.access.queries.who import who_is
from gridkeeper.cases.choices import CaseState
from gridkeeper.cases.commands.work import NewTask, move_case, open_task
from gridkeeper.cases.queries import CaseRow, Narrowed, case_shown, cases_counted, cases_page
from gridkeeper.console import words
from gridkeeper.console.cases.forms import TaskForm
from gridkeeper.console.cases.listing import (
    CASES,
    SORTS,
    STANDINGS,
    day_of,
    narrowed,
    order_choice,
    rows_of,
    standing_of,
    task_of,
)
from gridkeeper.console.door import ConsoleRequest
from gridkeeper.console.export import exports, file_of, is_fragment
from gridkeeper.console.filters import Field, kept, on_day, one_of, words_like
from gridkeeper.console.paging import SIZE, Page, cursor_of, turned
from gridkeeper.console.sorting import sort_of
from gridkeeper.kernel.errors import GridkeeperError
from gridkeeper.posts.queries.bodies import bodies_page, body_names
from gridkeeper.territory.queries.find import unit_meant
from gridkeeper.territory.queries.labels import labels_of

_EXPORTED = 100_000
_OWNERS = 60
_VERBS = {
    "accepted": (gettext_noop("Accept it"), "check"),
    "dispatched": (gettext_noop("Send someone"), "send"),
    "on_site": (gettext_noop("Somebody is there"), "map-pin"),
    "resolved": (gettext_noop("Report it done"), "circle-check"),
    "verified": (gettext_noop("Confirm it is done"), "eye"),
    "closed": (gettext_noop("Close it"), "check"),
    "rejected": (gettext_noop("Turn it down"), "x"),
}


@require_safe
def cases(request: ConsoleRequest) -> HttpResponse:
    """Work in reach, most urgent first, page by page; ``?format=xlsx`` or ``csv`` exports all that is asked for."""
    asked = narrowed(request)
    sort = sort_of(request, asked.sorts, *SORTS)
    if request.GET.get("format") in ("xlsx", "csv"):
        found = cases_page(actor=request.actor, asked=asked, sort=sort, size=_EXPORTED).whole()
        return file_of(request, CASES, rows_of(found, *_named(request, found)), name="work")
    found = cases_page(actor=request.actor, asked=asked, sort=sort, after=cursor_of(request), size=SIZE)
    places, owners = _named(request, found)
    page = turned(request, found)
    context: dict[str, Any] = {
        "title": _heading(request, asked, page),
        "tasks": [task_of(row, places, owners, now=request.now) for row in found],
        "filters": [*_filters(request, asked), order_choice(request, asked)],
        "exports": exports(request),
        "page": page,
    }
    name = "console/cases/list.html#rows" if is_fragment(request) else "console/cases/list.html"
    return render(request, name, context)


def _heading(request: ConsoleRequest, asked: Narrowed, page: Page) -> str:
    total = page.total or 0
    day = day_of(request)
    if day:
        said = {
            "opened": ngettext("{n} thing was opened on {day}", "{n} things were opened on {day}", total),
            "closed": ngettext("{n} thing was closed on {day}", "{n} things were closed on {day}", total),
            "open": ngettext(
                "{n} thing was open at the end of {day}", "{n} things were open at the end of {day}", total
            ),
        }
        return said[asked.moved].format(n=total, day=f"{day:%Y-%m-%d}")
    if asked.over:
        return ngettext("{n} thing is over", "{n} things are over", total).format(n=total)
    if asked.life_safety:
        return ngettext("{n} danger to life is open", "{n} dangers to life are open", total).format(n=total)
    late, _exact = cases_counted(actor=request.actor, asked=replace(asked, late_at=request.now))
    return ngettext("{n} thing is late", "{n} things are late", late).format(n=late) if late else _("Nothing is late")


def _named(request: ConsoleRequest, found: Sequence[CaseRow]) -> tuple[dict[str, str], dict[UUID, str]]:
    places = labels_of(actor=request.actor, codes=[row.unit_code for row in found])
    return places, _owner_names(request, [row.body_id for row in found if row.body_id])


def _owner_names(request: ConsoleRequest, ids: Sequence[UUID]) -> dict[UUID, str]:
    names = body_names(actor=request.actor, ids=ids)
    return {key: words.named(name) for key, name in names.items()}


def _filters(request: ConsoleRequest, asked: Narrowed) -> list[Field]:
    standings = {key: _(text) for key, text in STANDINGS.items()}
    kinds = {"": _("Any kind"), **{key: _(text) for key, text in words.CASE_KINDS.items()}}
    return [
        *kept(unit=asked.unit_code),
        words_like(_("Number or words"), asked.text),
        one_of("standing", _("State"), standings, standing_of(request)),
        one_of("kind", _("Kind"), kinds, asked.kind),
        *on_day(_("Day"), day_of(request)),
    ]


@require_safe
def case(request: ConsoleRequest, number: str) -> HttpResponse:
    """One case: where it stands, what may follow, what happened."""
    return _page(request, case_shown(actor=request.actor, number=number))


@require_POST
def move(request: ConsoleRequest, number: str) -> HttpResponse:
    """Take the next step; a refusal is shown on the case's page and nothing is lost."""
    wanted = request.POST.get("to", "")
    said = request.POST.get("words", "").strip()
    if wanted not in CaseState.values:
        return HttpResponseRedirect(reverse("console:case", args=[number]))
    try:
        move_case(actor=request.actor, number=number, to=CaseState(wanted), words=said, now=request.now)
    except GridkeeperError as refusal:
        return _page(request, case_shown(actor=request.actor, number=number), error=refusal, typed=said)
    messages.success(request, _("Noted: {state}.").format(state=words.said(words.CASE_STATES, wanted)))
    return HttpResponseRedirect(reverse("console:case", args=[number]))


def open_here(request: ConsoleRequest, code: str) -> HttpResponse:
    """Open a task at a unit for one of its organisations."""
    unit = unit_meant(actor=request.actor, text=code)
    request.actor.require("cases.write", at=unit.unit_code)
    form = TaskForm(request.POST or None, now=request.now, bodies=_owners(request, unit.unit_code))
    error: GridkeeperError | None = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        task = NewTask(
            title=given["title"],
            detail=given["detail"],
            unit_id=unit.id,
            unit_code=unit.unit_code,
            body_id=UUID(given["body"]),
            due_at=given["due_at"],
        )
        try:
            made = open_task(actor=request.actor, task=task, now=request.now)
        except GridkeeperError as refusal:
            error = refusal
        else:
            messages.success(request, _("Task {number} is open.").format(number=made.number))
            return HttpResponseRedirect(reverse("console:case", args=[made.number]))
    context = {
        "form": form,
        "error": error,
        "unit": unit,
        "title": _("What is to be done at {place}?").format(place=unit.label),
    }
    return render(request, "console/cases/open.html", context, status=422 if form.errors or error else 200)


def _owners(request: ConsoleRequest, unit_code: str) -> list[tuple[str, str]]:
    """Organisations that may own the work: those at the place and above it."""
    found = list(bodies_page(actor=request.actor, unit_code=unit_code, size=_OWNERS))
    found.sort(key=lambda row: (row.unit_code != unit_code, row.kind != "committee", row.name))
    return [(str(row.id), words.called(row)) for row in found]


def _page(
    request: ConsoleRequest, row: CaseRow, *, error: GridkeeperError | None = None, typed: str = ""
) -> HttpResponse:
    places = labels_of(actor=request.actor, codes=[row.unit_code])
    body_ids = [step.body_id for step in row.steps if step.body_id] + ([row.body_id] if row.body_id else [])
    owners = _owner_names(request, body_ids)
    who = who_is(actor=request.actor, logins={step.by for step in row.steps} | {row.opened_by}, now=request.now)
    may = request.actor.may("cases.write", at=row.unit_code)
    context: dict[str, Any] = {
        "title": words.case_title(row),
        "case": row,
        "crumbs": [{"text": _("Open work"), "href": reverse("console:cases")}, {"text": row.number}],
        "facts_line": [
            words.said(words.CASE_KINDS, row.kind),
            row.number,
            places.get(row.unit_code, row.unit_code),
            *filter(None, [owners.get(row.body_id) if row.body_id else ""]),
        ],
        "state": words.said(words.CASE_STATES, row.state),
        "events": [_event(step, who, owners) for step in reversed(row.steps)],
        "nexts": [
            {"to": state, "text": _(_VERBS[state][0]), "icon": _VERBS[state][1]} for state in row.next_states if may
        ],
        "error": error,
        "typed": typed,
    }
    return render(request, "console/cases/case.html", context, status=409 if error else 200)


def _event(step: Any, who: dict[str, Any], owners: dict[UUID, str]) -> dict[str, Any]:
    text = words.said(words.CASE_STATES, step.state)
    if step.kind == "handed-on":
        text = _("handed on to {body}").format(body=owners.get(step.body_id, "—"))
    details = [words.person_behind(who.get(step.by), step.by), step.words, step.late_because]
    return {"at": step.happened_at, "text": text, "details": [fact for fact in details if fact]}
