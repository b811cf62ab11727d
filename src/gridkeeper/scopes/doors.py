"""Tell the database who acts, for one transaction: what a face opens before its one domain call."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction

from gridkeeper.kernel.actor import NOBODY, Actor
from gridkeeper.kernel.unit_code import ancestors_of, upper_bound
from gridkeeper.scopes.choices import CLASSES

_present: ContextVar[Actor] = ContextVar("gridkeeper_actor", default=NOBODY)


@contextmanager
def acting_as(actor: Actor) -> Iterator[Actor]:
    """Run a block in one transaction whose rows are limited to what ``actor`` reaches.

    Nested use narrows or widens to the inner actor and puts the outer one back, also when a savepoint is kept:
    PostgreSQL would otherwise let the inner setting live on (STACK section 2).
    """
    outer = _present.get()
    token = _present.set(actor)
    try:
        with transaction.atomic():
            _tell(actor)
            yield actor
            if connection.in_atomic_block and len(connection.savepoint_ids) > 0:
                _tell(outer)
    finally:
        _present.reset(token)


def present_actor() -> Actor:
    """The actor the present block was opened for; NOBODY outside one. For queries' budgets and logs, not for rights."""
    return _present.get()


def settings_of(actor: Actor) -> dict[str, str]:
    """Transaction-local settings that row-level security reads, by name."""
    above = {code for prefix in actor.reaches("orders.read") for code in ancestors_of(prefix)}
    values = {
        "gk.person": str(actor.person_id or ""),
        "gk.login": actor.login,
        # What binds a wider place binds those within: its orders may be read there (orders' own policy).
        "gk.bound_by": ",".join(sorted(above)),
    }
    for permission_class in CLASSES:
        for mode, verb in (("r", "read"), ("w", "write")):
            prefixes = actor.reaches(f"{permission_class}.{verb}")
            name = f"gk.{mode}_{permission_class}"
            # No prefix: lo = hi = '' matches nothing. One: the hull is exact. Several: their bounds, in byte order
            # (no prefix lies within another), are looked at as well.
            values[f"{name}_lo"] = min(prefixes, default="")
            values[f"{name}_hi"] = max((upper_bound(p) for p in prefixes), default="")
            bounds = [bound for prefix in prefixes for bound in (prefix, upper_bound(prefix))]
            values[f"{name}_list"] = ",".join(bounds) if len(prefixes) > 1 else ""
    return values


def _tell(actor: Actor) -> None:
    values = settings_of(actor)
    calls = ", ".join(["set_config(%s, %s, true)"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {calls}", [item for pair in values.items() for item in pair])
