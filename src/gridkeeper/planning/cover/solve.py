"""Solve a covering problem: greed, exchange, a Lagrangean bound, and HiGHS on what the bound leaves open."""

from __future__ import annotations

import numpy as np

from gridkeeper.kernel.errors import Malformed
from gridkeeper.planning.cover.bound import Dual, lagrangean
from gridkeeper.planning.cover.evaluate import evaluate
from gridkeeper.planning.cover.exact import by_highs
from gridkeeper.planning.cover.kernel import Reach, exchange, fill, put, thin
from gridkeeper.planning.cover.problem import Cover, Problem
from gridkeeper.planning.plan import Budget, Plan, Status, Violation, input_sha, relative_gap
from gridkeeper.planning.site.metric import Floats, Rows, as_rows
from gridkeeper.planning.site.pace import Pace

_PROVED = 1e-6
_EXACT_ENTRIES = 600_000


def solve(problem: Problem, *, budget: Budget, start: Rows | None = None, engine: str = "auto") -> Plan[Cover]:
    """The cheapest full cover, or the p sites that leave least weight uncovered, with a proven lower bound (YZ-13).

    ``start``: open candidate rows of an earlier plan, tried beside the greedy ones. ``engine``: "search" leaves HiGHS
    out. `infeasible` names the rows that no candidate reaches; a time-out is never an error.
    """
    if engine not in ("auto", "search"):
        raise Malformed(field="engine", value=engine, expected="auto or search", example="auto")
    pace = Pace(budget)
    reason = _impossible(problem)
    if reason is not None:
        return _plan(problem, pace, None, bound=None, engine="given", reasons=(reason,))
    search = _Search(problem, pace)
    if start is not None:
        search.try_from(as_rows("start", np.asarray(start, dtype=np.float64), below=problem.covers.shape[1]))
    search.try_from(problem.forced)
    search.run(use_highs=engine == "auto")
    return _plan(problem, pace, search.opened, bound=search.bound, engine=search.engine, trace=tuple(search.trace))


def _impossible(problem: Problem) -> Violation | None:
    m = problem.covers.shape[1]
    forced = len(problem.forced)
    if problem.p is not None and not forced <= problem.p <= m:
        return Violation(
            rule="wrong-count-asked",
            amount=max(forced - problem.p, problem.p - m),
            text="{p} sites were asked for; {forced} must be open and there are {candidates} candidates.",
            facts={"p": problem.p, "forced": forced, "candidates": m},
        )
    lost = np.flatnonzero((np.diff(problem.covers.indptr) == 0) & (problem.weights > 0))
    if problem.p is None and len(lost):
        return Violation(
            rule="out-of-reach",
            row=int(lost[0]),
            amount=len(lost),
            text="{rows} places are out of reach of every candidate; add candidates or widen the reach.",
            facts={"rows": len(lost)},
        )
    return None


