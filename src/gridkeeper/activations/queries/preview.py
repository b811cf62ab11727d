"""The dry run of a playbook as a difference people read, by unit and by person (R-20)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gridkeeper.access.actors import system_actor
from gridkeeper.activations.queries.composing import COMPOSER, composed
from gridkeeper.activations.queries.library import Shelved, playbook_meant
from gridkeeper.catalogue.making import makers
from gridkeeper.kernel.actor import Actor
from gridkeeper.playbooks.difference import Preview, preview
from gridkeeper.playbooks.facts import Facts
from gridkeeper.playbooks.wanted import WantedSuspension
from gridkeeper.scopes.doors import acting_as


@dataclass(frozen=True, kw_only=True)
class Previewed:
    """What would change if this playbook were activated there now, and what could not be met."""

    shelved: Shelved
    facts: Facts
    preview: Preview


def previewed(
    *, actor: Actor, playbook: str, unit_code: str, until: datetime | None = None, now: datetime
) -> Previewed:
    """Compose without making anything; the same for everybody who may read orders there. Thirteen queries.

    Raises UnknownPlaybook, Forbidden, NotFound.
    """
    actor.require("orders.read", at=unit_code)
    shelved = playbook_meant(actor=actor, name=playbook, unit_code=unit_code, now=now)
    found = composed(shelved.playbook, unit_code=unit_code, until=until, now=now)
    resting = {want.suspended_kind for want in found.composition.wants if isinstance(want, WantedSuspension)}
    with acting_as(system_actor(COMPOSER)):
        standing = [
            one
            for kind, maker in makers().items()
            if kind in resting
            for one in maker.standing(prefix=unit_code, now=now)
        ]
    return Previewed(shelved=shelved, facts=found.facts, preview=preview(found.composition, standing))
