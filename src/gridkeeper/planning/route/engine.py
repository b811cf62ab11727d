"""PyVRP as engine: our question into its model, its answer back (hybrid search of Wouda, Lan & Kool 2024)."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from gridkeeper.planning.route.evaluate import Routes
from gridkeeper.planning.route.problem import NEVER, NO_WAY, Integers, Problem, Route

_FAR = 1 << 30


@dataclass(frozen=True, kw_only=True)
class Model:
    """A PyVRP problem and what its numbers mean: ``depot_place`` by depot, ``vehicle_row`` by vehicle type."""

    data: Any
    depot_place: tuple[int, ...]
    vehicle_row: tuple[int, ...]


def build(problem: Problem) -> Model:
    """The same problem in PyVRP's words; a missing way becomes one so long that no feasible route drives it."""
    from pyvrp import Location, ProblemData

    rows = tuple(row for row, vehicle in enumerate(problem.vehicles) if vehicle.count > 0)
    places = sorted({p for row in rows for v in (problem.vehicles[row],) for p in (v.start, v.end, *v.reload)})
    data = ProblemData(
        [Location(0, 0) for _ in range(len(problem.distance))],
        _clients(problem),
        _depots(places),
        [_vehicle(problem, row, places) for row in rows],
        [_bridged(problem.distance)],
        [_bridged(problem.duration)],
        _groups(problem),
    )
    return Model(data=data, depot_place=tuple(places), vehicle_row=rows)


def search(
    problem: Problem,
    *,
    seed: int,
    stop: Callable[[float], bool],
    start: Routes | None = None,
    on_best: Callable[[float], None] | None = None,
) -> Routes:
    """The best routes PyVRP meets before ``stop(best cost)`` says so; they may break rules if none better were met."""
    import pyvrp

    model = build(problem)
    first = None if start is None else _solution(model, start)
    params = pyvrp.SolveParams()
    if on_best is not None:
        params = pyvrp.SolveParams(ils=pyvrp.IteratedLocalSearchParams(callbacks=_tell(on_best)))
    with warnings.catch_warnings():
        # PyVRP warns when penalties reach their top; an infeasible answer is named as such by our own evaluation.
        warnings.simplefilter("ignore")
        result = pyvrp.solve(
            model.data,
            stop,  # type: ignore[arg-type]
            seed=seed,
            collect_stats=False,
            display=False,
            params=params,
            initial_solution=first,
        )
    return tuple(_route(model, route) for route in result.best.routes())


def _tell(on_best: Callable[[float], None]) -> Any:
    import pyvrp

    class Listener(pyvrp.IteratedLocalSearchCallbacks):
        def on_best(self, best: Any) -> None:
            if best.is_feasible():
                on_best(float(best.distance_cost() + best.fixed_vehicle_cost()))

    return Listener()


def _bridged(ways: Integers) -> Any:
    return np.where(ways == NO_WAY, _FAR, ways)


def _clients(problem: Problem) -> list[Any]:
    from pyvrp import Client

    names = _group_rows(problem)
    clients = []
    for stop in range(problem.n):
        group = names.get(int(problem.group[stop]))
        facts: dict[str, Any] = {} if problem.due[stop] >= NEVER else {"tw_late": int(problem.due[stop])}
        clients.append(
            Client(
                int(problem.place[stop]),
                delivery=[int(problem.demand[stop])],
                service_duration=int(problem.service[stop]),
                tw_early=int(problem.ready[stop]),
                required=group is None,
                group=group,
                **facts,
            )
        )
    return clients


def _group_rows(problem: Problem) -> dict[int, int]:
    return {int(name): row for row, name in enumerate(np.unique(problem.group[problem.group >= 0]))}


def _groups(problem: Problem) -> list[Any]:
    from pyvrp import ClientGroup

    return [ClientGroup(np.flatnonzero(problem.group == name).tolist()) for name in _group_rows(problem)]


def _depots(places: list[int]) -> list[Any]:
    from pyvrp import Depot

    return [Depot(place) for place in places]


def _vehicle(problem: Problem, row: int, places: list[int]) -> Any:
    from pyvrp import VehicleType

    vehicle = problem.vehicles[row]
    facts: dict[str, Any] = {}
    if vehicle.due < NEVER:
        facts["tw_late"] = vehicle.due
    if vehicle.longest < NEVER:
        facts["max_distance"] = vehicle.longest
    if vehicle.reload and vehicle.max_trips > 1:
        facts["reload_depots"] = [places.index(place) for place in vehicle.reload]
        facts["max_reloads"] = vehicle.max_trips - 1
    return VehicleType(
        min(vehicle.count, max(1, problem.n)),
        [vehicle.capacity],
        start_depot=places.index(vehicle.start),
        end_depot=places.index(vehicle.end),
        fixed_cost=vehicle.fixed_cost,
        tw_early=vehicle.ready,
        **facts,
    )


def _solution(model: Model, routes: Routes) -> Any:
    """Our routes as PyVRP's; routes of vehicles that are gone are left out, and their stops to its search."""
    from pyvrp import Activity, ActivityType, Solution
    from pyvrp import Route as Driven

    free = {row: model.data.vehicle_type(kind).num_available for kind, row in enumerate(model.vehicle_row)}
    found = []
    for route in routes:
        if free.get(route.vehicle, 0) == 0 or not any(route.trips):
            continue
        free[route.vehicle] -= 1
        steps = []
        for number, trip in enumerate(route.trips):
            if number:
                place = route.reloads[number - 1]
                steps.append(Activity(ActivityType.DEPOT, model.depot_place.index(place)))
            steps += [Activity(ActivityType.CLIENT, stop) for stop in trip]
        found.append(Driven(model.data, steps, model.vehicle_row.index(route.vehicle)))
    return Solution(model.data, found)


def _route(model: Model, route: Any) -> Route:
    """PyVRP's route as ours; empty trips are closed up."""
    trips: list[list[int]] = [[]]
    reloads = []
    for step in list(route)[1:-1]:
        if step.is_depot():
            reloads.append(model.depot_place[step.idx])
            trips.append([])
        else:
            trips[-1].append(step.idx)
    return Route(
        vehicle=model.vehicle_row[route.vehicle_type()], trips=tuple(map(tuple, trips)), reloads=tuple(reloads)
    )
