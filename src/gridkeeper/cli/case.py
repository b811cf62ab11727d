"""``gridkeeper case``: open work, step by step."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

import click

from gridkeeper.cli.run import Run, domain_command
from gridkeeper.cli.values import MOMENT
from gridkeeper.cli.words import message_id as _
from gridkeeper.cli.words import translated

_STATES = ("accepted", "dispatched", "on_site", "resolved", "verified", "closed", "rejected")


@click.group("case")
def case() -> None:
    """Open work: list, open, act."""


@case.command("list")
@click.option("--unit", default="", help="Only at and below this unit.")
@click.option("--due-before", type=MOMENT, help="Only what is due before this moment.")
@click.option("--size", type=click.IntRange(1, 500), default=50, show_default=True)
@domain_command(text=lambda rows: "\n".join(map(_line, rows)) or translated(_("No open work.")))
def list_(run: Run, unit: str, due_before: datetime | None, size: int) -> object:
    """List open work, most urgent first."""
    from gridkeeper.cases.queries import open_cases
    from gridkeeper.territory.queries.find import unit_meant

    code = unit_meant(actor=run.actor, text=unit).unit_code if unit else ""
    return [asdict(row) for row in open_cases(actor=run.actor, unit_code=code, due_before=due_before, size=size)]


@case.command("open")
@click.option("--title", required=True)
@click.option("--unit", required=True, help="Where.")
@click.option("--body", "body_id", required=True, type=click.UUID, help="Id of the body that has to see it through.")
@click.option("--due", "due_at", required=True, type=MOMENT, help="By when.")
@click.option("--words", default="", help="What it is about.")
@domain_command()
def open_(run: Run, *, title: str, unit: str, body_id: UUID, due_at: datetime, words: str) -> object:
    """Open a task with an owner and a due moment."""
    from gridkeeper.cases.commands.work import NewTask, open_task
    from gridkeeper.territory.queries.find import unit_meant

    place = unit_meant(actor=run.actor, text=unit)
    task = NewTask(
        title=title, unit_id=place.id, unit_code=place.unit_code, body_id=body_id, due_at=due_at, detail=words
    )
    return {"case": open_task(actor=run.actor, task=task, now=run.now).number}


@case.command("show")
@click.argument("number")
@domain_command()
def show(run: Run, number: str) -> object:
    """Show one case with its history."""
    from gridkeeper.cases.queries import case_shown

    return asdict(case_shown(actor=run.actor, number=number))


@case.command("act")
@click.argument("number")
@click.argument("state", type=click.Choice(_STATES))
@click.option("--words", default="", help="What was done; needed to resolve.")
@click.option("--happened", "happened_at", type=MOMENT, help="When it happened, if not now.")
@click.option("--late-because", default="", help="Why it is recorded late.")
@domain_command()
def act(run: Run, *, number: str, state: str, words: str, happened_at: datetime | None, late_because: str) -> object:
    """Take the next step of a case."""
    from gridkeeper.cases.choices import CaseState
    from gridkeeper.cases.commands.work import move_case
    from gridkeeper.cases.queries import case_shown

    move_case(
        actor=run.actor,
        number=number,
        to=CaseState(state),
        words=words,
        happened_at=happened_at,
        late_because=late_because,
        now=run.now,
    )
    return asdict(case_shown(actor=run.actor, number=number))


def _line(row: dict[str, Any]) -> str:
    return f"{row['number']}  {row['state']:<10}  due {row['due_at']:%Y-%m-%d %H:%M}  {row['title']}"
