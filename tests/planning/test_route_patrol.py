"""Hourly patrols (YZ-47): the worked example, the number of teams, and a check that misses nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridkeeper.planning.check import check
from gridkeeper.planning.plan import Budget, Plan, Status
from gridkeeper.planning.route import NO_WAY, PatrolProblem, RoutesRefused, Walk, coverage, plan_patrols

BUDGET = Budget(iterations=100, seed=1)
MINUTE = 60


def clock(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 3_600 + int(minutes) * MINUTE


def areas(minutes: list[int], walk: int = 0, **wish: object) -> PatrolProblem:
    """Areas of so many minutes each, all ``walk`` minutes apart, due from 06:00 to 12:00."""
    count = len(minutes)
    between = (np.ones((count, count)) - np.eye(count)) * walk * MINUTE
    asked = {"first_hour": 6, "last_hour": 12, **wish}
    return PatrolProblem(loop_seconds=np.array(minutes) * MINUTE, walk_seconds=between, **asked)  # type: ignore[arg-type]


DUE = [clock(f"{hour}:00") for hour in range(6, 12)]
STARTS = ["6:05", "7:00", "8:20", "10:10", "10:40", "11:30"]


def test_a_late_start_still_covers_its_hour() -> None:
    hours = coverage(map(clock, STARTS), due=DUE)
    assert [hour.start for hour in hours] == [clock(text) for text in STARTS]
    assert [hour.late for hour in hours] == [False, False, False, True, False, False]


def test_a_start_after_the_tolerance_leaves_the_hour_missed() -> None:
    hours = coverage(map(clock, ["10:20" if text == "10:10" else text for text in STARTS]), due=DUE)
    missed = [hour for hour in hours if hour.start is None]
    assert [(hour.due, hour.missed_at) for hour in missed] == [(clock("9:00"), clock("10:15"))]


def test_one_patrol_covers_one_hour() -> None:
    hours = coverage([clock("7:05")], due=[clock("6:00"), clock("7:00")])
    assert [hour.start for hour in hours] == [clock("7:05"), None]


@pytest.mark.parametrize(
    ("minutes", "walk", "teams"),
    [
        ([20, 20, 20], 0, 1),
        ([20, 20, 20], 1, 2),
        ([35, 35], 0, 2),
        ([60], 0, 1),
        ([61], 0, 2),
        ([130], 0, 3),
        ([], 0, 0),
    ],
)
def test_as_many_teams_are_needed_as_the_hour_has_room(minutes: list[int], walk: int, teams: int) -> None:
    problem = areas(minutes, walk)
    plan = plan_patrols(problem, budget=BUDGET)
    assert plan.objective == teams
    assert plan.parts["late"] == 0
    assert check(problem, plan) == ()


def test_rounds_are_stretched_into_the_tolerance_only_when_teams_are_short() -> None:
    problem = areas([31, 31], teams=1)
    plan = plan_patrols(problem, budget=BUDGET)
    assert (plan.objective, plan.status) == (1, Status.OPTIMAL)
    assert check(problem, plan) == ()


def test_too_few_teams_are_named_with_the_number_needed() -> None:
    plan = plan_patrols(areas([50, 50, 50], teams=1), budget=BUDGET)
    assert plan.status is Status.INFEASIBLE
    assert plan.violations[0].facts["needed"] == 3


def test_areas_cut_off_from_each_other_get_their_own_team() -> None:
    between = np.array([[0, NO_WAY], [NO_WAY, 0]])
    problem = PatrolProblem(loop_seconds=np.array([600, 600]), walk_seconds=between, first_hour=0, last_hour=3)
    plan = plan_patrols(problem, budget=BUDGET)
    assert plan.objective == 2
    assert check(problem, plan) == ()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 90), max_size=9), st.integers(0, 6), st.integers(0, 5), st.integers(0, 8))
def test_any_areas_end_in_a_checked_plan(minutes: list[int], walk: int, hours: int, teams: int) -> None:
    problem = areas(minutes, walk, last_hour=6 + hours, teams=teams)
    plan = plan_patrols(problem, budget=BUDGET)
    assert check(problem, plan) == ()
    assert (plan.status in (Status.OPTIMAL, Status.FEASIBLE)) == (plan.violations == ())


def test_the_same_question_gets_the_same_rounds() -> None:
    problem = areas([7, 11, 13, 17, 19, 23, 29, 31], 2)
    assert plan_patrols(problem, budget=BUDGET).solution == plan_patrols(problem, budget=BUDGET).solution


def broken_rules(problem: PatrolProblem, plan: Plan[tuple[Walk, ...]], walks: tuple[Walk, ...]) -> set[str]:
    return {violation.rule for violation in check(problem, replace(plan, solution=walks))}


def test_every_broken_patrol_plan_is_found() -> None:
    problem = areas([20, 30], 2)
    plan = plan_patrols(problem, budget=BUDGET)
    first, *rest = plan.solution
    assert "hour-missed" in broken_rules(problem, plan, tuple(rest))
    last = rest[-1]
    late = replace(last, starts=last.starts + 75 * MINUTE, ends=last.ends + 75 * MINUTE)
    assert "hour-missed" in broken_rules(problem, plan, (first, *rest[:-1], late))
    assert "loop-cut-short" in broken_rules(problem, plan, (replace(first, ends=first.ends - 1), *rest))
    twice = replace(rest[0], starts=first.starts, ends=first.starts + 30 * MINUTE)
    assert "team-in-two-places" in broken_rules(problem, plan, (first, twice, *rest[1:]))
    assert "wrong-objective" in broken_rules(problem, plan, (replace(first, team=9), *rest))
    assert "too-few-teams" in broken_rules(replace(problem, teams=0), plan, plan.solution)


@pytest.mark.parametrize(
    "change",
    [
        {"loop_seconds": [-1, 5]},
        {"walk_seconds": np.zeros((1, 1))},
        {"interval": 0},
        {"tolerance": -1},
        {"last_hour": 5},
        {"teams": -1},
    ],
)
def test_a_contradictory_question_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(RoutesRefused):
        replace(areas([5, 5]), **change)  # type: ignore[arg-type]
