"""Checks routes and patrols: everyone served once, in time, in capacity, over ways that exist."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gridkeeper.planning.plan import Violation

if TYPE_CHECKING:
    from gridkeeper.planning.route.problem import Problem, Route


def violations(problem: Any, solution: Any, objective: float) -> tuple[Violation, ...]:
    """Every rule that ``solution`` breaks: routes of a routing problem, or rounds of a patrol problem."""
    if hasattr(problem, "loop_seconds"):
        from gridkeeper.planning.check.patrol import violations as patrol_violations

        return patrol_violations(problem, solution, objective)
    return _routes(problem, solution, objective)


def _routes(problem: Problem, routes: Any, objective: float) -> tuple[Violation, ...]:
    broken_shape = _shape(problem, routes)
    if broken_shape:
        return broken_shape
    found = _served(problem, routes)
    price = 0.0
    used: dict[int, int] = {}
    for row, route in enumerate(routes):
        used[route.vehicle] = used.get(route.vehicle, 0) + 1
        metres, broken = _walk(problem, row, route)
        price += metres + problem.vehicles[route.vehicle].fixed_cost
        found += broken
    for kind, count in sorted(used.items()):
        if count > problem.vehicles[kind].count:
            over = float(count - problem.vehicles[kind].count)
            found.append(Violation(rule="too-few-vehicles", row=kind, amount=over))
    price *= problem.unit
    if abs(price - objective) > 1e-6 * max(1.0, abs(price)):
        found.append(Violation(rule="wrong-objective", amount=abs(price - objective)))
    return tuple(found)


def _shape(problem: Problem, routes: Any) -> tuple[Violation, ...]:
    for row, route in enumerate(routes):
        known = 0 <= route.vehicle < len(problem.vehicles)
        stops = [stop for trip in route.trips for stop in trip]
        if not known or any(not 0 <= stop < len(problem.place) for stop in stops):
            return (Violation(rule="unknown-stop-or-vehicle", row=row),)
        if len(route.reloads) != max(0, len(route.trips) - 1):
            return (Violation(rule="trips-do-not-join", row=row),)
    return ()


def _served(problem: Problem, routes: Any) -> list[Violation]:
    count: dict[int, int] = {}
    for route in routes:
        for trip in route.trips:
            for stop in trip:
                count[stop] = count.get(stop, 0) + 1
    found = []
    of_group: dict[int, int] = {}
    groups = problem.group.tolist()
    for stop in range(len(problem.place)):
        times = count.get(stop, 0)
        if groups[stop] >= 0:
            of_group[groups[stop]] = of_group.get(groups[stop], 0) + times
        elif times != 1:
            found.append(Violation(rule="stop-not-served-once", row=stop, amount=float(abs(times - 1))))
    for group, times in sorted(of_group.items()):
        if times != 1:
            found.append(Violation(rule="group-not-served-once", row=group, amount=float(abs(times - 1))))
    return found


def _walk(problem: Problem, row: int, route: Route) -> tuple[float, list[Violation]]:
    """Follow one route over the matrices: metres and what it breaks."""
    vehicle = problem.vehicles[route.vehicle]
    here, clock, metres = vehicle.start, vehicle.ready, 0
    found: list[Violation] = []
    for place, stop in _calls(problem, route):
        if problem.distance[here, place] < 0:
            found.append(Violation(rule="no-way", row=row))
            return float(metres), found
        metres += int(problem.distance[here, place])
        clock += int(problem.duration[here, place])
        here = place
        if stop >= 0:
            clock, late = _serve(problem, stop, clock)
            if late > 0:
                found.append(Violation(rule="late-at-stop", row=stop, amount=float(late)))
    if clock > vehicle.due:
        found.append(Violation(rule="overtime", row=row, amount=float(clock - vehicle.due)))
    if metres > vehicle.longest:
        found.append(Violation(rule="too-long", row=row, amount=float(metres - vehicle.longest)))
    return float(metres), found + _loads(problem, row, route)


def _calls(problem: Problem, route: Route) -> list[tuple[int, int]]:
    """(place, stop) of every call of the day; stop -1 for reloads and the end."""
    calls = []
    for number, trip in enumerate(route.trips):
        calls += [(int(problem.place[stop]), stop) for stop in trip]
        if number < len(route.reloads):
            calls.append((route.reloads[number], -1))
    return [*calls, (problem.vehicles[route.vehicle].end, -1)]


def _serve(problem: Problem, stop: int, clock: int) -> tuple[int, int]:
    begins = max(clock, int(problem.ready[stop]))
    return begins + int(problem.service[stop]), begins - int(problem.due[stop])


def _loads(problem: Problem, row: int, route: Route) -> list[Violation]:
    vehicle = problem.vehicles[route.vehicle]
    found = []
    for trip in route.trips:
        over = sum(int(problem.demand[stop]) for stop in trip) - vehicle.capacity
        if over > 0:
            found.append(Violation(rule="overload", row=row, amount=float(over)))
    if len(route.trips) > vehicle.max_trips or any(place not in vehicle.reload for place in route.reloads):
        found.append(Violation(rule="reload-not-allowed", row=row))
    return found
