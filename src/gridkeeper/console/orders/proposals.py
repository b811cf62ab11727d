"""Proposals: what waits, what approval would do, and the second person's decision (R-08, SF-12)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gridkeeper.access.commands.certify import certified_later
from gridkeeper.access.commands.purge import ERASE
from gridkeeper.access.jobs import certify_by_worker
from gridkeeper.access.queries.purges import purge_shown
from gridkeeper.access.queries.who import who_is
from gridkeeper.access.roles import ROLES
from gridkeeper.activations.choices import END
from gridkeeper.console import words
from gridkeeper.console.door import ConsoleRequest
from gridkeeper.console.orders.saying import changes_of
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import NotFound
from gridkeeper.orders.proposals import approve_proposal, refuse_proposal, withdraw_proposal
from gridkeeper.orders.queries import OrderRow, ProposalRow, order_shown, proposal_shown, proposals_waiting
from gridkeeper.posts.queries.own import posts_answering
from gridkeeper.territory.queries.labels import labels_of


def proposals(request: ConsoleRequest) -> HttpResponse:
    """Proposals that wait for me, and my own that wait for others."""
    found = proposals_waiting(actor=request.actor, now=request.now)
    places = labels_of(actor=request.actor, codes=[row.unit_code for row in found])
    who = who_is(actor=request.actor, logins=[row.proposed_by for row in found], now=request.now)

    def line(row: ProposalRow) -> dict[str, Any]:
        href = reverse("console:proposal", args=[row.code])
        return {
            "due_at": row.lapses_at,
            "href": href,
            "title": row.title,
            "details": [
                words.said(words.PROPOSAL_KINDS, row.kind),
                places.get(row.unit_code, row.unit_code),
                words.person_behind(who.get(row.proposed_by), row.proposed_by),
            ],
            "acts": [{"text": _("See what it does"), "href": href}],
        }

    context = {
        "for_me": [line(row) for row in found if not row.mine],
        "mine": [line(row) for row in found if row.mine],
    }
    return render(request, "console/orders/proposals.html", context)


def proposal(request: ConsoleRequest, code: str) -> HttpResponse:
    """One proposal: what it would do, who signs, and the buttons of whoever may decide."""
    actor, now = request.actor, request.now
    row = proposal_shown(actor=actor, code=code)
    order = _order_of(request, row)
    who = who_is(actor=actor, logins=[row.proposed_by, row.decided_by], now=now)
    waits = row.state == "pending" and row.lapses_at > now
    may_decide = waits and not row.mine and actor.may(row.permission, at=row.approval_code)
    context = {
        "proposal": row,
        "order": order,
        "kind": words.said(words.PROPOSAL_KINDS, row.kind),
        "place": labels_of(actor=actor, codes=[row.unit_code]).get(row.unit_code, row.unit_code),
        "state": words.state_tag(words.PROPOSAL_STATES, row.state if waits or row.state != "pending" else "lapsed"),
        "changes": changes_of(row, order, now),
        "proposed_by": words.person_behind(who.get(row.proposed_by), row.proposed_by),
        "decided_by": words.person_behind(who.get(row.decided_by), row.decided_by),
        "waits": waits,
        "certifying": certifying(actor, row),
        "may_decide": may_decide,
        "approvers": approvers(actor, row, request) if waits and not may_decide else [],
        "refuse": _refuse_confirm(row),
        "withdraw": _withdraw_confirm(row),
        "about": _page_about(row.kind, row.arguments) or (_whose_record(row) if may_decide else ""),
    }
    return render(request, "console/orders/proposal.html", context)


def approvers(actor: Actor, row: ProposalRow, request: ConsoleRequest) -> list[dict[str, str]]:
    """Posts that may decide, nearest first, with a number to call."""
    able = {key for key, role in ROLES.items() if row.permission in role.permissions}
    posts = posts_answering(
        actor=actor, unit_code=row.approval_code, roles=able, now=request.now, without=actor.person_id
    )
    return [{"who": words.title_of(post), "name": post.name, "phone": post.phone} for post in posts[:4]]


@require_POST
def approve(request: ConsoleRequest, code: str) -> HttpResponse:
    """The second person approves; it is carried out at once. The long look after an erasure is the worker's."""
    with certified_later() as handed:
        row = approve_proposal(actor=request.actor, code=code, now=request.now)
    certify_by_worker(handed)
    # What was erased takes the words about it along: then the kind says what was done.
    title = row.title if row.title != "—" else words.said(words.PROPOSAL_KINDS, row.kind)
    messages.success(request, _("Approved and carried out: {title}").format(title=title))
    if about := _page_about(row.kind, row.arguments):
        return HttpResponseRedirect(about)
    return HttpResponseRedirect(reverse("console:proposal", args=[row.code]))


