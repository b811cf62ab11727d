"""Proven lower bounds for covering by Lagrangean relaxation of “every row is covered”, with numpy and scipy alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gridkeeper.planning.cover.problem import Problem
from gridkeeper.planning.site.metric import Floats


@dataclass(frozen=True, eq=False)
class Dual:
    """The best bound, its multipliers (n,), and how often the relaxation opened each candidate (m,) of late."""

    bound: float
    multiplier: Floats
    share: Floats


def lagrangean(problem: Problem, *, target: float, rounds: int, is_over: Callable[[], bool]) -> Dual:
    """At most ``rounds`` subgradient steps towards ``target`` (Beasley 1987 for covering, Galvao and ReVelle 1996).

    A multiplier never exceeds the weight of its row where rows may stay uncovered at that price.
    """
    cover, across = problem.covers, problem.covers.T.tocsr()
    n, m = cover.shape
    heavy = problem.weights > 0
    highest = problem.weights if problem.p is not None else np.where(heavy, np.inf, 0.0)
    price = problem.costs
    u = np.where(heavy, np.minimum(highest, _start(problem)), 0.0)
    share, direction = np.zeros(m), np.zeros(n)
    best = Dual(-np.inf, u, share)
    step, idle = 1.5, 0
    for _ in range(rounds):
        rho = price - across @ u
        chosen = _chosen(problem, rho)
        value = float(u.sum() + rho @ chosen)
        share = 0.95 * share + 0.05 * chosen
        idle += 1
        if value > best.bound:
            best, idle = Dual(value, u, share), 0
        elif idle >= 10:
            step, idle, u = 0.8 * step, 0, best.multiplier
        if step < 1e-3 or best.bound >= target or is_over():
            break
        direction = 0.7 * direction + 0.3 * np.where(heavy, 1.0 - cover @ chosen, 0.0)
        norm = float(direction @ direction)
        if norm < 1e-12:
            break
        u = np.clip(u + step * (target - value) / norm * direction, 0.0, highest)
    return Dual(best.bound, best.multiplier, share)


def _start(problem: Problem) -> Floats:
    """Each row pays an equal part of the cheapest candidate that reaches it."""
    if problem.p is not None:
        return 0.5 * problem.weights
    size = np.maximum(np.asarray(problem.covers.sum(axis=0)).ravel(), 1.0)
    part = problem.costs / size
    cover = problem.covers
    start = np.zeros(cover.shape[0])
    some = np.diff(cover.indptr) > 0
    if some.any():
        start[some] = np.minimum.reduceat(part[cover.indices], cover.indptr[:-1][some])
    return start


def _chosen(problem: Problem, rho: Floats) -> Floats:
    """What the relaxation opens: all that pay for themselves, or the best p; the forced ones always."""
    chosen = np.zeros(len(rho))
    if problem.p is None:
        chosen[rho < 0] = 1.0
        chosen[problem.forced] = 1.0
        return chosen
    key = rho.copy()
    key[problem.forced] = -np.inf
    chosen[np.argsort(key, kind="stable")[: problem.p]] = 1.0
    return chosen
