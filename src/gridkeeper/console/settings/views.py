"""More: what this home keeps of people and why, who may do what, messages, licences, language and theme."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings as installation
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

import gridkeeper
from gridkeeper import __version__
from gridkeeper.access.choices import Look
from gridkeeper.access.commands.reading import note_look
from gridkeeper.access.queries.rights import register_of_processing
from gridkeeper.access.roles import ROLES
from gridkeeper.console import words
from gridkeeper.console.context import THEME_COOKIE, THEMES
from gridkeeper.console.door import ConsoleRequest, public
from gridkeeper.console.filters import one_of, words_like
from gridkeeper.console.paging import SIZE, cursor_id, page_of
from gridkeeper.console.settings.processing_words import TABLES
from gridkeeper.kernel.actor import Actor
from gridkeeper.notices.queries import MessageRow, messages_page
from gridkeeper.posts.queries.named import Named, names_of
from gridkeeper.rosters.policy.letters import OFFER

_YEAR = 365 * 86400

_ROSTERS = "system:rosters"
"""Who writes of offers and open seats."""


def settings(request: ConsoleRequest) -> HttpResponse:
    """Every list of the work at hand, and everything that is not daily work, as far as the reader may open it."""
    work, entries = _work(request.actor), _entries(request.actor, request)
    panels = [
        {"title": title, "halves": [rows[: (len(rows) + 1) // 2], rows[(len(rows) + 1) // 2 :]]}
        for title, rows in ((_("Work at hand"), work), (_("This home"), entries))
        if rows
    ]
    return render(request, "console/settings/index.html", {"panels": panels})


def _work(actor: Actor) -> list[dict[str, str]]:
    """Lists of what goes on now; a page of one place opens at the reader's widest."""
    rows: list[tuple[str, str, str, str, str, bool]] = [
        ("cases.read", "console:cases", "checklist", _("Open work"), _("late, dangerous, done"), False),
        ("orders.read", "console:zones", "map-pin", _("Zones"), _("since when, until when, the ways out"), False),
        ("cases.read", "console:rounds", "route", _("Rounds and figures"), _("covered, late, missed, by place"), False),
        ("orders.read", "console:activations", "history", _("What was switched on"), _("and what it left"), False),
        ("orders.read", "console:measures", "list-check", _("Measures board"), _("what shows each measure"), True),
        ("cases.read", "console:daily-report", "file-text", _("Daily report"), _("page, workbook, Word file"), True),
        ("duties.read", "console:rosters", "clipboard-list", _("Rosters"), _("who stands where, and when"), False),
        ("wall.read", "console:calls", "users-plus", _("Calls"), _("people asked for, people who came"), False),
    ]
    return [
        {
            "href": reverse(name, args=[reach[0]] if of_place else []),
            "icon": icon,
            "text": text,
            "note": note,
        }
        for permission, name, icon, text, note, of_place in rows
        if (reach := actor.reaches(permission)) and (reach[0] or not of_place)
    ]


def _entries(actor: Actor, request: ConsoleRequest) -> list[dict[str, str]]:
    rows: list[tuple[bool, str, str, str, str]] = [
        (True, "console:processing", "fingerprint", _("What is kept of people"), _("every field, why, how long")),
        (True, "console:roles", "id-badge-2", _("Roles"), _("who may do what, and how far")),
        (bool(actor.reaches("audit.read")), "console:audit", "history", _("Audit"), _("who did what, and when")),
        (
            bool(actor.reaches("rights.write")),
            "console:requests",
            "message",
            _("Rights desk"),
            _("what people asked about their data"),
        ),
        (bool(actor.reaches("rights.read")), "console:purges", "trash", _("Destroyed data"), _("with certificates")),
        (
            bool(actor.reaches("account.invite")),
            "console:invitations",
            "qrcode",
            _("Invitations"),
            _("cards with a code, and new passwords"),
        ),
        (
            bool(actor.reaches("people.read")),
            "console:notices",
            "mail",
            _("Messages"),
            _("what went out, and what was kept in"),
        ),
        (
            request.home_time.is_exercise and bool(actor.reaches("clock.set")),
            "console:clock",
            "clock-play",
            _("Exercise clock"),
            _("set it, speed it up"),
        ),
        (
            bool(actor.reaches("home.settings")),
            "console:start-steps",
            "sitemap",
            _("Setting up"),
            _("tree, people, invitations"),
        ),
        (True, "console:appearance", "language", _("Language and theme"), _("for this browser")),
        (True, "console:about", "info-circle", _("About"), _("version, health, licences")),
    ]
    return [
        {"href": reverse(name), "icon": icon, "text": text, "note": note}
        for shown, name, icon, text, note in rows
        if shown
    ]


