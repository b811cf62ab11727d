"""What a careful officer would do with a list and a map: one greedy baseline beside each answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from gridkeeper.planning import mobilise, pair, partition, route, site, staff
from gridkeeper.planning.deploy.figures import Figures, figures
from gridkeeper.planning.deploy.questions import along_curve
from gridkeeper.planning.plan import Plan
from gridkeeper.planning.roster import evaluate as roster_price
from gridkeeper.planning.roster.problem import OFF, Roster
from gridkeeper.planning.roster.problem import Problem as RosterProblem


@dataclass(frozen=True, kw_only=True)
class HandMade:
    """The objective of a hand-made answer, comparable with the plan's, and its figures in everyday units."""

    objective: float
    figures: Figures


def baseline(name: str, problem: Any, plan: Plan[Any]) -> HandMade | None:
    """What the hand-made answer is worth; None where nobody does this by hand."""
    found = _BY_HAND.get(name)
    return None if found is None else found(problem, plan)


def _grids(problem: partition.Problem, plan: Plan[Any]) -> HandMade:
    """Go along the streets and begin a new grid whenever one is full."""
    assert problem.xy is not None
    label = np.zeros(problem.n, dtype=np.int64)
    count = 0
    for group in np.unique(problem.groups):
        rows = np.flatnonzero(problem.groups == group)
        parts = len(np.unique(plan.solution[rows]))
        rows = rows[along_curve(problem.xy[rows])]
        before = np.cumsum(problem.weight[rows]) - problem.weight[rows] / 2
        share = before / max(float(problem.weight[rows].sum()), 1e-9)
        label[rows] = count + np.minimum((share * parts).astype(np.int64), parts - 1)
        count += parts
    label = np.unique(label, return_inverse=True)[1]
    objective = partition.evaluate(problem, label).objective
    return HandMade(objective=objective, figures=figures("grids", problem, label))


def _sites(problem: site.Problem, plan: Plan[Any]) -> HandMade:  # noqa: ARG001
    """Points at the most populous buildings."""
    biggest = np.argsort(-problem.weights, kind="stable")[: problem.p]
    price = site.evaluate(problem, np.sort(biggest).astype(np.int32))
    return HandMade(objective=float(price.objective), figures=figures("sites", problem, price.sites))


def _pairing(problem: pair.Problem, plan: Plan[Any]) -> HandMade:  # noqa: ARG001
    """Deal the communities of each street out to its leaders in turn."""
    allowed = problem.mask()
    pairs = []
    loads = np.zeros(problem.leaders, dtype=np.int64)
    for community in range(problem.communities):
        leaders = np.flatnonzero(allowed[:, community])
        if len(leaders):
            leader = leaders[np.argmin(loads[leaders])]
            loads[leader] += 1
            pairs.append((int(leader), community))
    dealt = pair.Pairing(pairs=np.array(pairs, dtype=np.int64).reshape(-1, 2))
    return HandMade(objective=pair.evaluate(problem, dealt)[0], figures=figures("pairing_district", problem, dealt))


def _staffing(problem: staff.Problem, plan: Plan[Any]) -> HandMade:  # noqa: ARG001
    """Too few samplers: open as many points as there are samplers, and the next batch when the last has finished.
    Enough: the same samplers all day, in proportion to the people."""
    people = problem.rate.sum(axis=1) * problem.slot_h
    servers = int(problem.servers.max(initial=0))
    if problem.model == "windows":
        work = np.ceil(people / (problem.service_per_h * problem.slot_h))
        batches = [work[at : at + servers].max() for at in range(0, len(work), max(servers, 1))] if servers else []
        end = float(sum(batches) * problem.slot_h)
        return HandMade(objective=end, figures={"end": end, "at_once": float(min(servers, len(work)))})
    share = people / max(float(people.sum()), 1e-9) * servers
    fixed = np.maximum(np.floor(share), 1).astype(np.int64)
    fixed[np.argsort(fixed - share, kind="stable")[: max(0, servers - int(fixed.sum()))]] += 1
    all_day = staff.Allocation(servers=np.repeat(fixed[:, None], problem.rate.shape[1], axis=1))
    return HandMade(objective=staff.evaluate(problem, all_day)[0], figures=figures("staffing", problem, all_day))


