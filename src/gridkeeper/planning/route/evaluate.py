"""Prices any set of routes, also one written by hand: metres, times, loads and what they break."""

from __future__ import annotations

from dataclasses import dataclass

from gridkeeper.planning.plan import Violation
from gridkeeper.planning.route.problem import NO_WAY, Problem, Route, RoutesRefused

Routes = tuple[Route, ...]


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One stop as driven: when the vehicle arrives, begins and leaves (seconds), and how late it begins."""

    stop: int
    arrives: int
    begins: int
    leaves: int
    late: int


@dataclass(frozen=True, kw_only=True)
class Driven:
    """One route as driven, leaving as early as it may: metres, end of the day, overloads and the visits in order."""

    metres: int
    ends: int
    overtime: int
    overload: int
    blocked: int
    visits: tuple[Visit, ...]


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """What a set of routes is worth; ``violations`` is empty when it may be driven."""

    objective: float
    metres: int
    used: int
    driven: tuple[Driven, ...]
    violations: tuple[Violation, ...]

    @property
    def parts(self) -> dict[str, float]:
        """The figures a plan carries beside its objective."""
        latest = max((drive.ends for drive in self.driven), default=0)
        return {"metres": float(self.metres), "vehicles": float(self.used), "last_end": float(latest)}


def evaluate(problem: Problem, routes: Routes) -> Evaluation:
    """Drive ``routes`` on paper. Refuses a route of no vehicle or with no such stop or reload count."""
    driven = tuple(drive(problem, route) for route in routes)
    metres = sum(day.metres for day in driven)
    fixed = sum(problem.vehicles[route.vehicle].fixed_cost for route in routes)
    found = [*_service(problem, routes), *_fleet(problem, routes)]
    for row, day in enumerate(driven):
        found += _day(row, day)
        over = day.metres - problem.vehicles[routes[row].vehicle].longest
        if over > 0:
            found.append(Violation(rule="too-long", row=row, amount=over))
    return Evaluation(
        objective=problem.unit * (metres + fixed),
        metres=metres,
        used=len(routes),
        driven=driven,
        violations=tuple(found),
    )


def drive(problem: Problem, route: Route) -> Driven:
    """One route minute by minute from its earliest start; waiting is allowed, lateness is counted."""
    if not 0 <= route.vehicle < len(problem.vehicles) or len(route.reloads) != max(0, len(route.trips) - 1):
        raise RoutesRefused(reason="a route names a vehicle and one reload place between two trips")
    vehicle = problem.vehicles[route.vehicle]
    here, clock, metres, blocked, overload = vehicle.start, vehicle.ready, 0, 0, 0
    visits = []
    for number, trip in enumerate(route.trips):
        load = 0
        for stop in trip:
            if not 0 <= stop < problem.n:
                raise RoutesRefused(reason="a route names a stop that does not exist")
            there = int(problem.place[stop])
            metres, clock, blocked = _go(problem, here, there, metres, clock, blocked)
            begins = max(clock, int(problem.ready[stop]))
            late = max(0, begins - int(problem.due[stop]))
            leaves = begins + int(problem.service[stop])
            visits.append(Visit(stop=stop, arrives=clock, begins=begins, leaves=leaves, late=late))
            here, clock, load = there, leaves, load + int(problem.demand[stop])
        overload = max(overload, load - vehicle.capacity)
        there = route.reloads[number] if number < len(route.reloads) else vehicle.end
        metres, clock, blocked = _go(problem, here, there, metres, clock, blocked)
        here = there
    overtime = max(0, clock - vehicle.due)
    return Driven(
        metres=metres, ends=clock, overtime=overtime, overload=overload, blocked=blocked, visits=tuple(visits)
    )


def _go(problem: Problem, here: int, there: int, metres: int, clock: int, blocked: int) -> tuple[int, int, int]:  # noqa: PLR0917
    length = int(problem.distance[here, there])
    if length == NO_WAY:
        return metres, clock, blocked + 1
    return metres + length, clock + int(problem.duration[here, there]), blocked


def _service(problem: Problem, routes: Routes) -> list[Violation]:
    times = [0] * problem.n
    for route in routes:
        for trip in route.trips:
            for stop in trip:
                times[stop] += 1
    found = [
        Violation(rule="stop-served-twice", row=stop, amount=count - 1) for stop, count in enumerate(times) if count > 1
    ]
    groups: dict[int, int] = {}
    for stop, count in enumerate(times):
        group = int(problem.group[stop])
        if group >= 0:
            groups[group] = groups.get(group, 0) + count
        elif count == 0:
            found.append(Violation(rule="stop-not-served", row=stop, amount=1))
    for group, count in sorted(groups.items()):
        if count != 1:
            rule = "group-not-served" if count == 0 else "group-served-twice"
            found.append(Violation(rule=rule, row=group, amount=abs(count - 1)))
    return found


def _fleet(problem: Problem, routes: Routes) -> list[Violation]:
    found = []
    for row, vehicle in enumerate(problem.vehicles):
        mine = [route for route in routes if route.vehicle == row]
        if len(mine) > vehicle.count:
            found.append(Violation(rule="too-few-vehicles", row=row, amount=len(mine) - vehicle.count))
        for route in mine:
            if len(route.trips) > vehicle.max_trips or any(place not in vehicle.reload for place in route.reloads):
                found.append(Violation(rule="reload-not-allowed", row=row, amount=1))
    return found


def _day(row: int, day: Driven) -> list[Violation]:
    found = [Violation(rule="late-at-stop", row=visit.stop, amount=visit.late) for visit in day.visits if visit.late]
    facts = (("overtime", day.overtime), ("overload", day.overload), ("no-way", day.blocked))
    return found + [Violation(rule=rule, row=row, amount=amount) for rule, amount in facts if amount > 0]
