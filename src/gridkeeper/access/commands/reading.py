"""Leave a line for every look of a human at a person's row (DESIGN 4, SF-43)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from gridkeeper.access.choices import Look
from gridkeeper.access.models import Reading
from gridkeeper.kernel.actor import Actor


def note_look(
    *, actor: Actor, people: Sequence[UUID], unit_code: str, look: Look, now: datetime, purpose: str = ""
) -> None:
    """Write down who saw whom. People who look at their own row leave no line; jobs are no humans."""
    seen = [person for person in people if person != actor.person_id]
    if not seen or actor.login.startswith("system:"):
        return
    Reading.objects.create(
        at=now, reader=actor.login, unit_code=unit_code, people=seen, look=look, purpose=purpose[:120]
    )
