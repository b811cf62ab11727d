"""The district on a map beside the tree; one unit in the middle; what to do next on the right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from gridkeeper.access.roles import ANSWERING
from gridkeeper.activations.queries.divisions import control_units_at
from gridkeeper.cases.queries import open_cases
from gridkeeper.console.context import address
from gridkeeper.console.door import ConsoleRequest
from gridkeeper.console.territory.nodes import tree_around
from gridkeeper.console.territory.words import LEVELS, answering_first, counts_line, history_rows
from gridkeeper.console.words import case_title, joined, role_name, said, title_of
from gridkeeper.kernel.unit_code import LENGTHS, Level
from gridkeeper.orders.queries import orders_in_force_at
from gridkeeper.posts.queries.responsible import PostRow, Vacancies, posts_responsible, vacancies_in
from gridkeeper.territory.queries.find import unit_meant
from gridkeeper.territory.queries.map import units_off_map
from gridkeeper.territory.queries.show import UnitShown, children_of, compounds_in, unit_shown

_CHAIN, _READ = 14, 200
_WORK = 8


@require_safe
def entrance(request: ConsoleRequest) -> HttpResponseBase:
    """The unit the reader belongs to; an empty home says how to begin."""
    reach = request.actor.reaches("wall.read")
    roots = children_of(actor=request.actor, unit_code="") if reach else []
    if not roots:
        return render(request, "console/territory/empty.html", {"title": _("There are no units yet")})
    # The smallest place where the reader works is what they want to see first.
    places = request.actor.reaches("cases.read") or request.actor.reaches("people.read") or (roots[0].unit_code,)
    code = next((place for place in places if place), roots[0].unit_code)
    return HttpResponseRedirect(reverse("console:unit", args=[code]))


@require_safe
def unit(request: ConsoleRequest, code: str) -> HttpResponse:
    """One unit: map, tree, who is responsible, what is due, what is in force, what to do next."""
    meant = unit_meant(actor=request.actor, text=code)
    shown = unit_shown(actor=request.actor, unit=meant)
    posts = sorted(
        posts_responsible(actor=request.actor, unit_code=shown.unit_code, now=request.now, above=ANSWERING, size=_READ),
        key=answering_first,
    )
    vacancies = vacancies_in(actor=request.actor, unit_code=shown.unit_code, now=request.now)
    context: dict[str, Any] = {
        "title": shown.name,
        "unit": shown,
        "crumbs": _crumbs(shown),
        "level_word": said(LEVELS, shown.level),
        "facts_line": counts_line(shown),
        "map": _map(request, shown),
        "nodes": tree_around(actor=request.actor, current=shown.unit_code),
        "chain": [_link(request, post, shown) for post in posts[:_CHAIN]],
        "chain_is_cut": len(posts) > _CHAIN,
        "vacancies": [{"role": role_name(v.role), "held": v.held, "seats": v.seats} for v in vacancies if v.vacant][:6],
        "cases": _work(request, shown),
        "orders": orders_in_force_at(actor=request.actor, unit_code=shown.unit_code, now=request.now),
        "compounds": _compounds(request, shown),
        "control_units": _control_units(request, shown),
        "history": history_rows(shown),
        "acts": _acts(request, shown, vacancies),
    }
    return render(request, "console/territory/unit.html", context)


def _crumbs(shown: UnitShown) -> list[dict[str, str]]:
    above = [{"text": row.name, "href": reverse("console:unit", args=[row.unit_code])} for row in shown.crumbs]
    return [*above, {"text": said(LEVELS, shown.level)}]


def _map(request: ConsoleRequest, shown: UnitShown) -> dict[str, Any]:
    # A building or a place without outline of its own is shown inside the smallest unit around it that has one.
    around = shown.unit_code[: LENGTHS[Level.GRID]]
    small = len(shown.unit_code) >= LENGTHS[Level.TOWNSHIP]
    off = units_off_map(actor=request.actor, unit_code=shown.unit_code)
    outside = ngettext("{n} unit is off the map", "{n} units are off the map", off).format(n=off) if off else ""
    return {
        "label": shown.name,
        "areas": reverse("console:unit-areas", args=[around]),
        "streets": reverse("console:unit-streets", args=[around]),
        "points": reverse("console:unit-points", args=[around]) if small else "",
        "href": reverse("console:unit", args=["CODE"]),
        "selected": shown.unit_code,
        "outside": outside,
    }


def _link(request: ConsoleRequest, post: PostRow, shown: UnitShown) -> dict[str, Any]:
    holder = post.holders[0] if post.holders else None
    deputy = post.deputies[0] if post.deputies else None
    details = [_("deputy {name}").format(name=deputy.name)] if holder and deputy and deputy.name else []
    if len(post.holders) > 1:
        details.append(_("and {n} more").format(n=len(post.holders) - 1))
    link: dict[str, Any] = {
        "level": said(LEVELS, post.level),
        "post": title_of(post),
        "name": holder.name if holder else "",
        "details": details,
        "phone": post.duty_phone,
        "is_here": post.unit_code == shown.unit_code,
    }
    if holder is None:
        link["vacant"] = _vacant_for(request, post)
        link["stand_in"] = deputy.name if deputy else ""
        href = address("console:post-appoint", post.id)
        if href and request.actor.may("post.appoint", at=post.unit_code):
            link["act"] = {"href": href, "text": _("Fill the post")}
    return link


def _vacant_for(request: ConsoleRequest, post: PostRow) -> str:
    since = request.now - (post.vacant_since or request.now)
    if since < timedelta(hours=1):
        return _("vacant")
    if since < timedelta(days=2):
        hours = int(since.total_seconds() // 3600)
        return ngettext("vacant for {n} hour", "vacant for {n} hours", hours).format(n=hours)
    return ngettext("vacant for {n} day", "vacant for {n} days", since.days).format(n=since.days)


def _work(request: ConsoleRequest, shown: UnitShown) -> list[dict[str, Any]]:
    rows = open_cases(actor=request.actor, unit_code=shown.unit_code, size=_WORK)
    return [
        {
            "due_at": row.due_at,
            "title": case_title(row),
            "number": row.number,
            "href": address("console:case", row.number),
        }
        for row in rows
    ]


def _compounds(request: ConsoleRequest, shown: UnitShown) -> list[dict[str, Any]]:
    if shown.level not in (Level.COMMUNITY, Level.GRID):
        return []
    return list(compounds_in(actor=request.actor, unit_code=shown.unit_code, size=40))


def _control_units(request: ConsoleRequest, shown: UnitShown) -> list[dict[str, Any]]:
    """How an operation divides a community or a grid of it, and who answers for each piece."""
    if shown.level not in (Level.COMMUNITY, Level.GRID):
        return []
    return [
        {
            "name": unit.name,
            "count": len(unit.buildings),
            "buildings": joined(unit.buildings),
            "keepers": [
                {
                    "names": joined(one.name for one in post.holders if one.name),
                    "title": title_of(post),
                    "phone": post.duty_phone,
                }
                for post in unit.keepers
            ],
        }
        for unit in control_units_at(actor=request.actor, unit_code=shown.unit_code, now=request.now)
    ]


def _acts(request: ConsoleRequest, shown: UnitShown, vacancies: Sequence[Vacancies]) -> list[dict[str, str]]:
    """What to do next here, as far as the reader may; the first is the one solid button."""
    actor, code = request.actor, shown.unit_code
    empty = sum(row.vacant for row in vacancies)
    wanted = [
        (
            ngettext("Fill {n} vacant post", "Fill {n} vacant posts", empty).format(n=empty),
            "user-plus",
            "console:vacancies",
            bool(empty) and actor.may("post.appoint", at=code),
        ),
        (_("Open a task here"), "plus", "console:case-open", actor.may("cases.write", at=code)),
        (_("Designate a zone"), "certificate", "console:zone-designate", actor.may("order.propose", at=code)),
        (_("See the people"), "users-group", "console:people-of", actor.may("people.read", at=code)),
        (_("Daily report"), "file-text", "console:daily-report", actor.may("cases.read", at=code)),
        (_("Volunteers' page"), "users-plus", "console:volunteers", len(code) == LENGTHS[Level.COMMUNITY]),
        (_("Print who is responsible"), "printer", "console:sheet-responsible", True),
        (_("Print duty phones"), "printer", "console:sheet-phones", True),
        (_("Export units"), "download", "console:units-export", actor.may("people.export", at=code)),
    ]
    return [
        {"text": text, "icon": icon, "href": href}
        for text, icon, name, allowed in wanted
        if allowed and (href := address(name, code))
    ]
