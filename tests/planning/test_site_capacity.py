"""Siting with capacities: feasible, bounded, as good as trying everything on small problems."""

from dataclasses import replace
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridkeeper.planning.check import check
from gridkeeper.planning.plan import Budget, Status
from gridkeeper.planning.site import Matrix, Points, Problem, solve

BUDGET = Budget(iterations=15)


def random_problem(seed):
    chance = np.random.default_rng(seed)
    distance = chance.integers(0, 30, size=(6, 4)).astype(float)
    load = chance.integers(1, 6, 6).astype(float)
    capacity = chance.integers(6, 16, 4).astype(float)
    return Problem(metric=Matrix(distance), p=2, capacity=capacity, load=load)


def brute_force(problem):
    best = np.inf
    for sites in combinations(range(4), problem.p):
        for where in product(sites, repeat=6):
            carried = np.bincount(where, weights=problem.load, minlength=4)
            if (carried <= problem.capacity).all():
                best = min(best, float(problem.metric.distance[np.arange(6), where].sum()))
    return best


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_small_problems_are_solved_as_well_as_by_trying_everything(seed):
    problem = random_problem(seed)
    plan, best = solve(problem, budget=BUDGET), brute_force(problem)
    if np.isfinite(best):
        assert plan.objective == pytest.approx(best)
        assert plan.bound <= best + 1e-6
    else:
        assert plan.status in (Status.INFEASIBLE, Status.TIMEOUT)
    assert check(problem, plan) == ()


def test_a_plan_repeats_bit_for_bit_under_counted_iterations():
    chance = np.random.default_rng(8)
    xy, load = chance.random((80, 2)), chance.integers(1, 9, 80).astype(float)
    problem = Problem(metric=Points(xy), p=8, capacity=np.full(80, load.sum() / 7), load=load)
    one, other = (solve(problem, budget=Budget(iterations=10, seed=2)) for _ in range(2))
    assert (one.objective, one.bound) == (other.objective, other.bound)
    assert np.array_equal(one.solution.assigned, other.solution.assigned)
    assert check(problem, one) == ()


def test_no_time_at_all_ends_in_a_clear_status():
    problem = Problem(metric=Points(np.random.default_rng(1).random((60, 2))), p=6, capacity=np.full(60, 11.0))
    plan = solve(problem, budget=Budget(seconds=0.0))
    assert plan.status in (Status.FEASIBLE, Status.TIMEOUT)
    assert check(problem, plan) == ()


@pytest.mark.parametrize(
    ("capacity", "rule"), [([2.0, 2.0, 2.0, 0.0], "capacity-too-small"), ([3.0, 3.0, 3.0, 3.0], "load-too-large")]
)
def test_too_little_room_is_infeasible_with_how_much_is_missing(capacity, rule):
    load = [2.0, 2.0, 1.0, 1.0] if rule == "capacity-too-small" else [4.0, 0.5, 0.5, 0.5]
    problem = Problem(metric=Points(np.eye(4, 2)), p=2, capacity=capacity, load=load)
    plan = solve(problem, budget=BUDGET)
    assert plan.status is Status.INFEASIBLE
    assert plan.violations[0].rule == rule
    assert plan.violations[0].amount > 0


def test_candidates_without_room_stay_shut():
    capacity = np.array([0.0, 0.0, 10.0, 10.0])
    problem = Problem(metric=Points([[0, 0], [1, 0], [5, 0], [9, 0]]), p=2, capacity=capacity)
    plan = solve(problem, budget=BUDGET)
    assert sorted(plan.solution.opened) == [2, 3]
    assert check(problem, plan) == ()


def test_a_forced_site_is_open_with_capacities_too():
    problem = Problem(metric=Points(np.arange(12.0).reshape(6, 2)), p=2, capacity=np.full(6, 4.0), must_open=(0,))
    plan = solve(problem, budget=BUDGET)
    assert 0 in plan.solution.opened
    assert check(problem, plan) == ()


def test_the_checker_catches_an_overloaded_site():
    problem = Problem(metric=Points(np.arange(12.0).reshape(6, 2)), p=2, capacity=np.full(6, 4.0))
    plan = solve(problem, budget=BUDGET)
    crowded = replace(plan.solution, assigned=np.full(6, plan.solution.opened[0], np.int32))
    assert "capacity-exceeded" in {v.rule for v in check(problem, replace(plan, solution=crowded))}
