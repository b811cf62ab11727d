"""Solve a siting problem: sites, objective, proven bound."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from gridkeeper.kernel.errors import Malformed
from gridkeeper.planning.plan import Budget, Plan, Status, Violation, input_sha, relative_gap
from gridkeeper.planning.site.capacitated import CapacitatedSearch, first_groups, impossible
from gridkeeper.planning.site.evaluate import evaluate
from gridkeeper.planning.site.lists import Lists, Rows, forbidding, weighted_lists
from gridkeeper.planning.site.metric import as_rows
from gridkeeper.planning.site.pace import Pace
from gridkeeper.planning.site.problem import Problem, Sites, no_sites
from gridkeeper.planning.site.search import Search

Engine = Literal["auto", "dense", "sparse"]

_SMALL = 2_500_000
_SHORTEST = 48
_STRANDED_SHARE = 0.001
_LISTED_AT_MOST = 24_000_000
_PROVED = 1e-6


def solve(problem: Problem, *, budget: Budget, start: Rows | None = None, engine: Engine = "auto") -> Plan[Sites]:
    """The best p sites found within ``budget``, with a proven lower bound (YZ-10, R-20).

    ``start``: open candidate rows of an earlier plan to begin from (missing ones are filled up, surplus ones
    dropped). ``engine``: "dense" lists every candidate of every row, "sparse" the nearest only; with capacities the
    capacitated search takes over. Answers `infeasible` with the reason as a violation, never raises on time-out.
    """
    if engine not in ("auto", "dense", "sparse"):
        raise Malformed(field="engine", value=engine, expected="auto, dense or sparse", example="auto")
    pace = Pace(budget)
    plain = _plain_answer(problem, pace)
    if plain is not None:
        return plain
    begun = _begun(problem, start)
    if problem.capacity is not None:
        return _with_capacity(problem, pace, begun)
    return _searched(problem, pace, begun, engine)


def _plain_answer(problem: Problem, pace: Pace) -> Plan[Sites] | None:
    """The answer where nothing has to be searched: impossible counts, nobody to serve, every candidate open."""
    m = problem.metric.shape[1]
    reason = _impossible(problem)
    if reason is not None:
        return infeasible(problem, pace, reason)
    if problem.capacity is not None and problem.p:
        short = impossible(problem)
        return None if short is None else infeasible(problem, pace, short, engine="given")
    if problem.p == m or not (problem.weights > 0).any():
        opened = _filled(problem, problem.forced)
        return finished(problem, pace, opened, bound=None, engine="given", is_exact=True)
    return None


def _impossible(problem: Problem) -> Violation | None:
    m = problem.metric.shape[1]
    if problem.p > m:
        return Violation(
            rule="too-few-candidates",
            amount=problem.p - m,
            text="{p} sites cannot be opened among {candidates} candidates; {more} more are needed.",
            facts={"p": problem.p, "candidates": m, "more": problem.p - m},
        )
    forced = len(problem.forced)
    if forced > problem.p:
        return Violation(
            rule="too-many-must-open",
            amount=forced - problem.p,
            text="{forced} sites must be open, but only {p} may be; allow {more} more.",
            facts={"forced": forced, "p": problem.p, "more": forced - problem.p},
        )
    if problem.p == 0 and bool((problem.weights > 0).any()):
        return Violation(rule="no-site-allowed", amount=1, text="Somebody must be served, but no site may open.")
    return None


def infeasible(problem: Problem, pace: Pace, *reasons: Violation, engine: str = "given") -> Plan[Sites]:
    """The plan that says why there is none."""
    return Plan(
        kind="site", solution=no_sites(problem.metric.shape[0]), objective=np.inf, status=Status.INFEASIBLE,
        violations=reasons, engine=engine, seconds=pace.watch.seconds, cpu_seconds=pace.watch.cpu_seconds,
        seed=pace.budget.seed, input_sha=input_sha(problem),
    )  # fmt: skip


def finished(
    problem: Problem,
    pace: Pace,
    opened: Rows,
    assigned: Rows | None = None,
    *,
    bound: float | None,
    engine: str,
    is_exact: bool = False,
    is_integral: bool = False,
    trace: tuple[tuple[float, float], ...] = (),
) -> Plan[Sites]:
    """The plan of these sites, priced afresh; optimal only where the bound reaches the objective."""
    price = evaluate(problem, opened, assigned)
    objective = price.objective
    if not np.isfinite(objective):
        cut_off = int(np.count_nonzero(~np.isfinite(price.distance) & (problem.weights > 0)))
        reason = Violation(
            rule="unreachable", amount=cut_off, text="{rows} places reach none of the sites.", facts={"rows": cut_off}
        )
        return infeasible(problem, pace, reason) if is_exact else _nothing_found(problem, pace, engine)
    bound = objective if is_exact else bound
    if bound is not None:
        bound = min(bound, objective) if is_integral or bound <= objective * (1 + 1e-12) else bound
    proved = bound is not None and objective - bound <= _PROVED * max(1.0, abs(objective))
    return Plan(
        kind="site", solution=price.sites, objective=objective, bound=bound, gap=relative_gap(objective, bound),
        status=Status.OPTIMAL if proved else Status.FEASIBLE, engine=engine, trace=trace,
        parts=_parts(problem, price.distance), seconds=pace.watch.seconds, cpu_seconds=pace.watch.cpu_seconds,
        seed=pace.budget.seed, input_sha=input_sha(problem),
    )  # fmt: skip


def _nothing_found(problem: Problem, pace: Pace, engine: str) -> Plan[Sites]:
    return Plan(
        kind="site", solution=no_sites(problem.metric.shape[0]), objective=np.inf, status=Status.TIMEOUT,
        engine=engine, seconds=pace.watch.seconds, cpu_seconds=pace.watch.cpu_seconds, seed=pace.budget.seed,
        input_sha=input_sha(problem),
    )  # fmt: skip


def _parts(problem: Problem, distance: np.ndarray) -> dict[str, float]:
    heavy = problem.weights > 0
    if not heavy.any():
        return {"mean_distance": 0.0, "max_distance": 0.0}
    mean = float(np.average(distance[heavy], weights=problem.weights[heavy]))
    return {"mean_distance": mean, "max_distance": float(distance[heavy].max())}


def _begun(problem: Problem, start: Rows | None) -> Rows | None:
    if start is None:
        return None
    return _filled(problem, as_rows("start", np.asarray(start, dtype=np.float64), below=problem.metric.shape[1]))


def _filled(problem: Problem, rows: Rows) -> Rows:
    """Exactly p rows: the forced ones, then ``rows``, then the first others."""
    everyone = np.arange(problem.metric.shape[1], dtype=np.int32)
    ranked = np.concatenate([problem.forced, rows, everyone])
    first = np.sort(np.unique(ranked, return_index=True)[1])
    return np.sort(ranked[first][: problem.p])


def list_length(problem: Problem, engine: Engine) -> int:
    """Candidates listed a row: all when dense, else a few times as many as share one site (m / p)."""
    m = problem.metric.shape[1]
    n = int(np.count_nonzero(problem.weights > 0))
    if engine == "dense":
        return m
    plenty = 6.0 if n * m <= _SMALL and engine == "auto" else 2.4
    wanted = max(_SHORTEST, int(np.ceil(plenty * m / problem.p)))
    return int(min(m, wanted, max(_SHORTEST, _LISTED_AT_MOST // n)))


@dataclass(frozen=True)
class _Frame:
    """The problem in the search's own numbering: rows of weight left out, neighbours near each other in memory."""

    problem: Problem
    rows: Rows
    columns: Rows
    inside: Rows

    @classmethod
    def of(cls, problem: Problem) -> _Frame:
        rows, columns = problem.metric.order()
        inside = np.empty(len(columns) + 1, np.int32)
        inside[columns] = np.arange(len(columns), dtype=np.int32)
        inside[-1] = len(columns)
        return cls(problem, rows[problem.weights[rows] > 0], columns, inside)

    def lists(self, k: int) -> Lists:
        """Lists of the ``k`` nearest candidates in this numbering."""
        found, distance = self.problem.metric.nearest(self.rows, self.columns, k)
        weight = self.problem.weights[self.rows]
        return weighted_lists(self.inside[found], distance, weight, candidates=len(self.columns))

    def search(self, pace: Pace, k: int) -> Search:
        """A search on those lists."""
        weights = self.problem.weights
        is_whole = bool((weights == np.rint(weights)).all()) and self.problem.metric.is_whole
        forced = np.sort(self.inside[self.problem.forced])
        return Search(self.lists(k), self.problem.p, forced, pace, pace.budget.seed, is_whole)


