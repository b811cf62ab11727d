"""What happened to an order, and what a proposal would do, as lines a page prints."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gridkeeper.access.queries.who import who_is
from gridkeeper.activations.choices import END
from gridkeeper.audit.queries import EventRow
from gridkeeper.console import moments, words
from gridkeeper.console.audit.verbs import VERBS
from gridkeeper.kernel.actor import Actor
from gridkeeper.orders.queries import OrderRow, ProposalRow


def order_events(actor: Actor, events: Sequence[EventRow], now: datetime) -> list[dict[str, Any]]:
    """Events of one order for the timeline, newest first, with who and what was taken back."""
    who = who_is(actor=actor, logins=[event.actor for event in events], now=now)
    said = {
        "order.in-force": _("came into force"),
        "order.renewed": _("prolonged"),
        "order.ended": _("ended"),
        "order.expired": _("expired"),
        "order.refused": _("refused"),
    }
    return [
        {
            "at": event.happened_at,
            "text": said.get(event.verb) or words.said(VERBS, event.verb),
            "details": [words.person_behind(who.get(event.actor), event.actor), *_taken_back(event)],
        }
        for event in events
    ]


def _taken_back(event: EventRow) -> list[str]:
    counts = (event.facts or {}).get("taken_back") or {}
    total = sum(int(number) for number in counts.values())
    if not total:
        return []
    return [ngettext("{n} thing ended with it", "{n} things ended with it", total).format(n=total)]


def changes_of(proposal: ProposalRow, order: OrderRow | None, now: datetime) -> list[dict[str, str]]:
    """What approval would change, for the difference on the page; nothing has happened yet."""
    if proposal.kind == "order.start" and order is not None:
        return _changes_of_start(order, proposal.decided_at or now)
    if proposal.kind == "order.renew" and order is not None:
        to = datetime.fromisoformat(proposal.arguments["to"])
        # Once decided the order itself has the new end: what it was before stands in the proposal.
        was = proposal.arguments.get("from") if proposal.decided_at else order.expires_at.isoformat()
        return [
            {
                "change": "changed",
                "kind": _("Expires"),
                "before": moments.clock(datetime.fromisoformat(was), now) if was else "",
                "after": moments.clock(to, now),
                "text": order.number,
                "note": "",
            },
            {"change": "made", "kind": _("Reason"), "text": proposal.arguments["reason"], "note": ""},
        ]
    if proposal.kind == "person.erase":
        text = _("Name, contact details, sealed facts, consents and sign-in of one person; the posts once held stay.")
        return [{"change": "stopped", "kind": _("Record"), "text": text, "note": _("cannot be undone")}]
    if proposal.kind == END and order is not None:
        return _changes_of_end(order, proposal.arguments.get("reason", ""))
    effect = {"change": "made", "kind": words.said(words.PROPOSAL_KINDS, proposal.kind), "text": proposal.title}
    # Whoever opens an area or switches a playbook on answers for the order it rests on: its basis and its end.
    return [effect, *(_changes_of_start(order, proposal.decided_at or now)[1:] if order else [])]


def _changes_of_end(order: OrderRow, reason: str) -> list[dict[str, str]]:
    text = _("What the emergency made of people's data, at once and for good; a certificate follows.")
    rows = [
        ("stopped", _("Personal data"), text, _("cannot be undone")),
        ("changed", _("Mode"), _("recovering ends, routine goes on"), ""),
        ("made", _("Reason"), reason, ""),
        ("made", _("The order"), f"{order.number} {order.title}", order.issued_by),
        ("made", _("Legal basis"), order.legal_basis, order.document),
    ]
    return [{"change": change, "kind": kind, "text": said, "note": note} for change, kind, said, note in rows if said]


def _changes_of_start(order: OrderRow, now: datetime) -> list[dict[str, str]]:
    begins = max(now, order.issued_at)
    days = max((order.expires_at - begins).days, 0)
    length = ngettext("{n} day", "{n} days", days).format(n=days)
    rows = [
        (_("The order"), f"{order.number} {order.title}", words.said(words.ORDER_KINDS, order.kind)),
        (_("In force"), moments.clock(begins, now), _("from approval on") if begins == now else ""),
        (_("Expires"), moments.clock(order.expires_at, now), length),
        (_("Legal basis"), order.legal_basis, ""),
        (_("Document"), order.document, order.issued_by),
    ]
    return [{"change": "made", "kind": kind, "text": text, "note": note} for kind, text, note in rows]
