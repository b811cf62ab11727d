"""Looks a simulated day over: a known day is lived through again event by event, a drawn day must be possible."""

from __future__ import annotations

import heapq
import math
from collections import deque

import numpy as np

from gridkeeper.planning.plan import Violation
from gridkeeper.planning.simulate.problem import Day, Problem, Queues


def violations(problem: Problem, solution: Queues, objective: float) -> tuple[Violation, ...]:
    """Figures that contradict each other, the day, or the people who were to come."""
    found = []
    if not math.isclose(objective, solution.mean_min, rel_tol=1e-9, abs_tol=1e-9):
        found.append(Violation(rule="objective-wrong", amount=solution.mean_min - objective))
    if not 0 <= solution.p50_min <= solution.p90_min <= solution.p95_min:
        found.append(Violation(rule="percentiles-unordered"))
    shares = (solution.mean_min, solution.unserved, solution.utilisation, solution.share_over)
    if not all(math.isfinite(value) and value >= 0 for value in shares) or solution.share_over > 1:
        found.append(Violation(rule="figure-impossible"))
    if solution.unserved > solution.arrived + 1e-9:
        found.append(Violation(rule="more-unserved-than-arrived", amount=solution.unserved - solution.arrived))
    found += _known_day(problem, problem.day, solution) if problem.day is not None else _drawn_days(problem, solution)
    return tuple(found)


def _drawn_days(problem: Problem, solution: Queues) -> list[Violation]:
    """The number of people must be one that the rates could have brought (eight standard deviations of one day)."""
    assert problem.rate is not None
    expected = float(problem.rate.sum() * problem.slot_h)
    off = abs(solution.arrived - expected)
    return [Violation(rule="arrivals-implausible", amount=off)] if off > 8.0 * math.sqrt(expected) + 1e-6 else []


def _known_day(problem: Problem, day: Day, solution: Queues) -> list[Violation]:
    if solution.start is None or len(solution.start) != len(day.at):
        return [Violation(rule="starts-missing")]
    starts: list[float] = []
    for point in range(len(problem.servers)):
        starts += _live_through(problem, day, point)
    wrong = np.flatnonzero(np.array(starts) != np.asarray(solution.start))
    found = [Violation(rule="start-wrong", row=int(row)) for row in wrong]
    waits = [start - at for start, at in zip(starts, day.at, strict=True) if math.isfinite(start)]
    mean = 60.0 * math.fsum(waits) / len(waits) if waits else 0.0
    if not math.isclose(mean, solution.mean_min, rel_tol=1e-6, abs_tol=1e-9):
        found.append(Violation(rule="mean-wrong", amount=solution.mean_min - mean))
    return found


def _live_through(problem: Problem, day: Day, point: int) -> list[float]:
    """When each person at one point is served: arrivals, ends of service and changes of slot from one heap."""
    first, last = int(day.offset[point]), int(day.offset[point + 1])
    counts = problem.servers[point].tolist()
    start = [math.inf] * (last - first)
    events: list[tuple[float, int, int]] = [(slot * problem.slot_h, 0, -1) for slot in range(len(counts) + 1)]
    events += [(float(day.at[first + i]), 2, i) for i in range(last - first)]
    heapq.heapify(events)
    lines: tuple[deque[int], deque[int]] = (deque(), deque())
    idle = set(range(max(counts, default=0)))
    slot, was_green = -1, False
    while events:
        now, kind, which = heapq.heappop(events)
        if kind == 0:
            slot += 1
        elif kind == 1:
            idle.add(which)
        else:
            lines[int(day.green is not None and bool(day.green[first + which]))].append(which)
        if events and events[0][0] == now and events[0][1] < 2:
            continue
        stand = counts[slot] if slot < len(counts) else counts[-1] * problem.drain
        free = sorted(lane for lane in idle if lane < stand)
        while free and (lines[0] or lines[1]):
            was_green = bool(lines[1]) and not (bool(lines[0]) and was_green)
            person = lines[was_green].popleft()
            lane = free.pop(0)
            idle.remove(lane)
            start[person] = now
            heapq.heappush(events, (now + float(day.service[first + person]), 1, lane))
    return start
