"""Doubles: who may stand twice in the register, and merging two records, which takes two people."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

import click

from gridkeeper.cli.people.group import people
from gridkeeper.cli.run import Run, domain_command


@people.command("doubles")
@click.option("--unit", required=True, help="Code, name, alias or initials.")
@click.option("--size", type=click.IntRange(1, 1000), default=100, show_default=True)
@domain_command()
def doubles(run: Run, *, unit: str, size: int) -> object:
    """List pairs of records that may be one person: the same phone, or the same name, birth year and desk."""
    from gridkeeper.access.choices import Look
    from gridkeeper.access.commands.reading import note_look
    from gridkeeper.posts.queries.doubles import doubles_in
    from gridkeeper.territory.queries.find import unit_meant

    code = unit_meant(actor=run.actor, text=unit).unit_code
    pairs = doubles_in(actor=run.actor, unit_code=code, size=size)
    seen = sorted({key for pair in pairs for key in (pair.one, pair.other)})
    note_look(actor=run.actor, people=seen, unit_code=code, look=Look.LIST, now=run.now)
    return [asdict(pair) for pair in pairs]


@people.command("merge")
@click.argument("kept", type=click.UUID)
@click.argument("merged", type=click.UUID)
@click.option("--because", required=True, help="How you know that they are one person.")
@domain_command()
def merge(run: Run, *, kept: UUID, merged: UUID, because: str) -> object:
    """Propose to merge the record MERGED into KEPT; a second person approves with ``gridkeeper approve CODE``."""
    from gridkeeper.posts.commands.merge import propose_merge

    proposal = propose_merge(actor=run.actor, kept_id=kept, merged_id=merged, because=because, now=run.now)
    return {"proposal": proposal.code, "title": proposal.title, "lapses_at": proposal.lapses_at}
