"""Answers a routing question: proofs first, then the engines, and one Plan whatever happens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from gridkeeper.planning.partition.pace import Pace
from gridkeeper.planning.plan import Budget, Plan, Status, Stopwatch, Violation, input_sha, relative_gap
from gridkeeper.planning.route import engine as pyvrp_engine
from gridkeeper.planning.route import ruin
from gridkeeper.planning.route.bound import lower_bound, proofs
from gridkeeper.planning.route.evaluate import Routes, evaluate
from gridkeeper.planning.route.problem import Problem, RoutesRefused

ENGINES = ("auto", "pyvrp", "strings")
_OURS_FIRST = 0.6
_RUINS_A_SECOND = 20_000.0
_NONE_MET = float(1 << 62)


def solve(problem: Problem, *, budget: Budget, start: Routes | None = None, engine: str = "auto") -> Plan[Routes]:
    """Route the vehicles; the solution is a tuple of ``Route``.

    ``start`` is an older plan to go on from; stops it lacks are put in, vehicles gone are left out.
    ``budget.iterations`` counts search rounds. Status ``infeasible`` only with a proof in ``violations``; ``timeout``
    carries the best routes met and names the rules they break.
    """
    if engine not in ENGINES:
        raise RoutesRefused(reason=f"there is no engine {engine}")
    watch = Stopwatch(budget)
    sha = input_sha(problem)
    impossible = proofs(problem)
    if impossible:
        return _answer(budget, watch, sha, status=Status.INFEASIBLE, violations=impossible, engine=engine)
    trace: list[tuple[float, float]] = []
    routes: Routes = ()
    name = "nothing to serve"
    if problem.n > 0:
        name, routes = _search(problem, budget, watch, engine=engine, start=_still_there(problem, start), trace=trace)
    found = evaluate(problem, routes)
    bound = lower_bound(problem)
    status = Status.TIMEOUT if found.violations else Status.FEASIBLE
    if status is Status.FEASIBLE and bound is not None and found.objective <= bound + 1e-9:
        status = Status.OPTIMAL
    return _answer(
        budget, watch, sha, status=status, violations=found.violations, engine=name, routes=routes,
        objective=found.objective, bound=bound, parts=found.parts, trace=tuple(trace),
    )  # fmt: skip


def _search(
    problem: Problem,
    budget: Budget,
    watch: Stopwatch,
    *,
    engine: str,
    start: Routes | None,
    trace: list[tuple[float, float]],
) -> tuple[str, Routes]:
    """(what was run, the best routes): plain rounds by string removals, then PyVRP; all else by PyVRP."""
    if engine == "strings" and not ruin.fits(problem):
        raise RoutesRefused(reason="string removals know one depot and one capacity only")
    name = "pyvrp"
    if engine != "pyvrp" and ruin.fits(problem):
        portion = 1.0 if engine == "strings" else _OURS_FIRST
        rounds = None if budget.iterations is None else round(budget.iterations * portion)
        part = replace(budget, seconds=budget.seconds * portion, iterations=rounds)
        pace = Pace(part, watch, most=1 << 60, speed=_RUINS_A_SECOND)
        first = ruin.search(problem, seed=budget.seed, pace=pace, start=start or ())
        kept = evaluate(problem, first)
        if not kept.violations:
            trace.append((watch.seconds, kept.objective))
        if engine == "strings":
            return "strings", first
        start, name = first, "strings+pyvrp"
        if budget.iterations is not None:
            budget = replace(budget, iterations=budget.iterations - (rounds or 0))
    elif start is None and sum(vehicle.count for vehicle in problem.vehicles) < problem.n:
        routes = pyvrp_engine.search(
            problem, seed=budget.seed, stop=_stop_unless_met(budget, watch, 0.5),
            on_best=lambda price: trace.append((watch.seconds, problem.unit * price)),
        )  # fmt: skip
        if not evaluate(problem, routes).violations:
            return name, routes
        start = _with_spares(problem, _part(budget, 0.75, done=0.5), watch)
        budget = budget if budget.iterations is None else _part(budget, 1.0, done=0.75)
    routes = pyvrp_engine.search(
        problem, seed=budget.seed, stop=_stop(budget, watch), start=start,
        on_best=lambda price: trace.append((watch.seconds, problem.unit * price)),
    )  # fmt: skip
    return name, routes


def _part(budget: Budget, until: float, *, done: float = 0.0) -> Budget:
    """The budget that ends at the share ``until`` of the whole: by the clock, or in rounds less those done."""
    whole = budget.iterations
    rounds = None if whole is None else round(whole * until) - round(whole * done)
    return replace(budget, seconds=budget.seconds * until, iterations=rounds)


def _with_spares(problem: Problem, budget: Budget, watch: Stopwatch) -> Routes:
    """Routes found with dear spare vehicles beside a small fleet, the spares' rounds left out again.

    With the fleet as a wall PyVRP can end on one late round it cannot mend; with spares it walks around the wall.
    """
    dear = 4 * int(problem.distance.max()) + 1
    spares = tuple(
        replace(vehicle, count=problem.n, fixed_cost=vehicle.fixed_cost + dear)
        for vehicle in problem.vehicles
        if vehicle.count > 0
    )
    roomy = replace(problem, vehicles=(*problem.vehicles, *spares))
    found = pyvrp_engine.search(roomy, seed=budget.seed, stop=_stop(budget, watch))
    return tuple(route for route in found if route.vehicle < len(problem.vehicles))


def _stop(budget: Budget, watch: Stopwatch) -> Callable[[float], bool]:
    """True when the budget is spent; counted in calls where it names iterations."""
    rounds = 0

    def spent(_: float) -> bool:
        nonlocal rounds
        rounds += 1
        if budget.iterations is not None:
            return rounds > budget.iterations
        return (watch.cpu_seconds if budget.cpu else watch.seconds) >= budget.seconds

    return spent


def _stop_unless_met(budget: Budget, watch: Stopwatch, until: float) -> Callable[[float], bool]:
    """True at the share ``until`` of the budget when no routes that keep the rules were met by then, else at its end.

    PyVRP gives a best cost beyond `_NONE_MET` while it has met none; a search that has some goes on unbroken.
    """
    early, late = _stop(_part(budget, until), watch), _stop(budget, watch)

    def spent(best: float) -> bool:
        soon, now = early(best), late(best)
        return now or (soon and best >= _NONE_MET)

    return spent


def _still_there(problem: Problem, start: Routes | None) -> Routes | None:
    """The old routes without stops and vehicles that are gone."""
    if start is None:
        return None
    kept = []
    for route in start:
        if not 0 <= route.vehicle < len(problem.vehicles):
            continue
        trips = tuple(tuple(stop for stop in trip if 0 <= stop < problem.n) for trip in route.trips)
        vehicle = problem.vehicles[route.vehicle]
        if len(trips) > vehicle.max_trips or any(place not in vehicle.reload for place in route.reloads):
            continue
        kept.append(type(route)(vehicle=route.vehicle, trips=trips, reloads=route.reloads))
    return tuple(kept)


def _answer(
    budget: Budget,
    watch: Stopwatch,
    sha: str,
    *,
    status: Status,
    violations: tuple[Violation, ...],
    engine: str,
    routes: Routes = (),
    objective: float = float("inf"),
    bound: float | None = None,
    parts: dict[str, float] | None = None,
    trace: tuple[tuple[float, float], ...] = (),
) -> Plan[Routes]:
    return Plan(
        kind="route", solution=routes, objective=objective, bound=bound,
        gap=relative_gap(objective, bound) if objective < float("inf") else None, status=status, violations=violations,
        parts=parts or {}, engine=engine, seconds=watch.seconds, cpu_seconds=watch.cpu_seconds, seed=budget.seed,
        trace=trace, input_sha=sha,
    )  # fmt: skip
