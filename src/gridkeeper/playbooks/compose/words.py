"""Names of roles in both languages, as the roles' own room gives them; a key stands for itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gridkeeper.playbooks.compose.ground import spelled_basis
from gridkeeper.playbooks.schema import Basis


@dataclass(frozen=True)
class RoleNames:
    """(Chinese, English) by key of the role."""

    names: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def of_bases(self, given: tuple[Basis, ...]) -> tuple[str, str]:
        """The bases as a list in words, in both languages."""
        pairs = [self.names.get(basis.role, (spelled_basis(basis), spelled_basis(basis))) for basis in given]
        return "、".join(zh for zh, _ in pairs), ", ".join(en for _, en in pairs)
