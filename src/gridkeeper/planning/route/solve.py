"""Answers a routing question: proofs first, then the engines, and one Plan whatever happens."""

from __future__ import annotations

from collections.abc import Callable

from gridkeeper.planning.plan import Budget, Plan, Status, Stopwatch, Violation, input_sha, relative_gap
from gridkeeper.planning.route import engine as pyvrp_engine
from gridkeeper.planning.route.bound import lower_bound, proofs
from gridkeeper.planning.route.evaluate import Routes, evaluate
from gridkeeper.planning.route.problem import Problem, RoutesRefused

ENGINES = ("auto", "pyvrp")


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
        name = "pyvrp"
        routes = pyvrp_engine.search(
            problem, seed=budget.seed, stop=_stop(budget, watch), start=_still_there(problem, start),
            on_best=lambda price: trace.append((watch.seconds, price)),
        )  # fmt: skip
    found = evaluate(problem, routes)
    bound = lower_bound(problem)
    status = Status.TIMEOUT if found.violations else Status.FEASIBLE
    if status is Status.FEASIBLE and bound is not None and found.objective <= bound + 1e-9:
        status = Status.OPTIMAL
    return _answer(
        budget, watch, sha, status=status, violations=found.violations, engine=name, routes=routes,
        objective=found.objective, bound=bound, parts=found.parts, trace=tuple(trace),
    )  # fmt: skip


def _stop(budget: Budget, watch: Stopwatch) -> Callable[[float], bool]:
    """True when the budget is spent; counted in calls where it names iterations."""
    rounds = 0

    def spent(_: float) -> bool:
        nonlocal rounds
        rounds += 1
        if budget.iterations is not None:
            return rounds > budget.iterations
        return watch.left <= 0.0

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