class _Search:
    """The best choice so far and what is proved about it."""

    def __init__(self, problem: Problem, pace: Pace) -> None:
        across = problem.covers.T.tocsr()
        self.problem, self.pace = problem, pace
        self.reach = Reach(
            across.indptr.astype(np.int64), across.indices.astype(np.int32), problem.weights, problem.costs
        )
        self.pinned = np.zeros(across.shape[0], np.uint8)
        self.pinned[problem.forced] = 1
        self.price = np.inf
        self.opened: Rows = np.zeros(0, np.int32)
        self.bound = 0.0
        self.engine = "greedy"
        self._exchange_until = 0.75
        self.trace: list[tuple[float, float]] = []
        whole = problem.weights if problem.p is not None else problem.costs
        self.is_whole = bool((whole == np.rint(whole)).all())

    def try_from(self, rows: Rows, price: Floats | None = None, *, engine: str = "greedy") -> None:
        """Fill up ``rows`` by greed (per ``price``, default the cost), thin out, exchange, and keep the better."""
        m = len(self.pinned)
        most = m if self.problem.p is None else self.problem.p
        is_open = self.pinned.copy()
        is_open[rows[: most - len(self.problem.forced)]] = 1
        count = np.zeros(self.problem.covers.shape[0], np.int32)
        for j in np.flatnonzero(is_open):
            put(self.reach, count, int(j), 1)
        flat = np.ones(m) if self.problem.p is not None else self.problem.costs
        fill(self.reach, is_open, count, flat if price is None else price, most)
        if self.problem.p is None:
            thin(self.reach, is_open, count, self.pinned)
        else:
            self._exchange(is_open, count)
            idle = np.flatnonzero(is_open == 0)[: most - int(is_open.sum())]
            is_open[idle] = 1
        self.keep(np.flatnonzero(is_open).astype(np.int32), engine)

    def _exchange(self, is_open: np.ndarray, count: Rows) -> None:
        at = 0
        while at >= 0 and not self.pace.is_over(self._exchange_until) and self.pace.take(1):
            at = exchange(self.reach, is_open, count, self.pinned, at)

    def keep(self, opened: Rows, engine: str) -> None:
        """Remember ``opened`` when it is better."""
        price = evaluate(self.problem, opened).objective
        if price < self.price - 1e-12 * abs(price):
            self.price, self.opened, self.engine = price, opened, engine
            self.trace.append((self.pace.watch.seconds, price))

    def run(self, *, use_highs: bool) -> None:
        """Bound, choose along the bound, and finish with HiGHS where the rest is small."""
        if self._is_good():
            return
        # Where HiGHS cannot follow, the bound may take nearly all that is left.
        reserve = 0.4 if use_highs and self.problem.covers.nnz <= _EXACT_ENTRIES else 0.15
        dual = lagrangean(self.problem, target=self.price, rounds=2000, is_over=lambda: self.pace.is_over(reserve))
        self._raise(dual.bound)
        if self._is_good() or self.pace.is_over(0.1):
            return
        self._exchange_until = 0.2
        self.try_from(self.problem.forced, np.maximum(1.05 - dual.share, 0.02), engine="lagrangean")
        if use_highs and not self._is_good():
            self._finish(dual)

    def _finish(self, dual: Dual) -> None:
        keep = self._undecided(dual)
        if self.problem.covers[:, keep].nnz > _EXACT_ENTRIES:
            return
        counted = self.pace.counted
        seconds = None if counted else 0.95 * self.pace.watch.left
        nodes = self.pace.budget.iterations if counted else None
        answer = by_highs(self.problem, keep, seconds=seconds, nodes=nodes, seed=self.pace.budget.seed)
        if answer.opened is not None:
            self.keep(answer.opened, "highs")
        # Candidates left out belong to no cheaper plan: the bound is the lesser of HiGHS's and our price.
        self._raise(min(answer.bound, self.price))

    def _undecided(self, dual: Dual) -> Rows:
        """Candidates that a cheaper plan may open, by their reduced cost."""
        rho = self.problem.costs - self.problem.covers.T @ dual.multiplier
        worst = np.maximum(rho, 0.0)
        if self.problem.p is not None:
            free = np.sort(np.delete(rho, self.problem.forced))
            rest = self.problem.p - len(self.problem.forced)
            worst = rho - (free[rest - 1] if rest else np.inf)
        inside = dual.bound + worst <= self.price * (1 + 1e-9) + 1e-9
        inside[self.problem.forced] = True
        inside[self.opened] = True
        return np.flatnonzero(inside).astype(np.int32)

    def _raise(self, bound: float) -> None:
        if np.isfinite(bound):
            self.bound = max(self.bound, bound)
        if self.is_whole:
            self.bound = float(np.ceil(self.bound - 1e-6))
        self.bound = min(self.bound, self.price) if self.bound <= self.price * (1 + 1e-9) else self.bound

    def _is_good(self) -> bool:
        return self.price - self.bound <= max(self.pace.budget.gap * abs(self.bound), 1e-9 * abs(self.price))


def _plan(
    problem: Problem,
    pace: Pace,
    opened: Rows | None,
    *,
    bound: float | None,
    engine: str,
    reasons: tuple[Violation, ...] = (),
    trace: tuple[tuple[float, float], ...] = (),
) -> Plan[Cover]:
    rows = np.zeros(0, np.int32) if opened is None else opened
    price = evaluate(problem, rows)
    objective = np.inf if opened is None else price.objective
    proved = bound is not None and objective - bound <= _PROVED * max(1.0, abs(objective))
    status = Status.INFEASIBLE if opened is None else Status.OPTIMAL if proved else Status.FEASIBLE
    return Plan(
        kind="cover",
        solution=price.cover,
        objective=objective,
        bound=bound,
        gap=relative_gap(objective, bound),
        status=status,
        violations=reasons,
        parts={"uncovered": price.uncovered, "cost": price.cost, "sites": float(len(rows))},
        engine=engine,
        seconds=pace.watch.seconds,
        cpu_seconds=pace.watch.cpu_seconds,
        seed=pace.budget.seed,
        trace=trace,
        input_sha=_sha(problem),
    )


def _sha(problem: Problem) -> str:
    cover = problem.covers
    return input_sha(
        cover.indptr.astype(np.int64), cover.indices.astype(np.int64), cover.shape, problem.weights, problem.cost,
        problem.p, problem.forced,
    )  # fmt: skip
