"""Is the record whole? Asked by few, answered over everything (R-18)."""

from __future__ import annotations

from gridkeeper.access.actors import system_actor
from gridkeeper.audit.chain import Head, Verdict, verify_chain
from gridkeeper.kernel.actor import EVERYWHERE, Actor
from gridkeeper.scopes.doors import acting_as


def record_verified(*, actor: Actor, expected: Head | None = None) -> Verdict:
    """Recompute the whole chain for somebody who may verify it. Raises Forbidden.

    Reads as the system: seen through one district's scope, every other event would look taken out. The verdict
    names ids and numbers only.
    """
    actor.require("audit.verify", at=EVERYWHERE, place="audit")
    with acting_as(system_actor("audit")):
        return verify_chain(expected=expected)
