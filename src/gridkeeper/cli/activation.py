"""``gridkeeper activation``: playbooks in force: status, renewal, stand-down (R-09, R-11)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from gridkeeper.cli.order import read_document
from gridkeeper.cli.run import Run, domain_command
from gridkeeper.cli.switch_wait import DOCUMENT, answer_of, wish_from
from gridkeeper.cli.switch_words import lines_of_end, lines_of_switch
from gridkeeper.cli.values import MOMENT, on_the_wall
from gridkeeper.cli.words import message_id as _
from gridkeeper.cli.words import say_in_language, translated
from gridkeeper.playbooks.words import STATES


@click.group("activation")
def activation() -> None:
    """Playbooks in force: list, status, renew, stand-down."""


@activation.command("list")
@click.option("--unit", default="", help="Only at and below this unit.")
@click.option("--state", default="", help="proposed, starting, active, ended or refused.")
@click.option("--size", type=click.IntRange(1, 500), default=50, show_default=True)
@domain_command(text=lambda rows: "\n".join(map(_line, rows)) or translated(_("No activations.")))
def list_(run: Run, unit: str, state: str, size: int) -> object:
    """List activations, newest first."""
    from gridkeeper.activations.queries.shown import activations_page
    from gridkeeper.territory.queries.find import unit_meant

    code = unit_meant(actor=run.actor, text=unit).unit_code if unit else ""
    return [
        {
            "id": row.id,
            "playbook": f"{row.playbook}@{row.version}",
            "unit": row.unit_code,
            "order": row.number,
            "state": row.state,
            "expires_at": row.expires_at,
        }
        for row in activations_page(actor=run.actor, unit_code=code, state=state, size=size)
    ]


@activation.command("status")
@click.argument("activation_id", metavar="ID", type=click.UUID)
@domain_command(text=lines_of_switch)
def status(run: Run, activation_id: UUID) -> Callable[[], object]:
    """Show an activation: its state, how far it is, what was made and what could not be."""
    return lambda: answer_of(run, activation_id, wait=False)


@activation.command("renew")
@click.argument("activation_id", metavar="ID", type=click.UUID)
@click.option("--to", required=True, type=MOMENT, help="The new end.")
@click.option("--reason", required=True, help="A fresh reason.")
@domain_command()
def renew(run: Run, activation_id: UUID, to: datetime, reason: str) -> object:
    """Ask a second person to prolong an activation with its order."""
    from gridkeeper.activations.commands.propose import propose_renewal_of

    proposal = propose_renewal_of(actor=run.actor, activation_id=activation_id, to=to, reason=reason, now=run.now)
    return {"pending": proposal.code, "id": activation_id}


@activation.command("stand-down")
@click.argument("activation_id", metavar="ID", type=click.UUID)
@click.option("--reason", default="解除 / stand-down", show_default=True)
@domain_command(text=lines_of_end)
def stand_down(run: Run, activation_id: UUID, reason: str) -> object:
    """End an activation; one person suffices. Answers what differs from before, and why."""
    from gridkeeper.activations.commands.stand_down import stand_down as end

    row = end(actor=run.actor, activation_id=activation_id, because=reason, now=run.now)
    return {"id": row.id, "state": row.state, "taken_back": row.taken_back, "difference": row.difference}


@activation.command("end-emergency")
@click.argument("activation_id", metavar="ID", type=click.UUID)
@click.option("--order", "file", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--expires", "expires_at", required=True, type=MOMENT, help="When the order ends, at most 14 days later.")
@domain_command()
def end_emergency(run: Run, *, activation_id: UUID, file: Path, expires_at: datetime) -> object:
    """Ask a second person to end the emergency after a stand-down; its approval purges and answers the certificate."""
    from gridkeeper.activations.commands.emergency import propose_end_of_emergency
    from gridkeeper.activations.queries.shown import activation_shown

    row = activation_shown(actor=run.actor, activation_id=activation_id)
    said = read_document(file, DOCUMENT)
    wish = wish_from(said, row.playbook, unit_id=row.unit_id, unit_code=row.unit_code, place="", expires_at=expires_at)
    proposal = propose_end_of_emergency(actor=run.actor, activation_id=activation_id, wish=wish, now=run.now)
    return {"pending": proposal.code, "id": activation_id}


def _line(row: dict[str, Any]) -> str:
    until = say_in_language(_("at the latest until {moment}"), {"moment": on_the_wall(row["expires_at"])})
    return f"{row['id']}  {row['playbook']}  {row['unit']}  {row['order']}  {translated(STATES[row['state']])}  {until}"
