"""Hold a playbook against the facts of a place, as a named system actor: what is wanted never depends on who looks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from gridkeeper.access.actors import system_actor
from gridkeeper.access.roles import ROLES
from gridkeeper.activations.queries.facts import facts_for
from gridkeeper.packs import loaded_packs
from gridkeeper.playbooks.compose import Composition, compose
from gridkeeper.playbooks.facts import Facts
from gridkeeper.playbooks.schema import Evidence, Playbook, bases
from gridkeeper.playbooks.wanted import AnyWant, WantedPost, WantedSeries
from gridkeeper.scopes.doors import acting_as

COMPOSER = "activations"
_NAMES = {key: (role.zh, role.en) for key, role in ROLES.items()}


@dataclass(frozen=True, kw_only=True)
class Composed:
    """Facts and what follows from them."""

    facts: Facts
    composition: Composition


def composed(playbook: Playbook, *, unit_code: str, until: datetime | None, now: datetime) -> Composed:
    """What the playbook wants at a unit from now until the order ends. Raises NotFound. The facts' queries."""
    paired = frozenset(basis.role for one in playbook.pairings.values() for basis in bases(one.from_) if basis.role)
    facts = facts_of(unit_code=unit_code, paired=paired, now=now)
    found = compose(playbook, facts, until=until, role_names=_NAMES)
    return Composed(facts=facts, composition=replace(found, wants=with_lines(found.wants, pack=playbook.pack)))


def with_lines(wants: Iterable[AnyWant], *, pack: str) -> tuple[AnyWant, ...]:
    """The wants, with the lines of the pack's checklist on every round that answers one (R-12)."""
    known = loaded_packs().get(pack)
    lines = {name: [one.words for one in list_.items] for name, list_ in known.checklists.items()} if known else {}

    def lined(want: AnyWant) -> AnyWant:
        if not isinstance(want, WantedSeries) or want.evidence != Evidence.CHECKLIST:
            return want
        here = lines.get(want.checklist, [])
        return replace(want, items=tuple(one.zh for one in here), items_en=tuple(one.en for one in here))

    return tuple(map(lined, wants))


def facts_of(*, unit_code: str, paired: frozenset[str] = frozenset(), now: datetime) -> Facts:
    """The facts of a place, whoever asks. Raises NotFound. As `facts_for`."""
    with acting_as(system_actor(COMPOSER)):
        return facts_for(unit_code=unit_code, paired=paired, now=now)


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