def _sending(problem: mobilise.Problem, plan: Plan[Any]) -> HandMade:  # noqa: ARG001
    """Place after place calls its nearest people who are still free."""
    free = np.ones(problem.people, dtype=np.bool_) if problem.unfit is None else ~problem.unfit
    place = np.full(problem.people, -1, dtype=np.int64)
    cls = np.zeros(problem.people, dtype=np.int64) if problem.cls is None else problem.cls
    for j, k in np.argwhere(problem.need > 0).tolist():
        rows = np.flatnonzero(free & (cls == k))
        way = problem.ways(rows, np.array([j]))[:, 0]
        nearest = rows[np.argsort(way, kind="stable")[: problem.need[j, k]]]
        place[nearest] = j
        free[nearest] = False
    sent = mobilise.Assignment(place=place)
    return HandMade(objective=mobilise.evaluate(problem, sent)[0], figures=figures("mobilisation", problem, sent))


def _rosters(problem: RosterProblem, plan: Plan[Any]) -> HandMade:  # noqa: ARG001
    """Day by day and shift by shift the rested people with the fewest duties so far."""
    duties = np.full((problem.people, problem.days), OFF, dtype=np.int32)
    count = np.zeros(problem.people, dtype=np.int64)
    for day in range(problem.days):
        may = problem.allowed_on(day)
        for shift in range(problem.shift_count):
            rested = may[:, shift] & (duties[:, day] == OFF) & _rested(problem, duties, day=day, shift=shift)
            rows = np.flatnonzero(rested)
            taken = rows[np.argsort(count[rows], kind="stable")[: problem.cover.required[day, shift]]]
            duties[taken, day] = shift
            count[taken] += 1
    objective = float(roster_price.objective(problem, duties))
    return HandMade(objective=objective, figures=figures("rosters", problem, Roster(duties=duties)))


def _rested(problem: RosterProblem, duties: np.ndarray, *, day: int, shift: int) -> np.ndarray:
    """Rest since yesterday, at most five days in a row, at most two nights in a row: what one remembers by hand."""
    rested = np.ones(problem.people, dtype=np.bool_)
    if day >= 1:
        last = duties[:, day - 1]
        rested &= (last == OFF) | ~problem.shifts.forbidden[last, shift]
    if day >= 5:
        rested &= (duties[:, day - 5 : day] == OFF).any(axis=1)
    if day >= 2 and problem.shifts.night[shift]:
        nights = np.append(problem.shifts.night, False)[duties[:, day - 2 : day]]
        rested &= ~nights.all(axis=1)
    return rested


def _patrols(problem: route.PatrolProblem, plan: Plan[Any]) -> HandMade:  # noqa: ARG001
    """A team of its own for every area, two where the loop is longer than the hour."""
    teams = float(np.ceil(problem.loop_seconds / problem.interval).sum())
    walks = float(len(problem.loop_seconds) * max(problem.hours, 0))
    return HandMade(objective=teams, figures={"walks": walks, "teams": teams})


def _waste(problem: route.Problem, plan: Plan[Any]) -> HandMade:  # noqa: ARG001
    """Drive to the nearest stop that still fits, home when none does."""
    left = np.ones(problem.n, dtype=np.bool_)
    total, here, room, trips = 0, 0, problem.vehicles[0].capacity, 1
    while left.any():
        fits = np.flatnonzero(left & (problem.demand <= room) & (problem.distance[here, problem.place] >= 0))
        if not len(fits):
            if here == 0:
                return HandMade(objective=float("inf"), figures={"km": float("inf"), "trips": float(trips)})
            total += int(problem.distance[here, 0])
            here, room, trips = 0, problem.vehicles[0].capacity, trips + 1
            continue
        stop = fits[np.argmin(problem.distance[here, problem.place[fits]])]
        total += int(problem.distance[here, problem.place[stop]])
        here, room = int(problem.place[stop]), room - int(problem.demand[stop])
        left[stop] = False
    driven = float(total + int(problem.distance[here, 0])) * problem.unit
    return HandMade(objective=driven, figures={"km": driven / 1000.0, "trips": float(trips)})


_BY_HAND: dict[str, Callable[[Any, Plan[Any]], HandMade]] = {
    "grids": _grids,
    "pairing_district": _pairing,
    "pairing_street": _pairing,
    "pairing_department": _pairing,
    "sites": _sites,
    "staffing": _staffing,
    "mobilisation": _sending,
    "teams": _sending,
    "rosters": _rosters,
    "patrols": _patrols,
    "waste": _waste,
}
