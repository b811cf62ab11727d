"""End a token of somebody else's account, for whoever may invite everywhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from gridkeeper.accounts.commands import revoke_token
from gridkeeper.kernel.actor import Actor


def revoke_token_of(*, actor: Actor, user_id: UUID, token_id: UUID, now: datetime) -> None:
    """End a token: one's own, or with the right to invite everywhere anybody's. Raises Forbidden, TokenUnknown."""
    if actor.user_id != user_id:
        actor.require("account.invite", at="", place="tokens")
    # The command below ends tokens of one account only; the event keeps the name of who acted.
    revoke_token(actor=replace(actor, user_id=user_id), token_id=token_id, now=now)
