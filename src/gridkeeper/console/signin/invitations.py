"""Invitations: the holder sets a password; the desk prints one card a person, which is also how a sign-in is reset."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.request import split_domain_port
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gridkeeper.access.choices import Look
from gridkeeper.access.commands.invitations import invite_people
from gridkeeper.access.commands.reading import note_look
from gridkeeper.accounts.commands import accept_invitation
from gridkeeper.accounts.errors import InvitationUnknown
from gridkeeper.accounts.queries import open_invitation, sign_in_states
from gridkeeper.console.door import ConsoleRequest, public
from gridkeeper.console.export import exports, file_of
from gridkeeper.console.filters import kept, words_like
from gridkeeper.console.paging import SIZE, cursor_of, page_of
from gridkeeper.console.signin.forms import CodeForm, NewPasswordForm
from gridkeeper.console.signin.views import enter
from gridkeeper.console.sorting import choice, heads, sort_of
from gridkeeper.console.words import joined, posts_of, said
from gridkeeper.formats import qr
from gridkeeper.formats.columns import Column, Kind, Table
from gridkeeper.kernel.errors import Malformed
from gridkeeper.kernel.listing import Listed
from gridkeeper.posts.queries.people import PEOPLE_SORTS, PersonRow, people_page
from gridkeeper.territory.queries.labels import labels_of

_EXPORTED = 100_000
SIGN_IN_STATES = {
    "set": gettext_noop("has a password"),
    "invited": gettext_noop("invited"),
    "open": gettext_noop("not yet invited"),
    "none": gettext_noop("not yet invited"),
}
SIGN_INS = Table(
    key="sign-ins",
    zh="登录情况",
    en="Sign-ins",
    columns=(
        Column(key="name", zh="姓名", en="Name", kind=Kind.NAME),
        Column(key="posts", zh="岗位", en="Posts"),
        Column(key="phone", zh="电话", en="Phone", kind=Kind.PHONE),
        Column(key="state", zh="登录", en="Sign-in"),
    ),
)


@public
def join(request: ConsoleRequest) -> HttpResponse:
    """Type the code of a card by hand."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"].strip().upper()
        return HttpResponseRedirect(reverse("console:join-code", args=[code]))
    status = 422 if request.method == "POST" else 200
    return render(request, "console/signin/join.html", {"form": form}, status=status)


@public
def join_code(request: ConsoleRequest, code: str) -> HttpResponseBase:
    """Set the password of the invited account and go in."""
    try:
        invited = open_invitation(code, now=request.now).user
    except InvitationUnknown as refusal:
        return render(request, "console/signin/join.html", {"form": CodeForm(), "error": refusal}, status=422)
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = accept_invitation(code=code, password=form.cleaned_data["password"], now=request.now)
        return enter(request, user, next_page=reverse("console:now"), way="invitation")
    context = {"form": form, "invited": invited}
    return render(request, "console/signin/set_password.html", context, status=422 if form.errors else 200)


def invitations(request: ConsoleRequest) -> HttpResponse:
    """Choose whom to invite; POST prints a sheet of cards, one a person."""
    if request.method == "POST":
        return _cards(request)
    actor = request.actor
    reach = actor.reaches("account.invite")
    unit_code = request.GET.get("unit") or (reach[0] if reach else "-")
    actor.require("account.invite", at=unit_code)
    text, is_file = request.GET.get("q", "").strip(), request.GET.get("format") in ("xlsx", "csv")
    if is_file:
        actor.require("people.export", at=unit_code)
    found = people_page(
        actor=actor,
        unit_code=unit_code,
        now=request.now,
        text=text,
        sort=sort_of(request, PEOPLE_SORTS),
        after="" if is_file else cursor_of(request),
        size=_EXPORTED if is_file else SIZE,
    )
    note_look(
        actor=actor,
        people=[row.id for row in found.rows],
        unit_code=unit_code,
        look=Look.EXPORT if is_file else Look.LIST,
        now=request.now,
        purpose="invitations",
    )
    states = sign_in_states([row.id for row in found.rows], now=request.now)
    if is_file:
        Listed(found.rows, next=found.next).whole()
        return file_of(request, SIGN_INS, _file_rows(found.rows, states), name="sign-ins")
    context = {
        "people": [{"row": row, "state": states.get(row.id, "none")} for row in found.rows],
        "page": page_of(
            request,
            shown=len(found.rows),
            next_key=found.next,
            total=found.total,
            total_is_exact=found.total_is_exact,
        ),
        "place": labels_of(actor=actor, codes=[unit_code]).get(unit_code, ""),
        "unit_code": unit_code,
        "filters": [
            *kept(unit=unit_code),
            words_like(_("Name, initials or phone number"), text),
            choice(request, [*_columns(), {"text": _("Place"), "by": "place"}], PEOPLE_SORTS),
        ],
        "exports": exports(request) if actor.may("people.export", at=unit_code) else [],
        "leads_nowhere": _leads_nowhere(request),
        "columns": heads(request, _columns(), PEOPLE_SORTS),
    }
    return render(request, "console/signin/invitations.html", context)


def _file_rows(found: Sequence[PersonRow], states: Mapping[UUID, str]) -> Iterator[dict[str, Any]]:
    for row in found:
        yield {
            "name": row.name,
            "posts": joined(posts_of(row)),
            "phone": row.phone or None,
            "state": said(SIGN_IN_STATES, states.get(row.id, "none")),
        }


def _columns() -> list[dict[str, Any]]:
    return [{"text": _("Name"), "by": "name"}, {"text": _("Posts")}, {"text": _("Phone")}, {"text": _("Sign-in")}]


def _cards(request: ConsoleRequest) -> HttpResponse:
    people = [_id(key) for key in request.POST.getlist("not-yet" if "all" in request.POST else "person")]
    if not people:
        messages.info(request, _("Tick somebody first; then the cards are made."))
        return HttpResponseRedirect(request.get_full_path())
    invited = invite_people(actor=request.actor, people=people, now=request.now)
    cards = [{"invited": row, **_way_in(request, row.code)} for row in invited]
    context: dict[str, Any] = {
        "sheets": [cards[at : at + 8] for at in range(0, len(cards), 8)],
        "printed_at": request.now,
        "count": len(cards),
        "leads_nowhere": _leads_nowhere(request),
        "back": reverse("console:invitations"),
    }
    return render(request, "console/signin/cards.html", context)


def _way_in(request: HttpRequest, code: str) -> dict[str, str]:
    address = request.build_absolute_uri(reverse("console:join-code", args=[code]))
    picture = base64.b64encode(qr.svg(address)).decode()
    door = request.get_host() + reverse("console:join")
    return {"address": address, "door": door, "qr": f"data:image/svg+xml;base64,{picture}"}


def _leads_nowhere(request: HttpRequest) -> bool:
    """True when the address of this page, which the cards repeat, opens on this one machine only."""
    host = split_domain_port(request.get_host())[0].strip("[]")
    return host in {"localhost", "::1"} or host.startswith("127.")


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as wrong:
        raise Malformed(field="person", value=text, expected="an id", example="0192f0c1-...") from wrong
