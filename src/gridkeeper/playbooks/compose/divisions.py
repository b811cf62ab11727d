"""The ground divided into control units, each with somebody who answers for it (K-07, M03)."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field, replace
from typing import Any

from gridkeeper.kernel.unit_code import LENGTHS, Level, is_within
from gridkeeper.playbooks.compose.composition import Sheet
from gridkeeper.playbooks.compose.ground import Ground, Spot
from gridkeeper.playbooks.compose.hands import Hands
from gridkeeper.playbooks.facts import PersonFact
from gridkeeper.playbooks.schema import Division
from gridkeeper.playbooks.wanted import WantedAppointment, WantedControlUnit, WantedPost

_BUILDING, _COMMUNITY = LENGTHS[Level.BUILDING], LENGTHS[Level.COMMUNITY]


@dataclass
class _Pieces:
    """What is divided already, and which pieces nobody answers for."""

    name: str
    division: Division
    sheet: Sheet
    hands: Hands
    taken: set[str] = field(default_factory=set)
    unkept: list[Spot] = field(default_factory=list)


def divide(name: str, division: Division, *, ground: Ground, sheet: Sheet, hands: Hands) -> None:
    """Make a control unit of every place that ``by`` names in turn; no building is in two of them.

    What nobody answers for, and buildings in no such place, are written down as needs that cannot be met.
    """
    pieces = _Pieces(name, division, sheet, hands)
    buildings = [code for code in sorted(ground.units) if len(code) == _BUILDING and is_within(code, ground.root.code)]
    for place in division.by:
        for spot in ground.spots(place):
            members = spot.buildings or _below(spot.unit_code, buildings)
            _cut(pieces, spot if spot.buildings else _told_apart(spot, ground), members)
    _judge(pieces, ground, [code for code in buildings if code not in pieces.taken])


def _below(code: str, buildings: list[str]) -> tuple[str, ...]:
    """Buildings of a unit of the tree; a unit that has none yet is a piece of its own."""
    first, last = bisect_left(buildings, code), bisect_left(buildings, f"{code}:")
    return tuple(buildings[first:last]) or (code,)


def _told_apart(spot: Spot, ground: Ground) -> Spot:
    """A grid with its community's name first: every community has a first one."""
    if len(spot.unit_code) <= _COMMUNITY:
        return spot
    zh, en = ground.name_of(spot.unit_code[:_COMMUNITY])
    return replace(spot, zh=f"{zh}{spot.zh}", en=f"{en}, {spot.en}")


def _cut(pieces: _Pieces, spot: Spot, members: tuple[str, ...]) -> None:
    left = tuple(code for code in members if code not in pieces.taken)
    if not left:
        return
    pieces.taken.update(left)
    division, key = pieces.division, f"unit/{pieces.name}/{spot.key}"
    zh, en = f"{spot.zh}{division.title.zh}", f"{spot.en}, {division.title.en or division.title.zh}"
    pieces.sheet.wants.append(
        WantedControlUnit(
            key=key,
            unit_id=spot.unit_id,
            unit_code=spot.unit_code,
            measure=division.measure,
            zh=zh,
            en=en,
            members=left,
        )
    )
    if division.keeper is not None:
        _keep(pieces, spot, key=f"{key}/keeper", zh=zh, en=en)


def _keep(pieces: _Pieces, spot: Spot, *, key: str, zh: str, en: str) -> None:
    """The seat of who answers for it, and who takes it."""
    keeper = pieces.division.keeper
    assert keeper is not None
    about: dict[str, Any] = {"unit_id": spot.unit_id, "unit_code": spot.unit_code, "measure": pieces.division.measure}
    zh, en = f"{zh}{keeper.title.zh}", f"{en}: {keeper.title.en or keeper.title.zh}"
    pieces.sheet.wants.append(WantedPost(key=key, zh=zh, en=en, role=keeper.role, **about))
    found = _who(pieces, spot)
    if found is None:
        pieces.unkept.append(spot)
        return
    person, basis = found
    pieces.sheet.wants.append(
        WantedAppointment(key=f"{key}/{person.id}", zh=zh, en=en, post=key, person_id=person.id, basis=basis, **about)
    )


def _who(pieces: _Pieces, spot: Spot) -> tuple[PersonFact, str] | None:
    """The leader of the spot's own team, or the first holder of a role there, whichever is named first."""
    keeper = pieces.division.keeper
    for by in keeper.from_ if keeper else ():
        person = pieces.hands.answering(by, spot)
        if person is not None:
            return person, by
    return None


def _judge(pieces: _Pieces, ground: Ground, outside: list[str]) -> None:
    title = pieces.division.title
    about: dict[str, Any] = {
        "key": f"unit/{pieces.name}",
        "measure": pieces.division.measure,
        "unit_code": ground.root.code,
        "zh": title.zh,
        "en": title.en,
    }
    if pieces.unkept:
        first = pieces.unkept[0]
        need = len(pieces.unkept)
        pieces.sheet.lacks("unit-without-keeper", need=need, have=0, first=first.zh, first_en=first.en, **about)
    if outside:
        pieces.sheet.lacks("buildings-in-no-unit", need=len(outside), have=0, **about)
