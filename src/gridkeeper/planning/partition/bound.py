"""Proven lower bounds: how compact parts can be at best, and how few edges any fair cut must sever."""

from __future__ import annotations

import math

import numpy as np
from scipy.linalg import eigh
from scipy.spatial import cKDTree

from gridkeeper.planning.partition.problem import Floats, Problem
from gridkeeper.planning.partition.regions import Ground

_NEIGHBOURS = 64
_DENSE = 1_500
_EIGEN_SECONDS = 5e-10  # of one thread for a cubed unit, measured at 1,500


def inertia_bound(problem: Problem, ground: Ground) -> float:
    """A proven lower bound on the inertia of any partition whose parts all keep their lowest weight.

    A part of weight W has inertia sum_i w_i * (sum_j w_j d_ij^2) / 2W (Huygens). Each inner sum is at least what the
    nearest ground of weight W costs, and that average grows with W, so W = the lowest weight allowed bounds it.
    """
    if problem.xy is None:
        return 0.0
    group_low = np.zeros(int(problem.groups.max()) + 1)
    group_low[ground.part_group] = ground.low
    low = group_low[problem.groups]
    if not bool((low > 0).any()):
        return 0.0
    distance, nearest = _nearest(problem, ground)
    found = nearest < problem.n
    weight = np.where(found, problem.weight[np.minimum(nearest, problem.n - 1)], 0.0)
    square = np.where(found, distance, 0.0) ** 2
    before = np.cumsum(weight, axis=1) - weight
    filled = np.clip(low[:, None] - before, 0.0, weight)
    furthest = square.max(axis=1)
    # Ground beyond the listed neighbours lies at least as far as the last of them.
    cost = (filled * square).sum(axis=1) + np.maximum(low - filled.sum(axis=1), 0.0) * furthest
    return float((problem.weight * cost / np.maximum(2 * low, 1e-300))[low > 0].sum()) * (1 - 1e-9)


def _nearest(problem: Problem, ground: Ground) -> tuple[Floats, np.ndarray]:
    """(n, m) distances to and rows of the nearest units of the same region, nearest first; row n for none."""
    assert problem.xy is not None
    xy = problem.xy - problem.xy.min(axis=0)
    apart = 2.0 * float(xy.max()) + 1.0
    # A third coordinate lifts every region out of the others' reach.
    lifted = np.column_stack([xy, ground.region * apart])
    count = min(_NEIGHBOURS, problem.n)
    distance, row = cKDTree(lifted).query(lifted, k=np.arange(1, count + 1), distance_upper_bound=apart)
    return distance, row


def cut_bound(problem: Problem, ground: Ground, *, seconds: float = math.inf) -> int:
    """A proven lower bound on the severed edges of any partition inside the windows.

    Two bounds, region by region: p parts of connected ground sever p - 1 edges; and, with parts of weight W_j >= low,
    sum_j W_j z_j'Lz_j over weight-orthonormal z_j is at least low * (sum of the p smallest eigenvalues of the
    weighted Laplacian) (Donath & Hoffman 1973, weighted), each edge counted twice. Eigenvalues are left out where they
    would take longer than ``seconds``.
    """
    total = 0
    for region in range(len(ground.part_count)):
        parts = int(ground.part_count[region])
        units = np.flatnonzero(ground.region == region)
        if parts < 2:
            continue
        spectral = 0.0
        if 2 <= len(units) <= _DENSE and _EIGEN_SECONDS * float(len(units)) ** 3 <= seconds:
            spectral = _spectral(problem, ground, units, float(ground.low[ground.first_part[region]]), parts)
        total += max(parts - 1, math.ceil(spectral - 1e-6))
    return total


def _spectral(problem: Problem, ground: Ground, units: np.ndarray, low: float, parts: int) -> float:
    if low <= 0 or parts > len(units):
        return 0.0
    place = np.full(problem.n, -1, dtype=np.int64)
    place[units] = np.arange(len(units))
    laplace = np.zeros((len(units), len(units)))
    for row, unit in enumerate(units):
        others = place[ground.indices[ground.indptr[unit] : ground.indptr[unit + 1]]]
        laplace[row, others] = -1.0
        laplace[row, row] = len(others)
    # Units of no weight would make the metric singular; a little weight only lowers the bound.
    weight = problem.weight[units]
    weight = np.maximum(weight, 1e-3 * max(float(weight.mean()), 1e-12))
    # The metric is diagonal, so scaling rows and columns makes it a plain problem: four times as fast.
    scale = 1.0 / np.sqrt(weight)
    values = eigh(laplace * scale[:, None] * scale, eigvals_only=True, subset_by_index=[0, parts - 1])
    return float(0.5 * low * np.maximum(values, 0.0).sum()) * (1 - 1e-7)
