"""Hold a playbook against the facts of a place, as a named system actor: what is wanted never depends on who looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gridkeeper.access.actors import system_actor
from gridkeeper.access.roles import ROLES
from gridkeeper.activations.queries.facts import facts_for
from gridkeeper.playbooks.compose import Composition, compose
from gridkeeper.playbooks.facts import Facts
from gridkeeper.playbooks.schema import Playbook
from gridkeeper.playbooks.wanted import WantedPost
from gridkeeper.scopes.doors import acting_as

COMPOSER = "activations"
_NAMES = {key: (role.zh, role.en) for key, role in ROLES.items()}


@dataclass(frozen=True, kw_only=True)
class Composed:
    """Facts and what follows from them."""

    facts: Facts
    composition: Composition


def composed(playbook: Playbook, *, unit_code: str, until: datetime | None, now: datetime) -> Composed:
    """What the playbook wants at a unit from now until the order ends. Raises NotFound. The facts' nine queries."""
    facts = facts_of(unit_code=unit_code, now=now)
    return Composed(facts=facts, composition=compose(playbook, facts, until=until, role_names=_NAMES))


def facts_of(*, unit_code: str, now: datetime) -> Facts:
    """The facts of a place, whoever asks. Raises NotFound. As `facts_for`."""
    with acting_as(system_actor(COMPOSER)):
        return facts_for(unit_code=unit_code, now=now)


def summary_of(composition: Composition) -> dict[str, Any]:
    """Counts by kind, and the roles that would be given: what two people decide on."""
    roles = {want.role for want in composition.wants if isinstance(want, WantedPost)}
    return {"wanted": composition.counts(), "roles": sorted(roles)}


def remarks(composition: Composition) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Unmet needs and clashes as JSON: the sentence in both languages, place, measure and figures; nobody's name."""
    unmet = [
        {
            "rule": one.rule,
            "measure": one.measure,
            "unit_code": one.unit_code,
            "need": one.need,
            "have": one.have,
            "zh": one.zh,
            "en": one.en,
            "mend_zh": one.mend_zh,
            "mend_en": one.mend_en,
        }
        for one in composition.unmet
    ]
    conflicts = [
        {
            "rule": one.rule,
            "measure": one.measure,
            "unit_code": one.unit_code,
            "zh": one.zh,
            "en": one.en,
            "mend_zh": one.mend_zh,
            "mend_en": one.mend_en,
        }
        for one in composition.conflicts
    ]
    return unmet, conflicts
