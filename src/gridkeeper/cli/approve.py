"""``gridkeeper approve``: be the second person that a proposal waits for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any
from uuid import UUID

import click

from gridkeeper.cli.run import Answer, Run, domain_command
from gridkeeper.cli.switch_wait import answer_of
from gridkeeper.cli.switch_words import lines_of_decision, lines_of_waiting
from gridkeeper.cli.usage import wrong_use
from gridkeeper.cli.words import message_id as _


def _lines(data: Any) -> str:
    return lines_of_waiting(data) if isinstance(data, list) else lines_of_decision(data)


@click.command("approve")
@click.argument("code", required=False, default="")
@click.option("--refuse", is_flag=True, help="Decide against it; needs --reason.")
@click.option("--withdraw", is_flag=True, help="Take back what you proposed yourself.")
@click.option("--reason", default="", help="For the proposer.")
@click.option("--no-wait", is_flag=True, help="Do not wait for what the approval sets going.")
@click.option("--list", "list_only", is_flag=True, help="Show what waits for you.")
@domain_command(text=_lines)
def approve(
    run: Run, *, code: str, refuse: bool, withdraw: bool, reason: str, no_wait: bool, list_only: bool
) -> object:
    """Approve the proposal CODE and carry it out; the answer is its state and result."""
    from gridkeeper.orders.proposals import approve_proposal, refuse_proposal, withdraw_proposal
    from gridkeeper.orders.queries import proposals_waiting

    if list_only:
        return [asdict(row) for row in proposals_waiting(actor=run.actor, now=run.now)]
    if not code:
        raise wrong_use(_("Give the CODE of a proposal, or --list."))
    if refuse and not reason.strip():
        raise wrong_use(_("--refuse needs a --reason for the proposer."))
    if withdraw:
        done = withdraw_proposal(actor=run.actor, code=code, now=run.now)
    elif refuse:
        done = refuse_proposal(actor=run.actor, code=code, reason=reason, now=run.now)
    else:
        done = approve_proposal(actor=run.actor, code=code, now=run.now)
    answer = {"proposal": done.code, "kind": done.kind, "state": str(done.state), "result": done.result}
    run_id = (done.result or {}).get("purge")
    switch = (done.result or {}).get("activation")
    many = (done.result or {}).get("activations")
    if many:
        return lambda: {**answer, "activations": [answer_of(run, UUID(key), wait=not no_wait) for key in many]}
    if switch:
        return lambda: {**answer, "activation": answer_of(run, UUID(switch), wait=not no_wait)}
    return _with_certificate(answer, UUID(run_id)) if run_id else answer


def _with_certificate(answer: dict[str, Any], run_id: UUID) -> Callable[[], Answer]:
    def after_commit() -> Answer:
        # Certified just after the commit: files and backups are looked through only when the erasure stands.
        from gridkeeper.access.queries.purges import certificate_of

        certificate = certificate_of(run_id=run_id)
        return Answer({**answer, "certificate": certificate}, findings=not certificate.get("holds"))

    return after_commit
