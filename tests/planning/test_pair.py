"""Balanced pairing: story A1, streets, warm starts, broken pairings."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridkeeper.kernel.errors import Malformed
from gridkeeper.planning.check import check
from gridkeeper.planning.pair import Pairing, Problem, solve
from gridkeeper.planning.plan import Budget, Status

BUDGET = Budget()


def spread(problem: Problem) -> dict[int, int]:
    plan = solve(problem, budget=BUDGET)
    loads, counts = np.unique(plan.solution.leader_loads(problem), return_counts=True)
    return dict(zip(loads.tolist(), counts.tolist(), strict=True))


@pytest.mark.parametrize(
    ("leaders", "expected"), [(30, {4: 22, 3: 8}), (78, {1: 44, 2: 34}), (57, {2: 55, 1: 2}), (112, {1: 112})]
)
def test_the_districts_leaders_share_112_communities_evenly(leaders, expected):
    assert spread(Problem(leaders=leaders, communities=112)) == expected


@pytest.mark.parametrize("engine", ["blocks", "semi-matching"])
@pytest.mark.parametrize("leaders", [0, 1, 30, 200])
def test_both_engines_answer_the_same_balance_or_say_nobody_may_lead(engine, leaders):
    problem = Problem(leaders=leaders, communities=112)
    plan = solve(problem, budget=BUDGET, engine=engine)
    assert plan.status == (Status.OPTIMAL if leaders else Status.INFEASIBLE)
    assert check(problem, plan) == ()


def test_more_leaders_than_communities_gives_each_leader_one_and_evens_the_communities():
    problem = Problem(leaders=250, communities=112)
    plan = solve(problem, budget=BUDGET)
    assert set(plan.solution.leader_loads(problem)) == {1}
    assert set(plan.solution.community_loads(problem)) == {2, 3}


def test_street_leaders_stay_in_their_street_and_balance_within_it():
    problem = Problem(leaders=5, communities=9, leader_group=[0, 0, 1, 1, 1], community_group=[0] * 7 + [1] * 2)
    plan = solve(problem, budget=BUDGET)
    assert plan.solution.leader_loads(problem).tolist() == [4, 3, 1, 1, 1]
    assert check(problem, plan) == ()


def test_a_community_nobody_may_lead_is_named():
    problem = Problem(leaders=2, communities=2, allowed=[[True, False], [True, False]])
    plan = solve(problem, budget=BUDGET)
    assert plan.status is Status.INFEASIBLE
    assert [v.row for v in plan.violations] == [1]


def test_a_warm_start_keeps_every_pair_that_balance_allows():
    problem = Problem(leaders=30, communities=112)
    first = solve(problem, budget=BUDGET).solution
    smaller = Problem(leaders=29, communities=112)
    plan = solve(smaller, budget=BUDGET, start=first)
    assert plan.parts["kept"] == 112 - int(first.leader_loads(problem)[29])
    assert check(smaller, plan) == ()


def test_equal_balance_takes_the_nearer_pairs():
    plan = solve(Problem(leaders=2, communities=2, cost=[[5, 1], [1, 5]]), budget=BUDGET)
    assert plan.solution.pairs.tolist() == [[0, 1], [1, 0]]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_restricted_pairing_passes_the_checker_and_its_bound_holds(data):
    m, n = data.draw(st.integers(1, 7)), data.draw(st.integers(1, 9))
    allowed = data.draw(st.lists(st.lists(st.booleans(), min_size=n, max_size=n), min_size=m, max_size=m))
    problem = Problem(leaders=m, communities=n, allowed=allowed)
    plan = solve(problem, budget=BUDGET)
    assert check(problem, plan) == ()
    again = solve(problem, budget=BUDGET)
    assert np.array_equal(plan.solution.pairs, again.solution.pairs)


@pytest.mark.parametrize(
    ("pairs", "rule"),
    [
        ([[0, 0], [1, 0]], "community-without-leader"),
        ([[0, 0], [0, 1], [0, 0]], "pair-twice"),
        ([[0, 0], [2, 1]], "unknown-row"),
        ([[0, 1], [1, 0]], "pair-forbidden"),
    ],
)
def test_the_checker_names_each_broken_pairing(pairs, rule):
    problem = Problem(leaders=2, communities=2, allowed=[[True, False], [True, True]])
    plan = solve(problem, budget=BUDGET)
    broken = replace(plan, pairs)
    assert rule in {v.rule for v in check(problem, broken)}


def test_the_checker_sees_an_uneven_load_and_a_wrong_objective():
    problem = Problem(leaders=2, communities=4)
    broken = replace(solve(problem, budget=BUDGET), [[0, 0], [0, 1], [0, 2], [1, 3]])
    assert {v.rule for v in check(problem, broken)} == {"load-uneven", "objective-wrong"}


@pytest.mark.parametrize(
    "fields", [{"leaders": -1}, {"allowed": [[True]]}, {"leader_group": [0, 0]}, {"cost": [[np.nan] * 3] * 2}]
)
def test_a_malformed_pairing_is_refused_with_words(fields):
    with pytest.raises(Malformed):
        Problem(**{"leaders": 2, "communities": 3, **fields})


def replace(plan, pairs):
    return dataclasses.replace(plan, solution=Pairing(pairs=np.array(pairs, dtype=np.int64)))
