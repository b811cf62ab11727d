"""``gridkeeper purge``: delete personal data for good, look again everywhere, and say so in a certificate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any
from uuid import UUID

import click

from gridkeeper.cli.run import Answer, Run, domain_command, shared_options
from gridkeeper.cli.usage import wrong_use
from gridkeeper.cli.words import message_id as _


@click.group("purge", invoke_without_command=True)
@click.option("--person", default="", help="Erase this person (id, login, name or phone); a second person approves.")
@click.option("--because", default="", help="Why, for the second person; needed with --person.")
@click.option("--verify-only", is_flag=True, help="Destroy nothing; look again for everything that was purged.")
@click.option("--make-backup", is_flag=True, help="Make a backup first and look through that one.")
@shared_options
@click.pass_context
def purge(ctx: click.Context, /, **wishes: Any) -> None:
    """Destroy what has outlived its retention, or propose to erase one person; then verify and certify."""
    if ctx.invoked_subcommand is None:
        _purge(**wishes)


@purge.command("show")
@click.argument("purge_id", metavar="PURGE", type=click.UUID)
@domain_command()
def show(run: Run, purge_id: UUID) -> object:
    """Show the certificate of a purge again, or what was found instead."""
    from gridkeeper.access.queries.purges import purge_shown

    return asdict(purge_shown(actor=run.actor, run_id=purge_id))


@purge.command("list")
@domain_command()
def list_(run: Run) -> object:
    """List purges, newest first."""
    from gridkeeper.access.queries.purges import purges_page

    rows = map(asdict, purges_page(actor=run.actor))
    return [{key: value for key, value in row.items() if key != "certificate"} for row in rows]


@domain_command()
def _purge(run: Run, person: str, because: str, verify_only: bool, make_backup: bool) -> object:
    if person:
        return _propose(run, person, because)
    from gridkeeper.access.commands.purge import apply_retention

    due = None if verify_only else apply_retention(actor=run.actor, now=run.now)
    if due is not None and not make_backup:
        return _certified(due.id)
    return _verified(run, due.id if due else None, certify=not verify_only, make_backup=make_backup)


def _propose(run: Run, person: str, because: str) -> object:
    from gridkeeper.access.commands.purge import propose_erasure
    from gridkeeper.access.queries.accounts import person_meant

    if not because.strip():
        raise wrong_use(_("--person needs --because: the second person decides on it."))
    person_id = person_meant(actor=run.actor, text=person)
    proposal = propose_erasure(actor=run.actor, person_id=person_id, because=because.strip(), now=run.now)
    return {"pending": proposal.code, "person": person_id}


def _certified(run_id: UUID) -> Callable[[], Answer]:
    def after_commit() -> Answer:
        from gridkeeper.access.queries.purges import certificate_of

        certificate = certificate_of(run_id=run_id)
        return Answer({"purge": run_id, "certificate": certificate}, findings=not certificate.get("holds"))

    return after_commit


def _verified(run: Run, run_id: UUID | None, *, certify: bool, make_backup: bool) -> Callable[[], Answer]:
    def after_commit() -> Answer:
        from gridkeeper.access.commands.certify import certify_open_runs, verify_ledger

        checks = verify_ledger(actor=run.actor, make_backup=make_backup)
        certified = certify_open_runs(actor=run.actor, checks=checks, now=run.now) if certify else []
        holds = all(check["ok"] for check in checks)
        answer: dict[str, Any] = {"purge": run_id, "holds": holds, "checks": checks, "certified": certified}
        return Answer(answer, findings=not holds)

    return after_commit