@require_POST
def refuse(request: ConsoleRequest, code: str) -> HttpResponse:
    """Decide against it, with a reason for the proposer."""
    row = refuse_proposal(actor=request.actor, code=code, reason=request.POST.get("reason", ""), now=request.now)
    messages.info(request, _("Refused: {title}. The proposer sees your reason.").format(title=row.title))
    return HttpResponseRedirect(reverse("console:proposals"))


@require_POST
def withdraw(request: ConsoleRequest, code: str) -> HttpResponse:
    """Take one's own proposal back."""
    row = withdraw_proposal(actor=request.actor, code=code, now=request.now)
    messages.info(request, _("Withdrawn: {title}").format(title=row.title))
    return HttpResponseRedirect(reverse("console:proposals"))


def certifying(actor: Actor, row: ProposalRow) -> dict[str, Any] | None:
    """How far the look after an approved erasure is; None for every other proposal."""
    run_id = (row.result or {}).get("purge")
    if not run_id or not actor.reaches("rights.read"):
        return None
    run = purge_shown(actor=actor, run_id=UUID(run_id))
    looked = run.certificate is not None
    return {
        "is_over": looked,
        "found": looked and run.certified_at is None,
        "steps": [
            {"state": "done", "text": _("Data destroyed")},
            {"state": "done" if looked else "now", "text": _("Tables, files and a restored backup looked through")},
            {"state": "done" if run.certified_at else "todo", "text": _("Certificate written")},
        ],
    }


def _page_about(kind: str, arguments: Mapping[str, Any]) -> str:
    """Where one sees what an approval does to a switch or an area; "" for everything else."""
    if "zone" in arguments:
        return reverse("console:zone", args=[arguments["zone"]])
    if "activation" not in arguments:
        return ""
    name = "console:emergency-end" if kind == END else "console:activation"
    return reverse(name, args=[arguments["activation"]])


def _whose_record(row: ProposalRow) -> str:
    """The page of the person whose record is to go: nobody decides about somebody they cannot look up."""
    return reverse("console:person", args=[row.arguments["person"]]) if row.kind == ERASE else ""


def _order_of(request: ConsoleRequest, row: ProposalRow) -> OrderRow | None:
    key = row.arguments.get("order")
    if not key:
        return None
    try:
        return order_shown(actor=request.actor, order=str(key), now=request.now)
    except NotFound:
        return None


def _refuse_confirm(row: ProposalRow) -> dict[str, Any]:
    return {
        "text": _("Refuse"),
        "kind": "quiet",
        "title": _("Refuse this proposal"),
        "question": row.title,
        "action": reverse("console:proposal-refuse", args=[row.code]),
        "act": _("Refuse the proposal"),
        "reason": {"label": _("Why not"), "hint": _("The proposer reads it")},
    }


def _withdraw_confirm(row: ProposalRow) -> dict[str, Any]:
    return {
        "text": _("Withdraw my proposal"),
        "kind": "quiet",
        "title": _("Withdraw my proposal"),
        "question": row.title,
        "action": reverse("console:proposal-withdraw", args=[row.code]),
        "act": _("Withdraw it"),
    }
