"""The roster planner keeps every rule, proves what it says and ends clearly on the smallest and hardest inputs."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from tests.planning.roster_cases import problems, roster, small_problem

from gridkeeper.planning.check import check
from gridkeeper.planning.check.roster import violations
from gridkeeper.planning.plan import Budget, Status
from gridkeeper.planning.roster.best_row import FORBIDDEN
from gridkeeper.planning.roster.errors import RosterMalformed
from gridkeeper.planning.roster.evaluate import objective, price, shortages
from gridkeeper.planning.roster.exact import solve_cp_sat, solve_highs
from gridkeeper.planning.roster.problem import Problem, Roster
from gridkeeper.planning.roster.row_rules import row_kept, rule_tables
from gridkeeper.planning.roster.rows import planners, row_price
from gridkeeper.planning.roster.solve import solve

QUICK = Budget(iterations=40)


def _row_is_sound(problem: Problem, person: int, row: np.ndarray) -> bool:
    duties = np.full((problem.people, problem.days), -1, np.int32)
    duties[person] = row
    found = violations(problem, Roster(duties=duties), objective(problem, duties))
    return not any(violation.row == person for violation in found)


@settings(max_examples=40, deadline=None)
@given(problems(people=1, days=5))
def test_the_kernels_and_the_checker_agree_on_every_row(problem: Problem) -> None:
    rules = rule_tables(problem)
    for cells in product(range(-1, problem.shift_count), repeat=problem.days):
        row = np.array(cells, np.int32)
        assert row_kept(rules, 0, problem.history[0], row) == _row_is_sound(problem, 0, row)


@settings(max_examples=60, deadline=None)
@given(problems(people=1, days=5))
def test_the_cheapest_row_is_the_cheapest_of_all_sound_rows(problem: Problem) -> None:
    prices = problem.cell_cost[0] - np.arange(problem.days * (problem.shift_count + 1), dtype=np.int32).reshape(
        problem.days, -1
    )
    prices[:, :-1][~problem.allowed[0]] = FORBIDDEN
    rows = (np.array(cells, np.int32) for cells in product(range(-1, problem.shift_count), repeat=problem.days))
    costs = [row_price(row, prices) for row in rows if _row_is_sound(problem, 0, row)]
    answer = planners(problem)[0].cheapest(prices)
    assert (None if answer is None else answer.cost) == min(costs, default=None)


@settings(max_examples=25, deadline=None)
@given(problems())
@pytest.mark.parametrize(("engine", "iterations"), [("columns", 40), ("duty", 2)])
def test_every_plan_passes_the_checker_and_no_bound_crosses_it(engine: str, iterations: int, problem: Problem) -> None:
    plan = solve(problem, budget=Budget(iterations=iterations), engine=engine)
    assert check(problem, plan) == ()


@settings(max_examples=15, deadline=None)
@given(problems())
def test_an_optimal_plan_costs_what_cp_sat_proves(problem: Problem) -> None:
    problem = replace(problem, before=None)
    plan = solve(problem, budget=QUICK, engine="columns")
    proved = solve_cp_sat(problem, seconds=20)
    assert proved.infeasible == (plan.status == Status.INFEASIBLE)
    if plan.status == Status.OPTIMAL:
        assert plan.objective == proved.objective


def test_highs_and_cp_sat_agree_on_the_model() -> None:
    problem = small_problem(people=3, days=8, min_consecutive=2, min_days_off=2)
    assert solve_highs(problem, seconds=20).objective == solve_cp_sat(problem, seconds=20).objective


def test_the_same_input_seed_and_iterations_give_the_same_roster_bit_for_bit() -> None:
    problem = small_problem(people=6, min_consecutive=2, min_days_off=2, max_weekends=1, min_minutes=480 * 7)
    one, two = (solve(problem, budget=Budget(iterations=60, seed=3), engine="columns") for _ in range(2))
    assert np.array_equal(one.solution.duties, two.solution.duties)


def test_a_roster_that_can_be_covered_is_proved_optimal() -> None:
    plan = solve(small_problem(people=4, min_days_off=2, min_consecutive=2), budget=Budget(iterations=200))
    assert (plan.status, plan.objective) == (Status.OPTIMAL, plan.bound)


def test_nobody_to_roster_leaves_all_cover_short_and_is_optimal() -> None:
    plan = solve(small_problem(people=0), budget=QUICK)
    assert (plan.status, plan.objective) == (Status.OPTIMAL, 2800.0)


def test_nothing_to_cover_is_optimal_and_costs_nothing() -> None:
    problem = small_problem()
    free = replace(problem, cover=replace(problem.cover, required=np.zeros((14, 2), np.int32)))
    plan = solve(free, budget=QUICK)
    assert (plan.status, plan.objective) == (Status.OPTIMAL, 0.0)


def test_no_day_at_all_is_an_empty_optimal_roster() -> None:
    assert solve(small_problem(days=0), budget=QUICK).status == Status.OPTIMAL


def test_one_person_on_one_day_is_solved() -> None:
    plan = solve(small_problem(people=1, days=1), budget=QUICK)
    assert (plan.status, plan.objective) == (Status.OPTIMAL, 100.0)


def test_impossible_cover_is_proved_to_cost_what_it_costs() -> None:
    problem = small_problem(people=1, days=2)
    wanted = replace(problem, cover=replace(problem.cover, required=np.full((2, 2), 5, np.int32)))
    plan = solve(wanted, budget=QUICK)
    assert (plan.status, plan.objective) == (Status.OPTIMAL, 1800.0)


def test_a_person_without_any_row_makes_the_problem_infeasible_and_is_named() -> None:
    plan = solve(small_problem(min_minutes=480 * 14), budget=QUICK)
    assert (plan.status, plan.violations[0].facts["person"]) == (Status.INFEASIBLE, "p0")


def test_a_spent_budget_still_gives_a_sound_roster() -> None:
    problem = small_problem(people=3, min_minutes=480 * 5, min_consecutive=2)
    plan = solve(problem, budget=Budget(seconds=0.0))
    assert (plan.status, check(problem, plan)) == (Status.FEASIBLE, ())


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(RosterMalformed):
        solve(small_problem(), budget=QUICK, engine="magic")


def test_a_table_of_the_wrong_shape_is_refused() -> None:
    with pytest.raises(RosterMalformed):
        small_problem(unavailable=np.zeros((3, 3), bool))


def test_a_hand_edit_is_priced_part_by_part() -> None:
    problem = small_problem(days=2)
    assert price(problem, roster("EE", "E.")) == {"under": 200, "over": 1, "requests": 0, "changes": 0, "fairness": 0}


def test_a_shortage_names_the_limit_that_binds() -> None:
    problem = small_problem(people=1, days=1)
    assert [found.limit for found in shortages(problem, roster("E"))] == ["all-on-duty"]


def test_a_price_too_high_for_exact_sums_is_refused() -> None:
    problem = small_problem()
    with pytest.raises(RosterMalformed):
        replace(problem, cover=replace(problem.cover, under=np.full((14, 2), 10_000_000, np.int32)))


def test_a_past_with_an_unknown_shift_is_refused() -> None:
    with pytest.raises(RosterMalformed):
        small_problem(before=np.full((2, 1), 2, np.int32))
