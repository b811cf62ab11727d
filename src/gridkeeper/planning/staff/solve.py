"""Allocates servers to points over the day, exactly where the model allows, and names every shortage with its mend."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from gridkeeper.kernel.errors import Malformed
from gridkeeper.planning.plan import Budget, Plan, Status, Stopwatch, Violation, input_sha, relative_gap
from gridkeeper.planning.staff.evaluate import evaluate
from gridkeeper.planning.staff.kernel import fluid_day, fox_day, spread
from gridkeeper.planning.staff.live import draw_people, exchange, weigh_changes
from gridkeeper.planning.staff.problem import Allocation, Counts, Problem
from gridkeeper.planning.staff.shortage import slot_shortages, work_left
from gridkeeper.planning.staff.windows import lay_out

_ENGINES = {"mmc": "fox", "fluid": "fox", "sim": "exchange", "windows": "snake"}
_EXCHANGES_A_SLOT = 40
_ROUNDS = 200


@dataclass(frozen=True, kw_only=True)
class _Answer:
    solution: Allocation
    bound: float | None
    feasible: bool
    violations: tuple[Violation, ...] = ()


def solve(
    problem: Problem, *, budget: Budget, start: Allocation | None = None, engine: str = "auto"
) -> Plan[Allocation]:
    """The staffing with the least waiting by the problem's model.

    ``mmc`` is exact slot by slot (marginal allocation); ``fluid`` serves the most people in each slot, with the bound
    of one pooled queue; ``sim`` exchanges servers while simulated waits shorten; ``windows`` ends the round as early
    as possible. Infeasible: servers cannot keep up (mmc), there are fewer than open points need, or a round does not
    fit the day; violations say by how much, the best possible staffing is given all the same. ``start`` is where
    ``sim`` begins. ``iterations`` caps the rounds of ``sim``. ``engine``: only the model's own.
    """
    watch = Stopwatch(budget if budget.iterations is None else replace(budget, seconds=math.inf))
    if engine not in ("auto", _ENGINES[problem.model]):
        raise Malformed(field="engine", value=engine, expected="the engine of this model", example="auto")
    if problem.model == "windows":
        answer = _windows(problem)
    elif problem.model == "mmc":
        answer = _stable(problem)
    else:
        answer = _flowing(problem)
        if problem.model == "sim":
            answer = _exchanged(problem, answer, start, budget, watch)
    objective, parts = evaluate(problem, answer.solution, seed=budget.seed)
    proved = answer.bound is not None and abs(objective - answer.bound) <= 1e-9 * max(1.0, abs(objective))
    status = Status.OPTIMAL if proved else Status.FEASIBLE
    return Plan(
        kind="staff",
        solution=answer.solution,
        objective=objective,
        bound=answer.bound,
        gap=relative_gap(objective, answer.bound),
        status=status if answer.feasible else Status.INFEASIBLE,
        violations=answer.violations,
        parts=parts,
        engine=_ENGINES[problem.model],
        seconds=watch.seconds,
        cpu_seconds=watch.cpu_seconds,
        seed=budget.seed,
        input_sha=input_sha(problem, start),
    )


def _stable(problem: Problem) -> _Answer:
    """Fox's marginal allocation in every slot; where servers cannot keep up, as many people served as can be."""
    low, high = (np.ascontiguousarray(part.T) for part in problem.limits())
    offered = np.ascontiguousarray(problem.rate.T) / problem.service_per_h
    given = np.zeros(offered.shape, dtype=np.int64)
    price = np.zeros(len(offered))
    queue = fox_day(offered, problem.servers, low, high, given, price)
    for slot in np.flatnonzero(~np.isfinite(queue)):
        people = np.ascontiguousarray(problem.rate[:, slot])
        spread(people, problem.service_per_h, int(problem.servers[slot]), low[slot], high[slot], given[slot])
    feasible = bool(np.isfinite(queue).all())
    allocation = Allocation(servers=np.ascontiguousarray(given.T), price=np.maximum(price, 0.0) * problem.slot_h)
    bound = float(queue.sum() * problem.slot_h) if feasible else None
    found = () if feasible else slot_shortages(problem, stable=True)
    return _Answer(solution=allocation, bound=bound, feasible=feasible, violations=found)


