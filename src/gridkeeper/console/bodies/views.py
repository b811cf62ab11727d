"""Organisations of a place, one of them, founding and closing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from gridkeeper.console.bodies.forms import BodyForm
from gridkeeper.console.bodies.listing import BODIES, bodies_table, body_columns, body_rows
from gridkeeper.console.bodies.words import KINDS
from gridkeeper.console.door import ConsoleRequest
from gridkeeper.console.export import exports, file_of, is_fragment
from gridkeeper.console.filters import Field, kept, on_day, one_of, words_like
from gridkeeper.console.moments import day_written
from gridkeeper.console.paging import SIZE, cursor_of, turned
from gridkeeper.console.sorting import choice, sort_of
from gridkeeper.console.words import called, joined, said, title_of
from gridkeeper.kernel.errors import GridkeeperError
from gridkeeper.orders.queries import order_shown
from gridkeeper.posts.choices import BodyKind
from gridkeeper.posts.commands.body import NewBody, close_body, found_body
from gridkeeper.posts.queries.bodies import BODY_SORTS, BodyShown, bodies_page, body_shown
from gridkeeper.posts.queries.responsible import posts_of_body
from gridkeeper.territory.queries.find import unit_meant
from gridkeeper.territory.queries.labels import labels_of

_EXPORTED = 20_000


@require_safe
def bodies(request: ConsoleRequest) -> HttpResponse:
    """Organisations at and below a place, by kind and name; ``?format=xlsx`` or ``csv`` exports all that fit."""
    place = request.GET.get("unit", "").strip() or min(request.actor.reaches("wall.read"), key=len, default="-")
    if place == "-":
        request.actor.require("wall.read", at="-")
    kind = request.GET.get("kind", "")
    asked: dict[str, Any] = {
        "kind": kind if kind in KINDS else "",
        "text": request.GET.get("q", "").strip(),
        "with_closed": request.GET.get("closed") == "1",
        "of_orders": request.GET.get("made") == "order",
        "on": day_written(request.GET.get("day", "")),
        "sort": sort_of(request, BODY_SORTS),
    }
    if request.GET.get("format") in ("xlsx", "csv"):
        every = bodies_page(actor=request.actor, unit_code=place, size=_EXPORTED, **asked).whole()
        return file_of(request, BODIES, body_rows(request, every), name=f"organisations-{place}")
    found = bodies_page(actor=request.actor, unit_code=place, after=cursor_of(request), size=SIZE, **asked)
    context: dict[str, Any] = {
        "title": _("Organisations"),
        "place": labels_of(actor=request.actor, codes=[place]).get(place, ""),
        "table": bodies_table(request, found),
        "page": turned(request, found),
        "filters": [*_filters(asked, request.GET.get("unit", "").strip()), choice(request, body_columns(), BODY_SORTS)],
        "exports": exports(request),
        "may_found": bool(request.actor.reaches("body.write")),
    }
    name = "console/bodies/list.html#rows" if is_fragment(request) else "console/bodies/list.html"
    return render(request, name, context)


@require_safe
def body(request: ConsoleRequest, body_id: UUID) -> HttpResponse:
    """One organisation: what it is under, what ends it, what ends with it, its posts."""
    return _page(request, body_shown(actor=request.actor, body_id=body_id))


def found(request: ConsoleRequest) -> HttpResponse:
    """Found an organisation; a temporary one names approver and order."""
    form = BodyForm(request.POST or None, initial={"unit": request.GET.get("unit", "")})
    error: GridkeeperError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = _found(request, form.cleaned_data)
        except GridkeeperError as refusal:
            error = refusal
        else:
            messages.success(request, _("{name} is founded.").format(name=form.cleaned_data["name"]))
            return HttpResponseRedirect(reverse("console:body", args=[made]))
    context = {"form": form, "error": error, "title": _("Which organisation is to be founded?")}
    return render(request, "console/bodies/found.html", context, status=422 if form.errors or error else 200)


@require_POST
def close(request: ConsoleRequest, body_id: UUID) -> HttpResponse:
    """Close an organisation and what it justified; open work moves on (A23)."""
    because = request.POST.get("reason", "").strip()
    done = close_body(actor=request.actor, body_id=body_id, because=because, now=request.now)
    moved = sum(done.moved.values())
    said_words = _("{bodies} closed, {posts} appointments ended, {moved} open tasks moved on.")
    messages.success(request, said_words.format(bodies=len(done.bodies), posts=done.appointments, moved=moved))
    return HttpResponseRedirect(reverse("console:body", args=[body_id]))


def _found(request: ConsoleRequest, given: dict[str, Any]) -> UUID:
    unit = unit_meant(actor=request.actor, text=given["unit"])
    order = order_shown(actor=request.actor, order=given["order"], now=request.now) if given["order"].strip() else None
    row = found_body(
        actor=request.actor,
        body=NewBody(
            name=given["name"],
            kind=BodyKind(given["kind"]),
            unit_id=unit.id,
            unit_code=unit.unit_code,
            approved_by=given["approved_by"],
            order_id=order.id if order else None,
        ),
        now=request.now,
    )
    found_id: UUID = row.id
    return found_id


def _page(request: ConsoleRequest, shown: BodyShown) -> HttpResponse:
    row = shown.row
    may_close = row.closed_at is None and request.actor.may("body.write", at=row.unit_code)
    posts = posts_of_body(actor=request.actor, body_id=row.id, now=request.now)
    context: dict[str, Any] = {
        "title": called(row),
        "body": shown,
        "kind": said(KINDS, row.kind),
        "facts_line": [said(KINDS, row.kind), _place(request, row.unit_code)],
        "crumbs": [{"text": _("Organisations"), "href": reverse("console:bodies")}, {"text": said(KINDS, row.kind)}],
        "above": [("under", shown.parent), ("justified", shown.justified_by), ("successor", shown.successor)],
        "posts": [
            {
                "title": title_of(post),
                "names": joined(holder.name for holder in post.holders if holder.name),
                "vacant": post.vacant,
                "phone": post.duty_phone,
            }
            for post in posts
        ],
        "advice": said({shown.advice: shown.advice}, shown.advice).format(members=shown.members)
        if shown.advice
        else "",
        "close": _close_confirm(shown) if may_close else None,
    }
    return render(request, "console/bodies/body.html", context)


def _place(request: ConsoleRequest, code: str) -> str:
    return labels_of(actor=request.actor, codes=[code]).get(code, code)


def _close_confirm(shown: BodyShown) -> dict[str, Any]:
    dependants = len(shown.dependants) + sum(child.is_temporary for child in shown.children)
    also = ngettext("{n} temporary body closes with it.", "{n} temporary bodies close with it.", dependants).format(
        n=dependants
    )
    posts = _(
        "Its posts end, and its open work moves to whoever comes after it: the named successor, the body above, or"
    )
    question = f"{posts} {_('the committee of the place.')}"
    return {
        "text": _("Close this organisation"),
        "icon": "hand-stop",
        "kind": "stop",
        "title": _("Close {name}").format(name=called(shown.row)),
        "question": f"{also} {question}" if dependants else question,
        "action": reverse("console:body-close", args=[shown.row.id]),
        "act": _("Close it now"),
        "reason": {"name": "reason", "label": _("Why")},
    }


def _filters(asked: dict[str, Any], unit: str) -> list[Field]:
    kinds = {"": _("Any kind"), **{key: said(KINDS, key) for key in KINDS}}
    closed = {"": _("open"), "1": _("also closed ones")}
    made = {"": _("lasting and temporary"), "order": _("made by an order")}
    return [
        *kept(unit=unit),
        words_like(_("Name or first letters"), asked["text"]),
        one_of("kind", _("Kind"), kinds, asked["kind"]),
        one_of("closed", _("Closed ones"), closed, "1" if asked["with_closed"] else ""),
        one_of("made", _("Made by"), made, "order" if asked["of_orders"] else ""),
        *on_day(_("Stood on"), asked["on"]),
    ]
