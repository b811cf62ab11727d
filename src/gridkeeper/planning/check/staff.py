"""Looks a staffing over: limits, open points, windows without holes, and the waiting recomputed another way."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gridkeeper.planning.plan import Violation
from gridkeeper.planning.staff.problem import Allocation, Problem

_ROUGH = 1e-6


def violations(problem: Problem, solution: Allocation, objective: float) -> tuple[Violation, ...]:
    """Every rule the staffing breaks; the objective by direct sums (not by recursion), for ``sim`` only its sign."""
    servers = np.asarray(solution.servers)
    if servers.shape != problem.rate.shape:
        return (Violation(rule="staffing-shape", amount=float(servers.size - problem.rate.size)),)
    found = [Violation(rule="negative-servers", row=int(i)) for i in np.unique(np.argwhere(servers < 0)[:, 0])]
    over = servers.sum(axis=0) - problem.servers
    found += [Violation(rule="over-limit", row=int(t), amount=float(over[t])) for t in np.flatnonzero(over > 0)]
    if problem.most is not None:
        full = (servers > problem.most[:, None]).any(axis=1)
        found += [Violation(rule="over-room", row=int(i)) for i in np.flatnonzero(full)]
    found += _windows(problem, servers) if problem.model == "windows" else _opening(problem, servers)
    expected = _objective(problem, servers)
    if expected is None:
        wrong = not (math.isfinite(objective) and objective >= 0)
    else:
        wrong = not (expected == objective or math.isclose(expected, objective, rel_tol=_ROUGH, abs_tol=_ROUGH))
    if wrong and not found:
        found.append(Violation(rule="objective-wrong", amount=(expected or 0.0) - objective))
    return tuple(found)


def _opening(problem: Problem, servers: NDArray[Any]) -> list[Violation]:
    opened = np.ones(servers.shape, dtype=bool) if problem.open_ is None else problem.open_
    least = np.full(len(servers), problem.least)
    if problem.most is not None:
        least = np.minimum(least, problem.most)
    closed = [int(i) for i in np.flatnonzero((servers * ~opened > 0).any(axis=1))]
    short = [int(i) for i in np.flatnonzero((opened & (servers < least[:, None])).any(axis=1))]
    return [Violation(rule="server-at-closed-point", row=i) for i in closed] + [
        Violation(rule="open-point-without-server", row=i) for i in short
    ]


def _windows(problem: Problem, servers: NDArray[Any]) -> list[Violation]:
    """Everybody is served, and no window has a hole."""
    found = []
    for point, row in enumerate(servers):
        people = float(problem.rate[point].sum()) * problem.slot_h
        served = float(row.sum()) * problem.service_per_h * problem.slot_h
        if served < people - _ROUGH:
            found.append(Violation(rule="people-without-window", row=point, amount=people - served))
        standing = [t for t, count in enumerate(row) if count > 0]
        if standing and standing[-1] - standing[0] + 1 != len(standing):
            found.append(Violation(rule="window-with-a-hole", row=point))
    return found


def _objective(problem: Problem, servers: NDArray[Any]) -> float | None:
    if problem.model == "sim":
        return None
    if problem.model == "windows":
        last = max((t + 1 for t in range(servers.shape[1]) if servers[:, t].any()), default=0)
        return last * problem.slot_h
    if problem.model == "fluid":
        return sum(_backlog(problem, point, servers[point]) for point in range(len(servers))) * problem.slot_h
    queues = (
        _erlang_c_queue(float(rate) / problem.service_per_h, int(count))
        for rate, count in zip(problem.rate.ravel(), servers.ravel(), strict=True)
    )
    return math.fsum(queues) * problem.slot_h


def _backlog(problem: Problem, point: int, row: NDArray[Any]) -> float:
    waiting = total = 0.0
    for rate, count in zip(problem.rate[point], row, strict=True):
        waiting = max(0.0, waiting + (float(rate) - int(count) * problem.service_per_h) * problem.slot_h)
        total += waiting
    return total


def _erlang_c_queue(offered: float, servers: int) -> float:
    """Expected queue of M/M/c by the sum of Poisson terms (logarithms, so that many servers do not overflow)."""
    if offered <= 0:
        return 0.0
    if servers <= offered:
        return math.inf
    terms = [math.exp(k * math.log(offered) - math.lgamma(k + 1) - offered) for k in range(servers)]
    last = math.exp(servers * math.log(offered) - math.lgamma(servers + 1) - offered)
    use = offered / servers
    waits = last / (1 - use) / (math.fsum(terms) + last / (1 - use))
    return waits * use / (1 - use)
