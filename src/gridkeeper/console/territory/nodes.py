"""Tree nodes of units, ready for `_tree.html`."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.unit_code import Level, ancestors_of
from gridkeeper.territory.queries.show import UnitRow, children_of

_LEAVES = frozenset({Level.BUILDING.value})


def nodes_below(*, actor: Actor, unit_code: str, current: str) -> list[dict[str, Any]]:
    """Nodes one level below a unit; the branch that leads to ``current`` is open and filled."""
    return [_node(actor, row, current) for row in children_of(actor=actor, unit_code=unit_code)]


def tree_around(*, actor: Actor, current: str) -> list[dict[str, Any]]:
    """The tree from the roots the actor may see, open down to the current unit and one level below it."""
    return nodes_below(actor=actor, unit_code="", current=current)


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
