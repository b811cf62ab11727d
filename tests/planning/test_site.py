"""Siting without capacities: equal to brute force, bounded, repeatable, and honest about what cannot be."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridkeeper.kernel.errors import Malformed
from gridkeeper.planning.check import check
from gridkeeper.planning.plan import Budget, Status
from gridkeeper.planning.site import Matrix, Points, Problem, Roads, evaluate, solve

BUDGET = Budget(iterations=40)


def random_problem(seed, *, whole=False):
    chance = np.random.default_rng(seed)
    n, m = chance.integers(1, 13, size=2)
    distance = chance.integers(0, 20, size=(n, m)).astype(float)
    if not whole:
        distance += chance.random((n, m))
    p = int(chance.integers(1, min(m, 4) + 1))
    forced = chance.choice(m, size=int(chance.integers(0, p)), replace=False)
    return Problem(metric=Matrix(distance), p=p, weight=chance.integers(0, 5, n).astype(float), must_open=tuple(forced))


def brute_force(problem):
    distance, m = problem.metric.distance, problem.metric.shape[1]
    choices = (c for c in combinations(range(m), problem.p) if set(problem.forced) <= set(c))
    return min(float((problem.weights * distance[:, c].min(axis=1)).sum()) for c in choices)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.booleans())
def test_small_problems_are_solved_as_well_as_by_trying_everything(seed, whole):
    problem = random_problem(seed, whole=whole)
    plan = solve(problem, budget=BUDGET)
    assert plan.objective == pytest.approx(brute_force(problem))
    assert check(problem, plan) == ()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_a_bound_never_stands_above_the_best_objective(seed):
    problem = random_problem(seed)
    plan = solve(problem, budget=Budget(iterations=1))
    assert plan.bound is None or plan.bound <= brute_force(problem) + 1e-6


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_short_lists_keep_the_bound_below_the_best_objective(seed):
    chance = np.random.default_rng(seed)
    xy = np.repeat(chance.random((4, 2)) * 100, 25, axis=0) + chance.random((100, 2))
    problem = Problem(metric=Points(xy), p=3)
    best = solve(problem, budget=BUDGET, engine="dense")
    short = solve(problem, budget=BUDGET, engine="sparse")
    assert short.bound <= best.objective + 1e-6
    assert short.objective >= best.bound - 1e-6


def test_a_plan_repeats_bit_for_bit_under_counted_iterations():
    xy = np.random.default_rng(3).random((400, 2))
    problem = Problem(metric=Points(xy), p=17)
    one, other = (solve(problem, budget=Budget(iterations=300, seed=5)) for _ in range(2))
    assert one.objective == other.objective
    assert one.bound == other.bound
    assert np.array_equal(one.solution.opened, other.solution.opened)
    assert np.array_equal(one.solution.assigned, other.solution.assigned)


def test_roads_and_the_matrix_of_their_shortest_ways_cost_the_same():
    side = np.arange(6)
    node = (side[:, None] * 6 + side).ravel()
    tail = np.concatenate([node[node % 6 < 5], node[node < 30]])
    head = np.concatenate([node[node % 6 < 5] + 1, node[node < 30] + 6])
    length = 1.0 + np.arange(len(tail)) % 4
    roads = Roads(36, np.append(tail, head), np.append(head, tail), np.append(length, length), node)
    everyone = node.astype(np.int32)
    found, distance = roads.nearest(everyone, everyone, 36)
    matrix = np.empty((36, 36))
    np.put_along_axis(matrix, found.astype(int), distance, axis=1)
    plans = [solve(Problem(metric=metric, p=4), budget=BUDGET) for metric in (roads, Matrix(matrix))]
    assert plans[0].objective == plans[1].objective
    assert plans[0].status is Status.OPTIMAL
    assert check(Problem(metric=roads, p=4), plans[0]) == ()


def test_no_time_at_all_still_gives_a_checked_plan():
    problem = Problem(metric=Points(np.random.default_rng(1).random((300, 2))), p=12)
    plan = solve(problem, budget=Budget(seconds=0.0))
    assert plan.status is Status.FEASIBLE
    assert check(problem, plan) == ()


def test_an_earlier_plan_is_never_made_worse():
    problem = Problem(metric=Points(np.random.default_rng(2).random((300, 2))), p=12)
    good = solve(problem, budget=Budget(iterations=200))
    again = solve(problem, budget=Budget(seconds=0.0), start=good.solution.opened)
    assert again.objective <= good.objective * (1 + 1e-12)


def test_a_hand_edit_is_priced_to_the_nearest_open_site():
    price = evaluate(Problem(metric=Points([[0, 0], [3, 4], [6, 8]]), p=2), np.array([0, 2]))
    assert price.objective == pytest.approx(5.0)
    assert price.sites.assigned.tolist()[::2] == [0, 2]


def test_everything_at_one_place_costs_nothing():
    plan = solve(Problem(metric=Points(np.ones((200, 2))), p=3), budget=BUDGET)
    assert (plan.objective, plan.status) == (0.0, Status.OPTIMAL)


def test_one_place_is_its_own_site():
    plan = solve(Problem(metric=Points([[1.0, 2.0]]), p=1), budget=BUDGET)
    assert (plan.objective, plan.status, plan.solution.opened.tolist()) == (0.0, Status.OPTIMAL, [0])


def test_nobody_to_serve_is_served_for_nothing():
    for weight in (np.zeros(5), None):
        points = Points(np.zeros((5 if weight is not None else 0, 2)), np.eye(3, 2))
        plan = solve(Problem(metric=points, p=2, weight=weight, must_open=(2,)), budget=BUDGET)
        assert (plan.objective, plan.status) == (0.0, Status.OPTIMAL)
        assert 2 in plan.solution.opened


@pytest.mark.parametrize(
    ("p", "forced", "rule"),
    [(9, (), "too-few-candidates"), (1, (0, 1), "too-many-must-open"), (0, (), "no-site-allowed")],
)
def test_impossible_counts_are_infeasible_with_their_reason(p, forced, rule):
    plan = solve(Problem(metric=Points(np.eye(4, 2)), p=p, must_open=forced), budget=BUDGET)
    assert plan.status is Status.INFEASIBLE
    assert plan.violations[0].rule == rule
    assert plan.violations[0].text.format(**plan.violations[0].facts)


def test_an_island_without_a_site_is_never_called_optimal():
    apart = np.full((6, 6), np.inf)
    for group in (slice(0, 2), slice(2, 4), slice(4, 6)):
        apart[group, group] = 1.0
    assert solve(Problem(metric=Matrix(apart), p=2), budget=BUDGET).status in (Status.INFEASIBLE, Status.TIMEOUT)
    enough = Problem(metric=Matrix(apart), p=3)
    plan = solve(enough, budget=BUDGET)
    assert (plan.objective, plan.status, check(enough, plan)) == (6.0, Status.OPTIMAL, ())


@pytest.mark.parametrize(
    "spoilt",
    [
        {"weight": [1.0, np.nan, 1.0]},
        {"weight": [1.0, -1.0, 1.0]},
        {"weight": [1.0]},
        {"must_open": (7,)},
        {"p": -1},
        {"p": 1.5},
        {"capacity": [1.0, np.inf, 2.0]},
    ],
)
def test_malformed_input_is_refused_by_name(spoilt):
    with pytest.raises(Malformed):
        Problem(**({"metric": Points(np.eye(3, 2)), "p": 1} | spoilt))


@pytest.mark.parametrize("metric", [lambda: Points([[0.0, np.nan]]), lambda: Matrix([[-1.0]]), lambda: Points([1.0])])
def test_malformed_distances_are_refused(metric):
    with pytest.raises(Malformed):
        metric()


class TestTheCheckerCatches:
    """Every kind of broken plan, made from a good one."""

    problem = Problem(metric=Points(np.random.default_rng(4).random((30, 2))), p=4, must_open=(3,))
    plan = solve(problem, budget=BUDGET)

    def rules(self, **changes):
        solution = replace(self.plan.solution, **changes.pop("solution", {}))
        return {v.rule for v in check(self.problem, replace(self.plan, solution=solution, **changes))}

    def test_nothing_in_a_good_plan(self):
        assert self.rules() == set()

    def test_a_wrong_number_of_sites(self):
        assert "wrong-count" in self.rules(solution={"opened": self.plan.solution.opened[:-1]})

    def test_the_same_site_twice(self):
        assert "site-twice" in self.rules(solution={"opened": np.append(self.plan.solution.opened, 3)})

    def test_somebody_sent_to_a_closed_site(self):
        closed = next(j for j in range(30) if j not in self.plan.solution.opened)
        assert "closed-site-used" in self.rules(solution={"assigned": np.full(30, closed, np.int32)})

    def test_somebody_sent_nowhere(self):
        assert "closed-site-used" in self.rules(solution={"assigned": np.full(30, -1, np.int32)})

    def test_a_forced_site_left_shut(self):
        opened = np.array([j for j in range(30) if j != 3][:4], np.int32)
        assert "must-open-ignored" in self.rules(solution={"opened": opened})

    def test_a_wrong_objective(self):
        assert "wrong-objective" in self.rules(objective=self.plan.objective * 0.99, bound=None)

    def test_a_bound_above_the_objective(self):
        assert "bound-above-objective" in self.rules(bound=self.plan.objective * 1.01)

    def test_rows_that_do_not_exist(self):
        assert "unknown-rows" in self.rules(solution={"opened": np.array([0, 1, 2, 99])})
