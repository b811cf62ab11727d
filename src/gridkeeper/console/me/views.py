"""My posts, my data, who looked at me, what I agreed to, what I asked, my tokens."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gridkeeper.access.choices import RightKind
from gridkeeper.access.commands.rights import file_request
from gridkeeper.access.queries.myself import my_copy
from gridkeeper.access.queries.rights import EVERY_LOOK, LOOK_SORTS, LookRow, looks_at, requests_of
from gridkeeper.accounts.commands import create_token, revoke_token
from gridkeeper.accounts.queries import tokens_of
from gridkeeper.console import words
from gridkeeper.console.door import ConsoleRequest
from gridkeeper.console.export import download, exports, file_of, is_fragment
from gridkeeper.console.me.forms import AskForm, TokenForm
from gridkeeper.console.me.listing import LOOKS, file_rows, look_columns, looks_shown
from gridkeeper.console.paging import SIZE, cursor_of, turned
from gridkeeper.console.sorting import choice, heads, sort_of
from gridkeeper.kernel.errors import NotFound
from gridkeeper.kernel.listing import Listed
from gridkeeper.posts.choices import ConsentKind
from gridkeeper.posts.commands.person import give_consent, withdraw_consent
from gridkeeper.posts.queries.own import own_posts
from gridkeeper.posts.queries.people import PersonShown, person_shown
from gridkeeper.rosters.queries.mine import service_record
from gridkeeper.territory.queries.labels import labels_of


def me(request: ConsoleRequest) -> HttpResponse:
    """My posts and what is kept of me."""
    person = _person(request)
    posts = list(own_posts(actor=request.actor, now=request.now))
    codes = {post.unit_code for post in posts} | ({person.unit_code, person.home_code} if person else set())
    places = labels_of(actor=request.actor, codes=codes)
    context = {
        "person": person,
        "certified_role": words.role_name(person.certified_for) if person and person.certified_for else "",
        "posts": [
            {
                "row": post,
                "title": words.title_of(post),
                "role": words.role_name(post.role),
                "place": places.get(post.unit_code, post.unit_code),
            }
            for post in posts
        ],
        "keeper": places.get(person.unit_code, person.unit_code) if person else "",
        "home_unit": places.get(person.home_code, person.home_code) if person else "",
        "consents": _consents(person),
        "login": request.actor.login,
        "roles": [words.role_name(key) for key in sorted(request.actor.roles)],
    }
    return render(request, "console/me/me.html", context)


def looks(request: ConsoleRequest) -> HttpResponse:
    """Who looked at my row, when and how, page by page (SF-43); ``?format=xlsx`` or ``csv`` gives every look."""
    sort, is_file = sort_of(request, LOOK_SORTS), request.GET.get("format") in ("xlsx", "csv")
    rows: Listed[LookRow] = Listed()
    if request.actor.person_id:
        rows = looks_at(
            actor=request.actor,
            person_id=request.actor.person_id,
            sort=sort,
            after="" if is_file else cursor_of(request),
            size=EVERY_LOOK if is_file else SIZE,
        )
    shown = looks_shown(request, rows)
    if is_file:
        return file_of(request, LOOKS, file_rows(shown), name="looks")
    page = turned(request, rows)
    context = {
        "looks": shown,
        "page": page,
        "total": page.total,
        "columns": heads(request, look_columns(), LOOK_SORTS),
        "filters": [choice(request, look_columns(), LOOK_SORTS)],
        "exports": exports(request),
    }
    name = "console/me/looks.html#rows" if is_fragment(request) else "console/me/looks.html"
    return render(request, name, context)


def copy(request: ConsoleRequest) -> HttpResponse:
    """Everything kept of me and what for, as a file (SF-10)."""
    stood = service_record(actor=request.actor).rows
    spans = ("title", "starts", "ends", "arrived_at", "left_at")
    data = {**my_copy(actor=request.actor), "duties": [{key: getattr(row, key) for key in spans} for row in stood]}
    written = json.dumps(data, ensure_ascii=False, indent=2, default=str).encode()
    return download(request, written, name="my-data", kind="json")


def requests(request: ConsoleRequest) -> HttpResponse:
    """Ask to see, correct, copy, delete or explain my data; and what became of earlier requests."""
    person = _person(request)
    form = AskForm(request.POST or None, initial={"kind": request.GET.get("kind", RightKind.CORRECT)})
    if request.method == "POST" and person is not None and form.is_valid():
        given = form.cleaned_data
        row = file_request(
            actor=request.actor,
            person_id=person.id,
            kind=RightKind(given["kind"]),
            words=given["words"],
            now=request.now,
        )
        said = _("Received. You have an answer by {day} at the latest.")
        messages.success(request, said.format(day=row.due_on.isoformat()))
        return HttpResponseRedirect(reverse("console:me-requests"))
    earlier = requests_of(actor=request.actor, person_id=person.id) if person else []
    context = {
        "form": form,
        "person": person,
        "earlier": [{"row": row, "kind": words.said(words.RIGHT_KINDS, row.kind)} for row in earlier],
    }
    return render(request, "console/me/requests.html", context, status=422 if form.errors else 200)


@require_POST
def consent(request: ConsoleRequest) -> HttpResponse:
    """Give or take back a consent; nothing follows from a refusal (R-15)."""
    person = _person(request)
    kind = request.POST.get("kind", "")
    if person is None or kind not in ConsentKind.values:
        raise NotFound(kind="consent", name=kind)
    if request.POST.get("give"):
        wording = words.said(words.CONSENTS, kind)
        give_consent(actor=request.actor, person_id=person.id, kind=ConsentKind(kind), wording=wording, now=request.now)
        messages.success(request, _("Noted. You can take it back here at any time."))
    else:
        withdraw_consent(actor=request.actor, person_id=person.id, kind=ConsentKind(kind), now=request.now)
        messages.success(request, _("Taken back. What was kept on its ground is erased."))
    return HttpResponseRedirect(f"{reverse('console:me')}#consents")


def tokens(request: ConsoleRequest) -> HttpResponse:
    """Tokens for scripts that act with my rights; a new one is shown once."""
    actor = request.actor
    if actor.user_id is None:
        raise NotFound(kind="account", name=actor.login)
    form, secret = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        label = form.cleaned_data["label"]
        secret = create_token(actor=actor, user_id=actor.user_id, label=label, now=request.now)
        form = TokenForm()
    shown = tokens_of(user_id=actor.user_id, now=request.now)
    context = {"tokens": shown, "form": form, "secret": secret}
    return render(request, "console/me/tokens.html", context, status=422 if form.errors else 200)


@require_POST
def token_revoke(request: ConsoleRequest, token_id: UUID) -> HttpResponse:
    """End one of my tokens."""
    revoke_token(actor=request.actor, token_id=token_id, now=request.now)
    messages.success(request, _("The token works no more."))
    return HttpResponseRedirect(reverse("console:me-tokens"))


def _person(request: ConsoleRequest) -> PersonShown | None:
    """The reader's own record; accounts without a person (a first administrator) have none."""
    if request.actor.person_id is None:
        return None
    return person_shown(actor=request.actor, person_id=request.actor.person_id)


def _consents(person: PersonShown | None) -> list[dict[str, Any]]:
    given = {row.kind: row for row in reversed(person.consents)} if person else {}
    return [
        {
            "kind": kind,
            "words": words.said(words.CONSENTS, kind),
            "given": given.get(kind),
            "is_given": kind in given and given[kind].withdrawn_at is None,
        }
        for kind in ConsentKind.values
    ]
