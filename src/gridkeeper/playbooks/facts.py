"""What a playbook is held against: the territory, the people in post and what stands there, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitFact:
    """An open unit: level as in `kernel.unit_code.Level`, counts where they are known."""

    id: UUID
    code: str
    level: str
    name: str
    name_en: str = ""
    households: int | None = None
    residents: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class OverlayFact:
    """A named set of units, such as a compound: where it lies and the codes of its buildings (R-02)."""

    id: UUID
    kind: str
    unit_code: str
    name: str
    members: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Seat:
    """A post that a person holds now; ``overlay_id`` where its body works for one overlay, such as a compound."""

    role: str
    unit_code: str
    post_id: UUID
    body_id: UUID | None = None
    overlay_id: UUID | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonFact:
    """Somebody in post, or who opted in: seats, home, age class and consents, which rosters respect (SF-31, R-15).

    ``guarded`` is True for people over 65 or spared, ``minor`` below 18: never the reason, only what follows.
    ``certified_until`` is the last day of a certificate that the role ``certified_for`` needs.
    ``consents`` are consent kinds in force; ``skills`` what they chose to tell; ``busy`` spans of duties they accepted.
    """

    id: UUID
    seats: tuple[Seat, ...]
    home_code: str = ""
    guarded: bool = False
    minor: bool = False
    certified_for: str = ""
    certified_until: date | None = None
    consents: frozenset[str] = frozenset()
    skills: frozenset[str] = frozenset()
    busy: tuple[tuple[datetime, datetime], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class RoutineFact:
    """A routine thing an emergency may let rest: its kind ("series", "shift") and its name in its playbook."""

    kind: str
    id: UUID
    name: str
    unit_code: str


@dataclass(frozen=True, kw_only=True)
class Facts:
    """The subtree of ``root`` at ``now``: units by code, overlays, people in post, standing routine things.

    ``above`` are the units the root lies in, with names only; people who hold a role there that pairings ask for are
    among ``people``, with those seats. ``neighbours`` maps a community's code to the codes it touches (R-08);
    ``modes`` a unit's code to its mode (K-07).
    """

    root: UnitFact
    now: datetime
    units: tuple[UnitFact, ...]
    above: tuple[UnitFact, ...] = ()
    overlays: tuple[OverlayFact, ...] = ()
    people: tuple[PersonFact, ...] = ()
    routines: tuple[RoutineFact, ...] = ()
    neighbours: dict[str, frozenset[str]] = field(default_factory=dict)
    modes: dict[str, str] = field(default_factory=dict)
