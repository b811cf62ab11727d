"""Leaders, departments and contacts shared out over places as evenly as can be (YZ-01..04, A1)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from gridkeeper.playbooks.compose.composition import Sheet
from gridkeeper.playbooks.compose.ground import Ground, Spot, spelled_basis, width_of
from gridkeeper.playbooks.facts import PersonFact
from gridkeeper.playbooks.schema import Pairing, Words, bases
from gridkeeper.playbooks.wanted import WantedAppointment, WantedPost

Line = list[tuple[PersonFact, str]]
_ABOVE = Words(zh="上级", en="the level above")


def pair_up(name: str, pairing: Pairing, *, ground: Ground, sheet: Sheet) -> None:
    """Make a seat at every place of the pairing and give it to its holder; what stays without is written down."""
    spots = ground.spots(pairing.to)
    width = width_of(pairing.within, ground.root.code)
    if not pairing.from_:
        _leave_to_others(name, pairing, spots, ground=ground, sheet=sheet)
        return
    lines = _lines(pairing, ground, width)
    areas: dict[str, list[Spot]] = defaultdict(list)
    for spot in spots:
        areas[spot.unit_code[:width]].append(spot)
    for area, places in sorted(areas.items()):
        line = lines.get(area, [])
        if not line and len(area) < len(ground.root.code):
            # Those who could be paired serve above the place, and who is free is known there.
            _leave_to_others(name, pairing, places, ground=ground, sheet=sheet)
            continue
        if not line:
            zh, en = ground.name_of(area)
            sheet.lacks(
                "nobody-to-pair",
                key=f"pair/{name}/{area}",
                measure=pairing.measure,
                unit_code=area,
                need=len(places),
                have=0,
                zh=pairing.title.zh,
                en=pairing.title.en,
                place=zh,
                place_en=en,
            )
        if len(area) < len(ground.root.code):
            line = _turned(line, ground.root.code)
        for spot, people in zip(places, _shared_out(line, len(places), pairing), strict=True):
            _write(name, pairing, spot, people, sheet)


def _lines(pairing: Pairing, ground: Ground, width: int) -> dict[str, Line]:
    """Who may be paired in each area, each person once, in the order of bases and ids."""
    lines: dict[str, Line] = defaultdict(list)
    seen: set[UUID] = set()
    for basis in bases(pairing.from_):
        word = spelled_basis(basis)
        for where, person in ground.qualified(basis):
            if person.id not in seen and len(where) >= width:
                seen.add(person.id)
                lines[where[:width]].append((person, word))
    return lines


def _turned(line: Line, code: str) -> Line:
    """The line begun elsewhere at each place, so that switching on one place after the other burdens nobody twice."""
    begin = int(code) % len(line) if line else 0
    return [*line[begin:], *line[:begin]]


def _shared_out(line: Line, places: int, pairing: Pairing) -> list[Line]:
    """The people of each place: neighbours share a leader; without ``spread`` a place has one at most."""
    if not line:
        return [[] for _ in range(places)]
    if len(line) > places and not pairing.spread:
        line = line[:places]
    if len(line) == places:
        return [[one] for one in line]
    from gridkeeper.planning.pair import Problem, solve
    from gridkeeper.planning.plan import Budget

    problem = Problem(leaders=len(line), communities=places, max_diff=pairing.max_diff)
    found: list[Line] = [[] for _ in range(places)]
    for leader, place in solve(problem, budget=Budget()).solution.pairs.tolist():
        found[place].append(line[leader])
    return found


def _leave_to_others(name: str, pairing: Pairing, spots: Iterable[Spot], *, ground: Ground, sheet: Sheet) -> None:
    """Seats whose holders somebody outside the system names: made empty, and said once."""
    count = 0
    for spot in spots:
        _write(name, pairing, spot, [], sheet)
        count += 1
    if count:
        by = pairing.named_by or _ABOVE
        sheet.lacks(
            "named-outside",
            key=f"pair/{name}",
            measure=pairing.measure,
            unit_code=ground.root.code,
            need=count,
            have=0,
            zh=pairing.title.zh,
            en=pairing.title.en,
            by=by.zh,
            by_en=by.en or by.zh,
        )


def _write(name: str, pairing: Pairing, spot: Spot, people: Line, sheet: Sheet) -> None:
    key = f"pair/{name}/{spot.key}"
    zh, en = f"{spot.zh}{pairing.title.zh}", f"{spot.en}, {pairing.title.en or pairing.title.zh}"
    sheet.wants.append(
        WantedPost(
            key=key,
            unit_id=spot.unit_id,
            unit_code=spot.unit_code,
            measure=pairing.measure,
            zh=zh,
            en=en,
            role=pairing.role,
            seats=max(len(people), 1),
            is_office=pairing.on_the_wall,
        )
    )
    for person, basis in people:
        sheet.wants.append(
            WantedAppointment(
                key=f"{key}/{person.id}",
                unit_id=spot.unit_id,
                unit_code=spot.unit_code,
                measure=pairing.measure,
                zh=zh,
                en=en,
                post=key,
                person_id=person.id,
                basis=basis,
            )
        )
