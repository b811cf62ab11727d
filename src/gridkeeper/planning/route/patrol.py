"""Hourly patrols of sealed areas (YZ-47): how many teams, who walks which area when, and which hours were covered."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from gridkeeper.planning.plan import Budget, Plan, Status, Stopwatch, Violation, input_sha, relative_gap
from gridkeeper.planning.route.cycles import Cycle, pack_cycles
from gridkeeper.planning.route.problem import Integers, RoutesRefused

HOUR = 3_600


@dataclass(frozen=True, kw_only=True, eq=False)
class PatrolProblem:
    """Walk every area once for each hour from ``first_hour`` to before ``last_hour`` with the fewest teams.

    ``loop_seconds`` (a,) time of each area's loop, ``walk_seconds`` (a, a) from gate to gate or ``NO_WAY``.
    A patrol for hour h starts in [h, h + interval + tolerance); from h + interval on it is late. ``teams`` is how many
    there are, None for as many as it takes.
    """

    loop_seconds: Integers
    walk_seconds: Integers
    first_hour: int
    last_hour: int
    interval: int = HOUR
    tolerance: int = 900
    teams: int | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "loop_seconds", np.ascontiguousarray(self.loop_seconds, dtype=np.int64))
        object.__setattr__(self, "walk_seconds", np.ascontiguousarray(self.walk_seconds, dtype=np.int64))
        a = len(self.loop_seconds)
        wrong = {
            "loop_seconds must be at least 0": bool((self.loop_seconds < 0).any()),
            "walk_seconds must have one row and column an area": self.walk_seconds.shape != (a, a),
            "the interval must be above 0": self.interval <= 0,
            "the tolerance must lie between 0 and the interval": not 0 <= self.tolerance <= self.interval,
            "the last hour must not come before the first": self.last_hour < self.first_hour,
            "the number of teams is below 0": self.teams is not None and self.teams < 0,
        }
        for reason, holds in wrong.items():
            if holds:
                raise RoutesRefused(reason=reason)

    @property
    def hours(self) -> int:
        """How many hours are due in every area."""
        return self.last_hour - self.first_hour

    def due(self, hour: int) -> int:
        """The second hour number ``hour`` (0 is the first) falls due, counted from midnight of the first day."""
        return self.first_hour * HOUR + hour * self.interval


@dataclass(frozen=True, kw_only=True)
class Walk:
    """One patrol: the team, the area, and its start and end in seconds since midnight."""

    team: int
    area: int
    starts: int
    ends: int


@dataclass(frozen=True, kw_only=True)
class CoveredHour:
    """One due hour of one area: the start that covers it (None: missed), whether late, and when it counts as missed."""

    due: int
    start: int | None
    late: bool
    missed_at: int


def coverage(
    starts: Iterable[int], *, due: Iterable[int], interval: int = HOUR, tolerance: int = 900
) -> tuple[CoveredHour, ...]:
    """Which due hours the completed patrols cover, earliest first; one patrol covers one hour (YZ-47).

    All times in whole seconds; a start in [due, due + interval + tolerance) covers, from due + interval on late.
    """
    free = sorted(starts)
    found = []
    for hour in sorted(due):
        end = hour + interval + tolerance
        start = next((start for start in free if hour <= start < end), None)
        if start is not None:
            free.remove(start)
        late = start is not None and start >= hour + interval
        found.append(CoveredHour(due=hour, start=start, late=late, missed_at=end))
    return tuple(found)


def plan_patrols(problem: PatrolProblem, *, budget: Budget) -> Plan[tuple[Walk, ...]]:
    """Teams walk fixed rounds hour after hour; the objective is the number of teams.

    The rounds fit the interval, so no start is late; only where ``teams`` is short are they stretched so far that the
    last hour still starts inside the tolerance. ``parts``: late starts, walking seconds between areas, and the teams
    needed to be on time. Without enough teams the plan is a ``timeout``, or ``infeasible`` where that is proved.
    """
    watch = Stopwatch(budget)
    bound = least_teams(problem)
    walks: tuple[Walk, ...] = ()
    cycles: list[Cycle] = []
    needed = 0
    if problem.hours > 0 and len(problem.loop_seconds) > 0:
        cycles = pack_cycles(
            problem.loop_seconds, problem.walk_seconds, limit=problem.interval, budget=budget, watch=watch
        )
        needed = _teams(problem, cycles, problem.interval)
        length = problem.interval
        if problem.teams is not None and needed > problem.teams:
            length = _stretched(problem)
            cycles = pack_cycles(problem.loop_seconds, problem.walk_seconds, limit=length, budget=budget, watch=watch)
        walks = _walks(problem, cycles, length)
    used = len({walk.team for walk in walks})
    broken: tuple[Violation, ...] = ()
    status = Status.OPTIMAL if used <= bound else Status.FEASIBLE
    if problem.teams is not None and used > problem.teams:
        status = Status.INFEASIBLE if bound > problem.teams else Status.TIMEOUT
        facts = {"needed": used, "teams": problem.teams}
        text = "{needed} teams are needed and {teams} are there."
        broken = (Violation(rule="too-few-teams", amount=float(used - problem.teams), text=text, facts=facts),)
    between = sum(cycle.walking for cycle in cycles)
    late = _late(problem, walks)
    return Plan(
        kind="route", solution=walks, objective=float(used), bound=float(bound), gap=relative_gap(used, bound),
        status=status, violations=broken, engine="cycles", seconds=watch.seconds, cpu_seconds=watch.cpu_seconds,
        parts={"late": float(late), "walking_seconds": float(between), "teams_on_time": float(needed)},
        seed=budget.seed, input_sha=input_sha(problem),
    )  # fmt: skip


def least_teams(problem: PatrolProblem) -> int:
    """A proven lower bound: all loops of all hours lie between the first due start and the last allowed end."""
    if problem.hours == 0 or len(problem.loop_seconds) == 0:
        return 0
    longest = int(problem.loop_seconds.max())
    span = problem.hours * problem.interval + problem.tolerance + longest
    return max(1, math.ceil(problem.hours * int(problem.loop_seconds.sum()) / span))


def _stretched(problem: PatrolProblem) -> int:
    """The longest round whose last start still lies inside the tolerance after it."""
    if problem.hours == 1:
        return problem.interval + max(0, problem.tolerance - 1)
    return problem.interval + max(0, problem.tolerance - 1) // (problem.hours - 1)


def _teams(problem: PatrolProblem, cycles: list[Cycle], length: int) -> int:
    return sum(cycle.teams(limit=length, interval=problem.interval, hours=problem.hours) for cycle in cycles)


def _walks(problem: PatrolProblem, cycles: list[Cycle], length: int) -> tuple[Walk, ...]:
    """Every hour of every cycle; a loop longer than the round is walked by several teams in turn."""
    found = []
    team = 0
    for cycle in cycles:
        crew = cycle.teams(limit=length, interval=problem.interval, hours=problem.hours)
        stretch = max(problem.interval, min(length, cycle.length)) if crew == 1 else problem.interval
        for hour in range(problem.hours):
            clock = problem.due(0) + hour * stretch
            for area, walk in zip(cycle.areas, cycle.steps, strict=True):
                ends = clock + int(problem.loop_seconds[area])
                found.append(Walk(team=team + hour % crew, area=area, starts=clock, ends=ends))
                clock = ends + walk
        team += crew
    return tuple(sorted(found, key=lambda walk: (walk.starts, walk.team)))


def _late(problem: PatrolProblem, walks: tuple[Walk, ...]) -> int:
    count = 0
    due = [problem.due(hour) for hour in range(problem.hours)]
    for area in range(len(problem.loop_seconds)):
        starts = [walk.starts for walk in walks if walk.area == area]
        hours = coverage(starts, due=due, interval=problem.interval, tolerance=problem.tolerance)
        count += sum(hour.late for hour in hours)
    return count
