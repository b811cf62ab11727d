"""Capacitated routing (CVRPLIB form, rounded distances); the peer is plain PyVRP with its own settings."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gridkeeper.cli.bench_families import Instance, Peer, read_each

if TYPE_CHECKING:
    from gridkeeper.planning.route import Problem

MINIMISES = True
_LEAD = 0.15


def instances(folder: Path) -> Iterator[Instance]:
    """Every .vrp file of EUC_2D distances; as many vehicles as there are stops, as CVRPLIB counts them."""

    def pose(file: Path) -> Iterator[tuple[str, Problem]]:
        import numpy as np

        from gridkeeper.formats.instances.cvrp import read
        from gridkeeper.planning.route import Problem, Vehicle

        read_in = read(file)
        stops = len(read_in.demand) - 1
        vehicle = Vehicle(count=stops, capacity=read_in.capacity)
        problem = Problem(
            place=np.arange(1, stops + 1),
            distance=read_in.distance,
            demand=read_in.demand[1:],
            vehicles=(vehicle,),
        )
        yield read_in.name, problem

    yield from read_each(folder.rglob("*.vrp"), pose)


def warm() -> None:
    """Load the routing kernels."""
    from gridkeeper.planning.route import warm as warm_routes

    warm_routes()


def run(problem: Problem, seconds: float) -> Any:
    """Ours, on one thread."""
    from gridkeeper.planning.plan import Budget
    from gridkeeper.planning.route import solve

    return solve(problem, budget=Budget(seconds=max(0.1, seconds * (1 - 0.01) - _LEAD), cpu=True))


def peer(problem: Problem, seconds: float) -> Peer:
    """Plain PyVRP from its own random start, the same processor seconds."""
    from gridkeeper.planning.route.engine import search
    from gridkeeper.planning.route.evaluate import evaluate

    begun = time.process_time()
    routes = search(problem, seed=0, stop=lambda _: time.process_time() - begun > seconds)
    found = evaluate(problem, routes)
    return Peer(None if found.violations else found.objective, "PyVRP, default settings")
