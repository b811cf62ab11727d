"""Sends people to places at least total way, with a certificate; says who is missing where and why."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from gridkeeper.kernel.errors import Malformed
from gridkeeper.planning.mobilise.evaluate import evaluate, filled
from gridkeeper.planning.mobilise.fair import fair_fill
from gridkeeper.planning.mobilise.problem import Assignment, Counts, Flags, Floats, Problem
from gridkeeper.planning.mobilise.reasons import shortages
from gridkeeper.planning.mobilise.sparse import Field, solve_field
from gridkeeper.planning.mobilise.transport import Transport
from gridkeeper.planning.plan import Budget, Plan, Status, Stopwatch, input_sha, relative_gap

_DENSE_WAYS = 5_000_000


def solve(
    problem: Problem, *, budget: Budget, start: Assignment | None = None, engine: str = "auto"
) -> Plan[Assignment]:
    """The assignment with the fewest empty posts, then the least ways, with a dual bound that proves it.

    Violations name each short place with what binds there. Infeasible: some ``least`` cannot be reached by anybody.
    ``engine``: ``auction`` looks at all ways, ``sparse`` (by coordinates only) prices most of them; ``auto`` chooses
    by size. ``start`` begins from an earlier plan's prices and stays with its places among equals. ``iterations``
    caps the corrections after the auction.
    """
    watch = Stopwatch(budget if budget.iterations is None else replace(budget, seconds=math.inf))
    if engine not in ("auto", "auction", "sparse"):
        raise Malformed(field="engine", value=engine, expected="an engine of this planner", example="auction")
    place = np.full(problem.people, -1, dtype=np.int64)
    price = np.zeros(problem.need.shape)
    bound, exact, unreached = 0.0, True, 0
    used = set()
    for k in range(problem.need.shape[1]):
        part = _Class(problem, k)
        name = part.engine(engine)
        used.add(name)
        bound += part.solve(start, name, budget, watch)
        part.write(place, price)
        exact &= part.exact
        unreached += part.unreached
    solution = Assignment(place=place, price=price)
    objective, parts = evaluate(problem, solution)
    proven = bound if math.isfinite(bound) else None
    status = Status.OPTIMAL if exact else Status.FEASIBLE
    return Plan(
        kind="mobilise",
        solution=solution,
        objective=objective,
        bound=proven,
        gap=relative_gap(objective, proven),
        status=Status.INFEASIBLE if unreached and exact else status,
        violations=shortages(problem, filled(problem, solution), place),
        parts=parts,
        engine="+".join(sorted(used)),
        seconds=watch.seconds,
        cpu_seconds=watch.cpu_seconds,
        seed=budget.seed,
        input_sha=input_sha(problem, start),
    )


def _lift(cost: Floats, price: Floats, high: Counts, empty: float) -> float:
    """By how much to raise old prices so that just as many people stay as must, if there are more than posts."""
    posts = int(high[:-1].sum())
    if posts >= len(cost) or posts == 0:
        return 0.0
    best = np.sort((cost + price).min(axis=1))
    return float(empty - 0.5 * (best[posts - 1] + best[posts])) if np.isfinite(best[posts]) else 0.0


class _Class:
    """The people and open places of one class: they share nothing with the others."""

    def __init__(self, problem: Problem, k: int) -> None:
        low, high = problem.bounds()
        fit = np.ones(problem.people, dtype=np.bool_) if problem.unfit is None else ~problem.unfit
        mine = fit if problem.cls is None else fit & (problem.cls == k)
        self.problem, self.k = problem, k
        self.people = np.flatnonzero(mine)
        self.places = np.flatnonzero(high[:, k] > 0)
        # Nobody needs room for more than all the people there are; a huge need must not become a huge array.
        self.low, self.high = low[self.places, k], np.minimum(high[self.places, k], len(self.people))
        self.work: Transport | None = None
        self.exact = True
        self.unreached = 0

    def engine(self, wanted: str) -> str:
        """The engine for this class: by coordinates all ways are looked at while there are not too many."""
        few = len(self.people) * len(self.places) <= _DENSE_WAYS
        if self.problem.cost is not None or (wanted == "auto" and few):
            return "auction"
        return "sparse" if wanted == "auto" else wanted

    def solve(self, start: Assignment | None, engine: str, budget: Budget, watch: Stopwatch) -> float:
        """Do the work; the proven bound on this class's share of the objective."""
        n, m, empty = len(self.people), len(self.places), self.problem.empty_cost()
        need = int(self.problem.need[:, self.k].sum())
        if n == 0 or m == 0:
            self.unreached = int(self.low.sum())
            return empty * (n if self.problem.everyone else need)
        if self.problem.fairness == "maxmin":
            m = self._aim_fairly()
            if m == 0:
                return empty * (n if self.problem.everyone else need)
        low, high = np.append(np.minimum(self.low, self.high), 0), np.append(self.high, n)
        known = self._known_price(start)
        if engine == "sparse":
            self.work, self.exact = solve_field(self._field(), low, high, empty=empty, price=known, watch=watch)
            bound = self.work.bound() if self.exact else -math.inf
        else:
            self.work = self._dense(
                start=start, known=known, low=low, high=high, empty=empty, budget=budget, watch=watch
            )
            bound = self.work.bound()
        self.exact &= self.work.left == 0
        if self.work.left:
            self.work.send_home_the_rest()
        count = np.bincount(self.work.chosen, minlength=m + 1)[:m]
        self.unreached += int(np.maximum(self.low - count, 0).sum())
        return bound + (0.0 if self.problem.everyone else empty * (need - n))

    def _aim_fairly(self) -> int:
        """Replace minima and limits by the fairest fill; places that get nobody are left out; how many remain."""
        fill = fair_fill(
            self._may(), self.problem.need[self.places, self.k], np.minimum(self.low, self.high), self.high
        )
        self.unreached += int(np.maximum(self.low - fill, 0).sum())
        self.places = self.places[fill > 0]
        self.low = self.high = fill[fill > 0]
        return len(self.places)

    def _dense(
        self,
        *,
        start: Assignment | None,
        known: Floats | None,
        low: Counts,
        high: Counts,
        empty: float,
        budget: Budget,
        watch: Stopwatch,
    ) -> Transport:
        n, m = len(self.people), len(self.places)
        cost = self._cost()
        chosen = np.full(n, m, dtype=np.int32)
        if start is not None and len(start.place) == self.problem.people:
            local = np.full(self.problem.places + 1, m, dtype=np.int32)
            local[self.places] = np.arange(m)
            chosen = local[start.place[self.people]]
        price = np.zeros(m + 2)
        if known is not None:
            price[:m] = known + _lift(cost, known, high, empty)
        work = Transport(
            cost=cost,
            place=np.empty((n, 0), dtype=np.int32),
            rest=np.full(n, empty),
            low=low,
            high=high,
            price=price,
            chosen=chosen,
            paid=np.zeros(n),
        )
        if known is None:
            finite = cost[np.isfinite(cost)]
            work.bid(float(finite.max(initial=0.0)), first=30.0, watch=watch)
        work.settle(watch, keep=True, most=budget.iterations)
        return work

    def _known_price(self, start: Assignment | None) -> Floats | None:
        """Prices of an earlier plan, if it was made for the same places and classes."""
        if start is None or start.price is None or start.price.shape != self.problem.need.shape:
            return None
        price: Floats = start.price[self.places, self.k].copy()
        return price

    def _cost(self) -> Floats:
        """[n, m] ways of this class, infinite where skill, limit or a forbidden pair stands against it."""
        problem = self.problem
        cost = problem.ways(self.people, self.places)
        if problem.limit is not None:
            cost[cost > problem.limit[self.people][:, None]] = np.inf
        if problem.asked is not None:
            asked = problem.asked[self.places, self.k][None, :]
            skills = np.zeros(len(self.people), np.int64) if problem.skills is None else problem.skills[self.people]
            cost[(skills[:, None] & asked) != asked] = np.inf
        person, place = self._forbidden()
        cost[person, place] = np.inf
        if problem.current is not None and problem.change_cost > 0:
            here = self._current()
            cost += problem.change_cost
            stays = np.flatnonzero(here >= 0)
            cost[stays, here[stays]] -= problem.change_cost
        return cost

    def _may(self) -> Flags:
        may: NDArray[np.bool_] = np.isfinite(self._cost())
        return may

    def _current(self) -> Counts:
        """Each person's present place as a local row, -1 where there is none here."""
        local = np.full(self.problem.places + 1, -1, dtype=np.int64)
        local[self.places] = np.arange(len(self.places))
        current = self.problem.current
        return np.full(len(self.people), -1) if current is None else local[current[self.people]]

    def _forbidden(self) -> tuple[Counts, Counts]:
        if self.problem.forbidden is None:
            return np.empty(0, np.int64), np.empty(0, np.int64)
        person = np.full(self.problem.people, -1, dtype=np.int64)
        person[self.people] = np.arange(len(self.people))
        place = np.full(self.problem.places, -1, dtype=np.int64)
        place[self.places] = np.arange(len(self.places))
        rows, columns = person[self.problem.forbidden[:, 0]], place[self.problem.forbidden[:, 1]]
        here = (rows >= 0) & (columns >= 0)
        return rows[here], columns[here]

    def _field(self) -> Field:
        problem = self.problem
        assert problem.home is not None and problem.xy is not None  # noqa: PT018
        n, m = len(self.people), len(self.places)
        person, place = self._forbidden()
        return Field(
            home=np.ascontiguousarray(problem.home[self.people]),
            xy=np.ascontiguousarray(problem.xy[self.places]),
            skills=np.zeros(n, np.int64) if problem.skills is None else problem.skills[self.people],
            asked=np.zeros(m, np.int64) if problem.asked is None else problem.asked[self.places, self.k].copy(),
            limit=np.full(n, np.inf) if problem.limit is None else problem.limit[self.people],
            banned=np.sort(person * 2**32 + place),
            current=self._current(),
            change_cost=problem.change_cost,
        )

    def write(self, place: Counts, price: Floats) -> None:
        """Put the class's rows into the whole answer."""
        if self.work is None:
            return
        sent = self.work.chosen < len(self.places)
        place[self.people[sent]] = self.places[self.work.chosen[sent]]
        price[self.places, self.k] = self.work.price[:-2] - self.work.price[-1]
