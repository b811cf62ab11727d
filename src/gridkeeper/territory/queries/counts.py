"""How many units, compounds and people a unit holds; what nobody counted stays unknown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Left

from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.unit_code import Level, upper_bound
from gridkeeper.territory.choices import OverlayKind
from gridkeeper.territory.models import OverlayUnit, Unit
from gridkeeper.territory.policy.places import ESTIMATE


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What lies in a unit; None where nobody counted (never a guess, never 0)."""

    streets: int
    communities: int
    compounds: int
    grids: int
    buildings: int
    households: int | None
    residents: int | None
    """All people: in family households and in collective quarters."""
    collective: int | None
    estimated: int
    """Units whose residents are an estimate from their households, marked as such (4.e)."""


def counts_in(*, actor: Actor, unit_code: str) -> Counts:
    """Units, compounds and people in a unit. Two queries; three where counts stand on several levels."""
    actor.require("wall.read", at=unit_code)
    inside = Unit.objects.filter(unit_code__gte=unit_code, unit_code__lt=upper_bound(unit_code), closed_on=None)
    row = inside.aggregate(
        streets=Count("id", filter=Q(level=Level.TOWNSHIP)),
        communities=Count("id", filter=Q(level=Level.COMMUNITY)),
        grids=Count("id", filter=Q(level=Level.GRID)),
        buildings=Count("id", filter=Q(level=Level.BUILDING)),
        homes=Sum("households"),
        family=Sum("residents"),
        shared=Sum("collective"),
        estimated=Count("id", filter=Q(counts_source=ESTIMATE)),
        counted_levels=Count("level", filter=_COUNTED, distinct=True),
    )
    if row.pop("counted_levels") > 1:
        row |= _topmost(inside)
    family, collective = row.pop("family"), row.pop("shared")
    residents = None if family is None and collective is None else (family or 0) + (collective or 0)
    households = row.pop("homes")
    return Counts(
        **row,
        households=households,
        residents=residents,
        collective=collective,
        compounds=_compounds(unit_code),
    )


def counts_of_children(*, actor: Actor, unit_code: str, length: int) -> Mapping[str, Mapping[str, int]]:
    """Open units below each child of a unit, by the child's code (of ``length`` digits) and level. One query."""
    actor.require("wall.read", at=unit_code)
    below = Unit.objects.filter(unit_code__gte=unit_code, unit_code__lt=upper_bound(unit_code), closed_on=None)
    rows = (
        below.annotate(child=Left("unit_code", length))
        .exclude(unit_code=F("child"))
        .values_list("child", "level")
        .annotate(n=Count("id"))
        .order_by()
    )
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for child, level, number in rows:
        found[child][level] = number
    return found


_COUNTED = Q(households__isnull=False) | Q(residents__isnull=False) | Q(collective__isnull=False)


def _compounds(unit_code: str) -> int:
    members = OverlayUnit.objects.filter(
        unit_code__gte=unit_code,
        unit_code__lt=upper_bound(unit_code),
        overlay__kind=OverlayKind.COMPOUND,
        overlay__to_on=None,
    )
    return members.values("overlay_id").distinct().count()


def _topmost(inside: QuerySet[Unit]) -> dict[str, Any]:
    """Sums where a community and its buildings are both counted: the wider figure holds, nobody counts twice.

    In code order everything below a unit follows it at once, so one pass finds the widest counted unit of each row.
    """
    sums: dict[str, Any] = {}
    for key, column in (("homes", "households"), ("family", "residents"), ("shared", "collective")):
        rows = inside.filter(**{f"{column}__isnull": False}).order_by("unit_code").values_list("unit_code", column)
        total, above = None, "-"
        for code, number in rows:
            if not code.startswith(above):
                above, total = code, (total or 0) + number
        sums[key] = total
    return sums
