"""The queue recursion against two event simulations, and the rules at the door."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridkeeper.kernel.errors import Malformed
from gridkeeper.planning.check import check
from gridkeeper.planning.plan import Budget
from gridkeeper.planning.simulate import Day, Problem, Wave, advise, evaluate, rates, solve

BUDGET = Budget(seed=7, iterations=10)


def a_day(seed: int, *, points: int, people: int, green: float = 0.0) -> Day:
    rng = np.random.default_rng(seed)
    at = np.sort(rng.uniform(0, 5, (points, people)), axis=1)
    marks = rng.random(points * people) < green if green else None
    offset = np.arange(points + 1) * people
    return Day(offset=offset, at=at.ravel(), service=rng.exponential(1 / 60, points * people), green=marks)


def test_waits_equal_simpy_to_the_last_bit():
    simpy = pytest.importorskip("simpy", reason="the event library of requirements/bench.txt is not installed")
    day = a_day(3, points=1, people=2000)
    env = simpy.Environment()
    tables = simpy.Resource(env, capacity=7)
    start = np.zeros(2000)

    def person(i: int):
        yield env.timeout(float(day.at[i]))
        with tables.request() as request:
            yield request
            start[i] = env.now
            yield env.timeout(float(day.service[i]))

    for i in range(2000):
        env.process(person(i))
    env.run()
    ours = solve(Problem(servers=[[7] * 6], day=day), budget=BUDGET).solution.start
    assert np.abs(ours - start).max() == 0.0


@settings(max_examples=50, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    servers=st.lists(st.lists(st.integers(0, 4), min_size=5, max_size=5), min_size=1, max_size=3),
    green=st.sampled_from([0.0, 0.3]),
    drain=st.booleans(),
)
def test_waits_equal_an_event_heap_for_any_windows_and_green_channel(seed, servers, green, drain):
    problem = Problem(
        servers=servers, day=a_day(seed, points=len(servers), people=150, green=green), slot_h=1.1, drain=drain
    )
    assert check(problem, solve(problem, budget=BUDGET)) == ()


def test_a_green_person_passes_the_line_but_only_every_second_turn():
    day = Day(offset=[0, 6], at=[0.0] * 6, service=[1.0] * 6, green=[False, False, False, True, True, False])
    start = solve(Problem(servers=[[1]], day=day), budget=BUDGET).solution.start
    assert start.tolist() == [1.0, 3.0, 4.0, 0.0, 2.0, 5.0]


def test_the_same_seed_gives_the_same_days_bit_for_bit():
    problem = Problem(servers=[[2, 3], [1, 1]], rate=[[90, 150], [30, 70]], reps=5)
    one, two = (solve(problem, budget=Budget(seed=4, iterations=5)) for _ in range(2))
    other = solve(problem, budget=Budget(seed=5, iterations=5))
    assert one.objective == two.objective != other.objective
    assert np.array_equal(one.solution.queue, two.solution.queue)


def test_drawn_waits_agree_with_the_formula_for_one_server():
    problem = Problem(servers=np.full((200, 30), 1), rate=np.full((200, 30), 42.0), reps=10)
    expected = 60.0 * 0.7 / (60.0 - 42.0)
    assert solve(problem, budget=BUDGET).objective == pytest.approx(expected, rel=0.06)


def test_queue_and_waits_tell_the_same_story():
    problem = Problem(servers=np.full((20, 12), 2), rate=np.full((20, 12), 110.0), reps=40, drain=False)
    queues = solve(problem, budget=Budget(iterations=40)).solution
    served = queues.arrived - queues.unserved
    assert queues.queue.mean() * 12 == pytest.approx(served * queues.mean_min / 60, rel=0.1)


def test_people_after_the_last_window_are_named_as_unserved():
    problem = Problem(servers=[[1, 0]], rate=[[300.0, 10.0]], reps=3, drain=False)
    plan = solve(problem, budget=BUDGET)
    assert [v.rule for v in plan.violations] == ["people-unserved"]
    assert plan.solution.unserved > 200


@pytest.mark.parametrize("servers", [np.zeros((0, 3)), np.zeros((2, 3))])
def test_no_points_or_no_servers_end_in_a_plan(servers):
    plan = solve(Problem(servers=servers, rate=np.zeros(servers.shape), reps=2), budget=BUDGET)
    assert (plan.objective, plan.solution.arrived) == (0.0, 0.0)


def test_more_servers_never_lengthen_the_wait():
    problem = Problem(servers=[[2, 2]], rate=[[110.0, 110.0]], reps=20)
    base, _ = evaluate(problem, problem.servers)
    better, _ = evaluate(problem, problem.servers + 1)
    assert better < base


def test_ninety_people_before_two_tables_wait_45_minutes_and_the_next_building_is_put_off():
    advice = advise(queue=90, tables=2, per_table_h=60)
    assert (advice.wait_min, advice.postpone_next, advice.postpone_min, advice.extra_tables) == (45.0, True, 15.0, 1)


@pytest.mark.parametrize(("queue", "tables", "extra"), [(0, 2, 0), (60, 2, 0), (5, 0, 1), (61, 2, 1)])
def test_the_door_asks_for_no_more_tables_than_it_needs(queue, tables, extra):
    assert advise(queue=queue, tables=tables, per_table_h=60).extra_tables == extra


def test_rates_bring_everybody_once():
    waves = (Wave(at_h=2, spread_h=1, share=0.5), Wave(at_h=9, spread_h=1, share=0.3))
    shaped = rates(np.array([100.0, 0.0]), waves=waves, slots=24, slot_h=0.5)
    assert shaped.sum(axis=1) * 0.5 == pytest.approx([100.0, 0.0])


@pytest.mark.parametrize(
    "change",
    [{"mean_min": 99.0}, {"p50_min": 1e6}, {"unserved": 1e6}, {"start": np.zeros(300)}, {"utilisation": float("nan")}],
)
def test_the_checker_sees_each_false_figure(change):
    problem = Problem(servers=[[2] * 5] * 2, day=a_day(1, points=2, people=150))
    plan = solve(problem, budget=BUDGET)
    broken = dataclasses.replace(plan, solution=dataclasses.replace(plan.solution, **change))
    assert check(problem, broken) != ()


@pytest.mark.parametrize(
    "fields",
    [{"servers": [[-1]]}, {"servers": [1]}, {"rate": [[np.nan]]}, {"rate": None}, {"reps": 0}, {"slot_h": 0.0}],
)
def test_a_malformed_day_is_refused_with_words(fields):
    with pytest.raises(Malformed):
        Problem(**{"servers": [[1]], "rate": [[1.0]], **fields})
