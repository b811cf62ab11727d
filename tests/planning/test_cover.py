"""Covering: equal to brute force, bounded, repeatable, and honest about who is out of reach."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridkeeper.kernel.errors import Malformed
from gridkeeper.planning.check import check
from gridkeeper.planning.cover import Problem, evaluate, solve, within_radius
from gridkeeper.planning.plan import Budget, Status

BUDGET = Budget(iterations=200)


def random_problem(seed, *, p):
    chance = np.random.default_rng(seed)
    n, m = chance.integers(1, 11, size=2)
    covers = chance.random((n, m)) < 0.35
    cost = chance.integers(1, 9, m).astype(float)
    weight = chance.integers(0, 4, n).astype(float)
    return Problem(covers=covers, weight=weight, cost=cost, p=min(p, int(m)) if p else None)


def brute_force(problem):
    m = problem.covers.shape[1]
    sizes = range(m + 1) if problem.p is None else (problem.p,)
    return min(evaluate(problem, np.array(c, int)).objective for size in sizes for c in combinations(range(m), size))


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([None, 1, 2, 3]))
def test_small_problems_are_solved_as_well_as_by_trying_everything(seed, p):
    problem = random_problem(seed, p=p)
    plan, best = solve(problem, budget=BUDGET), brute_force(problem)
    if np.isfinite(best):
        assert plan.objective == pytest.approx(best)
        assert plan.bound <= best + 1e-6
    else:
        assert plan.status is Status.INFEASIBLE
    assert check(problem, plan) == ()


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([None, 2]))
def test_without_highs_the_bound_still_never_crosses(seed, p):
    problem = random_problem(seed, p=p)
    plan, best = solve(problem, budget=BUDGET, engine="search"), brute_force(problem)
    assert plan.status is Status.INFEASIBLE or plan.bound <= best + 1e-6 <= plan.objective + 2e-6


@pytest.mark.parametrize("p", [None, 9])
def test_a_plan_repeats_bit_for_bit_under_counted_iterations(p):
    xy = np.random.default_rng(3).random((150, 2))
    problem = Problem(covers=within_radius(xy, radius=0.12), p=p)
    one, other = (solve(problem, budget=Budget(iterations=50)) for _ in range(2))
    assert (one.objective, one.bound) == (other.objective, other.bound)
    assert np.array_equal(one.solution.opened, other.solution.opened)


def test_reach_is_measured_with_the_rim_included():
    covers = within_radius([[0.0, 0.0], [3.0, 4.0]], [[0.0, 0.0]], radius=5.0)
    assert covers.toarray().ravel().tolist() == [1.0, 1.0]


def test_places_out_of_reach_are_counted():
    plan = solve(Problem(covers=[[1, 0], [0, 0], [0, 0]]), budget=BUDGET)
    assert plan.status is Status.INFEASIBLE
    assert plan.violations[0].facts["rows"] == 2


def test_a_place_of_no_weight_may_stay_out_of_reach():
    problem = Problem(covers=[[1, 0], [0, 0]], weight=[1.0, 0.0])
    plan = solve(problem, budget=BUDGET)
    assert (plan.objective, plan.status, check(problem, plan)) == (1.0, Status.OPTIMAL, ())


def test_more_sites_than_candidates_are_infeasible():
    assert solve(Problem(covers=[[1, 0]], p=3), budget=BUDGET).status is Status.INFEASIBLE


def test_no_time_at_all_still_gives_a_checked_cover():
    problem = Problem(covers=within_radius(np.random.default_rng(5).random((200, 2)), radius=0.2))
    plan = solve(problem, budget=Budget(seconds=0.0))
    assert plan.status in (Status.FEASIBLE, Status.OPTIMAL)
    assert check(problem, plan) == ()


@pytest.mark.parametrize("spoilt", [{"weight": [np.nan]}, {"cost": [-1.0, 1.0]}, {"p": -1}, {"must_open": (5,)}])
def test_malformed_input_is_refused(spoilt):
    with pytest.raises(Malformed):
        Problem(**({"covers": [[1, 0]]} | spoilt))


class TestTheCheckerCatches:
    """Every kind of broken cover, made from a good one."""

    problem = Problem(covers=within_radius(np.arange(20.0).reshape(10, 2), radius=3.0), must_open=(4,))
    plan = solve(problem, budget=BUDGET)

    def rules(self, **changes):
        solution = replace(self.plan.solution, **changes.pop("solution", {}))
        return {v.rule for v in check(self.problem, replace(self.plan, solution=solution, **changes))}

    def test_nothing_in_a_good_cover(self):
        assert self.rules() == set()

    def test_a_forced_site_left_shut(self):
        opened = self.plan.solution.opened
        assert "must-open-ignored" in self.rules(solution={"opened": opened[opened != 4]})

    def test_a_place_said_to_be_covered_that_is_not(self):
        assert "not-covered" in self.rules(solution={"opened": self.plan.solution.opened[:1]})

    def test_a_place_left_out(self):
        covered = np.zeros(10, bool)
        assert "left-out" in self.rules(solution={"opened": np.array([4]), "covered": covered})

    def test_a_wrong_objective(self):
        assert "wrong-objective" in self.rules(objective=self.plan.objective - 1, bound=None)

    def test_a_wrong_number_of_sites(self):
        most = Problem(covers=self.problem.covers, p=2)
        plan = solve(most, budget=BUDGET)
        fewer = replace(plan.solution, opened=plan.solution.opened[:1])
        assert "wrong-count" in {v.rule for v in check(most, replace(plan, solution=fewer))}
