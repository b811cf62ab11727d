"""What happened here: the list, its export, and whether the chain still holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, TypedDict

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from gridkeeper.access.queries.who import Who, who_is
from gridkeeper.audit.queries import EVENT_SORTS, EventRow, events_page
from gridkeeper.console import moments, words
from gridkeeper.console.audit.verbs import VERBS
from gridkeeper.console.audit.verifying import chain_verified, head_now
from gridkeeper.console.door import ConsoleRequest
from gridkeeper.console.export import file_of, is_fragment
from gridkeeper.console.paging import SIZE, address_of_list, cursor_of, turned
from gridkeeper.console.sorting import choice, heads, sort_of
from gridkeeper.formats.columns import Column, Kind, Table
from gridkeeper.territory.queries.labels import labels_of

_EXPORTED = 100_000
EVENTS = Table(
    key="events",
    zh="记录",
    en="Events",
    columns=(
        Column(key="number", zh="链号", en="Link", kind=Kind.INTEGER),
        Column(key="happened_at", zh="发生时间", en="Happened", kind=Kind.MOMENT),
        Column(key="recorded_at", zh="记录时间", en="Recorded", kind=Kind.MOMENT),
        Column(key="who", zh="操作人", en="Who"),
        Column(key="actor", zh="登录名", en="Sign-in name"),
        Column(key="verb", zh="动作", en="What"),
        Column(key="subject_kind", zh="对象类别", en="Kind of subject"),
        Column(key="subject_id", zh="对象", en="Subject"),
        Column(key="place", zh="地点", en="Place"),
        Column(key="unit_code", zh="单位代码", en="Unit code", kind=Kind.CODE),
    ),
)


class EventFilters(TypedDict):
    """What the list is narrowed to."""

    verb: str
    who: str
    unit_code: str
    subject: str


def events(request: ConsoleRequest) -> HttpResponse:
    """Events in reach, newest first, filtered; ``?format=xlsx`` or ``csv`` exports them."""
    asked: EventFilters = {
        "verb": request.GET.get("verb", "").strip(),
        "who": request.GET.get("who", "").strip(),
        "unit_code": request.GET.get("unit", "").strip(),
        "subject": request.GET.get("subject", "").strip(),
    }
    sort = sort_of(request, EVENT_SORTS)
    if request.GET.get("format") in ("xlsx", "csv"):
        found = events_page(actor=request.actor, sort=sort, size=_EXPORTED, **asked).whole()
        places = labels_of(actor=request.actor, codes=[row.unit_code for row in found])
        who = who_is(actor=request.actor, logins=[row.actor for row in found], now=request.now)
        return file_of(request, EVENTS, _file_rows(found, places, who), name="audit")
    found = events_page(actor=request.actor, sort=sort, after=cursor_of(request), size=SIZE, **asked)
    page = turned(request, found)
    context = {
        "asked": asked,
        "rows": _rows(request, found),
        "columns": heads(request, _columns(), EVENT_SORTS),
        "order": choice(request, _columns(), EVENT_SORTS),
        "page": page,
        "total": page.total,
        "total_is_exact": page.total_is_exact,
        "may_verify": request.actor.may("audit.verify", at=""),
        "export": f"?{address_of_list(request)}&format=",
    }
    name = "console/audit/events.html#rows" if is_fragment(request) else "console/audit/events.html"
    return render(request, name, context)


def verify(request: ConsoleRequest) -> HttpResponse:
    """The newest link of the chain; POST checks the whole chain, against a printed head when one is typed in."""
    request.actor.require("audit.verify", at="")
    context: dict[str, Any] = {"head": head_now()}
    if request.method == "POST":
        number = request.POST.get("number", "").strip()
        digest = re.sub(r"\s", "", request.POST.get("hash", "")).lower()
        wrong = bool(number or digest) and not (number.isdigit() and re.fullmatch(r"[0-9a-f]{64}", digest))
        context |= {"number": number, "hash": digest, "wrong": wrong}
        if not wrong:
            expected = (int(number), digest) if number else None
            context["verdict"] = chain_verified(expected)
            context["against"] = expected is not None
    return render(request, "console/audit/verify.html", context, status=422 if context.get("wrong") else 200)


def head_sheet(request: ConsoleRequest) -> HttpResponse:
    """The head to print and sign: whoever keeps the paper would notice a rewritten record (R-18)."""
    request.actor.require("audit.verify", at="")
    head = head_now()
    grouped = [head.hash[at : at + 8] for at in range(0, len(head.hash), 8)]
    context = {"head": head, "grouped": grouped, "printed_at": request.now, "back": "../"}
    return render(request, "console/audit/head.html", context)


def _columns() -> list[dict[str, Any]]:
    return [
        {"text": _("When"), "by": "-when"},
        {"text": _("What")},
        {"text": _("Who")},
        {"text": _("Place"), "by": "place"},
        {"text": _("Facts")},
        {"text": _("Link"), "is_number": True},
    ]


def _rows(request: ConsoleRequest, shown: Sequence[EventRow]) -> list[dict[str, Any]]:
    who = who_is(actor=request.actor, logins=[row.actor for row in shown], now=request.now)
    places = labels_of(actor=request.actor, codes=[row.unit_code for row in shown])
    return [
        {
            "cells": [
                {"text": _moment(row, request.now), "place": "lead1 nowrap"},
                {"text": words.said(VERBS, row.verb), "place": "title1"},
                {"text": words.person_behind(who.get(row.actor), row.actor), "place": "sub1"},
                {"text": places.get(row.unit_code, row.unit_code), "place": "off"},
                {"text": _facts(row), "place": "off"},
                {"text": row.number or _unsealed(), "is_number": True, "place": "end1"},
            ]
        }
        for row in shown
    ]


def _moment(row: EventRow, now: datetime) -> SafeString:
    written = localtime(row.happened_at).isoformat()
    return format_html('<time datetime="{}">{}</time>', written, moments.clock(row.happened_at, now))


def _facts(row: EventRow) -> SafeString:
    about = _(row.subject_kind)
    if not row.facts:
        return format_html('<span class="muted small">{}</span>', about)
    # Facts are shown as they were sealed, whoever checks them must find every letter: machine words, marked as such.
    told = format_html_join("", "<dt><code>{}</code></dt><dd><code>{}</code></dd>", sorted(row.facts.items()))
    subject = format_html("<dt>{}</dt><dd>{} <code>{}</code></dd>", _("subject"), about, row.subject_id)
    shape = '<details class="small"><summary>{}</summary><dl class="kv">{}{}</dl></details>'
    return format_html(shape, _("Facts"), told, subject)


def _unsealed() -> SafeString:
    return format_html('<span class="muted">{}</span>', _("sealing"))


def _file_rows(found: Sequence[EventRow], places: dict[str, str], who: dict[str, Who]) -> Iterator[dict[str, Any]]:
    for row in found:
        yield {
            "number": row.number,
            "happened_at": row.happened_at,
            "recorded_at": row.recorded_at,
            "who": words.person_behind(who.get(row.actor), row.actor),
            "actor": row.actor,
            "verb": row.verb,
            "subject_kind": row.subject_kind,
            "subject_id": row.subject_id,
            "place": places.get(row.unit_code, ""),
            "unit_code": row.unit_code,
        }
