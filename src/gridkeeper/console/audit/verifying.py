"""Ask whether the chain holds, with eyes that see all of it: a partial view would look like missing links."""

from __future__ import annotations

from gridkeeper.access.actors import system_actor
from gridkeeper.audit.chain import Head, Verdict, head, verify_chain
from gridkeeper.scopes.doors import acting_as


def head_now() -> Head:
    """The newest link."""
    return head()


def chain_verified(expected: tuple[int, str] | None) -> Verdict:
    """The verdict on the whole chain; ``expected`` is a head noted elsewhere, as (number, hash)."""
    noted = Head(number=expected[0], hash=expected[1]) if expected else None
    with acting_as(system_actor("audit-verification")):
        return verify_chain(expected=noted)
