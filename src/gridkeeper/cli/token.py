"""``gridkeeper token``: secrets for scripts."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING
from uuid import UUID

import click

from gridkeeper.cli.run import Run, domain_command
from gridkeeper.cli.usage import wrong_use
from gridkeeper.cli.words import message_id as _

if TYPE_CHECKING:
    from gridkeeper.kernel.actor import Actor


@click.group("token")
def token() -> None:
    """Tokens for scripts; each may do what its owner's posts allow, for 90 days."""


@token.command("create")
@click.option("--label", required=True, help="What the script is for.")
@click.option("--for", "login", default="", help="Whose token; default: the account you act as.")
@domain_command()
def create(run: Run, label: str, login: str) -> object:
    """Make a token; the secret is shown once and kept nowhere."""
    from gridkeeper.accounts.commands import create_token

    secret = create_token(actor=run.actor, user_id=_owner(run.actor, login), label=label, now=run.now)
    return {"token": secret, "label": label}


@token.command("revoke")
@click.argument("token_id", metavar="TOKEN", type=click.UUID)
@click.option("--for", "login", default="", help="Whose token; default: the account you act as.")
@domain_command()
def revoke(run: Run, token_id: UUID, login: str) -> object:
    """End a token; `token list` shows its id."""
    from gridkeeper.access.commands.tokens import revoke_token_of

    revoke_token_of(actor=run.actor, user_id=_owner(run.actor, login), token_id=token_id, now=run.now)
    return {"revoked": token_id}


@token.command("list")
@click.option("--for", "login", default="", help="Whose tokens; default: the account you act as.")
@domain_command()
def list_(run: Run, login: str) -> object:
    """List tokens of one account, never their secrets."""
    from gridkeeper.accounts.queries import tokens_of

    owner = _owner(run.actor, login)
    if owner != run.actor.user_id:
        run.actor.require("account.invite", at="", place=login)
    return [asdict(row) for row in tokens_of(user_id=owner, now=run.now)]


def _owner(actor: Actor, login: str) -> UUID:
    from gridkeeper.accounts.queries import account_by_login

    if login:
        return account_by_login(login).id
    if actor.user_id is None:
        raise wrong_use(_("The local operator has no account: say whose with --for LOGIN, or act --as LOGIN."))
    return actor.user_id
