"""Siting with capacities: one long cooling, then windows of neighbouring groups heated and cooled again and again."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from gridkeeper.kernel.errors import Malformed
from gridkeeper.planning.plan import Violation
from gridkeeper.planning.site.anneal import Case, Groups, anneal, groups_of, window_of
from gridkeeper.planning.site.dual import multipliers
from gridkeeper.planning.site.knapsack import climb_with_capacity
from gridkeeper.planning.site.lists import Lists, Rows, forbidding, weighted_lists
from gridkeeper.planning.site.pace import Pace
from gridkeeper.planning.site.perturb import draw
from gridkeeper.planning.site.problem import Problem

PAIRS_AT_MOST = 36_000_000
_LISTED_AT_MOST = 4_000_000
# Heats in units of the mean cost of a row; overload prices in that cost per mean load. Moves are per group.
_HOT, _COLD = 2.0, 0.02
_WINDOW_HOT = (0.2, 2.5)
_WINDOW_MOVES = (5_000, 30_000)
_WINDOW_GROUPS = 16
_OVERLOAD_PRICE, _DEARER = 8.0, 1.3
_DEAREST = 1_000.0
_TO_OVERLOADED = 0.7
_FIRST_SHARE = 0.15
_MOVES_A_SECOND = 2.5e6


def impossible(problem: Problem) -> Violation | None:
    """Why the capacities can never suffice, where plain sums show it."""
    assert problem.capacity is not None
    assert problem.load is not None
    forced = problem.capacity[problem.forced]
    others = np.sort(np.delete(problem.capacity, problem.forced))[::-1][: problem.p - len(forced)]
    room, load = float(forced.sum() + others.sum()), float(problem.load.sum())
    if load > room * (1 + 1e-12):
        return Violation(
            rule="capacity-too-small",
            amount=load - room,
            text="The load is {load:g}, but {p} sites hold {room:g} at most: {missing:g} too little.",
            facts={"load": load, "p": problem.p, "room": room, "missing": load - room},
        )
    widest = float(np.append(forced, others[: problem.p - len(forced)]).max(initial=0.0))
    heaviest = float(problem.load.max(initial=0.0))
    if heaviest > widest:
        return Violation(
            rule="load-too-large",
            row=int(problem.load.argmax()),
            amount=heaviest - widest,
            text="One place brings {load:g}, but no site holds more than {room:g}.",
            facts={"load": heaviest, "room": widest},
        )
    return None


@dataclass
class Found:
    """The best groups that keep every capacity (None: none found yet), the bound, and the way there."""

    opened: Rows | None = None
    assigned: Rows | None = None
    price: float = np.inf
    bound: float = -np.inf
    trace: list[tuple[float, float]] = field(default_factory=list)


class CapacitatedSearch:
    """One search from given open sites."""

    def __init__(self, problem: Problem, pace: Pace, place: Rows, group: Rows) -> None:
        n, m = problem.metric.shape
        if n * m > PAIRS_AT_MOST:
            raise Malformed(
                field="capacity", value=n * m, expected=f"at most {PAIRS_AT_MOST} pairs of place and candidate",
                example="fewer candidates",
            )  # fmt: skip
        self.problem, self.pace = problem, pace
        self.found = Found()
        self.case, self.forbidden = _case(problem)
        self.random = np.array([pace.budget.seed * 2862933555777941757 % 2**63 + 3037000493], np.uint64)
        spread = self.case.cost[np.arange(n), place[group]]
        self.mean = max(float(np.minimum(spread, self.forbidden).mean()), 1e-9)
        unit = self.mean / max(float(self.case.load.mean()), 1e-12)
        self.dearest = _DEAREST * unit
        self.groups: Groups = groups_of(self.case, place, group, fine=_OVERLOAD_PRICE * unit)

    def run(self) -> Found:
        """Cool everything once, bound, then heat and cool windows until the end of the budget or a proof."""
        self._cool_all()
        self._bound()
        while not self._is_good() and not self.pace.is_over() and self.pace.take(1):
            self._cool_window()
            self._keep()
        return self.found

    def _cool_all(self) -> None:
        """One slow cooling of all groups, in slices so that the clock is asked."""
        p = len(self.groups.place)
        slices = 20
        wanted = _FIRST_SHARE * _MOVES_A_SECOND * self.pace.budget.seconds
        moves = int(min(4_000_000, 20_000 * p if self.pace.counted else wanted)) // slices
        ratio = (_COLD / _HOT) ** (1 / slices)
        everything = np.arange(p, dtype=np.int32)
        for k in range(slices):
            if self.pace.is_over(0.4):
                moves = 64
            hot = self.mean * _HOT * ratio**k
            window = window_of(self.groups, everything)
            anneal(
                self.case, self.groups, window, self.random, moves=moves, hot=hot, cold=hot * ratio,
                ends_at_best=k == slices - 1,
            )  # fmt: skip
        self._keep()

    def _cool_window(self) -> None:
        p = len(self.groups.place)
        i = self._centre()
        size = min(p, 3 + draw(self.random, _WINDOW_GROUPS - 2))
        nearest = np.argsort(self.case.cost[i, self.groups.place], kind="stable")[:size]
        window = window_of(self.groups, np.sort(nearest))
        hot = self.mean * _between(_WINDOW_HOT, self._chance())
        moves = int(size * _between(_WINDOW_MOVES, self._chance()))
        anneal(
            self.case, self.groups, window, self.random, moves=moves, hot=hot, cold=_COLD * self.mean,
            ends_at_best=True,
        )  # fmt: skip
        if self.groups.total[1] > 1e-9:
            self.groups.total[2] = min(self.groups.total[2] * _DEARER, self.dearest)

    def _centre(self) -> int:
        """A random row; while sites are overloaded mostly one of theirs, for nowhere else can they be relieved."""
        g = self.groups
        if g.total[1] > 1e-9 and self._chance() < _TO_OVERLOADED:
            over = np.flatnonzero(g.carried > self.case.capacity[g.place] * (1 + 1e-9) + 1e-9)
            if len(over):
                k = over[draw(self.random, len(over))]
                return int(g.member[k, draw(self.random, int(g.size[k]))])
        return int(draw(self.random, len(g.group)))

    def _chance(self) -> float:
        return draw(self.random, 1 << 20) / (1 << 20)

    def _keep(self) -> None:
        """Remember the groups when no site is overloaded, no pair forbidden, and they cost less."""
        g = self.groups
        cost = float(self.case.cost[np.arange(len(g.group)), g.place[g.group]].sum())
        carried = np.bincount(g.group, weights=self.case.load, minlength=len(g.place))
        room = self.case.capacity[g.place]
        fits = bool((carried <= room * (1 + 1e-9) + 1e-9).all())
        g.total[0] = cost
        g.carried[:] = carried
        if fits and cost < min(self.found.price * (1 - 1e-12), self.forbidden):
            self.found.price = cost
            self.found.opened, self.found.assigned = np.sort(g.place), g.place[g.group]
            self.found.trace.append((self.pace.watch.seconds, cost))

    def _is_good(self) -> bool:
        gap = max(self.pace.budget.gap, 1e-9)
        return self.found.price - self.found.bound <= gap * abs(self.found.bound)

    def _bound(self) -> None:
        """The Lagrangean bound with knapsacks, towards the best price known."""
        lists = _lists(self.problem)
        target = self.found.price if np.isfinite(self.found.price) else float(self.groups.total[0])
        g = self.groups
        near = np.sort(self.case.cost[:, g.place], axis=1)[:, : min(2, len(g.place))].mean(axis=1)
        dual = multipliers(lists, near)
        forced = np.zeros(len(self.case.capacity), np.uint8)
        forced[self.problem.forced] = 1
        for _ in range(60):
            if self.pace.is_over(0.6) or self.found.bound >= target:
                break
            self.found.bound = climb_with_capacity(
                lists, dual, forced, self.problem.p, load=self.case.load, capacity=self.case.capacity,
                best=self.found.bound, target=target, rounds=5,
            )  # fmt: skip


def _between(limits: tuple[float, float], chance: float) -> float:
    """A figure between the limits, even on a logarithmic scale."""
    return float(limits[0] * (limits[1] / limits[0]) ** chance)


def _case(problem: Problem) -> tuple[Case, float]:
    """The search's arrays, and the price that stands for a forbidden pair."""
    assert problem.capacity is not None
    assert problem.load is not None
    n, m = problem.metric.shape
    everyone = np.arange(m, dtype=np.int32)
    found, distance = problem.metric.nearest(np.arange(n, dtype=np.int32), everyone, m)
    wide = np.full((n, m + 1), np.inf)
    np.put_along_axis(wide, found.astype(np.int64), distance, axis=1)
    weighted = np.where(np.isfinite(wide[:, :m]), wide[:, :m], 0.0) * problem.weights[:, None]
    price = forbidding(weighted.max(axis=1, initial=0.0))
    cost = np.where(np.isfinite(wide[:, :m]), weighted, np.where(problem.weights[:, None] > 0, price, 0.0))
    k = int(min(m, max(24, 5 * m // problem.p)))
    near = np.where(found[:, :k] < m, found[:, :k], 0).astype(np.int32)
    pinned = np.zeros(m, np.uint8)
    pinned[problem.forced] = 1
    return Case(np.ascontiguousarray(cost), problem.load, problem.capacity, np.ascontiguousarray(near), pinned), price


def _lists(problem: Problem) -> Lists:
    n, m = problem.metric.shape
    k = int(min(m, max(24, 6 * m // problem.p, 0 if n * m > _LISTED_AT_MOST else m)))
    rows = np.arange(n, dtype=np.int32)
    found, distance = problem.metric.nearest(rows, np.arange(m, dtype=np.int32), k)
    # A row of no weight may go anywhere for nothing: its multiplier stays zero, and forbidden pairs keep no price.
    weight = np.where(problem.weights > 0, problem.weights, 0.0)
    distance = np.where(np.isfinite(distance) | (weight[:, None] > 0), distance, 0.0)
    return weighted_lists(found, distance, weight, candidates=m)


def first_groups(place: Rows, assigned: Rows) -> Rows:
    """Number of each row's group among the open sites ``place``; rows that go nowhere begin in the first."""
    at: dict[int, int] = {int(j): k for k, j in enumerate(place)}
    return np.array([at.get(int(j), 0) for j in assigned], np.int32)
