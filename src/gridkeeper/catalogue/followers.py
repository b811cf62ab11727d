"""What follows at once, in the same transaction, when a lower room has acted: a zone opens, its patrol begins."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from gridkeeper.kernel.actor import Actor


class Follow(Protocol):
    """What a higher room does after the command that left the event; returns JSON facts for that event."""

    def __call__(
        self,
        *,
        actor: Actor,
        order_id: UUID | None,
        subject_id: UUID,
        unit_code: str,
        facts: Mapping[str, Any],
        now: datetime,
    ) -> dict[str, Any]: ...


_followers: dict[str, dict[str, Follow]] = {}


def register_follower(verb: str, room: str, follow: Follow) -> None:
    """Enter what a room does when a lower room has done ``verb`` ("zone.opened")."""
    if _followers.setdefault(verb, {}).setdefault(room, follow) is not follow:
        raise ValueError(f"{room} follows {verb!r} twice")


def follow_all(
    verb: str,
    *,
    actor: Actor,
    order_id: UUID | None,
    subject_id: UUID,
    unit_code: str,
    facts: Mapping[str, Any],
    now: datetime,
) -> dict[str, Any]:
    """Let every follower of ``verb`` act, in the caller's transaction; returns what they report, by room."""
    return {
        room: follow(actor=actor, order_id=order_id, subject_id=subject_id, unit_code=unit_code, facts=facts, now=now)
        for room, follow in _followers.get(verb, {}).items()
    }
