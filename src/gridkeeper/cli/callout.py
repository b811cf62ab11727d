"""``gridkeeper callout``: calls for people."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

import click

from gridkeeper.cli.run import Run, domain_command
from gridkeeper.cli.values import MOMENT, on_the_wall
from gridkeeper.cli.words import message_id as _
from gridkeeper.cli.words import translated

_KINDS = ("duty_watch", "point", "delivery", "cleaning", "publicity", "persuasion", "care", "other")


@click.group("callout")
def callout() -> None:
    """Calls for people: open, ask, answer, list, close."""


@callout.command("list")
@click.option("--unit", default="", help="Only at and below this unit.")
@click.option("--state", type=click.Choice(["open", "closed", "all"]), default="open", show_default=True)
@click.option("--size", type=click.IntRange(1, 500), default=50, show_default=True)
@domain_command(text=lambda rows: "\n".join(map(_line, rows)) or translated(_("No calls.")))
def list_(run: Run, *, unit: str, state: str, size: int) -> object:
    """List calls, newest first, with how far they are filled."""
    from gridkeeper.rosters.queries.calls import calls_page
    from gridkeeper.territory.queries.find import unit_meant

    code = unit_meant(actor=run.actor, text=unit).unit_code if unit else ""
    rows = calls_page(actor=run.actor, unit_code=code, state=state, size=size)
    return [{**asdict(row), "open_seats": row.open_seats, "fill_percent": row.fill_percent} for row in rows]


@callout.command("open")
@click.option("--unit", required=True, help="Where.")
@click.option("--title", required=True, help="What is asked.")
@click.option("--kind", type=click.Choice(_KINDS), default="other", show_default=True)
@click.option("--needed", type=click.IntRange(1, 200), required=True)
@click.option("--from", "starts", required=True, type=MOMENT)
@click.option("--to", "ends", required=True, type=MOMENT)
@click.option("--skill", default="")
@click.option("--ask", type=click.IntRange(0, 200), default=0, help="Ask the first so many who fit at once.")
@domain_command()
def open_(
    run: Run,
    *,
    unit: str,
    title: str,
    kind: str,
    needed: int,
    starts: datetime,
    ends: datetime,
    skill: str,
    ask: int,
) -> object:
    """Open a call for people."""
    from gridkeeper.rosters.choices import CallKind
    from gridkeeper.rosters.commands.calling import NewCall, ask_people, open_callout
    from gridkeeper.rosters.commands.offering import NewShift
    from gridkeeper.territory.queries.find import unit_meant

    place = unit_meant(actor=run.actor, text=unit)
    shift = NewShift(unit_id=place.id, unit_code=place.unit_code, title=title, starts=starts, ends=ends, needed=needed)
    made = open_callout(actor=run.actor, call=NewCall(shift=shift, kind=CallKind(kind), skill=skill), now=run.now)
    asked = ask_people(actor=run.actor, call_id=made.id, size=ask, now=run.now) if ask else 0
    return {"call": str(made.id), "shift": str(made.shift_id), "asked": asked}


@callout.command("ask")
@click.argument("call_id", type=click.UUID)
@click.option("--person", "people", multiple=True, type=click.UUID, help="Id of a person; may be repeated.")
@click.option("--size", type=click.IntRange(0, 200), default=0, help="Or the first so many who fit.")
@domain_command()
def ask_(run: Run, *, call_id: UUID, people: tuple[UUID, ...], size: int) -> object:
    """Ask people for the open seats of a call."""
    from gridkeeper.rosters.commands.calling import ask_people

    return {"asked": ask_people(actor=run.actor, call_id=call_id, people=people, size=size, now=run.now)}


@callout.command("answer")
@click.argument("call_id", type=click.UUID)
@domain_command()
def answer(run: Run, *, call_id: UUID) -> object:
    """Come forward for a call oneself."""
    from gridkeeper.rosters.commands.calling import answer_call

    made = answer_call(actor=run.actor, call_id=call_id, now=run.now)
    return {"duty": str(made.id), "state": made.state}


@callout.command("close")
@click.argument("call_id", type=click.UUID)
@domain_command()
def close(run: Run, *, call_id: UUID) -> object:
    """Close a call; who accepted stays."""
    from gridkeeper.rosters.commands.calling import close_call

    close_call(actor=run.actor, call_id=call_id, now=run.now)
    return {"call": str(call_id), "state": "closed"}


def _line(row: dict[str, Any]) -> str:
    filled = f"{row['promised']}/{row['needed']}"
    return f"{row['id']}  {filled:<7} {on_the_wall(row['starts'])}  {row['title']}"
