"""What the tables in force allow, asked when a zone is proposed, when it opens, when it is prolonged (YZ-20, YZ-25)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone

from gridkeeper.catalogue.registrations import register_renewal_check
from gridkeeper.orders.choices import OrderKind
from gridkeeper.packs import loaded_rules
from gridkeeper.zones.errors import LargerNeedsReason, RefusedByRule
from gridkeeper.zones.models import Zone
from gridkeeper.zones.policy.tables import (
    WITHIN_BUILDING,
    Ruled,
    reason_meant,
    reasons_allowed,
    size_ruled,
    static_ruled,
)

_HOUR = timedelta(hours=1)


def check_size(*, zone: Zone, as_of: date) -> Ruled | None:
    """What the size table in force says of a zone; None where there is none, or for an order that has no size table.

    Raises LargerNeedsReason for more than a building without words, RefusedByRule, and what the table itself refuses.
    """
    said = size_said(zone, as_of=as_of) if zone.kind == OrderKind.ZONE else None
    if zone.extent not in WITHIN_BUILDING and not zone.larger_because and _may_be_larger(zone, said, as_of):
        # Geometry brings numpy along, which no command should wait for at its start.
        from gridkeeper.zones.commands.area import buildings_of

        inside = buildings_of(list(zone.units.values_list("unit_code", flat=True)))
        raise LargerNeedsReason(name=zone.name, buildings=inside)
    return _allowed(zone.name, said)


def size_said(zone: Zone, *, as_of: date) -> Ruled | None:
    """What the size table of a day says of a zone as it is, without refusing anything."""
    reason = reason_meant(zone.larger_reason, zone.larger_because)
    return size_ruled(loaded_rules(), extent=zone.extent, reason=reason, as_of=as_of, place=zone.unit_code)


def check_length(*, zone: Zone, lasts: timedelta, as_of: date) -> Ruled | None:
    """What the table says of asking people to stay in for so long, once or once more (YZ-25).

    None for other kinds of orders. Raises RefusedByRule, and NoRuleInForce where no table is in force.
    """
    if zone.kind != OrderKind.STATIC:
        return None
    hours = Decimal(str(round(lasts / _HOUR, 2)))
    said = static_ruled(loaded_rules(), hours=hours, services=zone.services, as_of=as_of, place=zone.unit_code)
    return _allowed(zone.name, said)


def as_ruled(said: Ruled | None) -> dict[str, Any] | None:
    """What a table said, as JSON to keep beside the zone."""
    if said is None:
        return None
    names = {"table": said.table, "edition": said.edition}
    return {
        **said.decision.as_record(),
        "allowed": said.allowed,
        **{f"{key}_title": {"zh": words.zh, "en": words.en} for key, words in names.items()},
    }


def check_renewal_of_zone(*, order_id: UUID, since: datetime, to: datetime, now: datetime) -> None:
    """Refuse to prolong what the table of the day would not let begin, or for longer at once than it allows (R-09)."""
    zone = Zone.objects.filter(order_id=order_id).first()
    if zone is None:
        return
    today = timezone.localdate(now)
    check_size(zone=zone, as_of=today)
    check_length(zone=zone, lasts=to - since, as_of=today)


def register() -> None:
    """Enter what is asked before an order of this room is prolonged."""
    for kind in (OrderKind.ZONE, OrderKind.STATIC):
        register_renewal_check(kind, check_renewal_of_zone)


def _may_be_larger(zone: Zone, said: Ruled | None, as_of: date) -> bool:
    """True where words could help: no table is in force, or it allows the extent for some reason."""
    return said is None or bool(reasons_allowed(loaded_rules(), extent=zone.extent, as_of=as_of, place=zone.unit_code))


def _allowed(name: str, said: Ruled | None) -> Ruled | None:
    if said is not None and not said.allowed:
        words = said.decision.words
        raise RefusedByRule(name=name, why=words, rule=said.decision.rule, table=said.table, edition=said.edition)
    return said
