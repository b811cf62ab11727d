"""The names a playbook may use, as the rooms above know them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

CONSENTS: Final = frozenset({"skills", "party_deployment", "volunteer_call"})
"""What people opt into (R-15)."""


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """Roles with their names (Chinese, English), and what the pack ships by name."""

    roles: Mapping[str, tuple[str, str]]
    tables: frozenset[str] = frozenset()
    checklists: frozenset[str] = frozenset()
    rounds: frozenset[str] = frozenset()
    """Names of rounds and shifts of other playbooks of the pack, which this one may let rest."""
    packs: frozenset[str] | None = None
    """Installed packs; None where nobody looked."""
    lacking: frozenset[str] = frozenset()
    """Codes of units that the text names and this home has not; empty where nobody looked."""
    test_words: frozenset[str] = frozenset()
    """How packs call a test that no care may wait for (SF-23)."""
    consents: frozenset[str] = field(default=CONSENTS)
    body_kinds: frozenset[str] = frozenset({"task_force"})
    site_kinds: frozenset[str] = frozenset({"depot", "desk", "gate", "lookout", "point"})
