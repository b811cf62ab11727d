"""From posts held to permissions that reach somewhere: pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gridkeeper.access.roles import Role, reach_of
from gridkeeper.kernel.actor import Actor


@dataclass(frozen=True, kw_only=True)
class HeldPost:
    """A role held at a unit, now."""

    role: str
    unit_code: str


def grants_of(held: Iterable[HeldPost], roles: Mapping[str, Role]) -> dict[str, tuple[str, ...]]:
    """Prefixes that each permission reaches through the posts held (R-19); an unknown role grants nothing."""
    found: dict[str, set[str]] = defaultdict(set)
    for post in held:
        role = roles.get(post.role)
        for permission, extent in role.permissions.items() if role else ():
            found[permission].add(reach_of(extent, post.unit_code))
    return {permission: tuple(sorted(prefixes)) for permission, prefixes in found.items()}


def holds_all_of(actor: Actor, role: Role | None, unit_code: str) -> bool:
    """True when the actor holds, where the role would reach, every permission the role carries (K-06)."""
    if role is None:
        return True
    return all(actor.may(permission, at=reach_of(extent, unit_code)) for permission, extent in role.permissions.items())
