"""Staffing: exactness against brute force, norms of story A3, windows, shortages, broken staffings."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridkeeper.kernel.errors import Malformed
from gridkeeper.planning.check import check
from gridkeeper.planning.plan import Budget, Status
from gridkeeper.planning.staff import Allocation, Problem, evaluate, feasibility, network, solve

BUDGET = Budget(seed=1, iterations=20)


def test_yingze_needs_238_points_847_tables_and_1647_samplers():
    norm = network(592_747)
    assert (norm.points, norm.tables, norm.samplers) == (238, 847, 1647)


def test_405_samplers_at_795_points_lack_1242_and_need_24_hours():
    answer = feasibility(592_747, samplers=405, open_points=795, norm=1647)
    assert (answer.shortage, round(answer.hours, 1), answer.points_without) == (1242, 24.4, 390)


@pytest.mark.parametrize("per_point", [2000, 2500, 3000])
def test_the_norms_are_rounded_up(per_point):
    assert network(592_747, persons_per_point=per_point).points == {2000: 297, 2500: 238, 3000: 198}[per_point]


def brute_force(problem: Problem) -> float:
    n, slots = problem.rate.shape
    total = 0.0
    for slot in range(slots):
        part = dataclasses.replace(problem, rate=problem.rate[:, [slot]], servers=problem.servers[[slot]])
        choices = itertools.product(range(1, int(problem.servers[slot]) + 1), repeat=n)
        tried = (np.array(c)[:, None] for c in choices if sum(c) <= problem.servers[slot])
        total += min(evaluate(part, Allocation(servers=c))[0] for c in tried)
    return total


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0, 150), min_size=3, max_size=3), st.integers(9, 11))
def test_marginal_allocation_equals_trying_everything(rates, servers):
    problem = Problem(rate=np.array(rates)[:, None], servers=servers)
    plan = solve(problem, budget=BUDGET)
    assert plan.status is Status.OPTIMAL
    assert plan.objective == pytest.approx(brute_force(problem), abs=1e-9)
    assert check(problem, plan) == ()


def rush(seed: int, *, points: int, slots: int, load: float) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return rng.lognormal(3.5, 0.5, (points, slots)) * load


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 999), st.sampled_from(["mmc", "fluid", "sim", "windows"]), st.integers(0, 40))
def test_any_staffing_passes_the_checker_or_is_called_infeasible(seed, model, servers):
    problem = Problem(rate=rush(seed, points=9, slots=4, load=1.0), servers=servers, model=model)
    plan = solve(problem, budget=BUDGET)
    assert check(problem, plan) == ()
    assert (plan.status is Status.INFEASIBLE) == bool(plan.violations)


def test_the_fluid_bound_never_crosses_the_backlog():
    problem = Problem(rate=rush(3, points=30, slots=8, load=2.0), servers=40, model="fluid")
    plan = solve(problem, budget=BUDGET)
    assert 0 < plan.bound <= plan.objective


def test_exchanging_servers_shortens_the_simulated_wait():
    problem = Problem(rate=rush(4, points=20, slots=6, load=1.5), servers=30, model="sim")
    greedy = solve(dataclasses.replace(problem, model="fluid"), budget=BUDGET).solution
    assert solve(problem, budget=BUDGET).objective < evaluate(problem, greedy, seed=1)[0]


def test_windows_for_795_points_and_405_samplers_leave_no_open_point_without_a_sampler():
    people = np.random.default_rng(0).lognormal(0, 0.5, 795)
    rate = np.repeat((people / people.sum() * 592_747 / 26)[:, None], 26, axis=1)
    problem = Problem(rate=rate, servers=405, model="windows")
    plan = solve(problem, budget=BUDGET)
    assert plan.status is Status.OPTIMAL
    assert plan.objective == 26.0
    assert check(problem, plan) == ()
    assert (plan.solution.servers.sum(axis=0) <= 405).all()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 12), min_size=1, max_size=12),
    st.lists(st.integers(0, 4), min_size=2, max_size=14),
    st.integers(1, 3),
)
def test_windows_are_whole_within_changing_limits_or_say_who_is_left(work, limits, most):
    rate = np.zeros((len(work), len(limits)))
    rate[:, 0] = np.array(work) * 60.0
    problem = Problem(rate=rate, servers=limits, model="windows", most=[most] * len(work))
    plan = solve(problem, budget=BUDGET)
    assert check(problem, plan) == ()
    if plan.status is not Status.INFEASIBLE:
        assert plan.bound <= plan.objective


def test_too_few_hours_are_answered_with_servers_hours_or_points():
    problem = Problem(rate=np.full((4, 3), 60.0), servers=2, model="windows")
    (lack,) = solve(problem, budget=BUDGET).violations
    assert (lack.facts["more"], lack.facts["hours"], lack.facts["points"]) == (2, 3.0, 2)


def test_more_open_points_than_servers_is_named_per_slot():
    plan = solve(Problem(rate=np.full((5, 2), 10.0), servers=[3, 9]), budget=BUDGET)
    assert [(v.rule, v.row, v.amount, v.facts["close"]) for v in plan.violations] == [
        ("points-without-server", 0, 2.0, 2)
    ]


def test_servers_that_cannot_keep_up_are_named_with_the_number_missing():
    plan = solve(Problem(rate=[[130.0], [60.0]], servers=4), budget=BUDGET)
    assert [(v.rule, v.amount) for v in plan.violations] == [("cannot-keep-up", 1.0)]


def test_closed_points_get_nobody():
    problem = Problem(rate=np.full((2, 2), 30.0), servers=4, open_=[[True, False], [True, True]], model="fluid")
    assert solve(problem, budget=BUDGET).solution.servers[0, 1] == 0


@pytest.mark.parametrize("model", ["mmc", "fluid", "sim", "windows"])
@pytest.mark.parametrize("shape", [(0, 3), (1, 1), (3, 2)])
def test_empty_and_idle_days_end_in_a_plan(model, shape):
    problem = Problem(rate=np.zeros(shape), servers=5, model=model)
    plan = solve(problem, budget=BUDGET)
    assert plan.objective == 0.0
    assert check(problem, plan) == ()


def test_the_same_problem_gives_the_same_staffing_bit_for_bit():
    problem = Problem(rate=rush(5, points=15, slots=4, load=1.2), servers=25, model="sim")
    one, two = (solve(problem, budget=BUDGET) for _ in range(2))
    assert np.array_equal(one.solution.servers, two.solution.servers)


@pytest.mark.parametrize(
    ("servers", "rule"),
    [
        ([[-1, 2], [2, 2]], "negative-servers"),
        ([[3, 3], [3, 3]], "over-limit"),
        ([[0, 2], [2, 2]], "open-point-without-server"),
        ([[4, 2], [1, 2]], "over-room"),
        ([[2, 2]], "staffing-shape"),
        ([[2, 2], [1, 2]], "objective-wrong"),
    ],
)
def test_the_checker_names_each_broken_staffing(servers, rule):
    problem = Problem(rate=[[30.0, 20.0], [40.0, 10.0]], servers=5, most=[3, 3])
    plan = solve(problem, budget=BUDGET)
    assert check(problem, plan) == ()
    broken = dataclasses.replace(plan, solution=Allocation(servers=np.array(servers)))
    assert rule in {v.rule for v in check(problem, broken)}


def test_the_checker_names_a_server_at_a_closed_point_and_a_window_with_a_hole():
    closed = Problem(rate=[[30.0, 30.0]], servers=2, open_=[[True, False]], model="fluid")
    round_ = Problem(rate=[[40.0, 40.0, 40.0]], servers=2, model="windows")
    for problem, servers, rule in (
        (closed, [[1, 1]], "server-at-closed-point"),
        (round_, [[1, 0, 1]], "window-with-a-hole"),
        (round_, [[1, 0, 0]], "people-without-window"),
    ):
        broken = dataclasses.replace(
            solve(problem, budget=BUDGET), solution=Allocation(servers=np.array(servers)), bound=None
        )
        assert rule in {v.rule for v in check(problem, broken)}


@pytest.mark.parametrize(
    "fields", [{"rate": [[-1.0]]}, {"servers": [1, 2, 3]}, {"model": "guess"}, {"order": [0, 0]}, {"least": -1}]
)
def test_a_malformed_staffing_is_refused_with_words(fields):
    with pytest.raises(Malformed):
        Problem(**{"rate": [[1.0], [2.0]], "servers": 2, **fields})
