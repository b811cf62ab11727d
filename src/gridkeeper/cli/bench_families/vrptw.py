"""Routing with time windows (Solomon, Gehring and Homberger); the peer is plain PyVRP with its own settings.

The published conventions differ, so an instance is posed as its best known value counts it: ``solomon X`` is the file
word for word (fleet limited, real distances to a thousandth); ``X`` of Solomon, and DIMACS files, count distance alone,
cut to one decimal, with the fleet free. The text files, whose known values count routes first, are posed by distance
under a name of their own, which no table compares.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gridkeeper.cli.bench_families import Instance, Peer, cvrp, read_each

if TYPE_CHECKING:
    from gridkeeper.formats.instances.vrptw import VrptwInstance
    from gridkeeper.planning.route import Problem

MINIMISES = True
warm = cvrp.warm


def instances(folder: Path) -> Iterator[Instance]:
    """Every .vrptw, .vrp and .txt file, in the conventions above."""
    files = [file for file in folder.rglob("*") if file.suffix in (".vrptw", ".vrp", ".txt")]
    yield from read_each(files, _pose)


def run(problem: Problem, seconds: float) -> Any:
    """Ours, on one thread."""
    return cvrp.run(problem, seconds)


def peer(problem: Problem, seconds: float) -> Peer:
    """Plain PyVRP, the same processor seconds."""
    return cvrp.peer(problem, seconds)


def _pose(file: Path) -> Iterator[tuple[str, Problem]]:
    from gridkeeper.formats.instances.vrptw import read

    if file.suffix == ".vrptw":
        exact = read(file, scale=1_000)
        yield f"solomon {exact.name}", _problem(exact, fleet=exact.vehicles)
        tenths = read(file, scale=10)
        yield tenths.name, _problem(tenths, fleet=len(tenths.demand))
    else:
        tenths = read(file, scale=10)
        name = tenths.name if file.suffix == ".vrp" else f"{tenths.name} by distance"
        yield name, _problem(tenths, fleet=len(tenths.demand))


def _problem(read_in: VrptwInstance, *, fleet: int) -> Problem:
    import numpy as np

    from gridkeeper.planning.route import Problem, Vehicle

    vehicle = Vehicle(count=fleet, capacity=read_in.capacity, ready=int(read_in.ready[0]), due=int(read_in.due[0]))
    return Problem(
        place=np.arange(1, len(read_in.demand)),
        distance=read_in.distance,
        demand=read_in.demand[1:],
        service=read_in.service[1:],
        ready=read_in.ready[1:],
        due=read_in.due[1:],
        vehicles=(vehicle,),
        unit=1.0 / read_in.scale,
    )
