"""Names of places by their codes, for lists that hold codes only."""

from __future__ import annotations

from collections.abc import Iterable

from gridkeeper.kernel.actor import Actor
from gridkeeper.territory.models import Unit


def labels_of(*, actor: Actor, codes: Iterable[str]) -> dict[str, str]:
    """Name of each open unit among ``codes`` that the actor may see; a code without one is left out. One query."""
    del actor  # row-level security decides; the argument keeps the shape of every query
    wanted = {code for code in codes if code}
    if not wanted:
        return {}
    open_units = Unit.objects.filter(unit_code__in=wanted, closed_on=None)
    return {code: short or name for code, short, name in open_units.values_list("unit_code", "short_name", "name")}
