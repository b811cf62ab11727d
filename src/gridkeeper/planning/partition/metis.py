"""Starts from METIS (Karypis & Kumar 1998), one region at a time."""

from __future__ import annotations

import numpy as np

from gridkeeper.planning.partition.problem import Integers, Problem
from gridkeeper.planning.partition.regions import Ground

_WEIGHT_TOTAL = 1_000_000_000


def metis_labels(problem: Problem, ground: Ground, *, seed: int, slack: int = 30) -> Integers:
    """(n,) part numbers by k-way METIS with contiguous parts, allowed ``slack`` thousandths of imbalance.

    METIS counts in whole numbers, so weights are scaled to a thousand million in all; a part it leaves empty stays so.
    """
    import pymetis

    label = ground.first_part[ground.region].copy()
    for region in np.flatnonzero(ground.part_count > 1):
        units = np.flatnonzero(ground.region == region)
        parts = int(ground.part_count[region])
        place = np.full(problem.n, -1, dtype=np.int64)
        place[units] = np.arange(len(units))
        spans = [(ground.indptr[unit], ground.indptr[unit + 1]) for unit in units]
        starts = np.concatenate([[0], np.cumsum([b - a for a, b in spans])])
        rows = np.concatenate([ground.indices[a:b] for a, b in spans])
        weight = problem.weight[units]
        weight = weight if weight.sum() > 0 else np.ones(len(units))
        whole = np.maximum(1, np.rint(weight / weight.sum() * _WEIGHT_TOTAL)).astype(np.int64)
        graph = pymetis.CSRAdjacency(starts.astype(np.int64), place[rows])
        options = pymetis.Options(contig=1, seed=seed, ufactor=slack)
        answer = pymetis.part_graph(parts, adjacency=graph, vweights=whole, options=options)
        label[units] += np.asarray(answer.vertex_part, dtype=np.int64)
    return label
