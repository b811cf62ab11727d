"""Aliases: what people call a unit (R-03)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gridkeeper.audit.record import record
from gridkeeper.kernel.actor import Actor
from gridkeeper.territory.choices import NameKind
from gridkeeper.territory.commands.apply_difference import add_names
from gridkeeper.territory.errors import AlreadyCalled, NoName, UnitClosed
from gridkeeper.territory.models import Name, Unit

_LONGEST = 80


def add_alias(*, actor: Actor, unit: Unit, text: str, now: datetime, source: str = "") -> None:
    """Let people find a unit by a further name; its official name stays (西关街一社区 -> 水西关街一社区).

    Raises AlreadyCalled, NoName, UnitClosed, Forbidden.
    """
    actor.require("territory.write", at=unit.unit_code, place=unit.label)
    alias = " ".join(text.split())
    if not alias or len(alias) > _LONGEST or alias.isdigit():
        raise NoName(name=text[:_LONGEST])
    if unit.closed_on is not None:
        raise UnitClosed(name=unit.label, code=unit.unit_code, closed=unit.closed_on, successor="-")
    if Name.objects.filter(unit=unit, text=alias).exists():
        raise AlreadyCalled(unit=unit.label, name=alias)
    with transaction.atomic():
        add_names([(unit.pk, unit.unit_code, NameKind.ALIAS, alias)], source=source)
        record(
            actor=actor,
            verb="territory.alias-added",
            subject_kind="unit",
            subject_id=unit.pk,
            unit_code=unit.unit_code,
            happened_at=now,
            facts={"alias": alias, "name": unit.name},
        )
