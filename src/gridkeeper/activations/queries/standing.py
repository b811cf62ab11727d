"""What stands at a place now, as all rooms tell it (R-11)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from gridkeeper.catalogue.making import makers
from gridkeeper.playbooks.wanted import Standing


def standing_at(*, prefix: str, now: datetime) -> Iterator[Standing]:
    """Everything that stands at a unit and below, room by room, in the caller's scope. One query a kind."""
    for maker in makers().values():
        yield from maker.standing(prefix=prefix, now=now)