def _flowing(problem: Problem) -> _Answer:
    """Serve the most people in each slot, backlog carried on; the bound is one pooled queue with all servers."""
    low, high = (np.ascontiguousarray(part.T) for part in problem.limits())
    each = problem.service_per_h * problem.slot_h
    arriving = np.ascontiguousarray(problem.rate.T) * problem.slot_h
    given = np.zeros(arriving.shape, dtype=np.int64)
    fluid_day(arriving, each, problem.servers, low, high, given, np.empty(arriving.shape))
    waiting, bound = 0.0, 0.0
    for slot, most in enumerate(np.minimum(problem.servers, high.sum(axis=1))):
        waiting = max(0.0, waiting + float(arriving[slot].sum()) - each * float(most))
        bound += waiting * problem.slot_h
    short = slot_shortages(problem, stable=False)
    return _Answer(
        solution=Allocation(servers=np.ascontiguousarray(given.T)),
        bound=bound or None,
        feasible=not short,
        violations=short,
    )


def _exchanged(problem: Problem, first: _Answer, start: Allocation | None, budget: Budget, watch: Stopwatch) -> _Answer:
    """Exchange servers in each slot between points while the same simulated people wait less."""
    low, high = problem.limits()
    servers = first.solution.servers.copy()
    if start is not None and start.servers.shape == servers.shape:
        kept = np.clip(start.servers, low, high)
        if (kept.sum(axis=0) <= problem.servers).all():
            servers = kept
    low = np.minimum(low, servers)
    people = problem.rate.sum(axis=1).max(initial=0.0) * problem.slot_h
    room = int(people + 12.0 * np.sqrt(people + 1.0)) + 40
    at = np.empty((len(servers), problem.reps, room))
    service = np.empty_like(at)
    count = draw_people(problem.rate, problem.slot_h, problem.service_per_h, problem.reps, budget.seed, at, service)
    stale = np.ones(len(servers), dtype=np.bool_)
    now, gain, loss = np.zeros(len(servers)), np.zeros(servers.shape), np.zeros(servers.shape)
    best, best_wait = servers.copy(), math.inf
    for _ in range(_ROUNDS if budget.iterations is None else budget.iterations):
        weigh_changes(at, service, count, servers, low, high, problem.slot_h, stale, now, gain, loss)
        if now.sum() < best_wait:
            best, best_wait = servers.copy(), float(now.sum())
        if watch.left <= 0 or not exchange(servers, problem.servers, gain, loss, stale, _EXCHANGES_A_SLOT):
            break
    return replace(first, solution=Allocation(servers=best), bound=None)


def _windows(problem: Problem) -> _Answer:
    """Windows for everybody's service, laid out as a snake; the bound is the work over the servers."""
    people = problem.rate.sum(axis=1) * problem.slot_h
    each = problem.service_per_h * problem.slot_h
    work = np.ceil(people / each - 1e-9).astype(np.int64)
    most = np.full(len(work), len(work) + int(work.max(initial=0))) if problem.most is None else problem.most
    order = np.arange(len(work)) if problem.order is None else problem.order
    laid = lay_out(work, limits=problem.servers, most=most, order=order)
    allocation = Allocation(servers=laid.servers, teams=laid.teams, open_=laid.servers > 0)
    found = work_left(problem, work, laid.left)
    bound = _earliest(problem, work, most) * problem.slot_h
    return _Answer(solution=allocation, bound=bound if not found else None, feasible=not found, violations=found)


def _earliest(problem: Problem, work: Counts, most: Counts) -> float:
    """No round can end before the servers have had time for all the work, nor before its longest point."""
    if not work.any():
        return 0.0
    enough = np.flatnonzero(np.cumsum(problem.servers) >= work.sum())
    longest = int((-(-work // np.maximum(most, 1))).max())
    return float(max(int(enough[0]) + 1 if len(enough) else problem.rate.shape[1], longest))
