"""Which rows still point to a unit that an edition took away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Q

from gridkeeper.kernel.unit_code import upper_bound
from gridkeeper.scopes.fields import UnitCodeField

_OWN_HISTORY = frozenset({"territory", "audit"})


@dataclass(frozen=True, kw_only=True)
class Pointing:
    """So many rows of one kind lie at or below a vanished unit."""

    unit_code: str
    table: str
    rows: int


def rows_pointing_at(codes: Sequence[str]) -> tuple[Pointing, ...]:
    """Rows at or below each code, by table, outside the tree's own history; two queries a scoped table at most."""
    found: list[Pointing] = []
    if not codes:
        return ()
    for model in apps.get_models():
        columns = [f.name for f in model._meta.concrete_fields if isinstance(f, UnitCodeField)]
        if not columns or model._meta.app_label in _OWN_HISTORY:
            continue
        scope = Q()
        for code in codes:
            scope |= Q(**{f"{columns[0]}__gte": code, f"{columns[0]}__lt": upper_bound(code)})
        counts: dict[str, int] = {}
        for value in model._default_manager.filter(scope).values_list(columns[0], flat=True):
            at = next(code for code in codes if value.startswith(code))
            counts[at] = counts.get(at, 0) + 1
        found += [
            Pointing(unit_code=code, table=model._meta.db_table, rows=rows) for code, rows in sorted(counts.items())
        ]
    return tuple(found)
