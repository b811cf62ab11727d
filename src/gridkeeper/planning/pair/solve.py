"""Pairs leaders with communities: closed form where everybody may lead everything, exact semi-matching elsewhere."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from gridkeeper.kernel.errors import Malformed
from gridkeeper.planning.pair.evaluate import evaluate
from gridkeeper.planning.pair.kernel import semi_match
from gridkeeper.planning.pair.problem import Pairing, Problem
from gridkeeper.planning.plan import Budget, Plan, Status, Stopwatch, Violation, input_sha, relative_gap

Rows = NDArray[np.int64]
_WISH_UNITS = 1000
_LARGEST = 2**60


def solve(problem: Problem, *, budget: Budget, start: Pairing | None = None, engine: str = "auto") -> Plan[Pairing]:
    """A pairing with the least sum of squared loads; among those the most pairs of ``start``; among those the nearest.

    Status is optimal, or infeasible with one violation a community that no leader may lead (YZ-01).
    ``engine``: ``auto``, ``blocks`` (free problems without a start) or ``semi-matching``.
    """
    watch = Stopwatch(budget)
    if engine not in ("auto", "blocks", "semi-matching"):
        raise Malformed(field="engine", value=engine, expected="an engine of this planner", example="semi-matching")
    blocks = engine != "semi-matching" and problem.is_free and start is None
    name = "blocks" if blocks else "semi-matching"
    pairs = _blocks(problem) if blocks else _by_component(problem, start)
    forced = 0
    if not blocks:
        pairs, forced = _lead_the_left_out(problem, pairs)
    solution = Pairing(pairs=pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))])
    objective, parts = evaluate(problem, solution)
    left_out = np.flatnonzero(solution.community_loads(problem) == 0)
    bound = None if len(left_out) else objective - 1.0 * forced
    if start is not None:
        parts["kept"] = float(len({*map(tuple, start.pairs)} & {*map(tuple, solution.pairs)}))
    status = Status.INFEASIBLE if len(left_out) else Status.OPTIMAL if not forced else Status.FEASIBLE
    return Plan(
        kind="pair",
        solution=solution,
        objective=objective,
        bound=bound,
        gap=relative_gap(objective, bound),
        status=status,
        violations=tuple(_nobody_may_lead(int(row)) for row in left_out),
        parts=parts,
        engine=name,
        seconds=watch.seconds,
        cpu_seconds=watch.cpu_seconds,
        seed=budget.seed,
        input_sha=input_sha(problem, start),
    )


def _nobody_may_lead(row: int) -> Violation:
    return Violation(
        rule="community-without-leader",
        row=row,
        amount=1.0,
        text="No leader may lead community {row}: allow one more leader there.",
        facts={"row": row},
    )


def _blocks(problem: Problem) -> Rows:
    """Neighbouring rows to one leader: communities are numbered street by street, so neighbours stay together."""
    many, few = max(problem.leaders, problem.communities), min(problem.leaders, problem.communities)
    if few == 0:
        return np.empty((0, 2), dtype=np.int64)
    sizes = np.full(few, many // few, dtype=np.int64)
    sizes[: many % few] += 1
    taken = np.repeat(np.arange(few), sizes)
    columns = (taken, np.arange(many)) if problem.leaders == few else (np.arange(many), taken)
    return np.stack(columns, axis=1).astype(np.int64)


def _by_component(problem: Problem, start: Pairing | None) -> Rows:
    """Balance each connected part (a street) on its own: within it the larger side picks from the smaller."""
    allowed = problem.mask()
    leaders, communities = np.nonzero(allowed)
    size = problem.leaders + problem.communities
    graph = coo_matrix((np.ones(len(leaders)), (leaders, communities + problem.leaders)), shape=(size, size))
    count, label = connected_components(graph, directed=False) if size else (0, np.empty(0, dtype=np.int64))
    cost, weight = _whole_number_costs(problem, allowed, start)
    order = np.argsort(label, kind="stable")
    edges = np.searchsorted(label[order], np.arange(count + 1))
    found = [np.empty((0, 2), dtype=np.int64)]
    for part in range(count):
        rows = order[edges[part] : edges[part + 1]]
        mine, theirs = rows[rows < problem.leaders], rows[rows >= problem.leaders] - problem.leaders
        if len(mine) and len(theirs):
            found.append(_match(cost[np.ix_(mine, theirs)], weight, mine, theirs))
    return np.concatenate(found)


def _match(cost: NDArray[np.int64], weight: int, leaders: Rows, communities: Rows) -> Rows:
    if len(leaders) <= len(communities):
        return np.stack((leaders[semi_match(np.ascontiguousarray(cost.T), weight)], communities), axis=1)
    return np.stack((leaders, communities[semi_match(cost, weight)]), axis=1)


def _whole_number_costs(
    problem: Problem, allowed: NDArray[np.bool_], start: Pairing | None
) -> tuple[NDArray[np.int64], int]:
    """Integer costs with kept pairs worth more than any wish, and the weight that puts balance above both."""
    many = max(problem.leaders, problem.communities, 1)
    wish = np.zeros(allowed.shape, dtype=np.int64)
    if problem.cost is not None and problem.cost.size:
        room = _LARGEST / (4.0 * many**3)
        scale = min(float(_WISH_UNITS), room / max(float(problem.cost.max()), 1e-9))
        wish = np.rint(problem.cost * scale).astype(np.int64)
    change = int(wish.max(initial=0)) * many + 1
    if start is not None:
        known = start.pairs[(start.pairs[:, 0] < problem.leaders) & (start.pairs[:, 1] < problem.communities)]
        wish += change
        wish[known[:, 0], known[:, 1]] -= change
    return np.where(allowed, wish, -1), int(wish.max(initial=0)) * many + 1


def _lead_the_left_out(problem: Problem, pairs: Rows) -> tuple[Rows, int]:
    """A second community for the least loaded allowed leader, where one would stay without any; and the extra cost."""
    allowed: Any = None
    loads = np.bincount(pairs[:, 0], minlength=problem.leaders)
    served = np.bincount(pairs[:, 1], minlength=problem.communities)
    extra: list[tuple[int, int]] = []
    cost = 0
    for row in np.flatnonzero(served == 0):
        allowed = problem.mask() if allowed is None else allowed
        choices = np.flatnonzero(allowed[:, row])
        if len(choices):
            leader = int(choices[np.argmin(loads[choices])])
            cost += 2 * int(loads[leader]) + 2
            loads[leader] += 1
            extra.append((leader, int(row)))
    added = np.array(extra, dtype=np.int64).reshape(-1, 2)
    return np.concatenate((pairs, added)), cost
