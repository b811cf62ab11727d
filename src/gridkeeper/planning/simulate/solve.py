"""Runs the days and reads off waits, queues and use of the servers."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gridkeeper.kernel.errors import Malformed
from gridkeeper.planning.plan import Budget, Plan, Status, Stopwatch, Violation, input_sha
from gridkeeper.planning.simulate.kernel import serve, serve_two_queues
from gridkeeper.planning.simulate.problem import Counts, Day, Floats, Problem, Queues
from gridkeeper.planning.simulate.tally import GRID, LONGEST_MIN, LONGEST_S, run_days, tally


def solve(
    problem: Problem,
    *,
    budget: Budget,
    start: Queues | None = None,  # noqa: ARG001  every planner takes a start; a simulation has nothing to begin from
    engine: str = "auto",
) -> Plan[Queues]:
    """The simulated day; the objective is the mean wait in minutes, violations name the people left unserved.

    Drawn days use ``budget.seed``; they stop early, at whole blocks of days, when ``budget.seconds`` is spent and no
    ``iterations`` are given. ``iterations`` caps the days.
    """
    if engine not in ("auto", "recursion"):
        raise Malformed(field="engine", value=engine, expected="an engine of this planner", example="recursion")
    watch = Stopwatch(budget)
    days, queues = _known(problem, problem.day) if problem.day is not None else _drawn(problem, budget, watch)
    return Plan(
        kind="simulate",
        solution=queues,
        objective=queues.mean_min,
        status=Status.FEASIBLE,
        violations=_left_waiting(queues),
        parts={
            "days": float(days),
            "p50_min": queues.p50_min,
            "p90_min": queues.p90_min,
            "p95_min": queues.p95_min,
            "unserved": queues.unserved,
            "utilisation": queues.utilisation,
        },
        engine="recursion",
        seconds=watch.seconds,
        cpu_seconds=watch.cpu_seconds,
        seed=budget.seed,
        input_sha=input_sha(problem),
    )


def _left_waiting(queues: Queues) -> tuple[Violation, ...]:
    if queues.unserved <= 0:
        return ()
    text = "{people} people a day are not served before the last window closes."
    return (
        Violation(rule="people-unserved", amount=queues.unserved, text=text, facts={"people": round(queues.unserved)}),
    )


class _Tallies:
    """The counters the kernels add to."""

    def __init__(self, problem: Problem) -> None:
        points, slots = problem.servers.shape
        self.seconds: Counts = np.zeros(LONGEST_S, dtype=np.int64)
        self.minutes: Counts = np.zeros((points, LONGEST_MIN), dtype=np.int64)
        self.queue: Floats = np.zeros(slots * GRID + 1)
        self.sums: Floats = np.zeros((points, 6))
        self.peak: Floats = np.zeros(points)
        self.busy = 0.0

    def read(self, problem: Problem, days: int, percentiles: tuple[float, float, float], start: Any) -> Queues:
        """What the counters say about ``days`` days."""
        wait_h, served, unserved, over, green_h, green = self.sums.sum(axis=0)
        open_h = float(problem.servers.sum()) * problem.slot_h * days
        per_point = self.sums[:, 1]
        return Queues(
            mean_min=60.0 * wait_h / max(served, 1.0),
            p50_min=percentiles[0],
            p90_min=percentiles[1],
            p95_min=percentiles[2],
            green_mean_min=60.0 * green_h / max(green, 1.0),
            share_over=float((over + unserved) / max(served + unserved, 1.0)),
            arrived=float(served + unserved) / days,
            unserved=float(unserved) / days,
            utilisation=self.busy / open_h if open_h else 0.0,
            queue=self.queue / days,
            point_mean_min=60.0 * self.sums[:, 0] / np.maximum(per_point, 1.0),
            point_p90_min=_rows_at(self.minutes, 0.9),
            point_peak=self.peak / days,
            start=start,
        )


def _drawn(problem: Problem, budget: Budget, watch: Stopwatch) -> tuple[int, Queues]:
    assert problem.rate is not None
    tallies = _Tallies(problem)
    days = min(problem.reps, budget.iterations or problem.reps)
    block = max(1, days // 10)
    done = 0
    while done < days and (done == 0 or budget.iterations is not None or watch.left > 0):
        until = min(done + block, days)
        tallies.busy += run_days(
            done,
            until,
            budget.seed,
            problem.rate,
            problem.servers,
            problem.slot_h,
            problem.service_per_h,
            problem.service_shape,
            problem.green_share,
            problem.drain,
            problem.wait_max_min / 60.0,
            tallies.seconds,
            tallies.minutes,
            tallies.queue,
            tallies.sums,
            tallies.peak,
        )
        done = until
    marks = tuple(float(_rows_at(tallies.seconds[None, :], q)[0]) / 60.0 for q in (0.5, 0.9, 0.95))
    return done, tallies.read(problem, done, (marks[0], marks[1], marks[2]), None)


def _known(problem: Problem, day: Day) -> tuple[int, Queues]:
    tallies = _Tallies(problem)
    at, service = np.asarray(day.at, dtype=np.float64), np.asarray(day.service, dtype=np.float64)
    green = np.zeros(len(at), dtype=np.bool_) if day.green is None else np.asarray(day.green, dtype=np.bool_)
    start = np.full(len(at), np.inf)
    for point, (a, b) in enumerate(zip(day.offset[:-1], day.offset[1:], strict=True)):
        counts, rest = problem.servers[point], (problem.slot_h, problem.drain)
        if green[a:b].any():
            busy = serve_two_queues(at[a:b], service[a:b], green[a:b], b - a, counts, *rest, start[a:b])
        else:
            busy = serve(at[a:b], service[a:b], b - a, counts, *rest, start[a:b])
        change = np.zeros(len(tallies.queue) + 1, dtype=np.int64)
        step_h, over_h = problem.slot_h / GRID, problem.wait_max_min / 60.0
        minutes, sums = tallies.minutes[point], tallies.sums[point]
        tally(at[a:b], start[a:b], green[a:b], b - a, step_h, over_h, tallies.seconds, minutes, change, sums)
        waiting = np.cumsum(change[:-1])
        tallies.queue += waiting
        tallies.peak[point] = waiting.max(initial=0)
        tallies.busy += busy
    waits = np.sort((start - at)[np.isfinite(start)]) * 60.0
    marks = [float(waits[int(np.ceil(q * len(waits))) - 1]) if len(waits) else 0.0 for q in (0.5, 0.9, 0.95)]
    return 1, tallies.read(problem, 1, (marks[0], marks[1], marks[2]), start)


def _rows_at(histogram: NDArray[np.int64], share: float) -> Floats:
    """For each row the first bin by which ``share`` of the people have been counted; 0 for empty rows."""
    summed = np.cumsum(histogram, axis=1)
    needed = np.ceil(share * summed[:, -1:])
    first: Floats = np.argmax(summed >= np.maximum(needed, 1.0), axis=1).astype(np.float64)
    return first
