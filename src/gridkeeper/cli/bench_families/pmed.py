"""p-median on road graphs (OR-Library): ours beside FasterPAM with many starts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gridkeeper.cli.bench_families import Instance, Peer, begins_with, read_each
from gridkeeper.cli.bench_families.medoids import fasterpam

MINIMISES = True


def instances(folder: Path) -> Iterator[Instance]:
    """Every text file in ``folder`` and below that begins with three figures, or is empty."""
    return read_each((file for file in folder.rglob("*.txt") if begins_with(file, figures=3)), _parse)


def _parse(file: Path) -> Iterator[tuple[str, Any]]:
    import numpy as np

    from gridkeeper.formats.instances.pmed import read
    from gridkeeper.planning.site import Problem, Roads

    graph = read(file.read_text(encoding="utf-8"), name=file.name)
    edges = np.array(graph.edges, dtype=np.float64).reshape(-1, 3)
    tail, head, cost = edges[:, 0], edges[:, 1], edges[:, 2]
    roads = Roads(
        graph.nodes,
        np.append(tail, head),
        np.append(head, tail),
        np.append(cost, cost),
        np.arange(graph.nodes, dtype=np.int32),
    )
    yield file.stem, Problem(metric=roads, p=graph.p)


def run(problem: Any, seconds: float) -> Any:
    """Our plan in ``seconds`` of processor time, shortest paths included."""
    from gridkeeper.planning.plan import Budget
    from gridkeeper.planning.site import solve

    return solve(problem, budget=Budget(seconds=seconds, cpu=True))


def peer(problem: Any, seconds: float) -> Peer:
    """FasterPAM on the matrix of all shortest paths."""
    return fasterpam(problem, seconds)


def warm() -> None:
    """Load the compiled kernels."""
    from gridkeeper.planning.site import warm as warm_all

    warm_all()
