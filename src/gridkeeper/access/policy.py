"""From posts held to permissions that reach somewhere: pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gridkeeper.access.roles import Role, reach_of


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
