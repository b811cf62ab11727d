"""Prices any pairing, whoever made it."""

from __future__ import annotations

import numpy as np

from gridkeeper.planning.pair.problem import Pairing, Problem


def evaluate(problem: Problem, solution: Pairing) -> tuple[float, dict[str, float]]:
    """(objective, parts): the sum of squared loads of both sides; parts give the pairs, extreme loads and wish cost.

    The sum of squares is smallest exactly when the loads are as even as the allowed pairs let them be.
    """
    leaders = solution.leader_loads(problem)
    communities = solution.community_loads(problem)
    wish = 0.0
    if problem.cost is not None:
        wish = float(problem.cost[solution.pairs[:, 0], solution.pairs[:, 1]].sum())
    parts = {
        "pairs": float(len(solution.pairs)),
        "leader_max": float(leaders.max(initial=0)),
        "leader_min": float(leaders.min(initial=problem.communities)) if problem.leaders else 0.0,
        "community_max": float(communities.max(initial=0)),
        "community_min": float(communities.min(initial=problem.leaders)) if problem.communities else 0.0,
        "cost": wish,
    }
    return float(np.square(leaders).sum() + np.square(communities).sum()), parts
