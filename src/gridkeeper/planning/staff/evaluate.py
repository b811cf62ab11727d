"""Prices any staffing by the model the problem names, also one made by hand."""

from __future__ import annotations

import math

import numpy as np

from gridkeeper.planning.staff.kernel import total_queue
from gridkeeper.planning.staff.live import draw_people, waiting_h
from gridkeeper.planning.staff.problem import Allocation, Floats, Problem


def evaluate(problem: Problem, solution: Allocation, *, seed: int = 0) -> tuple[float, dict[str, float]]:
    """(objective, parts). Objective: person-hours of waiting a day (``mmc``: expected, infinite where a slot cannot
    keep up; ``fluid``: backlog at slot ends; ``sim``: simulated), or the hour at which a round of windows ends.
    """
    servers = solution.servers
    parts = {
        "server_hours": float(servers.sum() * problem.slot_h),
        "most_servers": float(servers.sum(axis=0).max(initial=0)),
        "open_points": float((servers > 0).any(axis=1).sum()),
    }
    if problem.model == "windows":
        return windows_end(problem, solution), parts
    if problem.model == "sim":
        return live_wait(problem, solution, seed), parts
    if problem.model == "fluid":
        backlog = fluid_backlog(problem, solution)
        parts["left_at_end"] = float(backlog[:, -1].sum())
        return float(backlog.sum() * problem.slot_h), parts
    queue = float(total_queue(problem.rate / problem.service_per_h, servers))
    parts["queue"] = queue / problem.rate.shape[1]
    return queue * problem.slot_h, parts


def windows_end(problem: Problem, solution: Allocation) -> float:
    """The hour after the last slot in which anybody stands at a point."""
    busy = np.flatnonzero(solution.servers.any(axis=0))
    return float((busy[-1] + 1) * problem.slot_h) if len(busy) else 0.0


def fluid_backlog(problem: Problem, solution: Allocation) -> Floats:
    """[n, S] people waiting at the end of each slot if people were water."""
    backlog = np.zeros(problem.rate.shape)
    waiting = np.zeros(len(problem.rate))
    for slot in range(problem.rate.shape[1]):
        served = solution.servers[:, slot] * problem.service_per_h * problem.slot_h
        waiting = np.maximum(0.0, waiting + problem.rate[:, slot] * problem.slot_h - served)
        backlog[:, slot] = waiting
    return backlog


def live_wait(problem: Problem, solution: Allocation, seed: int) -> float:
    """Mean person-hours of waiting over ``reps`` simulated days of the same people."""
    people = problem.rate.sum(axis=1).max(initial=0.0) * problem.slot_h
    room = int(people + 12.0 * np.sqrt(people + 1.0)) + 40
    at = np.empty((len(problem.rate), problem.reps, room))
    service = np.empty_like(at)
    start = np.empty(room)
    count = draw_people(problem.rate, problem.slot_h, problem.service_per_h, problem.reps, seed, at, service)
    return math.fsum(
        waiting_h(at[i], service[i], count[i], solution.servers[i], problem.slot_h, start)
        for i in range(len(problem.rate))
    )
