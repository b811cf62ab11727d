"""How much was covered where, the rows behind each figure, and one round with what it brought."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gridkeeper.console import words
from gridkeeper.console.door import ConsoleRequest
from gridkeeper.console.export import file_of, is_fragment
from gridkeeper.console.moments import clock, day_written
from gridkeeper.console.paging import SIZE, address_of_list, cursor_of, turned
from gridkeeper.console.refusals import NO_PLACE
from gridkeeper.console.rounds.listing import ROUNDS, file_rows
from gridkeeper.console.sorting import choice, heads, sort_of
from gridkeeper.kernel.quantity import Quantity
from gridkeeper.posts.queries.titles import post_titles
from gridkeeper.rounds.queries.coverage import Covered, coverage_below, coverage_of
from gridkeeper.rounds.queries.rows import (
    DAY_SORTS,
    ROUND_SORTS,
    RoundRow,
    photo_shown,
    photos_of,
    round_shown,
    rounds_page,
)
from gridkeeper.territory.queries.labels import labels_of

_DAYS = 7
_EXPORTED = 20_000


@require_safe
def coverage(request: ConsoleRequest) -> HttpResponse:
    """Coverage of a place by unit on one day, and of the whole by day; each figure leads to its rows."""
    code, day = _place(request), _day(request)
    below = coverage_below(actor=request.actor, unit_code=code, day=day)
    by_day = coverage_of(actor=request.actor, unit_code=code, from_day=day - timedelta(days=_DAYS - 1), to_day=day)
    places = labels_of(actor=request.actor, codes=[code, *(row.unit_code for row in below)])
    whole = [row for row in by_day if row.day == day]
    covered, missed = sum(row.done + row.late for row in whole), sum(row.missed for row in whole)
    context: dict[str, Any] = {
        "title": _("Rounds: {place}").format(place=places.get(code, code)),
        "facts_line": [f"{day:%Y-%m-%d}"],
        "unit_code": code,
        "day": day,
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "covered": covered,
        "missed": missed,
        "late": sum(row.late for row in whole),
        "open": sum(row.open for row in whole),
        "share": _percent(covered, missed),
        "is_today": day == timezone.localdate(request.now),
        "columns": [_("Place"), *_columns()],
        "day_columns": [_("Day"), *_columns()],
        "places": [_covered(row, places.get(row.unit_code, row.unit_code), code) for row in below],
        "days": [_covered(row, f"{row.day:%m-%d}", code) for row in reversed(by_day)],
        "day_rows": f"{reverse('console:round-rows')}?unit={code}&day={day:%Y-%m-%d}",
        "missed_href": f"{reverse('console:round-rows')}?unit={code}&state=missed",
    }
    return render(request, "console/rounds/coverage.html", context)


@require_safe
def rows(request: ConsoleRequest) -> HttpResponse:
    """The windows behind a figure: of a place, a day, a kind, a state."""
    asked = {key: request.GET.get(key, "").strip() for key in ("unit", "kind", "state")}
    day = _day(request) if request.GET.get("day") else None
    sorts, is_file = DAY_SORTS if day else ROUND_SORTS, request.GET.get("format") in ("xlsx", "csv")
    found = rounds_page(
        actor=request.actor,
        unit_code=asked["unit"],
        day=day,
        kind=asked["kind"],
        state=asked["state"],
        sort=sort_of(request, sorts),
        after="" if is_file else cursor_of(request),
        size=_EXPORTED if is_file else SIZE,
    )
    if is_file:
        named = labels_of(actor=request.actor, codes=[row.unit_code for row in found])
        return file_of(request, ROUNDS, file_rows(found.whole(), named), name="rounds")
    places = labels_of(actor=request.actor, codes=[asked["unit"]] if asked["unit"] else [])
    context: dict[str, Any] = {
        "facts_line": [places.get(asked["unit"], asked["unit"])] if asked["unit"] else [],
        "title": _("Missed rounds") if asked["state"] == "missed" else _("Rounds"),
        "asked": {**asked, "day": f"{day:%Y-%m-%d}" if day else ""},
        "states": [{"value": key, "text": _(word)} for key, (word, _kind) in words.ROUND_STATES.items()],
        "table": {"columns": heads(request, _row_columns(), sorts), "rows": _lines(request, found)},
        "order": choice(request, _row_columns(), sorts),
        "export": f"?{address_of_list(request)}&format=",
        "page": turned(request, found),
    }
    name = "console/rounds/rows.html#rows" if is_fragment(request) else "console/rounds/rows.html"
    return render(request, name, context)


@require_safe
def round_(request: ConsoleRequest, round_id: UUID) -> HttpResponse:
    """One due window: who covered it by post, with what, and why late."""
    row = round_shown(actor=request.actor, round_id=round_id)
    places = labels_of(actor=request.actor, codes=[row.unit_code])
    titles = post_titles(actor=request.actor, ids=[row.post_id] if row.post_id else [])
    post = titles.get(row.post_id) if row.post_id else None
    context: dict[str, Any] = {
        "title": words.named(row),
        "facts_line": [places.get(row.unit_code, row.unit_code), clock(row.due_at, request.now)],
        "row": row,
        "figure": _figure(row),
        "answers": [{"item": _item(answer), "ok": answer["ok"]} for answer in row.answers],
        "state": words.state_tag(words.ROUND_STATES, row.state),
        "post": words.title_of(post) if post else "",
        "photos": photos_of(actor=request.actor, walk_id=row.walk_id) if row.walk_id else [],
    }
    return render(request, "console/rounds/round.html", context)


def _figure(row: RoundRow) -> Quantity | None:
    """The figure, counted in the reader's language."""
    return row.number and replace(row.number, unit=words.either(row.number.unit, row.number_unit_en))


