"""The switch in the background, and the act that queues it in the approval's own transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from gridkeeper.access.actors import actor_again, system_actor
from gridkeeper.activations.choices import END
from gridkeeper.activations.commands.emergency import decline_end, perform_end
from gridkeeper.activations.commands.evidence import count_evidence, running_activations
from gridkeeper.activations.commands.follow import SWITCH, drafts_of_switch
from gridkeeper.activations.commands.propose import START, begin_switch, decline_switch
from gridkeeper.activations.commands.switch import carry_out, note_problem
from gridkeeper.activations.progress import telling
from gridkeeper.activations.queries.shown import decided_by
from gridkeeper.catalogue.registrations import FourEyesAct, register_act
from gridkeeper.clocks.queries import home_time
from gridkeeper.jobs.job import job
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import GridkeeperError
from gridkeeper.scopes.doors import acting_as


@job(name="activations.activate", system_actor="system.activations")
def activate(*, activation: str) -> bool:
    """Make everything a playbook wants (K-07); True where this run made it. A refusal is kept for people to read."""
    actor, now, key = system_actor("activations"), home_time().now, UUID(activation)
    with acting_as(actor):
        decided = decided_by(activation_id=key)
    try:
        with (
            telling(actor=actor, activation_id=key, unit_code=decided.unit_code, now=now) as tell,
            acting_as(actor),
        ):
            by = actor_again(decided.login, now=now)
            made = carry_out(actor=actor, activation_id=key, by=by, now=now, tell=tell)
    except GridkeeperError as refusal:
        facts = {name: str(value) for name, value in refusal.facts.items()}
        with acting_as(actor):
            note_problem(activation_id=key, problem={"code": refusal.code, "text": refusal.text, "facts": facts})
        return False
    if made:
        with acting_as(actor):
            count_evidence(actor=actor, activation_id=key, now=now)
    return made


@job(name="activations.count_evidence", system_actor="system.activations", cron="* * * * *", one_at_a_time=True)
def count_all_evidence() -> int:
    """Count anew what shows the measures of everything in force; gives how many activations were counted."""
    actor, now = system_actor("activations"), home_time().now
    with acting_as(actor):
        running = list(running_activations())
        for key in running:
            count_evidence(actor=actor, activation_id=key, now=now)
    return len(running)


def perform_start(*, actor: Actor, arguments: Mapping[str, Any], proposed_by: str, now: datetime) -> dict[str, Any]:
    """Approve a switch and queue it: both are committed together, or neither."""
    del proposed_by
    begun = begin_switch(actor=actor, arguments=arguments, now=now)
    activate.defer_once(str(begun.id), activation=str(begun.id))
    return {"activation": str(begun.id), "order": str(begun.order_id), "state": begun.state}


def perform_switch(*, actor: Actor, arguments: Mapping[str, Any], proposed_by: str, now: datetime) -> dict[str, Any]:
    """Approve the switch that a zone proposed: one activation a community, all queued with the approval (R-08, A2)."""
    drafts = drafts_of_switch(arguments=arguments, proposed_by=proposed_by, now=now)
    begun = [
        perform_start(
            actor=actor,
            arguments={"activation": str(draft.id), "order": str(draft.order_id)},
            proposed_by=proposed_by,
            now=now,
        )
        for draft in drafts
    ]
    return {"activations": [one["activation"] for one in begun], "playbook": arguments["playbook"]}


def register() -> None:
    """Enter the acts: a switch a person asked for, one a zone proposed, and the end of an emergency."""
    register_act(FourEyesAct(kind=START, permission="order.approve", perform=perform_start, decline=decline_switch))
    register_act(FourEyesAct(kind=SWITCH, permission="order.approve", perform=perform_switch))
    register_act(FourEyesAct(kind=END, permission="order.approve", perform=perform_end, decline=decline_end))
