"""What the tables in force say before anything is designated: for whoever fills a form in (YZ-20, YZ-25, R-06)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gridkeeper.kernel.texts import Words
from gridkeeper.packs import loaded_rules
from gridkeeper.zones.choices import Extent
from gridkeeper.zones.policy.tables import Ruled, reasons_allowed, size_ruled, static_hours, static_ruled


@dataclass(frozen=True, kw_only=True)
class SizeRule:
    """Why a zone may be more than a building: ``reasons`` by key; where there is none, ``never`` says so."""

    reasons: Mapping[str, Words]
    never: Words | None
    table: Words | None
    edition: Words | None


@dataclass(frozen=True, kw_only=True)
class StaticRule:
    """How long people may be asked to stay in, at once and with each renewal, and what has to go on meanwhile."""

    hours: int
    services: Words
    table: Words
    edition: Words


def size_rule(*, place: str, as_of: date, extent: Extent = Extent.SEVERAL) -> SizeRule:
    """What the size table in force at a unit code says of more than a building; empty where none is in force."""
    rules = loaded_rules()
    said = size_ruled(rules, extent=extent, reason="", as_of=as_of, place=place)
    reasons = reasons_allowed(rules, extent=extent, as_of=as_of, place=place)
    return SizeRule(
        reasons=reasons,
        never=said.decision.words if said and not reasons else None,
        table=said.table if said else None,
        edition=said.edition if said else None,
    )


def static_rule(*, place: str, as_of: date) -> StaticRule | None:
    """What the table of static management in force at a unit code says; None where none is."""
    rules = loaded_rules()
    hours = static_hours(rules, as_of=as_of, place=place)
    if hours is None:
        return None
    silent: Ruled = static_ruled(rules, hours=Decimal(1), services="", as_of=as_of, place=place)
    return StaticRule(hours=hours, services=silent.decision.words, table=silent.table, edition=silent.edition)