def processing(request: ConsoleRequest) -> HttpResponse:
    """The register of processing: every personal field with purpose, ground and retention (SF-01)."""
    tables: dict[str, list[Any]] = defaultdict(list)
    rows = register_of_processing()
    for row in rows:
        tables[row.table].append(row)
    named = [
        {"name": words.said(TABLES, table), "key": table, "rows": found} for table, found in sorted(tables.items())
    ]
    context = {"tables": named, "count": len(rows)}
    return render(request, "console/settings/processing.html", context)


def roles(request: ConsoleRequest) -> HttpResponse:
    """Every role with its permissions and how far each reaches (K-06); mine are marked."""
    shown = [
        {
            "name": words.role_name(key),
            "key": key,
            "is_mine": key in request.actor.roles,
            "needs_second_factor": role.needs_second_factor,
            "permissions": [
                {"text": words.said(words.PERMISSIONS, name), "reach": words.said(words.EXTENTS, extent.value)}
                for name, extent in role.permissions.items()
            ],
        }
        for key, role in ROLES.items()
    ]
    return render(request, "console/settings/roles.html", {"roles": sorted(shown, key=lambda r: not r["is_mine"])})


def notices(request: ConsoleRequest) -> HttpResponse:
    """Messages that went out, or were kept in because this is an exercise (R-05)."""
    state, text = request.GET.get("state", ""), request.GET.get("q", "").strip()
    found = messages_page(actor=request.actor, state=state, text=text, before=cursor_id(request), size=SIZE + 1)
    shown = found[:SIZE]
    page = page_of(request, shown=len(shown), next_key=str(shown[-1].id) if len(found) > SIZE else "")
    states = {row.state: words.state_tag(words.MESSAGE_STATES, row.state) for row in shown}
    names = names_of(actor=request.actor, ids={key for row in shown if (key := _person_in(row.to))})
    if names:
        at = min((row.unit_code for row in shown), key=len)
        note_look(actor=request.actor, people=list(names), unit_code=at, look=Look.LIST, now=request.now)
    letters = [
        {
            "row": row,
            "subject": words.either(row.subject, row.subject_en),
            "body": words.either(row.body, row.body_en),
            "state": states[row.state],
            "channel": words.said(words.CHANNELS, row.channel),
            "to": _addressee(row.to, names),
            "href": _open_seats(row.unit_code) if _is_of_open_seats(row) else "",
        }
        for row in shown
    ]
    context = {"letters": letters, "page": page, "filters": _letter_filters(state, text), "narrowed": state or text}
    return render(request, "console/settings/notices.html", context)


def _is_of_open_seats(row: MessageRow) -> bool:
    return row.made_by == _ROSTERS and not row.subject.startswith(OFFER.subject.zh.partition("{")[0])


def _letter_filters(state: str, text: str) -> list[dict[str, Any]]:
    options = [
        ("", _("Whatever became of it")),
        *((key, words.state_tag(words.MESSAGE_STATES, key)["text"]) for key in words.MESSAGE_STATES),
    ]
    return [
        words_like(_("Words of the message"), text),
        one_of("state", _("What became of it"), options, state),
    ]


def _open_seats(code: str) -> str:
    """The shifts at a place that still lack somebody: what a message of the rosters is about."""
    return f"{reverse('console:rosters')}?unit={code}&open=1"


def _person_in(to: str) -> UUID | None:
    """The person a message kept here is for; None where it went to an address."""
    try:
        return UUID(to)
    except ValueError:
        return None


def _addressee(to: str, names: Mapping[UUID, Named]) -> str:
    key = _person_in(to)
    if key is None:
        return to
    return names[key].name if key in names else _("somebody whose record is gone")


def about(request: ConsoleRequest) -> HttpResponse:
    """Version, health, where the data comes from, and under which licences it stands."""
    context = {"version": __version__, "notice": _notice(), "kind": installation.GRIDKEEPER_KIND}
    return render(request, "console/settings/about.html", context)


def _notice() -> str:
    """NOTICE as installed beside the package, or as it lies in a checkout."""
    packaged = metadata.distribution("gridkeeper").read_text("licenses/NOTICE")
    checkout = Path(gridkeeper.__file__).parents[2] / "NOTICE"
    return packaged or (checkout.read_text(encoding="utf-8") if checkout.is_file() else "")


def appearance(request: ConsoleRequest) -> HttpResponse:
    """Language and theme of this browser."""
    return render(request, "console/settings/appearance.html")


@public
@require_POST
def theme(request: ConsoleRequest) -> HttpResponse:
    """Follow the system, or stay light."""
    response = HttpResponseRedirect(reverse("console:appearance"))
    wanted = request.POST.get("theme", "")
    response.set_cookie(
        THEME_COOKIE,
        wanted if wanted in THEMES else "",
        max_age=_YEAR,
        path="/console/",
        samesite="Lax",
        httponly=True,
        secure=request.is_secure(),
    )
    return response
