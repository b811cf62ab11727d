"""Certificates that have run out or soon will, to be renewed in time (4.e)."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from gridkeeper.access.choices import Look
from gridkeeper.access.commands.reading import note_look
from gridkeeper.access.roles import ROLES
from gridkeeper.console.door import ConsoleRequest
from gridkeeper.console.export import exports, file_of, is_fragment
from gridkeeper.console.filters import one_of, words_like
from gridkeeper.console.paging import SIZE, cursor_of, turned
from gridkeeper.console.people.listing import (
    CERTIFICATES,
    certificate_columns,
    certificate_rows,
    certificates_table,
)
from gridkeeper.console.sorting import choice, sort_of
from gridkeeper.console.words import role_name
from gridkeeper.posts.policy import first_day
from gridkeeper.posts.queries.certificates import CERTIFICATE_SORTS, expired_count, expiring_certificates
from gridkeeper.territory.queries.find import unit_meant
from gridkeeper.territory.queries.labels import labels_of

_EXPORTED = 20_000


@require_safe
def certificates(request: ConsoleRequest, code: str) -> HttpResponse:
    """Certificates that have run out or will within 30 days, page by page; a file when asked."""
    unit = unit_meant(actor=request.actor, text=code)
    is_file = request.GET.get("format") in ("xlsx", "csv")
    if is_file:
        request.actor.require("people.export", at=unit.unit_code)
    role, text = request.GET.get("role", ""), request.GET.get("q", "").strip()
    role = role if role in ROLES else ""
    found = expiring_certificates(
        actor=request.actor,
        unit_code=unit.unit_code,
        now=request.now,
        role=role,
        text=text,
        sort=sort_of(request, CERTIFICATE_SORTS),
        after="" if is_file else cursor_of(request),
        size=_EXPORTED if is_file else SIZE,
    )
    note_look(
        actor=request.actor,
        people=[row.person_id for row in found],
        unit_code=unit.unit_code,
        look=Look.EXPORT if is_file else Look.LIST,
        now=request.now,
    )
    places = labels_of(actor=request.actor, codes=[row.unit_code for row in found])
    if is_file:
        return file_of(request, CERTIFICATES, certificate_rows(found.whole(), places), name="certificates")
    page = turned(request, found)
    ended = expired_count(actor=request.actor, unit_code=unit.unit_code, now=request.now)
    context: dict[str, Any] = {
        "title": _title(ended, page.total or 0),
        "unit": unit,
        "crumbs": [
            {"text": unit.label, "href": reverse("console:people-of", args=[unit.unit_code])},
            {"text": _("Certificates")},
        ],
        "table": certificates_table(request, found, places, first_day(request.now)),
        "page": page,
        "filters": _filters(request, role, text),
        "exports": exports(request) if request.actor.may("people.export", at=unit.unit_code) else [],
    }
    name = "console/people/certificates.html#rows" if is_fragment(request) else "console/people/certificates.html"
    return render(request, name, context)


def _title(ended: int, total: int) -> str:
    if ended:
        return ngettext("{n} certificate has run out", "{n} certificates have run out", ended).format(n=ended)
    if not total:
        return _("No certificate has run out")
    soon = ngettext("{n} certificate ends within 30 days", "{n} certificates end within 30 days", total)
    return soon.format(n=total)


def _filters(request: ConsoleRequest, role: str, text: str) -> list[dict[str, Any]]:
    roles = [("", _("Any role")), *((key, role_name(key)) for key in ROLES)]
    return [
        words_like(_("Name or first letters"), text),
        one_of("role", _("Certified for"), roles, role),
        choice(request, certificate_columns(), CERTIFICATE_SORTS),
    ]
