"""In which mode a unit is (K-07)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from gridkeeper.activations.models import UnitMode
from gridkeeper.activations.policy import ModeSpan, strictest
from gridkeeper.kernel.unit_code import ancestors_of, upper_bound


def mode_of(code: str, *, now: datetime) -> str:
    """Mode of a unit: ``normal``, ``urgent`` or ``recovering``, inherited from the strictest above it. One query."""
    rows = UnitMode.objects.filter(unit_code__in=[*ancestors_of(code), code])
    return strictest(_spans(rows.filter(_in_force(now))), code=code, at=now)


def modes_at(codes: Iterable[str], *, prefix: str, now: datetime) -> dict[str, str]:
    """Modes of several units at and below ``prefix``, by code; those in normal mode are left out. One query."""
    rows = UnitMode.objects.filter(
        Q(unit_code__gte=prefix, unit_code__lt=upper_bound(prefix)) | Q(unit_code__in=ancestors_of(prefix))
    )
    spans = _spans(rows.filter(_in_force(now)))
    if not spans:
        return {}
    found = {code: strictest(spans, code=code, at=now) for code in codes}
    return {code: mode for code, mode in found.items() if mode != "normal"}


def _in_force(now: datetime) -> Q:
    return Q(from_at__lte=now) & (Q(to_at=None) | Q(to_at__gt=now))


def _spans(rows: Iterable[UnitMode]) -> list[ModeSpan]:
    return [ModeSpan(unit_code=row.unit_code, mode=row.mode, from_at=row.from_at, to_at=row.to_at) for row in rows]
