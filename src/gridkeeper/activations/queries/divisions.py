"""The ground as an operation divides it: control units, their buildings, who answers for each (K-07, M03)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from gridkeeper.kernel.actor import Actor
from gridkeeper.posts.queries.responsible import PostRow, posts_under_orders
from gridkeeper.territory.choices import OverlayKind
from gridkeeper.territory.models import OverlayUnit
from gridkeeper.territory.queries.overlays import overlays_in


@dataclass(frozen=True, kw_only=True)
class ControlUnit:
    """A control unit in force: ``buildings`` by name, ``keepers`` the posts that answer for it, held or not."""

    id: UUID
    name: str
    order_id: UUID | None
    buildings: tuple[str, ...]
    keepers: tuple[PostRow, ...]


def control_units_at(*, actor: Actor, unit_code: str, now: datetime, size: int = 100) -> Sequence[ControlUnit]:
    """Control units of a place, by place and name. Five queries, one where there are none.

    The seat of who answers for a unit carries the unit's name before its own words: that is how the two are joined.
    """
    rows = overlays_in(actor=actor, unit_code=unit_code, kind=OverlayKind.CONTROL_UNIT, size=size)
    if not rows:
        return []
    members: dict[UUID, list[str]] = defaultdict(list)
    inside = OverlayUnit.objects.filter(overlay_id__in=[row["id"] for row in rows]).order_by("unit_code")
    for overlay, name, short in inside.values_list("overlay_id", "unit__name", "unit__short_name"):
        members[overlay].append(short or name)
    orders = {row["order"] for row in rows if row["order"]}
    posts = posts_under_orders(actor=actor, unit_code=unit_code, order_ids=orders, now=now)
    named = {row["name"]: row["id"] for row in rows}
    kept: dict[UUID, list[PostRow]] = defaultdict(list)
    for post in posts:
        # The longest name that fits: one unit's name may begin another's.
        fitting = max((name for name in named if post.title.startswith(name)), key=len, default="")
        if fitting:
            kept[named[fitting]].append(post)
    return [
        ControlUnit(
            id=row["id"],
            name=row["name"],
            order_id=row["order"],
            buildings=tuple(members[row["id"]]),
            keepers=tuple(kept[row["id"]]),
        )
        for row in rows
    ]