def _item(answer: Mapping[str, Any]) -> str:
    """A line of the checklist as it was answered, in the reader's language."""
    return words.either(answer["item"], answer.get("item_en", ""))


@require_safe
def photo(request: ConsoleRequest, photo_id: UUID) -> HttpResponse:
    """A picture from a round; never kept by the browser."""
    content, media_type = photo_shown(actor=request.actor, photo_id=photo_id)
    response = HttpResponse(content, content_type=media_type)
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _place(request: ConsoleRequest) -> str:
    asked = request.GET.get("unit", "").strip()
    reach = request.actor.reaches("cases.read")
    if not asked and not reach:
        request.actor.require("cases.read", at=NO_PLACE)
    code = asked or reach[0]
    request.actor.require("cases.read", at=code)
    return code


def _day(request: ConsoleRequest) -> date:
    return day_written(request.GET.get("day", "")) or timezone.localdate(request.now)


def _columns() -> list[str]:
    return [_("Round"), _("Due"), _("Covered"), _("Late"), _("Missed"), _("Coverage")]


def _percent(covered: int, missed: int) -> str:
    return f"{100 * covered / (covered + missed):.1f} %" if covered + missed else "—"


def _covered(row: Covered, text: str, code: str) -> dict[str, Any]:
    down = f"{reverse('console:rounds')}?unit={row.unit_code}&day={row.day:%Y-%m-%d}"
    to_rows = f"{reverse('console:round-rows')}?unit={row.unit_code}&day={row.day:%Y-%m-%d}&kind={row.kind}"
    deeper = len(row.unit_code) > len(code)
    return {
        "href": down if deeper else to_rows,
        "text": text,
        "title": words.named(row) or _("Rounds"),
        "due": row.due,
        "covered": row.done + row.late,
        "late": row.late,
        "missed": row.missed,
        "share": _percent(row.done + row.late, row.missed),
        "rows": to_rows,
    }


def _row_columns() -> list[dict[str, Any]]:
    return [
        {"text": _("Due"), "by": "due"},
        {"text": _("Round")},
        {"text": _("Place"), "by": "place"},
        {"text": _("State")},
        {"text": _("Walked")},
        {"text": _("By post")},
    ]


def _lines(request: ConsoleRequest, found: Sequence[RoundRow]) -> list[dict[str, Any]]:
    places = labels_of(actor=request.actor, codes=[row.unit_code for row in found])
    titles = post_titles(actor=request.actor, ids=[row.post_id for row in found if row.post_id])
    lines = []
    for row in found:
        post = titles.get(row.post_id) if row.post_id else None
        href = reverse("console:round", args=[row.id])
        cells = [
            {"text": clock(row.due_at, request.now), "place": "lead1"},
            {"text": words.named(row), "href": href, "place": "title1"},
            {"text": places.get(row.unit_code, row.unit_code), "place": "sub1"},
            {"tag": words.state_tag(words.ROUND_STATES, row.state), "place": "end1"},
            {"text": clock(row.started_at, request.now) if row.started_at else "—", "place": "off"},
            {"text": words.title_of(post) if post else "—", "place": "off"},
        ]
        lines.append({"href": href, "cells": cells})
    return lines
