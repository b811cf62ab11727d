"""The facts of a place in the order in which composing asks for them; built once, read many times."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from gridkeeper.kernel.certificate import has_run_out
from gridkeeper.kernel.unit_code import LENGTHS, Level, is_within
from gridkeeper.playbooks.compose.moments import HERE
from gridkeeper.playbooks.facts import Facts, OverlayFact, PersonFact, UnitFact
from gridkeeper.playbooks.schema import Basis, Place

_TREE = {place: LENGTHS[Level(place.value)] for place in Place if place.value in {level.value for level in Level}}


@dataclass(frozen=True, kw_only=True, slots=True)
class Spot:
    """One unit or overlay that something is made for. ``key`` names it for good: the code, or the overlay's id."""

    key: str
    unit_id: UUID
    unit_code: str
    zh: str
    en: str
    overlay_id: UUID | None = None
    buildings: tuple[str, ...] = ()


def width_of(place: Place, root: str) -> int:
    """How many digits of a code say in which area of that kind something lies; overlays count as communities."""
    return len(root) if place is Place.ROOT else _TREE.get(place, LENGTHS[Level.COMMUNITY])


class Ground:
    """Units, overlays and people of `Facts`, indexed."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.root = facts.root
        self.units: dict[str, UnitFact] = {unit.code: unit for unit in facts.units}
        self.units.setdefault(facts.root.code, facts.root)
        self._above = {unit.code: unit for unit in facts.above}
        self._spots: dict[Place, tuple[Spot, ...]] = {}
        self._holders: dict[str, list[tuple[str, PersonFact]]] = defaultdict(list)
        self._consenting: dict[str, list[tuple[str, PersonFact]]] = defaultdict(list)
        self._skilled: dict[str, list[tuple[str, PersonFact]]] = defaultdict(list)
        self.run_out: dict[str, list[PersonFact]] = defaultdict(list)
        """Holders of a role whose certificate has run out: they are chosen for nothing that asks for it (4.e)."""
        today = facts.now.astimezone(HERE).date()
        for person in sorted(facts.people, key=lambda one: one.id.int):
            for seat in person.seats:
                if seat.role == person.certified_for and has_run_out(person.certified_until, on=today):
                    self.run_out[seat.role].append(person)
                else:
                    self._holders[seat.role].append((seat.unit_code, person))
            for consent in person.consents:
                self._consenting[consent].append((self.home_of(person), person))
            for skill in person.skills:
                self._skilled[skill].append((self.home_of(person), person))

    @cached_property
    def overlay_of_building(self) -> dict[str, UUID]:
        """The compound each building belongs to; the first where two claim it."""
        found: dict[str, UUID] = {}
        for overlay in self._overlays(Place.COMPOUND):
            for code in overlay.members:
                found.setdefault(code, overlay.id)
        return found

    @cached_property
    def _community_of_overlay(self) -> dict[UUID, str]:
        return {overlay.id: overlay.unit_code for overlay in self.facts.overlays}

    def home_of(self, person: PersonFact) -> str:
        """Where somebody lives; in a compound that crosses a border, with the compound (4.e); else where they serve."""
        overlay = self.overlay_of_building.get(person.home_code)
        if overlay is not None and not is_within(person.home_code, self._community_of_overlay[overlay]):
            return self._community_of_overlay[overlay]
        return person.home_code or (person.seats[0].unit_code if person.seats else "")

    def _overlays(self, place: Place) -> list[OverlayFact]:
        here = [one for one in self.facts.overlays if one.kind == place.value and one.unit_code in self.units]
        return sorted(here, key=lambda one: (one.unit_code, one.name, one.id))

    def spots(self, place: Place) -> tuple[Spot, ...]:
        """Every unit or overlay of that kind at the root and below, in order of codes."""
        if place not in self._spots:
            self._spots[place] = tuple(self._made(place))
        return self._spots[place]

    def _made(self, place: Place) -> list[Spot]:
        if place is Place.ROOT:
            return [_spot_of(self.root)]
        if place in _TREE:
            width = _TREE[place]
            inside = (code for code in self.units if len(code) == width and is_within(code, self.root.code))
            return [_spot_of(self.units[code]) for code in sorted(inside)]
        overlays = [one for one in self._overlays(place) if is_within(one.unit_code, self.root.code)]
        shared = Counter(one.name for one in overlays)
        return [self.spot_of_overlay(one, apart=shared[one.name] > 1) for one in overlays]

    def spot_of_overlay(self, overlay: OverlayFact, *, apart: bool = False) -> Spot:
        """An overlay as a spot; ``apart`` puts its community's name first, where two share a name (4.e)."""
        unit = self.units.get(overlay.unit_code, self.root)
        return Spot(
            key=str(overlay.id),
            unit_id=unit.id,
            unit_code=unit.code,
            zh=f"{unit.name}{overlay.name}" if apart else overlay.name,
            en=f"{unit.name_en or unit.name}, {overlay.name}" if apart else overlay.name,
            overlay_id=overlay.id,
            buildings=overlay.members,
        )

    def qualified(self, basis: Basis) -> list[tuple[str, PersonFact]]:
        """(where, person) of everybody the basis fits: where they hold the role, else where they live; ids in order."""
        if basis.role:
            found = self._holders.get(basis.role, [])
        else:
            found = (self._consenting if basis.consent else self._skilled).get(basis.consent or basis.skill, [])
        return [
            (where, person)
            for where, person in found
            if (not basis.consent or basis.consent in person.consents)
            and (not basis.skill or basis.skill in person.skills)
        ]

    def name_of(self, code: str) -> tuple[str, str]:
        """Chinese and English name of a unit; the code where it is not among the facts.

        A grid is told with its community where the ground is wider than one: every community has a grid 4.
        """
        unit = self.units.get(code) or self._above.get(code)
        if unit is None:
            return code, code
        zh, en = unit.name, unit.name_en or unit.name
        if len(self.root.code) < LENGTHS[Level.COMMUNITY] < len(code):
            community_zh, community_en = self.name_of(code[: LENGTHS[Level.COMMUNITY]])
            return f"{community_zh}{zh}", f"{community_en}, {en}"
        return zh, en


def _spot_of(unit: UnitFact) -> Spot:
    return Spot(key=unit.code, unit_id=unit.id, unit_code=unit.code, zh=unit.name, en=unit.name_en or unit.name)


def spelled_basis(basis: Basis) -> str:
    """A basis in one word: ``committee_cadre``, ``volunteer+volunteer_call``."""
    return "+".join(word for word in (basis.role, basis.consent, basis.skill) if word)
