"""``gridkeeper account``: who may sign in."""

from __future__ import annotations

from dataclasses import asdict

import click

from gridkeeper.cli.run import Run, domain_command

_JOIN = "/console/join/"


@click.group("account")
def account() -> None:
    """Who may sign in: invite, close, list."""


@account.command("invite")
@click.argument("who", metavar="LOGIN|PERSON")
@domain_command()
def invite(run: Run, who: str) -> object:
    """Make a one-time code for a person (login, id, name, initials or phone); a reset is an invitation too."""
    from gridkeeper.access.commands.invitations import invite_people
    from gridkeeper.access.queries.accounts import person_meant

    [invited] = invite_people(actor=run.actor, people=[person_meant(actor=run.actor, text=who)], now=run.now)
    return {**asdict(invited), "address": f"{_JOIN}{invited.code}/"}


@account.command("close")
@click.argument("login")
@domain_command()
def close(run: Run, login: str) -> object:
    """Let an account sign in no more; its tokens and invitations end with it."""
    from gridkeeper.access.queries.accounts import account_place
    from gridkeeper.accounts.commands import close_account

    user_id, unit_code = account_place(actor=run.actor, login=login)
    close_account(actor=run.actor, user_id=user_id, unit_code=unit_code, now=run.now)
    return {"closed": login}


@account.command("reset-factor")
@click.argument("login")
@domain_command()
def reset_factor(run: Run, login: str) -> object:
    """Take away the second factor of somebody whose phone and recovery codes are lost; for administrators."""
    from gridkeeper.accounts.commands import reset_second_factor

    reset_second_factor(actor=run.actor, login=login, now=run.now)
    return {"reset": login}


@account.command("list")
@click.option("--unit", default="", help="Only people kept at and below this unit.")
@click.option("--after", default="", help="Login of the last account of the page before.")
@click.option("--size", type=click.IntRange(1, 500), default=50, show_default=True)
@domain_command()
def list_(run: Run, unit: str, after: str, size: int) -> object:
    """List the accounts of people in your reach."""
    from gridkeeper.access.queries.accounts import accounts_page
    from gridkeeper.territory.queries.find import unit_meant

    code = unit_meant(actor=run.actor, text=unit).unit_code if unit else ""
    return [asdict(row) for row in accounts_page(actor=run.actor, unit_code=code, after=after, size=size, now=run.now)]
