"""The dry run of a playbook: what would be made, changed and suspended, by unit and by person, and what cannot be."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from threading import Lock
from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from gridkeeper.access.choices import Look
from gridkeeper.access.commands.reading import note_look
from gridkeeper.activations.commands.propose import Wish, check_use, propose_activation
from gridkeeper.activations.queries.library import Shelved, playbook_meant
from gridkeeper.activations.queries.preview import previewed
from gridkeeper.activations.queries.running import in_force_at
from gridkeeper.console import words
from gridkeeper.console.door import ConsoleRequest
from gridkeeper.console.export import file_of, is_fragment
from gridkeeper.console.orders.forms import moment_field
from gridkeeper.console.playbooks.preview_file import PREVIEW, SIGNS, change_rows, concerned, in_words, unmet_rows
from gridkeeper.console.playbooks.reading import words_of
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import GridkeeperError
from gridkeeper.kernel.unit_code import LENGTHS, Level
from gridkeeper.playbooks.difference import Change, Preview
from gridkeeper.playbooks.words import KINDS
from gridkeeper.posts.queries.named import Named, names_of
from gridkeeper.territory.queries.find import unit_meant
from gridkeeper.territory.queries.labels import labels_of

SIZE: Final = 60
_KEPT: Final = 3
_FRESH: Final = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class DryRun:
    """A preview and the moment it was computed at."""

    computed_at: datetime
    preview: Preview


class _Shelf:
    """The last dry runs, so that turning a page does not compute a district again; each worker keeps its own."""

    def __init__(self) -> None:
        self._lock, self._kept = Lock(), OrderedDict[tuple[str, str], DryRun]()

    def take(self, one: Shelved, *, actor: Actor, unit_code: str, now: datetime, again: bool) -> DryRun:
        """The dry run of a playbook at a unit, computed anew when it is old or somebody asks."""
        key = (one.digest, unit_code)
        with self._lock:
            kept = self._kept.get(key)
        if kept is not None and not again and timedelta(0) <= now - kept.computed_at < _FRESH:
            return kept
        name = f"{one.playbook.name}@{one.playbook.version}"
        found = previewed(actor=actor, playbook=name, unit_code=unit_code, now=now)
        run = DryRun(computed_at=now, preview=found.preview)
        with self._lock:
            self._kept[key] = run
            self._kept.move_to_end(key)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return run


_SHELF: Final = _Shelf()


class ProposeForm(forms.Form):
    """The document a switch rests on: everything typed by a person (R-06, R-09)."""

    number = forms.CharField(label=gettext_lazy("Number"), max_length=60, help_text=gettext_lazy("As on the paper."))
    issued_by = forms.CharField(label=gettext_lazy("Issued by"), max_length=120)
    document = forms.CharField(label=gettext_lazy("Document"), max_length=400)
    legal_basis = forms.CharField(
        label=gettext_lazy("Legal basis"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("The law or decision it rests on, typed by you: no basis is ever filled in for you."),
    )
    expires_at = moment_field(label=gettext_lazy("Ends by itself"))
    seen = forms.BooleanField(label=gettext_lazy("I have read what cannot be met"))

    def __init__(self, *args: Any, now: datetime, lasts: timedelta, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["expires_at"] = localtime(now + lasts)


@require_safe
def preview(request: ConsoleRequest, name: str) -> HttpResponse:
    """What would change at a unit, and what cannot be met; nothing changes by looking."""
    return _page(request, name, place=request.GET.get("unit", ""))


@require_POST
def propose(request: ConsoleRequest, name: str) -> HttpResponse:
    """Put the switch before a second person."""
    place = request.POST.get("unit", "")
    unit = unit_meant(actor=request.actor, text=place)
    one = playbook_meant(actor=request.actor, name=name, unit_code=unit.unit_code, now=request.now)
    form = _form(request, one)
    if not form.is_valid():
        return _page(request, name, place=place, form=form)
    given = form.cleaned_data
    wish = Wish(
        playbook=name,
        unit_id=unit.id,
        unit_code=unit.unit_code,
        place=unit.label,
        number=given["number"],
        issued_by=given["issued_by"],
        issued_at=request.now,
        legal_basis=given["legal_basis"],
        document=given["document"],
        expires_at=given["expires_at"],
    )
    try:
        asked = propose_activation(
            actor=request.actor, wish=wish, is_exercise=request.home_time.is_exercise, now=request.now
        )
    except GridkeeperError as refusal:
        return _page(request, name, place=place, form=form, error=refusal)
    return HttpResponseRedirect(reverse("console:activation", args=[asked.activation.id]))


def _form(request: ConsoleRequest, one: Shelved) -> ProposeForm:
    lasts = one.playbook.expires.default if one.playbook.expires else timedelta(days=7)
    return ProposeForm(request.POST or None, now=request.now, lasts=lasts)


def _page(
    request: ConsoleRequest,
    name: str,
    *,
    place: str,
    form: ProposeForm | None = None,
    error: GridkeeperError | None = None,
) -> HttpResponse:
    reach = request.actor.reaches("order.propose")
    if not reach:
        request.actor.require("order.propose", at="-")
    unit = unit_meant(actor=request.actor, text=place or reach[0])
    request.actor.require("order.propose", at=unit.unit_code, place=unit.label)
    one = playbook_meant(actor=request.actor, name=name, unit_code=unit.unit_code, now=request.now)
    check_use(one, unit_code=unit.unit_code, place=unit.label, is_exercise=request.home_time.is_exercise)
    run = _SHELF.take(one, actor=request.actor, unit_code=unit.unit_code, now=request.now, again="again" in request.GET)
    narrowed = _narrowed(request, run.preview)
    if request.GET.get("format") in ("xlsx", "csv"):
        return file_of(request, PREVIEW, _exported(request, run.preview, narrowed), name=f"preview-{one.playbook.name}")
    shown = [[row] for row in narrowed] if request.GET.get("view") == "people" else _alike(narrowed)
    first = max(0, _number(request.GET.get("from", "")))
    context = {
        "unit": unit,
        "row": one,
        "title": _("{place} after the switch").format(place=unit.label),
        "playbook": words_of(one.playbook.title),
        "version": f"{one.playbook.name}@{one.playbook.version}",
        "already": _already(request, one, unit.unit_code),
        "computed_at": run.computed_at,
        "figures": _figures(run.preview),
        "places": _places(request, run.preview, unit.unit_code),
        "asked": {key: request.GET.get(key, "") for key in ("at", "sign", "kind", "q", "view")},
        "kinds": [
            {"value": kind, "text": words.said(KINDS, kind)}
            for kind in sorted({change.kind for change in run.preview.changes})
        ],
        "total": len(shown),
        "lines": _lines(request, shown[first : first + SIZE]),
        "turn": _turn(request, first, len(shown)),
        "unmet": [_remark(row) for row in run.preview.unmet],
        "conflicts": [_remark(row) for row in run.preview.conflicts],
        "form": form or _form(request, one),
        "error": error,
        "query": _query(request),
    }
    fragment = is_fragment(request) and error is None and form is None
    template = "console/playbooks/preview.html#rows" if fragment else "console/playbooks/preview.html"
    return render(request, template, context, status=422 if error or form else 200)


def _already(request: ConsoleRequest, one: Shelved, unit_code: str) -> list[dict[str, str]]:
    """Orders under which this playbook is in force here: another one makes everything a second time."""
    return [
        {"href": reverse("console:activation", args=[row.id]), "number": row.number}
        for row in in_force_at(actor=request.actor, unit_code=unit_code)
        if row.playbook == one.playbook.name
    ]


def _narrowed(request: ConsoleRequest, found: Preview) -> Sequence[Change]:
    """The lines asked for: a place, a sign, a kind, a word; or by person, those that concern somebody."""
    asked = request.GET
    rows: Sequence[Change] = found.at(asked["at"]) if asked.get("at") else found.changes
    text = asked.get("q", "").strip()
    return [
        row
        for row in rows
        if asked.get("sign", "") in ("", SIGNS[row.sign])
        and asked.get("kind", "") in ("", row.kind)
        and (not text or text in row.zh or text.casefold() in row.en.casefold())
        and (asked.get("view") != "people" or row.person_id or row.people)
    ]


def _alike(rows: Sequence[Change]) -> list[list[Change]]:
    """Lines that say the same of the same place as one: thirteen members of a team are one line, not thirteen."""
    return [list(same) for _key, same in groupby(rows, key=lambda row: (row.sign, row.kind, row.unit_code, row.zh))]


def _figures(found: Preview) -> dict[str, int]:
    signs = Counter(SIGNS[row.sign] for row in found.changes)
    return {
        "made": signs["made"],
        "changed": signs["changed"],
        "stopped": signs["stopped"],
        "people": len(found.by_person),
        "unmet": len(found.unmet) + len(found.conflicts),
    }


def _places(request: ConsoleRequest, found: Preview, unit_code: str) -> list[dict[str, Any]]:
    """The units one level below with their counts, the fullest first."""
    width = next(
        (length for length in (LENGTHS[Level.TOWNSHIP], LENGTHS[Level.COMMUNITY], LENGTHS[Level.GRID])
         if length > len(unit_code)), LENGTHS[Level.BUILDING]
    )  # fmt: skip
    counts = {code: sum(numbers.values()) for code, numbers in found.counts_below(width).items() if len(code) == width}
    labels = labels_of(actor=request.actor, codes=list(counts))
    rows = [{"code": code, "text": labels.get(code, code), "count": count} for code, count in counts.items()]
    return sorted(rows, key=lambda row: -int(row["count"]))


def _lines(request: ConsoleRequest, groups: Sequence[Sequence[Change]]) -> list[dict[str, Any]]:
    rows = [row for group in groups for row in group]
    places = labels_of(actor=request.actor, codes=list({row.unit_code for row in rows}))
    people = _names(request, rows) if request.GET.get("view") == "people" else {}
    return [
        {
            "change": SIGNS[group[0].sign],
            "kind": words.said(KINDS, group[0].kind),
            "text": in_words(group[0]),
            "note": places.get(group[0].unit_code, group[0].unit_code),
            "people": [people[key] for key in concerned(group[0]) if key in people],
            "count": len({key for row in group for key in concerned(row)}),
            "times": len(group),
            "measure": group[0].measure,
        }
        for group in groups
    ]


def _names(request: ConsoleRequest, rows: Sequence[Change], *, look: Look = Look.LIST) -> dict[UUID, Named]:
    ids = {key for row in rows for key in concerned(row)}
    found = names_of(actor=request.actor, ids=ids)
    if found:
        at = rows[0].unit_code[: LENGTHS[Level.DISTRICT]]
        note_look(actor=request.actor, people=list(found), unit_code=at, look=look, now=request.now)
    return found


def _remark(row: Any) -> dict[str, str]:
    chinese = words.is_chinese()
    return {
        "text": row.zh if chinese else row.en,
        "mend": row.mend_zh if chinese else row.mend_en,
        "measure": row.measure,
        "unit_code": row.unit_code,
    }


def _exported(request: ConsoleRequest, found: Preview, rows: Sequence[Change]) -> Iterator[dict[str, Any]]:
    asked = request.GET
    # What is missing belongs to the whole: it is left out where somebody asked for one kind of line, or for people.
    missing = not any(asked.get(key) for key in ("sign", "kind", "q", "view"))
    missed = [*(row.unit_code for row in found.unmet), *(row.unit_code for row in found.conflicts)]
    places = labels_of(actor=request.actor, codes=list({*missed, *(row.unit_code for row in rows)}))
    names = _names(request, rows, look=Look.EXPORT) if asked.get("view") == "people" else {}
    if missing:
        yield from unmet_rows(found, at=asked.get("at", ""), places=places)
    yield from change_rows(rows, places=places, names=names)


def _turn(request: ConsoleRequest, first: int, total: int) -> dict[str, str]:
    def at(row: int) -> str:
        asked: dict[str, str] = {key: str(value) for key, value in request.GET.dict().items() if key != "again"}
        return f"?{urlencode({**asked, 'from': str(row)})}"

    last = min(first + SIZE, total)
    shown = ngettext("{first} to {last} of {n} line", "{first} to {last} of {n} lines", total)
    return {
        "text": shown.format(first=min(first + 1, total), last=last, n=total),
        "previous": at(max(0, first - SIZE)) if first else "",
        "next": at(last) if last < total else "",
    }


def _query(request: ConsoleRequest) -> str:
    kept = {key: value for key, value in request.GET.dict().items() if key not in ("format", "from", "again")}
    return urlencode(kept)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0
