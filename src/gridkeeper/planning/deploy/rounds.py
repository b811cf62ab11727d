"""The questions of those who go round: gate rosters, hourly patrols of sealed areas, waste collection."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gridkeeper.planning import route
from gridkeeper.planning.deploy.district import District, Ints, Scenario
from gridkeeper.planning.deploy.questions import Answers, along_curve
from gridkeeper.planning.roster.duties import Duty, Person, duty_problem
from gridkeeper.planning.roster.problem import Problem as RosterProblem

_SHIFTS = ((0, True), (8, False), (16, False))
_MUST_POINTS = 12
_CHANGE = 20
_ROOM_IN_TRUCKS = 1.03


def gates(scenario: Scenario, compounds: int | None = None) -> list[int]:
    """Compound rows of the sealed areas, ascending: their order numbers the gates."""
    return sorted({row for row in scenario.sealed if row >= 0 and (compounds is None or row < compounds)})


def duty_of(shift: int, rows: list[int]) -> tuple[int, int] | None:
    """(compound, slot of the day) of a roster's shift number, None for a day off."""
    return None if shift < 0 else (rows[shift // len(_SHIFTS)], shift % len(_SHIFTS))


def roads(district: District, scenario: Scenario) -> route.Roads:
    """The road graph at walking speed without the closed roads."""
    tail = np.repeat(np.arange(len(district.road_xy)), np.diff(district.road_indptr))
    head = district.road_head
    closed = {(a, b) for a, b in scenario.closed_roads} | {(b, a) for a, b in scenario.closed_roads}
    keep = np.ones(len(head), dtype=np.bool_)
    for a, b in closed:
        keep &= ~((tail == a) & (head == b))
    indptr = np.zeros(len(district.road_xy) + 1, dtype=np.int64)
    np.cumsum(np.bincount(tail[keep], minlength=len(district.road_xy)), out=indptr[1:])
    metres = district.road_metres[keep]
    return route.Roads(
        xy=district.road_xy, indptr=indptr, head=head[keep], metres=metres, seconds=metres / scenario.walk_speed
    )


def sealed_areas(district: District, scenario: Scenario) -> list[Ints]:
    """Road nodes of each sealed compound's buildings, the gate (the first) and at most twelve must-points."""
    found = []
    for row in gates(scenario, len(district.compound_xy)):
        members = np.flatnonzero(district.compound == row)
        nodes = np.unique(district.node[members])
        nodes = nodes[along_curve(district.road_xy[nodes])]
        found.append(nodes[np.unique(np.linspace(0, len(nodes) - 1, min(len(nodes), _MUST_POINTS)).astype(np.int64))])
    return [nodes for nodes in found if len(nodes)]


def patrols(district: District, scenario: Scenario, answers: Answers) -> route.PatrolProblem:  # noqa: ARG001
    """Every sealed area once an hour (YZ-47). Raises `RoutesRefused` where a must-point cannot be reached."""
    graph = roads(district, scenario)
    areas = sealed_areas(district, scenario)
    loops = [route.area_loop(graph, gate=int(nodes[0]), points=nodes)[1] for nodes in areas]
    gates = np.array([nodes[0] for nodes in areas], dtype=np.int64)
    walk = graph.matrix(gates)[1] if len(gates) else np.zeros((0, 0), dtype=np.int64)
    return route.PatrolProblem(
        loop_seconds=np.array(loops, dtype=np.int64) + 60,
        walk_seconds=walk,
        first_hour=scenario.patrol_from,
        last_hour=scenario.patrol_to,
        teams=scenario.patrol_teams,
    )


def waste_stops(district: District, scenario: Scenario) -> tuple[Ints, Ints, Ints]:
    """(compound rows, their nodes, kilograms) of the collection stops, at most one truck load each."""
    first = np.full(len(district.compound_xy), -1, dtype=np.int64)
    biggest = np.argsort(district.residents, kind="stable")
    inside = biggest[district.compound[biggest] >= 0]
    first[district.compound[inside]] = district.node[inside]
    rows = np.flatnonzero(first >= 0)
    kilograms = np.ceil(district.compound_residents[rows] * scenario.kg_per_resident).astype(np.int64)
    return rows, first[rows], np.minimum(kilograms, scenario.truck_kg)


def waste(district: District, scenario: Scenario, answers: Answers) -> route.Problem:  # noqa: ARG001
    """Daily waste of every compound by truck trips from the depot (the node nearest the middle of the town)."""
    rows, nodes, kilograms = waste_stops(district, scenario)
    middle = np.average(district.compound_xy, axis=0) if len(rows) else np.zeros(2)
    depot = int(np.argmin(((district.road_xy - middle) ** 2).sum(axis=1))) if len(district.road_xy) else 0
    if len(rows):
        depot = int(nodes[np.argmin(((district.road_xy[nodes] - middle) ** 2).sum(axis=1))])
    distance, duration = roads(district, scenario).matrix(np.concatenate(([depot], nodes)))
    # As many trips as there are, where the loads fit into them with a little room: the shortest rounds use more trips
    # than need be, and a shortage would be said where there is none. Else as many as may be needed.
    least = float(kilograms.sum() / scenario.truck_kg)
    trips = (
        scenario.truck_trips if scenario.truck_trips >= _ROOM_IN_TRUCKS * least + 1 else int(np.ceil(least * 1.2)) + 2
    )
    return route.Problem(
        place=np.arange(1, len(nodes) + 1),
        distance=distance,
        duration=duration,
        demand=kilograms,
        vehicles=(route.Vehicle(count=trips, capacity=scenario.truck_kg),),
    )


def gate_people(district: District, scenario: Scenario, answers: Answers) -> list[tuple[int, int]]:
    """(person, gate number) of the members of sealed compounds' teams, who keep the gates."""
    team = answers["teams"].place
    rows = gates(scenario, len(district.compound_xy))
    return [(int(person), gate) for gate, row in enumerate(rows) for person in np.flatnonzero(team == row)]


def rosters(district: District, scenario: Scenario, answers: Answers) -> RosterProblem:
    """Three shifts at each gate with the rest of SF-30 and the protection of SF-31; earlier duties are kept."""
    pairs = gate_people(district, scenario, answers)
    people = [
        Person(id=str(person), age=int(district.age[person]), places=frozenset({gate}), group=gate)
        for person, gate in pairs
    ]
    rows = gates(scenario, len(district.compound_xy))
    duties = [
        Duty(
            id=f"{rows[gate]}-{start:02d}",
            place=gate,
            start=start * 60,
            minutes=480,
            heads=(scenario.gate_heads,) * scenario.roster_days,
            night=night,
            zone=True,
        )
        for gate in range(len(rows))
        for start, night in _SHIFTS
    ]
    kept = _kept(answers.get("earlier_duties"), pairs, rows, scenario.roster_days)
    return duty_problem(people, duties, days=scenario.roster_days, previous=kept, change=0 if kept is None else _CHANGE)


def _kept(
    known: dict[int, list[tuple[int, int] | None]] | None, pairs: list[tuple[int, int]], rows: list[int], days: int
) -> NDArray[np.int32] | None:
    """(people, days) earlier duties as today's shift numbers, day off where the gate is gone or the person is new."""
    if known is None:
        return None
    number = {(row, slot): gate * len(_SHIFTS) + slot for gate, row in enumerate(rows) for slot in range(len(_SHIFTS))}
    kept = np.full((len(pairs), days), -1, dtype=np.int32)
    for at, (person, _) in enumerate(pairs):
        for day, duty in enumerate(known.get(person, [])[:days]):
            kept[at, day] = -1 if duty is None else number.get(duty, -1)
    return kept
