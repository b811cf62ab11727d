"""Mobilisation against a min-cost-flow library, its limits, and what its checker must catch."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.graph.python import min_cost_flow

from gridkeeper.kernel.errors import Malformed
from gridkeeper.planning.check import check
from gridkeeper.planning.mobilise import Assignment, Problem, filled, solve
from gridkeeper.planning.plan import Budget, Status

BUDGET = Budget(iterations=10**9)


def reference(problem: Problem) -> float:
    """The objective by OR-Tools: people, one node a place, a reserve; integer costs."""
    n, m = problem.people, problem.places
    people, places = np.nonzero(np.isfinite(problem.cost))
    flow = min_cost_flow.SimpleMinCostFlow()
    weight = int(problem.empty_cost())
    need = problem.need[:, 0]
    flow.add_arcs_with_capacity_and_unit_cost(
        people, n + places, np.ones(len(people), int), problem.cost[people, places].astype(int)
    )
    flow.add_arcs_with_capacity_and_unit_cost(np.arange(n), np.full(n, n + m), np.ones(n, int), np.full(n, weight))
    flow.add_arcs_with_capacity_and_unit_cost(np.arange(n, n + m), np.full(m, n + m), need, np.zeros(m, int))
    flow.set_nodes_supplies(np.arange(n + m + 1), np.concatenate((np.ones(n, int), np.zeros(m, int), [-n])))
    assert flow.solve() == flow.OPTIMAL
    return flow.optimal_cost() + weight * float(need.sum() - n)


def hot_spot(seed: int, *, people: int, places: int, slack: int, spread: float = 1.5) -> Problem:
    rng = np.random.default_rng(seed)
    cost = np.rint(rng.uniform(0, 100, (people, places)))
    cost[rng.random(cost.shape) < 0.1] = np.inf
    weight = rng.lognormal(0, spread, places)
    return Problem(need=np.floor(weight / weight.sum() * max(people + slack, 0)).astype(int), cost=cost)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 40), st.integers(1, 9), st.integers(-30, 30))
def test_any_demand_gives_the_optimum_of_the_flow_library_and_a_tight_bound(seed, people, places, slack):
    problem = hot_spot(seed, people=people, places=places, slack=slack)
    plan = solve(problem, budget=BUDGET)
    assert plan.status is Status.OPTIMAL
    assert plan.objective == pytest.approx(reference(problem), abs=1e-6)
    assert plan.bound == pytest.approx(plan.objective, rel=1e-9, abs=1e-6)
    assert check(problem, plan) == ()


def test_a_thousand_people_with_a_hot_spot_equal_the_flow_library():
    problem = hot_spot(5, people=1000, places=40, slack=-30, spread=2.0)
    assert solve(problem, budget=BUDGET).objective == pytest.approx(reference(problem))


def by_place(seed: int, *, people: int, places: int, posts: int) -> Problem:
    rng = np.random.default_rng(seed)
    share = rng.lognormal(0, 1, places)
    need = np.floor(share / share.sum() * posts).astype(int)
    return Problem(need=need, home=rng.uniform(0, 9000, (people, 2)), xy=rng.uniform(0, 9000, (places, 2)))


@pytest.mark.parametrize("posts", [1400, 1800, 2600])
def test_pricing_the_ways_left_out_gives_the_same_optimum(posts):
    problem = by_place(2, people=1800, places=60, posts=posts)
    dense, sparse = (solve(problem, budget=BUDGET, engine=e) for e in ("auction", "sparse"))
    assert sparse.objective == pytest.approx(dense.objective, rel=1e-9)
    assert sparse.status is Status.OPTIMAL
    assert check(problem, sparse) == ()


def test_pricing_keeps_limits_skills_and_forbidden_pairs():
    rng = np.random.default_rng(3)
    base = by_place(4, people=900, places=50, posts=700)
    problem = dataclasses.replace(
        base,
        limit=rng.uniform(1500, 6000, 900),
        skills=rng.integers(0, 4, 900),
        asked=rng.integers(0, 2, (50, 1)),
        forbidden=np.stack((rng.integers(0, 900, 300), rng.integers(0, 50, 300)), axis=1),
        current=rng.integers(-1, 50, 900),
        change_cost=300.0,
    )
    dense, sparse = (solve(problem, budget=BUDGET, engine=e) for e in ("auction", "sparse"))
    assert sparse.objective == pytest.approx(dense.objective, rel=1e-9)
    assert check(problem, sparse) == check(problem, dense) == ()


def test_people_of_a_class_fill_only_posts_of_it_and_the_unfit_stay_home():
    problem = Problem(
        need=[[1, 1], [1, 0]], cost=[[1, 9], [1, 9], [1, 9], [1, 9]], cls=[0, 0, 1, 1], unfit=[True, False, False, True]
    )
    plan = solve(problem, budget=BUDGET)
    assert plan.solution.place.tolist() == [-1, 0, 0, -1]
    assert [(v.rule, v.row, v.facts["binds"]) for v in plan.violations] == [("post-unfilled", 1, "people")]


def test_a_shortage_says_when_the_reserve_may_not_go_there():
    problem = Problem(need=[1, 1], cost=[[1.0, np.inf], [1.0, np.inf]])
    plan = solve(problem, budget=BUDGET)
    assert [(v.row, v.facts["binds"]) for v in plan.violations] == [(1, "eligibility")]


def test_a_minimum_is_filled_before_nearer_posts():
    problem = Problem(need=[2, 2], least=[0, 1], cost=[[1.0, 50.0], [1.0, 60.0]])
    plan = solve(problem, budget=BUDGET)
    assert plan.solution.place.tolist() == [1, 0]
    assert plan.status is Status.OPTIMAL


def test_a_minimum_nobody_can_reach_is_infeasible_and_named():
    problem = Problem(need=[1, 1], least=[0, 1], cost=[[1.0, np.inf]])
    plan = solve(problem, budget=BUDGET)
    assert plan.status is Status.INFEASIBLE
    assert [v.rule for v in plan.violations] == ["minimum-unfilled"]


def test_everyone_is_sent_up_to_the_most_a_place_takes():
    problem = Problem(need=[1, 1], most=[2, 2], cost=np.ones((5, 2)), everyone=True)
    plan = solve(problem, budget=BUDGET)
    assert filled(problem, plan.solution).ravel().tolist() == [2, 2]
    assert check(problem, plan) == ()


def test_fairness_fills_short_places_at_equal_rates():
    problem = Problem(need=[40, 20, 10], cost=np.tile([1.0, 5.0, 9.0], (35, 1)), fairness="maxmin")
    plan = solve(problem, budget=BUDGET)
    assert filled(problem, plan.solution).ravel().tolist() == [20, 10, 5]
    assert check(problem, plan) == ()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 20), st.integers(1, 5))
def test_fairness_never_leaves_the_worst_place_worse_than_the_cheapest_plan(seed, people, places):
    problem = hot_spot(seed, people=people, places=places, slack=12)
    fair = solve(dataclasses.replace(problem, fairness="maxmin"), budget=BUDGET)
    cheap = solve(problem, budget=BUDGET)
    assert fair.parts["lowest_rate"] >= cheap.parts["lowest_rate"] - 1e-9
    assert fair.parts["sent"] == cheap.parts["sent"]


def test_a_high_price_of_change_moves_only_who_must_move():
    problem = by_place(7, people=400, places=12, posts=400)
    first = solve(problem, budget=BUDGET).solution
    unfit = np.arange(400) < 5
    after = dataclasses.replace(problem, current=first.place, change_cost=50_000.0, unfit=unfit)
    plan = solve(after, budget=BUDGET, start=first)
    moved = (first.place >= 0) & (plan.solution.place >= 0) & (first.place != plan.solution.place)
    assert not moved.any()
    assert plan.parts["changed"] <= 5
    assert plan.parts["sent"] == min(395, problem.need.sum())


def test_a_warm_start_gives_the_same_objective():
    for slack in (-40, 0, 40):
        problem = hot_spot(11, people=300, places=12, slack=slack)
        first = solve(problem, budget=BUDGET)
        assert solve(problem, budget=BUDGET, start=first.solution).objective == pytest.approx(first.objective)


def test_the_same_problem_gives_the_same_assignment_bit_for_bit():
    problem = by_place(9, people=700, places=40, posts=650)
    for engine in ("auction", "sparse"):
        one, two = (solve(problem, budget=BUDGET, engine=engine) for _ in range(2))
        assert np.array_equal(one.solution.place, two.solution.place)
        assert one.objective == two.objective


@pytest.mark.parametrize(
    ("people", "need"), [(0, [2, 1]), (3, [0, 0]), (1, [1, 0]), (0, []), (3, []), (2, [1_000_000_000, 0])]
)
def test_empty_and_extreme_inputs_end_in_a_plan(people, need):
    problem = Problem(need=np.array(need, dtype=np.int64), cost=np.ones((people, len(need))))
    plan = solve(problem, budget=BUDGET)
    assert plan.status is Status.OPTIMAL
    assert check(problem, plan) == ()


def test_running_out_of_time_still_gives_an_allowed_assignment_below_its_bound():
    problem = hot_spot(3, people=600, places=25, slack=0, spread=2.0)
    plan = solve(problem, budget=Budget(seconds=0.0))
    assert check(problem, plan) == ()


GOOD = Problem(
    need=[[1], [1], [2]],
    least=[[0], [1], [0]],
    cost=np.arange(12.0).reshape(4, 3) + 1,
    skills=[1, 1, 1, 0],
    asked=[[0], [0], [1]],
    limit=[99, 99, 8.5, 99],
    unfit=[True, False, False, False],
    forbidden=[[1, 0]],
)


@pytest.mark.parametrize(
    ("place", "rule"),
    [
        ([1, 2, -1, 0], "unfit-sent"),
        ([-1, 0, 1, -1], "pair-forbidden"),
        ([-1, 1, -1, 2], "skill-missing"),
        ([-1, 1, 2, 0], "too-far"),
        ([-1, 1, 1, 0], "over-most"),
        ([-1, 2, 0, -1], "under-least"),
        ([-1, 3, 1, 0], "unknown-row"),
        ([-1, -2, 1, 0], "unknown-row"),
        ([1, 1], "assignment-shape"),
        ([-1, 2, 1, -1], "objective-wrong"),
    ],
)
def test_the_checker_names_each_broken_assignment(place, rule):
    plan = solve(GOOD, budget=BUDGET)
    assert check(GOOD, plan) == ()
    broken = dataclasses.replace(plan, solution=Assignment(place=np.array(place)))
    assert rule in {v.rule for v in check(GOOD, broken)}


@pytest.mark.parametrize(
    "fields",
    [
        {"need": [[-1], [1]]},
        {"cost": [[1.0, np.nan]]},
        {"cost": [1.0]},
        {"least": [[5], [0]]},
        {"forbidden": [[0, 7]]},
        {"cls": [3]},
        {"fairness": "kind"},
        {"home": [[0.0, 0.0]]},
    ],
)
def test_a_malformed_call_is_refused_with_words(fields):
    with pytest.raises(Malformed):
        Problem(**{"need": [[1], [1]], "cost": [[1.0, 2.0]], **fields})
