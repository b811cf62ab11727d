"""Checks hourly patrols: every due hour walked in time, one patrol for one hour, no team in two places."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from gridkeeper.planning.plan import Violation

if TYPE_CHECKING:
    from gridkeeper.planning.route.patrol import PatrolProblem


def violations(problem: PatrolProblem, walks: Any, objective: float) -> tuple[Violation, ...]:
    """Every rule the walks break (YZ-47), recounted from their starts and ends alone."""
    found = [*_hours(problem, walks), *_lengths(problem, walks), *_teams(problem, walks)]
    teams = len({walk.team for walk in walks})
    if problem.teams is not None and teams > problem.teams:
        found.append(Violation(rule="too-few-teams", amount=float(teams - problem.teams)))
    if abs(teams - objective) > 1e-9:
        found.append(Violation(rule="wrong-objective", amount=abs(teams - objective)))
    return tuple(found)


def _hours(problem: PatrolProblem, walks: Any) -> list[Violation]:
    found = []
    for area in range(len(problem.loop_seconds)):
        free = sorted(walk.starts for walk in walks if walk.area == area)
        for hour in range(problem.last_hour - problem.first_hour):
            opens = problem.first_hour * 3_600 + hour * problem.interval
            closes = opens + problem.interval + problem.tolerance
            inside = [start for start in free if opens <= start < closes]
            if inside:
                free.remove(inside[0])
            else:
                text = "A due hour was not walked in time."
                found.append(Violation(rule="hour-missed", row=area, amount=float(opens), text=text))
    return found


def _lengths(problem: PatrolProblem, walks: Any) -> list[Violation]:
    short = [walk for walk in walks if walk.ends - walk.starts < int(problem.loop_seconds[walk.area])]
    return [Violation(rule="loop-cut-short", row=walk.area, amount=float(walk.starts)) for walk in short]


def _teams(problem: PatrolProblem, walks: Any) -> list[Violation]:
    found = []
    of_team: dict[int, list[Any]] = {}
    for walk in walks:
        of_team.setdefault(walk.team, []).append(walk)
    for team, mine in sorted(of_team.items()):
        mine.sort(key=lambda walk: walk.starts)
        for one, two in pairwise(mine):
            way = 0 if one.area == two.area else int(problem.walk_seconds[one.area, two.area])
            if way < 0 or one.ends + way > two.starts:
                found.append(Violation(rule="team-in-two-places", row=team, amount=float(two.starts)))
    return found
