"""Districting graphs: fewest cut edges, contiguous, population inside the window; the peer is METIS from many seeds."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gridkeeper.cli.bench_families import Instance, Peer, read_each

if TYPE_CHECKING:
    from gridkeeper.planning.partition import Problem

MINIMISES = True
_LEAD = 0.3
_SLACKS = (2, 5, 10, 30)


def instances(folder: Path) -> Iterator[Instance]:
    """Graphs whose k and window stand in best_known.csv beside them or one folder up; others are not posed."""
    from gridkeeper.formats.instances.districting import read_graph, read_tasks

    tables = [*folder.rglob("best_known.csv"), folder.parent / "best_known.csv"]
    tasks = {}
    for table in reversed([table for table in tables if table.is_file()]):
        tasks.update(read_tasks(table))

    def pose(file: Path) -> Iterator[tuple[str, Problem]]:
        from gridkeeper.planning.partition import Problem, from_pairs

        graph, task = read_graph(file), tasks[file.stem]
        indptr, indices = from_pairs(len(graph.population), graph.edges)
        problem = Problem(
            weight=graph.population,
            indptr=indptr,
            indices=indices,
            xy=graph.xy,
            k=task.k,
            limits=(task.low, task.high),
            objective="cut",
        )
        yield graph.name, problem

    yield from read_each((file for file in folder.rglob("*.json") if file.stem in tasks), pose)


def warm() -> None:
    """Load the partition kernels."""
    from gridkeeper.planning.partition import warm as warm_partition

    warm_partition()


def run(problem: Problem, seconds: float) -> Any:
    """Ours: METIS starts, annealed flips, contiguity kept throughout."""
    from gridkeeper.planning.partition import solve
    from gridkeeper.planning.plan import Budget

    return solve(problem, budget=Budget(seconds=max(0.1, seconds - _LEAD), cpu=True))


def peer(problem: Problem, seconds: float) -> Peer:
    """METIS k-way from seed after seed; the best answer that is contiguous and inside the window."""
    import numpy as np
    import pymetis

    from gridkeeper.planning.partition import evaluate

    graph = pymetis.CSRAdjacency(problem.indptr, problem.indices)
    weight = np.rint(problem.weight).astype(np.int64)
    low, high = problem.limits or (0.0, np.inf)
    begun, best, seed = time.process_time(), float("inf"), 0
    while time.process_time() - begun < seconds:
        seed += 1
        options = pymetis.Options(contig=1, seed=seed, ufactor=_SLACKS[seed % len(_SLACKS)])
        label = np.asarray(
            pymetis.part_graph(problem.k or 1, adjacency=graph, vweights=weight, options=options).vertex_part
        )
        if len(np.unique(label)) < (problem.k or 1):
            continue
        found = evaluate(problem, label)
        if bool((found.pieces == 1).all()) and found.load.min() >= low and found.load.max() <= high:
            best = min(best, found.objective)
    note = f"METIS, {seed} seeds"
    return Peer(best if np.isfinite(best) else None, note)
