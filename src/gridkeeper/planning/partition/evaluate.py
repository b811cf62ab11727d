"""Prices any partition, also one drawn by hand: objective, weights, deviations, radii and torn parts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from gridkeeper.planning.partition.problem import Floats, Integers, PartitionRefused, Problem


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """What a partition is worth.

    ``load`` (k,) weight of each part, ``deviation`` (k,) |load / mean of its group's parts - 1| (0 where that is 0),
    ``pieces`` (k,) connected pieces of each part (1 is whole, 0 is empty), ``crossing`` parts that lie in two groups,
    ``radius`` root mean square distance to the part's centre over all units, weighted (nan without xy).
    """

    objective: float
    inertia: float
    cut: int
    load: Floats
    deviation: Floats
    pieces: Integers
    crossing: int
    radius: float

    @property
    def parts(self) -> dict[str, float]:
        """The figures a plan carries beside its objective."""
        return {
            "inertia": self.inertia,
            "cut": float(self.cut),
            "worst_deviation": float(self.deviation.max(initial=0.0)),
            "torn": float((self.pieces != 1).sum()),
            "radius": self.radius,
        }


def evaluate(problem: Problem, label: Integers) -> Evaluation:
    """Price ``label`` (n,) part numbers 0..k-1; refuses labels of another length or below 0."""
    label = np.asarray(label, dtype=np.int64)
    if label.shape != (problem.n,) or bool((label < 0).any()):
        raise PartitionRefused(reason="a partition names one part, 0 or above, for every unit")
    k = int(label.max()) + 1
    groups = problem.groups
    load = np.bincount(label, weights=problem.weight, minlength=k).astype(np.float64)
    group_of = np.zeros(k, dtype=np.int64)
    group_of[label] = groups
    crossing = int(np.unique(label[group_of[label] != groups]).size)
    used = np.bincount(label, minlength=k) > 0
    in_group = np.bincount(group_of[used], minlength=int(groups.max()) + 1)
    mean = (np.bincount(groups, weights=problem.weight) / np.maximum(in_group, 1))[group_of]
    deviation = np.where(mean > 0, np.abs(load / np.where(mean > 0, mean, 1.0) - 1), 0.0)
    rows = np.repeat(np.arange(problem.n), np.diff(problem.indptr))
    same = label[rows] == label[problem.indices]
    cut = int((~same & (groups[rows] == groups[problem.indices])).sum()) // 2
    inertia = _inertia(problem, label, k)
    total = float(problem.weight.sum())
    return Evaluation(
        objective=inertia if problem.objective == "inertia" else float(cut),
        inertia=inertia,
        cut=cut,
        load=load,
        deviation=deviation,
        pieces=_pieces(problem, label, rows[same], problem.indices[same], k),
        crossing=crossing,
        radius=float(np.sqrt(inertia / total)) if total > 0 else 0.0,
    )


def _inertia(problem: Problem, label: Integers, k: int) -> float:
    if problem.xy is None:
        return float("nan")
    # Moments about the middle of the map: squares of raw map coordinates would cost half the digits.
    xy = problem.xy - problem.xy.mean(axis=0)
    load = np.bincount(label, weights=problem.weight, minlength=k)
    centre = [
        np.bincount(label, weights=problem.weight * xy[:, i], minlength=k) / np.maximum(load, 1e-300) for i in (0, 1)
    ]
    away = (xy[:, 0] - centre[0][label]) ** 2 + (xy[:, 1] - centre[1][label]) ** 2
    return float((problem.weight * away).sum())


def _pieces(problem: Problem, label: Integers, rows: Integers, columns: Integers, k: int) -> Integers:
    graph = csr_array((np.ones(len(rows), dtype=np.int8), (rows, columns)), shape=(problem.n, problem.n))
    piece = connected_components(graph, directed=False)[1]
    owner = np.zeros(int(piece.max()) + 1, dtype=np.int64)
    owner[piece] = label
    return np.bincount(owner, minlength=k).astype(np.int64)
