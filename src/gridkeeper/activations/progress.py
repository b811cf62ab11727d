"""How far a switch is, written on a second connection: its own transaction shows nothing before it commits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import connection

from gridkeeper.activations.commands.switch import Tell
from gridkeeper.kernel.actor import Actor
from gridkeeper.scopes.doors import settings_of

_WRITE = """
    INSERT INTO activations_progress (activation_id, unit_code, step, done, total, at) VALUES (%s, %s, %s, %s, %s, %s)
        ON CONFLICT (activation_id) DO UPDATE
       SET step = excluded.step, done = excluded.done, total = excluded.total, at = excluded.at
"""


@contextmanager
def telling(*, actor: Actor, activation_id: UUID, unit_code: str, now: datetime) -> Iterator[Tell]:
    """Hear and write down the steps of one switch, on a connection of its own for the block."""
    second = connection.copy()

    def tell(step: str, *, done: int, total: int) -> None:
        second.ensure_connection()
        values = settings_of(actor)
        # Local to a transaction: the connection goes back to the pool, and its scope must not go with it.
        calls = ", ".join(["set_config(%s, %s, true)"] * len(values))
        with second.connection.transaction(), second.cursor() as cursor:
            cursor.execute(f"SELECT {calls}", [item for pair in values.items() for item in pair])
            cursor.execute(_WRITE, [activation_id, unit_code, step, done, total, now])

    try:
        yield tell
    finally:
        second.close()
