"""Tree nodes of units, ready for `_tree.html`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.unit_code import Level, ancestors_of
from gridkeeper.territory.queries.counts import counts_of_children
from gridkeeper.territory.queries.show import UnitRow, children_of

_COUNTED: Mapping[str, Callable[[int], str]] = {
    Level.TOWNSHIP.value: lambda n: ngettext("{n} street", "{n} streets", n).format(n=f"{n:,}"),
    Level.COMMUNITY.value: lambda n: ngettext("{n} community", "{n} communities", n).format(n=f"{n:,}"),
    Level.GRID.value: lambda n: ngettext("{n} grid", "{n} grids", n).format(n=f"{n:,}"),
    Level.BUILDING.value: lambda n: ngettext("{n} building", "{n} buildings", n).format(n=f"{n:,}"),
}
_LEAVES = frozenset({Level.BUILDING.value})


def nodes_below(*, actor: Actor, unit_code: str, current: str) -> list[dict[str, Any]]:
    """Nodes one level below a unit; the branch that leads to ``current`` is open and filled."""
    rows = children_of(actor=actor, unit_code=unit_code)
    counts: Mapping[str, Mapping[str, int]] = {}
    if unit_code and rows and rows[0].level not in _LEAVES:
        counts = counts_of_children(actor=actor, unit_code=unit_code, length=len(rows[0].unit_code))
    return [{**_node(actor, row, current), **_counted(counts.get(row.unit_code, {}))} for row in rows]


def tree_around(*, actor: Actor, current: str) -> list[dict[str, Any]]:
    """The tree from the roots the actor may see, open down to the current unit and one level below it."""
    return nodes_below(actor=actor, unit_code="", current=current)


def _counted(below: Mapping[str, int]) -> dict[str, str]:
    """How many of the next level stand below a node, and of every level for whoever points at the figure."""
    said = [_COUNTED[level](below[level]) for level in _COUNTED if below.get(level)]
    return {"end": said[0], "end_title": " · ".join(said)} if said else {}


def _node(actor: Actor, row: UnitRow, current: str) -> dict[str, Any]:
    leads_on = row.unit_code in ancestors_of(current) or row.unit_code == current
    node: dict[str, Any] = {
        "name": row.name,
        "href": reverse("console:unit", args=[row.unit_code]),
        "is_current": row.unit_code == current,
        "is_open": leads_on,
    }
    if row.level in _LEAVES:
        return node
    if leads_on:
        node["children"] = nodes_below(actor=actor, unit_code=row.unit_code, current=current)
    else:
        node["src"] = reverse("console:unit-tree", args=[row.unit_code])
    return node
