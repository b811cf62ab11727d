"""Today's libraries on the district rows: FasterPAM, HiGHS, OR-Tools, METIS, SimPy."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any


def _missing(package: str) -> dict[str, Any]:
    return {"note": f"{package} is not installed"}


def _fasterpam(district: Any) -> dict[str, Any]:
    """k-medoids on the full matrix of distances."""
    import numpy as np
    from scipy.spatial.distance import cdist

    try:
        import kmedoids
    except ImportError:
        return _missing("kmedoids")
    began = time.process_time()
    distance = cdist(district.xy, district.xy).astype(np.float32)
    found = kmedoids.fasterpam(distance, 795, random_state=0)
    opened = np.asarray(found.medoids, dtype=np.int64)
    cost = float(distance[:, opened].min(axis=1).sum(dtype=np.float64))
    return {"objective": cost, "cpu_seconds": time.process_time() - began, "note": "FasterPAM on the full matrix"}


def _highs(district: Any) -> dict[str, Any]:  # noqa: ARG001
    """One slot of the staffing as a multiple-choice programme; the whole day is 24 times that."""
    import highspy
    import numpy as np

    from gridkeeper.cli.bench_families.deployment import staffing_problem
    from gridkeeper.planning.highs import quiet_highs
    from gridkeeper.planning.staff.kernel import blocking, queue_length, stable_minimum

    problem = staffing_problem()
    offered = problem.rate[:, 0] / problem.service_per_h
    most = 10
    began = time.process_time()
    solver: Any = quiet_highs()
    total = []
    for load in offered:
        least = max(1, int(stable_minimum(load)))
        counts = range(least, least + most)
        costs = [float(queue_length(load, c, blocking(load, c))) for c in counts]
        chosen = [solver.addVariable(0, 1, cost, highspy.HighsVarType.kInteger) for cost in costs]
        solver.addConstr(sum(chosen) == 1)
        total.append(sum(c * x for c, x in zip(counts, chosen, strict=True)))
    solver.addConstr(sum(total) <= int(np.asarray(problem.servers)[0]))
    solver.run()
    spent = time.process_time() - began
    return {"objective": solver.getObjectiveValue(), "cpu_seconds": 24 * spent, "note": "HiGHS, one slot x 24"}


def _min_cost_flow(spread: float) -> Callable[[Any], dict[str, Any]]:
    def work(district: Any) -> dict[str, Any]:  # noqa: ARG001
        import numpy as np
        from ortools.graph.python import min_cost_flow

        from gridkeeper.cli.bench_families.deployment import mobilisation_problem

        problem = mobilisation_problem(people=14_825, places=112, spread=spread)
        n, m = problem.people, problem.places
        rows, columns = np.nonzero(np.isfinite(problem.cost))
        began = time.process_time()
        flow = min_cost_flow.SimpleMinCostFlow()
        cost = problem.cost[rows, columns].astype(np.int64)
        flow.add_arcs_with_capacity_and_unit_cost(rows, n + columns, np.ones(len(rows), dtype=np.int64), cost)
        flow.set_nodes_supplies(np.arange(n + m), np.concatenate((np.ones(n, dtype=np.int64), -problem.need[:, 0])))
        flow.solve()
        spent = time.process_time() - began
        return {"objective": float(flow.optimal_cost()), "cpu_seconds": spent, "note": "OR-Tools SimpleMinCostFlow"}

    return work


def _metis(borders: bool) -> Callable[[Any], dict[str, Any]]:
    def work(district: Any) -> dict[str, Any]:
        from gridkeeper.cli.bench_families.deployment import grid_problem
        from gridkeeper.planning.partition import solve
        from gridkeeper.planning.plan import Budget

        plan = solve(grid_problem(district, borders=borders), budget=Budget(seconds=2.0), engine="metis")
        return {
            "objective": plan.objective,
            "worst_percent": 100.0 * plan.parts["worst_deviation"],
            "radius_m": plan.parts["radius"],
            "cpu_seconds": plan.cpu_seconds,
            "note": "METIS, made whole",
        }

    return work


def _simpy(district: Any) -> dict[str, Any]:  # noqa: ARG001
    """Twenty of the 795 points for one day, and as many days and points as that stands for."""
    import numpy as np

    from gridkeeper.cli.bench_families.deployment import day_problem

    try:
        import simpy
    except ImportError:
        return _missing("simpy")
    problem = day_problem()
    rng = np.random.default_rng(0)
    people = problem.rate.sum(axis=1) * problem.slot_h
    began = time.process_time()
    events = 0
    for point in range(20):
        world = simpy.Environment()
        tables = simpy.Resource(world, capacity=int(problem.servers[point].max()))
        for at in np.sort(rng.uniform(0, problem.horizon_h, int(people[point]))):
            world.process(_visit(world, tables, float(at), float(rng.exponential(1 / problem.service_per_h))))
            events += 1
        world.run()
    spent = (time.process_time() - began) / events * float(people.sum()) * problem.reps
    return {"cpu_seconds": spent, "note": f"SimPy, from {events} people"}


def _visit(world: Any, tables: Any, at: float, service: float) -> Any:
    yield world.timeout(at)
    with tables.request() as turn:
        yield turn
        yield world.timeout(service)


PEERS: Mapping[str, Callable[[Any], dict[str, Any]]] = {
    "siting-20000-p795": _fasterpam,
    "staffing-795x24": _highs,
    "mobilisation-14825x112-even": _min_cost_flow(0.0),
    "mobilisation-14825x112-hot": _min_cost_flow(1.0),
    "mobilisation-14825x112-hotter": _min_cost_flow(2.0),
    "grids-667-in-communities": _metis(True),
    "grids-667-without-borders": _metis(False),
    "queue-100-days": _simpy,
}
