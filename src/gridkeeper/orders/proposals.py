"""Propose an act that needs a second person; approve, refuse or withdraw it (SF-12, R-08)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from gridkeeper.audit.record import record, record_many
from gridkeeper.catalogue.registrations import act
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import NotFound
from gridkeeper.orders.choices import ProposalState
from gridkeeper.orders.errors import NotPending, SamePerson
from gridkeeper.orders.models import Proposal
from gridkeeper.orders.policy import PROPOSAL_LASTS

_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def propose(
    *,
    actor: Actor,
    kind: str,
    title: str,
    unit_code: str,
    arguments: Mapping[str, Any],
    now: datetime,
    approval_code: str | None = None,
    on_behalf_of: str = "",
) -> Proposal:
    """Put an act before a second person. Who may propose is asked by the command that calls this.

    ``on_behalf_of`` is the login of the person whose earlier proposal this one follows from: it is theirs, so that they
    are the one who may not approve it. The trace still says whose act wrote it down.
    """
    permission = act(kind).permission
    with transaction.atomic():
        proposal = Proposal.objects.create(
            code="".join(secrets.choice(_LETTERS) for _ in range(6)),
            kind=kind,
            unit_code=unit_code,
            approval_code=unit_code if approval_code is None else approval_code,
            permission=permission,
            title=title[:200],
            arguments=dict(arguments),
            proposed_by=on_behalf_of or actor.login,
            proposed_at=now,
            lapses_at=now + PROPOSAL_LASTS,
        )
        _trace(actor, proposal, "proposal.made", now)
    return proposal


def approve_proposal(*, actor: Actor, code: str, now: datetime) -> Proposal:
    """Approve and carry out, in one transaction. Raises SamePerson, NotPending, Forbidden, or what the act refuses."""
    proposal = _decidable(actor=actor, code=code, now=now)
    if actor.login == proposal.proposed_by:
        raise SamePerson(title=proposal.title, login=actor.login, place=proposal.approval_code)
    with transaction.atomic():
        _decide(proposal, actor=actor, state=ProposalState.APPROVED, reason="", now=now)
        proposal.result = act(proposal.kind).perform(
            actor=actor, arguments=proposal.arguments, proposed_by=proposal.proposed_by, now=now
        )
        proposal.save(update_fields=["result"])
        # An erasure has just taken the person's name out of its own proposal: the trace must not bring it back.
        proposal.refresh_from_db(fields=["title", "arguments"])
        _trace(actor, proposal, "proposal.approved", now)
    return proposal


def refuse_proposal(*, actor: Actor, code: str, reason: str, now: datetime) -> Proposal:
    """Decide against it, with a reason for the proposer."""
    proposal = _decidable(actor=actor, code=code, now=now)
    with transaction.atomic():
        _decide(proposal, actor=actor, state=ProposalState.REFUSED, reason=reason, now=now)
        _decline(proposal, actor=actor, now=now)
        _trace(actor, proposal, "proposal.refused", now)
    return proposal


def withdraw_proposal(*, actor: Actor, code: str, now: datetime) -> Proposal:
    """Take back what one proposed oneself."""
    proposal = _by_code(code)
    if proposal.proposed_by != actor.login:
        actor.require(proposal.permission, at=proposal.approval_code)
    with transaction.atomic():
        _decide(proposal, actor=actor, state=ProposalState.WITHDRAWN, reason="", now=now)
        _decline(proposal, actor=actor, now=now)
        _trace(actor, proposal, "proposal.withdrawn", now)
    return proposal


def lapse_proposals(*, actor: Actor, now: datetime) -> int:
    """Let proposals nobody decided lapse; gives how many. For a job, safe to run twice and beside another worker."""
    with transaction.atomic():
        waiting = Proposal.objects.filter(state=ProposalState.PENDING, lapses_at__lte=now)
        due = list(waiting.select_for_update(skip_locked=True))
        if not due:
            return 0
        Proposal.objects.filter(pk__in=[row.pk for row in due]).update(state=ProposalState.LAPSED, decided_at=now)
        for row in due:
            _decline(row, actor=actor, now=now)
        record_many(
            actor=actor,
            verb="proposal.lapsed",
            subject_kind="proposal",
            subjects=[(str(row.id), row.unit_code, {"code": row.code, "kind": row.kind}) for row in due],
            happened_at=now,
        )
    return len(due)


def _by_code(code: str) -> Proposal:
    found = Proposal.objects.filter(code=code.strip().upper()).first()
    if found is None:
        raise NotFound(kind="proposal", name=code)
    return found


def _decidable(*, actor: Actor, code: str, now: datetime) -> Proposal:
    proposal = _by_code(code)
    actor.require(proposal.permission, at=proposal.approval_code)
    if proposal.state == ProposalState.PENDING and proposal.lapses_at <= now:
        raise NotPending(code=proposal.code, state=ProposalState.LAPSED)
    return proposal


def _decide(proposal: Proposal, *, actor: Actor, state: ProposalState, reason: str, now: datetime) -> None:
    # Compare-and-set: two approvers may click within the same second.
    moved = Proposal.objects.filter(pk=proposal.pk, state=ProposalState.PENDING).update(
        state=state, decided_by=actor.login, decided_at=now, decision_reason=reason
    )
    if moved != 1:
        proposal.refresh_from_db(fields=["state"])
        raise NotPending(code=proposal.code, state=proposal.state)
    proposal.state, proposal.decided_by, proposal.decided_at = state, actor.login, now


def _decline(proposal: Proposal, *, actor: Actor, now: datetime) -> None:
    decline = act(proposal.kind).decline
    if decline is not None:
        decline(actor=actor, arguments=proposal.arguments, now=now)


def _trace(actor: Actor, proposal: Proposal, verb: str, now: datetime) -> None:
    record(
        actor=actor,
        verb=verb,
        subject_kind="proposal",
        subject_id=proposal.id,
        unit_code=proposal.unit_code,
        happened_at=now,
        facts={"code": proposal.code, "kind": proposal.kind, "title": proposal.title},
    )
