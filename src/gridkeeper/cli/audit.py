"""``gridkeeper audit``: what happened, and whether the record is whole."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from gridkeeper.cli.run import Answer, Run, domain_command
from gridkeeper.cli.usage import wrong_use
from gridkeeper.cli.words import message_id as _
from gridkeeper.cli.words import say_in_language, translated

REASONS = (
    _("a link is missing"),
    _("the event was changed after sealing"),
    _("the facts were changed after sealing"),
    _("the chain differs from the head noted elsewhere"),
    _("the chain is shorter than the head noted elsewhere"),
)
"""What `audit` finds, as message ids."""

if TYPE_CHECKING:
    from gridkeeper.audit.chain import Head


def _verdict(verdict: dict[str, Any]) -> str:
    known = {"events": verdict["events"], "erased": verdict["erased"], "head": verdict["head"]["number"]}
    if verdict["holds"]:
        return say_in_language(_("The record holds: {events} events, the facts of {erased} lawfully erased."), known)
    first = say_in_language(_("The record does not hold: {n} {n:place|places}."), {"n": len(verdict["breaks"])})
    place = _("Link {number}: {reason}.")
    told = [
        say_in_language(place, {"number": found["number"], "reason": translated(found["reason"])})
        for found in verdict["breaks"]
    ]
    return "\n  ".join([first, *told])


@click.group("audit")
def audit() -> None:
    """What happened, by whom; and proof that nothing was changed since (R-18)."""


@audit.command("verify")
@click.option("--head", "noted", default="", metavar="NUMBER:HASH", help="A head noted elsewhere, to compare with.")
@domain_command(text=_verdict)
def verify(run: Run, noted: str) -> object:
    """Recompute the whole chain; exit code 1 where something was changed, taken out or slipped in."""
    from gridkeeper.access.queries.record import record_verified

    verdict = record_verified(actor=run.actor, expected=_head_from(noted))
    return Answer({"holds": verdict.holds, **asdict(verdict)}, findings=not verdict.holds)


@audit.command("head")
@domain_command(text=lambda head: f"{head['number']}:{head['hash']}")
def head(run: Run) -> object:
    """Show the newest link; note it elsewhere, and nobody rewrites what is before it unseen."""
    from gridkeeper.audit.chain import head as newest

    del run  # a head says nothing but that something happened
    return asdict(newest())


@audit.command("list")
@click.option("--verb", default="", help="Only verbs that begin so: order, post.appointed ...")
@click.option("--who", default="", help="Only acts of this login.")
@click.option("--unit", default="", help="Only at and below this unit.")
@click.option("--before", type=click.UUID, help="Id of the last event of the page before.")
@click.option("--size", type=click.IntRange(1, 500), default=50, show_default=True)
@domain_command(text=lambda rows: "\n".join(map(_line, rows)) or translated(_("No events.")))
def list_(run: Run, *, verb: str, who: str, unit: str, before: UUID | None, size: int) -> object:
    """List events, newest first."""
    from gridkeeper.audit.queries import events_page
    from gridkeeper.territory.queries.find import unit_meant

    code = unit_meant(actor=run.actor, text=unit).unit_code if unit else ""
    rows = events_page(actor=run.actor, verb=verb, who=who, unit_code=code, before=before, size=size)
    return [asdict(row) for row in rows]


def _head_from(text: str) -> Head | None:
    from gridkeeper.audit.chain import Head

    if not text:
        return None
    number, colon, digest = text.partition(":")
    if not colon or not number.isdigit() or len(digest) != 64:
        raise wrong_use(_("--head is written as NUMBER:HASH, as `gridkeeper audit head` prints it."))
    return Head(number=int(number), hash=digest.lower())


def _line(row: dict[str, Any]) -> str:
    return (
        f"{row['happened_at']:%Y-%m-%d %H:%M}  {row['actor']}  {row['verb']}  {row['subject_kind']} {row['subject_id']}"
    )
