"""Proven lower bounds on routes, and proofs that there are none."""

from __future__ import annotations

import math

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import minimum_spanning_tree

from gridkeeper.planning.plan import Violation
from gridkeeper.planning.route.problem import NO_WAY, Integers, Problem

_DENSE = 2_000


def proofs(problem: Problem) -> tuple[Violation, ...]:
    """Stops (or whole groups) that no vehicle can serve even alone, and demand above all capacity; empty if none."""
    able = _servable(problem)
    hopeless = np.flatnonzero(~able & (problem.group < 0)).tolist()
    text = "No vehicle can serve this stop even alone: no way there, no time or no room."
    found = [Violation(rule="stop-out-of-reach", row=stop, amount=1, text=text) for stop in hopeless]
    for group in np.unique(problem.group[problem.group >= 0]).tolist():
        if not able[problem.group == group].any():
            text = "No vehicle can serve any stop of this group."
            found.append(Violation(rule="group-out-of-reach", row=group, amount=1, text=text))
    load, room = least_load(problem), sum(v.count * v.capacity * v.max_trips for v in problem.vehicles)
    if load > room:
        text = "The vehicles together hold less than there is to carry."
        found.append(Violation(rule="too-little-capacity", amount=float(load - room), text=text))
    return tuple(found)


def _servable(problem: Problem) -> np.ndarray:
    """(n,) whether some vehicle could go out, serve the stop alone and end in time, by the quickest chains of ways.

    Chains, because a matrix that breaks the triangle rule may be quicker through another place.
    """
    able = np.zeros(problem.n, dtype=np.bool_)
    for vehicle in problem.vehicles:
        if vehicle.count == 0:
            continue
        out = _chains(problem.duration, vehicle.start)[problem.place]
        home = _chains(problem.duration.T, vehicle.end)[problem.place]
        begins = np.maximum(vehicle.ready + out, problem.ready)
        good = (begins <= problem.due) & (problem.demand <= vehicle.capacity)
        good &= begins + problem.service + home <= min(vehicle.due, 1e18)
        metres = _chains(problem.distance, vehicle.start) + _chains(problem.distance.T, vehicle.end)
        able |= good & (metres[problem.place] <= vehicle.longest)
    return able


def _chains(ways: Integers, source: int) -> np.ndarray:
    """(m,) least sum of entries along any chain from ``source``; inf where there is none."""
    best = np.where(ways[source] == NO_WAY, np.inf, ways[source].astype(np.float64))
    settled = np.zeros(len(ways), dtype=np.bool_)
    for _ in range(len(ways)):
        here = int(np.where(settled, np.inf, best).argmin())
        if settled[here] or not np.isfinite(best[here]):
            break
        settled[here] = True
        np.minimum(best, np.where(ways[here] == NO_WAY, np.inf, best[here] + ways[here]), out=best)
    return best


def least_load(problem: Problem) -> int:
    """What must be carried in all: of each group its lightest stop."""
    free = problem.group < 0
    total = int(problem.demand[free].sum())
    for group in np.unique(problem.group[~free]).tolist():
        total += int(problem.demand[problem.group == group].min())
    return total


def lower_bound(problem: Problem) -> float | None:
    """A proven lower bound on the objective; None where the matrix is too large or stops are in groups.

    With all depots drawn together, t trips are t rings through them; t is at least what the loads ask. The larger of
    two: a ring less one way each is a spanning tree, and the t ways may be depot ways (Held & Karp 1970, without
    multipliers); or half of the two cheapest ways at every stop and the 2t cheapest at the depots.
    """
    if problem.n == 0:
        return 0.0
    if problem.n > _DENSE or bool((problem.group >= 0).any()) or len(problem.vehicles) == 0:
        return None
    routes, fixed = _least_routes(problem)
    places = problem.place
    homes = np.array(sorted({p for v in problem.vehicles for p in (v.start, v.end, *v.reload)}), dtype=np.int64)
    ways = max(_tree_bound(problem, places, homes, routes), _degree_bound(problem, places, homes, routes))
    return problem.unit * (ways + fixed)


def _least_routes(problem: Problem) -> tuple[int, int]:
    """At least this many trips leave a start or reload place, and at least this much is paid for vehicles."""
    largest = max((v.capacity for v in problem.vehicles if v.count), default=0)
    trips = max(1, math.ceil(least_load(problem) / largest)) if largest > 0 else 1
    most = max((v.max_trips for v in problem.vehicles if v.count), default=1)
    fixed = sorted(v.fixed_cost for v in problem.vehicles for _ in range(min(v.count, problem.n)))
    return trips, sum(fixed[: math.ceil(trips / most)])


def _tree_bound(problem: Problem, places: Integers, homes: Integers, routes: int) -> float:
    """Spanning tree of all stops and one depot (the cheapest tie to any), plus the least ways that close the routes."""
    ways = _both_ways(problem)
    n = len(places)
    between = ways[np.ix_(places, places)].astype(np.float64)
    tie = ways[np.ix_(homes, places)].min(axis=0).astype(np.float64)
    weights = np.zeros((n + 1, n + 1))
    weights[:n, :n] = between
    weights[n, :n] = weights[:n, n] = tie
    # Zero means “no edge” to the tree routine: a whole metre is lent to every edge and taken back.
    tree = minimum_spanning_tree(csr_array(np.triu(weights + 1.0, 1)))
    spanned = float(tree.sum()) - n
    # r routes through one node of depots use 2r of its edges; a tree on the same edges uses one of them per removed r.
    return spanned + float(np.sort(np.concatenate([tie, tie]))[:routes].sum())


def _degree_bound(problem: Problem, places: Integers, homes: Integers, routes: int) -> float:
    ways = _both_ways(problem)
    n = len(places)
    around = np.concatenate(
        [ways[np.ix_(places, places)], *(2 * [ways[np.ix_(places, homes)].min(axis=1)[:, None]])], axis=1
    )
    around = around.astype(np.float64)
    around[np.arange(n), np.arange(n)] = np.inf
    two = np.partition(around, 1, axis=1)[:, :2].sum()
    tie = ways[np.ix_(homes, places)].min(axis=0)
    depot = float(np.sort(np.concatenate([tie, tie]))[: 2 * routes].sum())
    return math.ceil(0.5 * (float(two) + depot) - 1e-6)


def _both_ways(problem: Problem) -> Integers:
    """The cheaper direction between two places; no way counts as very long."""
    ways = np.where(problem.distance == NO_WAY, int(problem.distance.max()) + 1, problem.distance)
    return np.minimum(ways, ways.T)
