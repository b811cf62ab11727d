"""Territory partition: whole parts, inside their community, inside their window, honest when it cannot be."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridkeeper.planning.check import check
from gridkeeper.planning.partition import PartitionRefused, Problem, evaluate, from_pairs, from_points, solve
from gridkeeper.planning.partition.bound import cut_bound
from gridkeeper.planning.partition.regions import lay_ground
from gridkeeper.planning.plan import Budget, Status

QUICK = Budget(iterations=20_000, seed=3)


def town(n: int = 120, communities: int = 3, seed: int = 1) -> Problem:
    """Scattered buildings in communities side by side."""
    random = np.random.default_rng(seed)
    group = np.sort(random.integers(0, communities, n))
    xy = random.uniform(0, 300, (n, 2)) + np.column_stack([group * 400, np.zeros(n)])
    indptr, indices = from_points(xy, group)
    weight = random.integers(1, 9, n).astype(float)
    return Problem(weight=weight, indptr=indptr, indices=indices, xy=xy, group=group, k=communities * 3)


def line(weight: list[float], **wish: object) -> Problem:
    """Units in a row, each touching the next."""
    n = len(weight)
    indptr, indices = from_pairs(n, np.array([(i, i + 1) for i in range(n - 1)]).reshape(-1, 2))
    xy = np.column_stack([np.arange(n, dtype=float), np.zeros(n)])
    return Problem(weight=np.array(weight, dtype=float), indptr=indptr, indices=indices, xy=xy, **wish)  # type: ignore[arg-type]


@pytest.mark.parametrize("objective", ["inertia", "cut"])
@pytest.mark.parametrize("engine", ["flips", "metis"])
def test_every_part_is_whole_and_inside_its_community(objective: str, engine: str) -> None:
    base = town()
    problem = Problem(**{**vars(base), "objective": objective, "tolerance": 0.2})
    plan = solve(problem, budget=QUICK, engine=engine)
    found = evaluate(problem, plan.solution)
    assert (found.pieces == 1).all()
    assert found.crossing == 0


def test_a_town_is_cut_inside_the_window_and_passes_the_check() -> None:
    problem = town()
    plan = solve(problem, budget=Budget(iterations=200_000))
    assert plan.status is Status.FEASIBLE
    assert check(problem, plan) == ()


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 60), st.integers(1, 8), st.sampled_from(["inertia", "cut"]))
def test_any_scatter_ends_in_a_checked_plan_or_a_clear_status(seed: int, n: int, k: int, objective: str) -> None:
    random = np.random.default_rng(seed)
    xy = np.round(random.uniform(0, 10, (n, 2)))
    indptr, indices = from_points(xy)
    weight = random.integers(0, 4, n).astype(float)
    problem = Problem(weight=weight, indptr=indptr, indices=indices, xy=xy, k=k, tolerance=0.3, objective=objective)  # type: ignore[arg-type]
    plan = solve(problem, budget=Budget(iterations=2_000, seed=seed))
    assert check(problem, plan) == ()
    assert (plan.status in (Status.OPTIMAL, Status.FEASIBLE)) == (plan.violations == ())


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(["inertia", "cut"]))
def test_the_bound_stays_below_every_plan_of_a_small_row(seed: int, objective: str) -> None:
    weight = np.random.default_rng(seed).integers(1, 5, 7).astype(float).tolist()
    problem = line(weight, k=3, tolerance=0.6, objective=objective)
    plan = solve(problem, budget=QUICK)
    prices = []
    for first in range(1, 6):
        for second in range(first + 1, 7):
            label = np.repeat([0, 1, 2], [first, second - first, 7 - second])
            found = evaluate(problem, label)
            if (found.deviation <= 0.6 + 1e-9).all():
                prices.append(found.objective)
    if prices:
        assert plan.bound is not None
        assert plan.bound <= min(prices) + 1e-9


def test_a_bound_without_time_is_the_plain_one_and_never_above_the_better_one() -> None:
    random = np.random.default_rng(5)
    indptr, indices = from_points(random.uniform(0, 9, (150, 2)))
    weight = random.integers(5, 9, 150).astype(float)
    problem = Problem(weight=weight, indptr=indptr, indices=indices, k=10, tolerance=0.2, objective="cut")
    ground = lay_ground(problem)
    assert cut_bound(problem, ground, seconds=0.0) == 9
    assert 9 < cut_bound(problem, ground) <= solve(problem, budget=QUICK).objective


@pytest.mark.parametrize("objective", ["inertia", "cut"])
def test_the_same_question_gets_the_same_answer_bit_for_bit(objective: str) -> None:
    problem = Problem(**{**vars(town()), "objective": objective})
    one, two = solve(problem, budget=QUICK), solve(problem, budget=QUICK)
    assert one.solution.tobytes() == two.solution.tobytes()
    assert one.objective == two.objective


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_without_any_time_left_a_compact_town_still_fits_its_windows(seed: int) -> None:
    random = np.random.default_rng(seed)
    group = np.sort(random.integers(0, 5, 2_000))
    xy = random.uniform(0, 900, (2_000, 2)) + np.column_stack([group * 1_200, np.zeros(2_000)])
    indptr, indices = from_points(xy, group)
    weight = random.integers(5, 60, 2_000).astype(float)
    problem = Problem(weight=weight, indptr=indptr, indices=indices, xy=xy, group=group, k=66)
    plan = solve(problem, budget=Budget(seconds=0.0))
    assert (plan.status, check(problem, plan)) == (Status.FEASIBLE, ())


def test_an_old_plan_is_mended_with_few_changes() -> None:
    problem = town()
    old = solve(problem, budget=Budget(iterations=200_000)).solution
    heavier = Problem(**{**vars(problem), "weight": problem.weight + (np.arange(problem.n) < 3)})
    plan = solve(heavier, budget=QUICK, start=old)
    assert check(heavier, plan) == ()
    assert (plan.solution != old).sum() <= 10


def test_a_fixed_unit_stays_in_the_part_it_was_promised() -> None:
    base = town()
    fixed = np.full(base.n, -1)
    fixed[[0, 5]] = 2
    problem = Problem(**{**vars(base), "fixed": fixed, "tolerance": 0.3})
    plan = solve(problem, budget=Budget(iterations=100_000))
    assert plan.solution[0] == plan.solution[5] == 2
    assert check(problem, plan) == ()


def test_one_part_a_region_is_the_only_plan_and_proved_for_borders() -> None:
    plan = solve(line([1, 2, 3], k=1, objective="cut"), budget=QUICK)
    assert (plan.status, plan.objective) == (Status.OPTIMAL, 0.0)


def test_as_many_parts_as_units_is_proved() -> None:
    plan = solve(line([2, 2, 2], k=3, objective="cut"), budget=QUICK)
    assert (plan.status, plan.objective) == (Status.OPTIMAL, 2.0)


def test_a_single_unit_is_its_own_part() -> None:
    plan = solve(line([4], k=1), budget=QUICK)
    assert (plan.status, plan.solution.tolist()) == (Status.OPTIMAL, [0])


def test_no_residents_at_all_is_still_a_plan() -> None:
    problem = line([0, 0, 0, 0], k=2)
    plan = solve(problem, budget=QUICK)
    assert plan.status is Status.OPTIMAL
    assert check(problem, plan) == ()


@pytest.mark.parametrize(
    ("problem", "rule"),
    [
        (line([1, 1], k=3), "more-parts-than-units"),
        (line([1, 1, 9], k=3), "unit-heavier-than-a-part"),
        (line([5, 1, 1, 1], k=2, limits=(1, 4)), "unit-heavier-than-a-part"),
        (line([3, 3], k=1, limits=(1, 4)), "pieces-fit-no-count"),
    ],
)
def test_what_cannot_be_is_proved_and_named(problem: Problem, rule: str) -> None:
    plan = solve(problem, budget=QUICK)
    assert plan.status is Status.INFEASIBLE
    assert rule in {violation.rule for violation in plan.violations}


def test_more_islands_than_parts_is_infeasible() -> None:
    problem = Problem(weight=np.ones(4), indptr=np.zeros(5), indices=np.zeros(0), xy=np.eye(4, 2), k=2)
    plan = solve(problem, budget=QUICK)
    assert plan.status is Status.INFEASIBLE
    assert plan.violations[0].rule == "more-islands-than-parts"


def test_two_islands_share_out_the_parts_by_weight() -> None:
    indptr, indices = from_pairs(6, np.array([(0, 1), (2, 3), (3, 4), (4, 5)]))
    problem = Problem(weight=np.ones(6), indptr=indptr, indices=indices, k=3, objective="cut")
    plan = solve(problem, budget=QUICK)
    assert sorted(np.bincount(plan.solution).tolist()) == [2, 2, 2]
    assert check(problem, plan) == ()


def test_a_window_nobody_hit_is_a_timeout_that_names_the_parts() -> None:
    plan = solve(line([3, 2, 2, 3, 3, 2], k=4, tolerance=0.01), budget=QUICK)
    assert plan.status in (Status.TIMEOUT, Status.INFEASIBLE)
    assert plan.violations


def test_parts_by_target_follow_each_community_weight() -> None:
    base = town()
    problem = Problem(**{**vars(base), "k": None, "target": 60.0, "tolerance": 0.3})
    plan = solve(problem, budget=Budget(iterations=100_000))
    assert check(problem, plan) == ()


@pytest.mark.parametrize(
    "change",
    [
        {"weight": np.array([1.0, -1.0, 1.0])},
        {"k": 0},
        {"k": None},
        {"target": 3.0},
        {"indices": np.array([1, 0, 2, 5])},
        {"indices": np.array([1, 2, 2, 1])},
        {"objective": "beauty"},
        {"xy": None},
        {"limits": (5.0, 2.0)},
    ],
)
def test_a_contradictory_question_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(PartitionRefused):
        Problem(**{**vars(line([1, 1, 1], k=2)), **change})  # type: ignore[arg-type]


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(PartitionRefused):
        solve(line([1, 1], k=2), budget=QUICK, engine="magic")


def test_a_tower_heavier_than_any_part_is_proved_and_the_rest_drawn_all_the_same() -> None:
    base = town()
    weight = base.weight.copy()
    weight[0] = 400
    problem = Problem(**{**vars(base), "weight": weight})
    plan = solve(problem, budget=QUICK)
    assert plan.status is Status.INFEASIBLE
    assert plan.violations[0].rule == "unit-heavier-than-a-part"
    assert (evaluate(problem, plan.solution).pieces == 1).all()
