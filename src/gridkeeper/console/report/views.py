"""The daily report and the zero report of a unit and day (日报、零报告): computed, and what nobody said stays open."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from django.views.decorators.http import require_POST, require_safe

from gridkeeper.activations.commands.forms import keep_form
from gridkeeper.activations.queries.forms import forms_at, report_as, report_in_form
from gridkeeper.activations.queries.report import FIGURES, DailyReport, ZeroLine, daily_report
from gridkeeper.console import words
from gridkeeper.console.door import ConsoleRequest
from gridkeeper.console.export import download
from gridkeeper.console.refusals import sentence
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import GridkeeperError

ZERO_STATES = {
    "late": (gettext_noop("not reported, late"), "late"),
    "due": (gettext_noop("not due yet"), "plain"),
    "said": (gettext_noop("reported"), "ok"),
}
_FOLDED_FROM = 12
_CASES = {"cases_opened": "opened", "cases_closed": "closed", "cases_open": "stood"}
"""Figures of work, and which standing of the list of work shows their rows."""


class DayForm(forms.Form):
    """Whose day."""

    date = forms.DateField(label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class FileForm(forms.Form):
    """A form that a superior prescribes."""

    file = forms.FileField(max_length=120)


@require_safe
def report(request: ConsoleRequest, code: str) -> HttpResponse:
    """The report of a day, today where none is named; ``?format=`` gives a file, ``&form=`` a prescribed one."""
    found = daily_report(actor=request.actor, unit_code=code, day=_day(request), now=request.now)
    kind = request.GET.get("format", "")
    name = f"report-{found.unit_code}-{found.day:%Y%m%d}"
    if request.GET.get("form"):
        filled = report_in_form(found, name=request.GET["form"], exercise=request.home_time.is_exercise)
        return download(request, filled.content, name=name, kind=filled.kind)
    if kind in ("xlsx", "docx"):
        content = report_as(found, kind=kind, chinese=words.is_chinese(), exercise=request.home_time.is_exercise)
        return download(request, content, name=name, kind=kind)
    return _page(request, found)


@require_POST
def keep(request: ConsoleRequest, code: str) -> HttpResponse:
    """Keep a prescribed form for this unit and those below; placeholders without a figure are listed."""
    given = FileForm(request.POST, request.FILES)
    if not given.is_valid():
        found = daily_report(actor=request.actor, unit_code=code, day=_day(request), now=request.now)
        return _page(request, found, error=_("Choose a workbook or a Word file."))
    file = given.cleaned_data["file"]
    try:
        row = keep_form(
            actor=request.actor, unit_code=code, name=Path(file.name).stem, content=file.read(), now=request.now
        )
    except GridkeeperError as refusal:
        found = daily_report(actor=request.actor, unit_code=code, day=_day(request), now=request.now)
        return _page(request, found, error=sentence(refusal))
    messages.success(request, _("“{name}” is kept.").format(name=row.name))
    return HttpResponseRedirect(reverse("console:daily-report", args=[code]))


def _page(request: ConsoleRequest, found: DailyReport, *, error: str = "") -> HttpResponse:
    actor = request.actor
    chinese = words.is_chinese()
    code = found.unit_code
    context: dict[str, Any] = {
        "report": found,
        "figures": [
            {"text": FIGURES[key][0 if chinese else 1], "number": number, "href": _rows_behind(actor, found, key)}
            for key, number in found.figures.items()
        ],
        "zeros": _groups(found),
        "day_form": DayForm(initial={"date": found.day}),
        "forms": forms_at(actor=actor, unit_code=code) if actor.may("orders.read", at=code) else [],
        "upload": {
            "action": reverse("console:report-form-keep", args=[code]),
            "label": _("A form that is prescribed to you"),
            "hint": _("A workbook or Word file; write {{name of a figure}} where the figure belongs."),
            "accept": ".xlsx,.docx",
            "act": _("Keep the form"),
            "error": error,
        }
        if actor.may("measure.write", at=code)
        else None,
        "may_see_board": actor.may("wall.read", at=code),
    }
    return render(request, "console/report/daily.html", context, status=409 if error else 200)


def _rows_behind(actor: Actor, found: DailyReport, key: str) -> str:
    """Address of the rows that a figure counts; empty where no page lists them for this reader."""
    place = f"unit={found.unit_code}&day={found.day:%Y-%m-%d}"
    if key == "rounds_due":
        return f"{reverse('console:rounds')}?{place}"
    if key.startswith("rounds_"):
        return f"{reverse('console:round-rows')}?{place}&state={key.removeprefix('rounds_')}"
    if key.startswith("measures_") and found.board and actor.may("wall.read", at=found.unit_code):
        return reverse("console:measures", args=[found.unit_code])
    if key.startswith("duties_") and actor.may("duties.read", at=found.unit_code):
        return f"{reverse('console:rosters')}?{place}"
    if key in _CASES:
        return f"{reverse('console:cases')}?{place}&standing={_CASES[key]}"
    if key == "teams" and actor.may("wall.read", at=found.unit_code):
        return f"{reverse('console:bodies')}?{place}&made=order"
    return f"#{key.replace('_', '-')}" if key.startswith("zero_") else ""


def _groups(found: DailyReport) -> list[dict[str, Any]]:
    """Zero reports that are late, those still to come, those said; long groups of what needs nobody are folded."""
    groups = []
    for state, (word, _kind) in ZERO_STATES.items():
        lines = [_zero(line) for line in found.zeros if line.state == state]
        if lines or state == "late":
            groups.append(
                {
                    "id": f"zero-{state}",
                    "text": _(word),
                    "lines": lines,
                    "count": len(lines),
                    "is_open": state == "late" or len(lines) <= _FOLDED_FROM,
                }
            )
    return groups if found.zeros else []


def _zero(line: ZeroLine) -> dict[str, Any]:
    unit = words.either(line.quantity_unit, line.quantity_unit_en)
    post = words.either(line.post, line.post_en)
    return {
        "place": line.place,
        "title": words.named(line),
        "state": words.state_tag(ZERO_STATES, line.state),
        "number": None if line.number is None else f"{line.number.normalize():f} {unit}".strip(),
        "said_at": line.said_at,
        "was_late": line.was_late,
        "said_by": " ".join(filter(None, (post, line.person))),
    }


def _day(request: ConsoleRequest) -> date:
    """The day asked for; today on the home's clock where none is, or none that can be read."""
    form = DayForm(request.GET)
    if form.is_valid():
        asked: date = form.cleaned_data["date"]
        return asked
    return localtime(request.now).date()
