"""FasterPAM with as many random starts as fit: the peer of both p-median families."""

from __future__ import annotations

import time
from typing import Any

from gridkeeper.cli.bench_families import Peer


def fasterpam(problem: Any, seconds: float) -> Peer:
    """The best of FasterPAM's local optima within ``seconds`` of processor time; the matrix is built first."""
    try:
        import kmedoids  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        return Peer(None, "kmedoids is not installed: it is in the bench requirements only (GPL-3)")
    matrix = _matrix(problem)
    began = time.process_time()
    best, starts = float("inf"), 0
    while not starts or time.process_time() - began < seconds:
        found = kmedoids.fasterpam(matrix, problem.p, random_state=starts, n_cpu=1)
        best = min(best, float(found.loss))
        starts += 1
    return Peer(best, f"FasterPAM, {starts} starts, float32 matrix")


def _matrix(problem: Any) -> Any:
    import numpy as np

    n, m = problem.metric.shape
    rows = np.arange(n, dtype=np.int32)
    found, distance = problem.metric.nearest(rows, np.arange(m, dtype=np.int32), m)
    matrix = np.empty((n, m), np.float32)
    np.put_along_axis(matrix, found.astype(np.int64), distance.astype(np.float32), axis=1)
    return matrix
