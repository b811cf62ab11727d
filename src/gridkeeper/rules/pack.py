"""Rule packs: tables that are in force together, from a day to a day, for a jurisdiction (K-14)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gridkeeper.kernel.texts import Words
from gridkeeper.rules.engine import Decision, decide
from gridkeeper.rules.errors import NoRuleInForce, RulesOverlap
from gridkeeper.rules.table import Table


@dataclass(frozen=True, kw_only=True)
class RulePack:
    """Tables in force from ``effective_from`` to ``effective_to`` (both included; None: no end yet).

    ``jurisdiction`` is the unit code prefix where they hold, "" everywhere; ``source`` what they were taken from.
    """

    id: str
    title: Words
    jurisdiction: str
    effective_from: date
    effective_to: date | None
    source: str
    tables: tuple[Table, ...]
    format: str = ""
    line: int = field(default=0, compare=False)

    @property
    def topics(self) -> frozenset[str]:
        """What its tables decide."""
        return frozenset(table.topic for table in self.tables)

    def in_force(self, day: date) -> bool:
        """True on the days it holds, by the local calendar."""
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)

    def table(self, topic: str) -> Table:
        """Its table for a topic that it has."""
        return next(table for table in self.tables if table.topic == topic)


@dataclass(frozen=True, kw_only=True)
class Overlap:
    """Two packs that rule one topic for one jurisdiction from ``since`` on (K-14)."""

    one: RulePack
    other: RulePack
    topic: str
    since: date


def overlaps(packs: Iterable[RulePack]) -> list[Overlap]:
    """Every pair that K-14 forbids. A narrower jurisdiction is no overlap: it wins over the wider one."""
    known = list(packs)
    return [
        Overlap(one=one, other=other, topic=topic, since=max(one.effective_from, other.effective_from))
        for at, one in enumerate(known)
        for other in known[at + 1 :]
        if one.jurisdiction == other.jurisdiction and _meet(one, other)
        for topic in sorted(one.topics & other.topics)
    ]


def find(packs: Iterable[RulePack], topic: str, *, as_of: date, place: str) -> Table:
    """The table in force for a topic on a local day at a unit code; the narrowest jurisdiction wins.

    Raises NoRuleInForce, and RulesOverlap where two packs of the same jurisdiction answer.
    """
    known = [pack for pack in packs if topic in pack.topics]
    fitting = [pack for pack in known if pack.in_force(as_of) and place.startswith(pack.jurisdiction)]
    if not fitting:
        raise NoRuleInForce(topic=topic, as_of=as_of.isoformat(), place=place or "-", known=_spans(known))
    longest = max(len(pack.jurisdiction) for pack in fitting)
    narrowest = [pack for pack in fitting if len(pack.jurisdiction) == longest]
    if len(narrowest) > 1:
        one, other = narrowest[:2]
        raise RulesOverlap(
            one=one.id, other=other.id, topic=topic, as_of=as_of.isoformat(), jurisdiction=one.jurisdiction or "-"
        )
    return narrowest[0].table(topic)


def ask(packs: Iterable[RulePack], topic: str, inputs: Mapping[str, Any], *, as_of: date, place: str) -> Decision:
    """Find the table in force and decide; raises what ``find`` and ``decide`` raise."""
    return decide(find(packs, topic, as_of=as_of, place=place), inputs)


def _meet(one: RulePack, other: RulePack) -> bool:
    return one.in_force(other.effective_from) or other.in_force(one.effective_from)


def _spans(packs: Iterable[RulePack]) -> str:
    words = [
        f"{pack.id} ({pack.effective_from}..{pack.effective_to or '…'}, {pack.jurisdiction or '*'})" for pack in packs
    ]
    return ", ".join(words) or "-"
