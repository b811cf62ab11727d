"""Who acts, and where each permission reaches; made by `access` at the door and passed down as a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from uuid import UUID

from gridkeeper.kernel.errors import Forbidden
from gridkeeper.kernel.unit_code import is_within

EVERYWHERE = ""
_NOTHING: Mapping[str, tuple[str, ...]] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Actor:
    """A person, a job or nobody, with the unit-code prefixes each permission reaches (K-06, R-19).

    ``grants`` maps a permission such as ``"person.read"`` to prefixes; ``""`` is everywhere. What is
    not in it is refused: default deny.
    """

    login: str
    name: str = ""
    user_id: UUID | None = None
    person_id: UUID | None = None
    roles: frozenset[str] = frozenset()
    grants: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NOTHING)

    def reaches(self, permission: str) -> tuple[str, ...]:
        """Prefixes this permission reaches, without those inside a wider one; empty = nowhere."""
        prefixes = sorted(set(self.grants.get(permission, ())))
        return tuple(p for p in prefixes if not any(is_within(p, q) for q in prefixes if q != p))

    def may(self, permission: str, *, at: str) -> bool:
        """True when the permission reaches the unit with code ``at``."""
        return any(is_within(at, prefix) for prefix in self.grants.get(permission, ()))

    def require(self, permission: str, *, at: str, place: str = "") -> None:
        """Raise Forbidden unless the permission reaches ``at``."""
        if not self.may(permission, at=at):
            raise Forbidden(permission=permission, place=place or at or "everywhere")


NOBODY = Actor(login="")