def _searched(problem: Problem, pace: Pace, start: Rows | None, engine: Engine) -> Plan[Sites]:
    k = list_length(problem, engine)
    frame = _Frame.of(problem)
    search = frame.search(pace, k)
    search.descend(None if start is None else frame.inside[start])
    n, m = search.lists.cost.shape[0], len(frame.columns)
    # A hot spot can fill a list with neighbours that never open: look further, from where we are.
    while search.stranded > _STRANDED_SHARE * n and k < m and 2 * k * n <= _LISTED_AT_MOST and not pace.is_over(0.3):
        k = min(m, 2 * k)
        rows = search.rows
        search = frame.search(pace, k)
        search.descend(rows)
    search.run()
    if search.bound >= forbidding(search.lists.what) / 2 and search.stranded:
        return infeasible(problem, pace, _unreachable(search.stranded), engine="dense")
    label = "dense" if k >= m else f"sparse-{k}"
    bound = search.bound if np.isfinite(search.bound) else None
    return finished(
        problem, pace, frame.columns[search.rows], bound=bound, engine=label, is_integral=search.is_integral,
        trace=tuple(search.trace),
    )  # fmt: skip


def _with_capacity(problem: Problem, pace: Pace, start: Rows | None) -> Plan[Sites]:
    """Sites as if there were no capacities, for a twentieth of the time; then the capacitated search from there."""
    if start is None:
        first = pace.budget
        share = replace(first, seconds=0.04 * first.seconds, iterations=None if first.iterations is None else 20)
        start = solve(replace(problem, capacity=None, load=None), budget=share).solution.opened
        start = _filled(problem, start)
    price = evaluate(problem, start)
    search = CapacitatedSearch(problem, pace, start, first_groups(start, price.sites.assigned))
    found = search.run()
    if found.opened is None:
        return _nothing_found(problem, pace, "capacitated")
    return finished(
        problem, pace, found.opened, found.assigned, bound=found.bound if np.isfinite(found.bound) else None,
        engine="capacitated", trace=tuple(found.trace),
    )  # fmt: skip


def _unreachable(rows: int) -> Violation:
    return Violation(
        rule="unreachable", amount=rows, text="With any choice of sites some place reaches none; now {rows} do.",
        facts={"rows": rows},
    )  # fmt: skip
