"""Lists: people in reach of a unit, and posts nobody holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from gridkeeper.access.choices import Look
from gridkeeper.access.commands.reading import note_look
from gridkeeper.access.roles import ROLES
from gridkeeper.console.door import ConsoleRequest
from gridkeeper.console.export import file_of, is_fragment
from gridkeeper.console.filters import one_of, words_like
from gridkeeper.console.paging import SIZE, address_of_list, cursor_of, page_of, turned
from gridkeeper.console.people.listing import (
    PEOPLE,
    POSTS,
    people_columns,
    people_rows,
    people_table,
    post_columns,
    post_rows,
    posts_table,
)
from gridkeeper.console.sorting import choice, sort_of
from gridkeeper.console.words import role_name
from gridkeeper.kernel.listing import Listed
from gridkeeper.posts.queries.people import PEOPLE_SORTS, people_page
from gridkeeper.posts.queries.responsible import VACANCY_SORTS, Vacancies, posts_vacant, vacancies_in
from gridkeeper.territory.queries.find import unit_meant
from gridkeeper.territory.queries.labels import labels_of

_EXPORTED = 20_000


@require_safe
def entrance(request: ConsoleRequest) -> HttpResponseBase:
    """The people of the widest place the reader's desk keeps."""
    reach = request.actor.reaches("people.read")
    place = min((code for code in reach if code), key=len, default="") or _root(request)
    if not reach or not place:
        text = _("Your posts keep no people. Your own record is on your page.")
        return render(request, "console/people/none.html", {"text": text})
    return HttpResponseRedirect(reverse("console:people-of", args=[place]))


@require_safe
def people(request: ConsoleRequest, code: str) -> HttpResponse:
    """People kept at or serving in a unit; every list leaves a line for each person it shows."""
    unit = unit_meant(actor=request.actor, text=code)
    asked = _asked(request)
    if request.GET.get("format") in ("xlsx", "csv"):
        return _export(request, unit.unit_code, asked)
    found = people_page(
        actor=request.actor, unit_code=unit.unit_code, now=request.now, after=cursor_of(request), size=SIZE, **asked
    )
    note_look(
        actor=request.actor,
        people=[row.id for row in found.rows],
        unit_code=unit.unit_code,
        look=Look.LIST,
        now=request.now,
    )
    number = ngettext("{n} person", "{n} people", found.total).format(n=f"{found.total:,}")
    title = number if found.total_is_exact else _("more than {n} people").format(n=f"{found.total:,}")
    context: dict[str, Any] = {
        "title": _("{place}: {number}").format(place=unit.label, number=title),
        "unit": unit,
        "crumbs": [{"text": unit.label, "href": reverse("console:unit", args=[unit.unit_code])}, {"text": _("People")}],
        "table": people_table(request, found.rows),
        "page": page_of(
            request, shown=len(found.rows), next_key=found.next, total=found.total, total_is_exact=found.total_is_exact
        ),
        "filters": [*_filters(asked), choice(request, people_columns(), PEOPLE_SORTS)],
        "may_write": request.actor.may("people.write", at=unit.unit_code),
        "may_import": request.actor.may("people.import", at=unit.unit_code),
        "may_export": request.actor.may("people.export", at=unit.unit_code),
        "export": f"?{address_of_list(request)}&format=",
    }
    name = "console/people/list.html#rows" if is_fragment(request) else "console/people/list.html"
    return render(request, name, context)


@require_safe
def vacancies(request: ConsoleRequest, code: str) -> HttpResponse:
    """Posts at and below a unit with an empty seat; by role."""
    unit = unit_meant(actor=request.actor, text=code)
    role = request.GET.get("role", "")
    role = role if role in ROLES else ""
    is_file = request.GET.get("format") in ("xlsx", "csv")
    found = posts_vacant(
        actor=request.actor,
        unit_code=unit.unit_code,
        now=request.now,
        role=role,
        text=request.GET.get("q", "").strip(),
        sort=sort_of(request, VACANCY_SORTS),
        after="" if is_file else cursor_of(request),
        size=_EXPORTED if is_file else SIZE,
    )
    if is_file:
        places = labels_of(actor=request.actor, codes=[row.unit_code for row in found])
        return file_of(request, POSTS, post_rows(found.whole(), places), name="vacancies")
    counted = [
        row for row in vacancies_in(actor=request.actor, unit_code=unit.unit_code, now=request.now) if row.vacant
    ]
    total = sum(row.vacant for row in counted if not role or row.role == role)
    context: dict[str, Any] = {
        "title": ngettext("{n} seat is empty", "{n} seats are empty", total).format(n=f"{total:,}"),
        "unit": unit,
        "crumbs": [
            {"text": unit.label, "href": reverse("console:unit", args=[unit.unit_code])},
            {"text": _("Vacant posts")},
        ],
        "table": posts_table(request, found),
        "page": turned(request, found),
        "filters": [*_vacancy_filters(request, role, counted), choice(request, post_columns(), VACANCY_SORTS)],
        "export": f"?{address_of_list(request)}&format=",
    }
    name = "console/people/vacancies.html#rows" if is_fragment(request) else "console/people/vacancies.html"
    return render(request, name, context)


def _vacancy_filters(request: ConsoleRequest, role: str, counted: Sequence[Vacancies]) -> list[dict[str, Any]]:
    roles = [("", _("Any role")), *((row.role, f"{role_name(row.role)} ({row.vacant})") for row in counted)]
    return [
        words_like(_("Words of the title"), request.GET.get("q", "").strip()),
        one_of("role", _("Role"), roles, role),
    ]


def _export(request: ConsoleRequest, unit_code: str, asked: dict[str, Any]) -> HttpResponse:
    request.actor.require("people.export", at=unit_code)
    found = people_page(actor=request.actor, unit_code=unit_code, now=request.now, size=_EXPORTED, **asked)
    Listed(found.rows, next=found.next).whole()
    note_look(
        actor=request.actor,
        people=[row.id for row in found.rows],
        unit_code=unit_code,
        look=Look.EXPORT,
        now=request.now,
    )
    places = labels_of(actor=request.actor, codes=[row.unit_code for row in found.rows])
    return file_of(request, PEOPLE, people_rows(found.rows, places), name="people")


def _asked(request: ConsoleRequest) -> dict[str, Any]:
    role = request.GET.get("role", "")
    return {
        "text": request.GET.get("q", "").strip(),
        "role": role if role in ROLES else "",
        "with_left": request.GET.get("left") == "1",
        "sort": sort_of(request, PEOPLE_SORTS),
    }


def _filters(asked: dict[str, Any]) -> list[dict[str, Any]]:
    roles = {"": _("Any role"), **{key: role_name(key) for key in ROLES}}
    left = {"": _("serving"), "1": _("also those who left")}
    return [
        words_like(_("Name, first letters or phone"), asked["text"]),
        one_of("role", _("Role"), roles, asked["role"]),
        one_of("left", _("Who left"), left, "1" if asked["with_left"] else ""),
    ]


def _root(request: ConsoleRequest) -> str:
    from gridkeeper.territory.queries.show import children_of

    roots = children_of(actor=request.actor, unit_code="") if request.actor.reaches("wall.read") else []
    return roots[0].unit_code if roots else ""
