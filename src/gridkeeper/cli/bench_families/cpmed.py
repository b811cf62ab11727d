"""Capacitated p-median: ours beside HiGHS on the assignment model with the nearest candidates."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gridkeeper.cli.bench_families import Instance, Peer, begins_with, read_each

MINIMISES = True
_NEAREST = 40


def instances(folder: Path) -> Iterator[Instance]:
    """Every `.dat` file in ``folder`` and below, and every `.txt` that begins with two figures, or is empty."""
    texts = [file for file in folder.rglob("*.txt") if begins_with(file, figures=2)]
    files = [*folder.rglob("*.dat"), *texts]
    return read_each(files, _parse)


def _parse(file: Path) -> Iterator[tuple[str, Any]]:
    import numpy as np

    from gridkeeper.formats.instances.cpmed import read
    from gridkeeper.planning.site import Matrix, Points, Problem

    clients = read(file.read_text(encoding="utf-8"), name=file.name)
    xy = np.array(clients.xy)
    metric: Points | Matrix = Points(xy)
    if clients.is_whole:
        metric = Matrix(np.floor(np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1))))
    capacity, load = np.array(clients.capacity), np.array(clients.demand)
    yield file.stem, Problem(metric=metric, p=clients.p, capacity=capacity, load=load)


def run(problem: Any, seconds: float) -> Any:
    """Our plan in ``seconds`` of processor time."""
    from gridkeeper.planning.plan import Budget
    from gridkeeper.planning.site import solve

    return solve(problem, budget=Budget(seconds=seconds, cpu=True))


def peer(problem: Any, seconds: float) -> Peer:
    """HiGHS (one thread) on x_ij <= y_j, capacities and sum y = p, with the 40 nearest candidates of each row."""
    import highspy
    import numpy as np
    from scipy.sparse import coo_array

    from gridkeeper.planning.highs import quiet_highs

    n, m = problem.metric.shape
    everyone = np.arange(m, dtype=np.int32)
    k = min(m, _NEAREST)
    found, distance = problem.metric.nearest(np.arange(n, dtype=np.int32), everyone, k)
    pairs = np.arange(n * k)
    i, j = np.repeat(np.arange(n), k), found.ravel().astype(np.int64)
    y = n * k + np.arange(m)
    rows = np.concatenate([i, n + j, n + np.arange(m), np.full(m, n + m), n + m + 1 + pairs, n + m + 1 + pairs])
    columns = np.concatenate([pairs, pairs, y, y, pairs, n * k + j])
    load = np.asarray(problem.load)[i]
    values = np.concatenate(
        [np.ones(n * k), load, -np.asarray(problem.capacity), np.ones(m), np.ones(n * k), -np.ones(n * k)]
    )
    matrix = coo_array((values, (rows, columns)), shape=(n + m + 1 + n * k, n * k + m)).tocsr()
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = n * k + m, matrix.shape[0]
    model.col_cost_ = np.append((distance * problem.weights[:, None]).ravel(), np.zeros(m))
    model.col_lower_, model.col_upper_ = np.zeros(n * k + m), np.ones(n * k + m)
    below = np.concatenate(
        [np.ones(n), np.full(m, -highspy.kHighsInf), [problem.p], np.full(n * k, -highspy.kHighsInf)]
    )
    model.row_lower_ = below
    model.row_upper_ = np.concatenate([np.ones(n), np.zeros(m), [problem.p], np.zeros(n * k)])
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_ = matrix.indptr, matrix.indices
    model.a_matrix_.value_ = matrix.data
    model.integrality_ = [highspy.HighsVarType.kInteger] * (n * k + m)
    engine = quiet_highs()
    engine.setOptionValue("time_limit", float(seconds))
    engine.passModel(model)
    engine.run()
    info = engine.getInfo()
    note = f"HiGHS, {k} nearest candidates, {seconds:g} s wall: {engine.modelStatusToString(engine.getModelStatus())}"
    fine = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    return Peer(float(info.objective_function_value) if fine else None, note)


def warm() -> None:
    """Load the compiled kernels."""
    from gridkeeper.planning.site import warm as warm_all

    warm_all()
