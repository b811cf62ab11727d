"""The roster checker names every kind of broken roster, and lets a sound one pass."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from tests.planning.roster_cases import broken, roster, small_problem

from gridkeeper.planning.check import check
from gridkeeper.planning.plan import Plan, Status
from gridkeeper.planning.roster.problem import Roster


def test_a_sound_roster_has_no_violation() -> None:
    assert broken(small_problem(), roster("EEEEE..EEEE...", "..LLL..LLLL...")) == set()


def test_an_early_after_a_late_is_too_little_rest() -> None:
    assert broken(small_problem(), roster("LE............", "..............")) == {"rest"}


def test_a_late_on_the_last_day_before_the_horizon_counts_for_rest() -> None:
    problem = small_problem(before=roster("L", "."))
    assert broken(problem, roster("E.............", "E.............")) == {"rest"}


def test_six_duty_days_in_a_row_are_too_many_of_five() -> None:
    assert broken(small_problem(), roster("EEEEEE........", "..............")) == {"max-consecutive"}


def test_duty_days_before_the_horizon_count_in_the_run() -> None:
    problem = small_problem(before=roster("EE", ".."))
    assert broken(problem, roster("EEEE..........", "EEEEE.........")) == {"max-consecutive"}


def test_a_single_duty_day_is_too_short_a_run_inside_the_horizon() -> None:
    assert broken(small_problem(min_consecutive=2), roster("..E...........", "..............")) == {"min-consecutive"}


def test_a_run_at_the_edge_of_the_horizon_may_be_short() -> None:
    assert broken(small_problem(min_consecutive=2), roster("E............E", "..............")) == set()


def test_a_single_day_off_is_too_short_when_two_are_due() -> None:
    assert broken(small_problem(min_days_off=2), roster("EE.EE.........", "..............")) == {"min-days-off"}


def test_a_third_weekend_is_one_too_many() -> None:
    assert broken(small_problem(max_weekends=1), roster(".....E......E.", "..............")) == {"max-weekends"}


def test_saturday_and_sunday_are_one_weekend() -> None:
    assert broken(small_problem(max_weekends=1), roster(".....EE.......", "..............")) == set()


def test_a_worked_day_off_is_found() -> None:
    unavailable = np.zeros((2, 14), bool)
    unavailable[0, 3] = True
    assert broken(small_problem(unavailable=unavailable), roster("...E..........", "..............")) == {"unavailable"}


def test_minutes_above_the_limit_are_found() -> None:
    assert broken(small_problem(max_minutes=480), roster("E.E...........", "..............")) == {"max-minutes"}


def test_minutes_below_the_limit_are_found() -> None:
    assert broken(small_problem(min_minutes=480), roster("E.............", "..............")) == {"min-minutes"}


def test_too_many_of_one_shift_are_found() -> None:
    problem = small_problem()
    few = replace(problem, staff=replace(problem.staff, max_shifts=np.array([[1, 14], [14, 14]], np.int32)))
    assert broken(few, roster("E.E...........", "..............")) == {"max-shifts"}


def test_a_fourth_night_in_a_row_is_found() -> None:
    problem = small_problem()
    nights = replace(problem, shifts=replace(problem.shifts, night=np.array([False, True])), max_nights=3)
    assert broken(nights, roster("LLLL..........", "LLL.L.........")) == {"max-nights"}


def test_a_day_off_shorter_than_24_hours_is_found() -> None:
    problem = small_problem()
    short = replace(problem.shifts, forbidden_over_off=np.array([[False, False], [True, False]]))
    assert broken(replace(problem, shifts=short), roster("L.E...........", "..............")) == {"free-day"}


def test_a_shift_that_does_not_exist_is_found() -> None:
    problem = small_problem()
    assert broken(problem, np.full((2, 14), 2, np.int32), cost=0) == {"unknown-shift"}


def test_a_roster_of_the_wrong_size_is_found() -> None:
    assert broken(small_problem(), roster("E.", ".."), cost=0) == {"roster-shape"}


def test_a_wrong_objective_is_found() -> None:
    assert broken(small_problem(), roster("..............", ".............."), cost=7) == {"wrong-objective"}


def test_a_bound_above_the_objective_is_found() -> None:
    problem, duties = small_problem(), roster("..............", "..............")
    plan = Plan(
        kind="roster",
        solution=Roster(duties=duties),
        objective=2800.0,
        bound=2801.0,
        status=Status.FEASIBLE,
        engine="none",
        seconds=0,
        cpu_seconds=0,
        input_sha="",
    )
    assert [violation.rule for violation in check(problem, plan)] == ["bound-above-objective"]
