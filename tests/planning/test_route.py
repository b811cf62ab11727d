"""Routes: every stop once, in time and capacity, over ways that exist, or a clear word why not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridkeeper.planning.check import check
from gridkeeper.planning.plan import Budget, Status
from gridkeeper.planning.route import NO_WAY, Problem, Route, RoutesRefused, Vehicle, evaluate, solve

QUICK = Budget(iterations=60, seed=1)


def plane(n: int, seed: int = 1) -> np.ndarray:
    """Whole metres between a depot and n stops scattered on a plane."""
    xy = np.random.default_rng(seed).uniform(0, 1_000, (n + 1, 2))
    return np.rint(np.linalg.norm(xy[:, None] - xy[None], axis=2)).astype(np.int64)


def rounds(n: int = 12, seed: int = 1, **wish: object) -> Problem:
    """A depot, n stops of demand 1 to 3, vehicles of capacity 8."""
    demand = np.random.default_rng(seed).integers(1, 4, n)
    asked = {"demand": demand, "vehicles": (Vehicle(count=n, capacity=8),), **wish}
    return Problem(place=np.arange(1, n + 1), distance=plane(n, seed), **asked)  # type: ignore[arg-type]


def test_every_stop_is_served_once_within_capacity() -> None:
    problem = rounds()
    plan = solve(problem, budget=QUICK)
    assert plan.status in (Status.FEASIBLE, Status.OPTIMAL)
    assert check(problem, plan) == ()


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 5_000), st.integers(1, 14), st.integers(1, 3))
def test_any_small_question_ends_in_a_checked_plan_or_a_clear_status(seed: int, n: int, trips: int) -> None:
    random = np.random.default_rng(seed)
    vehicle = Vehicle(count=3, capacity=9, due=6_000, reload=(0,), max_trips=trips)
    problem = Problem(
        place=random.integers(0, n + 1, n),
        distance=plane(n, seed),
        demand=random.integers(0, 5, n),
        service=random.integers(0, 60, n),
        ready=random.integers(0, 2_000, n),
        due=random.integers(1_500, 5_000, n),
        vehicles=(vehicle,),
    )
    plan = solve(problem, budget=QUICK)
    assert check(problem, plan) == ()
    assert (plan.status in (Status.OPTIMAL, Status.FEASIBLE)) == (plan.violations == ())


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 5_000), st.integers(1, 5))
def test_the_bound_stays_below_any_way_of_driving(seed: int, n: int) -> None:
    problem = rounds(n, seed)
    plan = solve(problem, budget=QUICK)
    alone = evaluate(problem, tuple(Route(vehicle=0, trips=((stop,),)) for stop in range(n)))
    assert plan.bound is not None
    assert plan.bound <= plan.objective <= alone.objective


def test_the_same_question_gets_the_same_routes() -> None:
    problem = rounds(30)
    assert solve(problem, budget=QUICK).solution == solve(problem, budget=QUICK).solution


def test_an_old_plan_is_gone_on_from() -> None:
    problem = rounds(30)
    old = solve(problem, budget=Budget(iterations=300)).solution
    plan = solve(problem, budget=Budget(iterations=1), start=old)
    assert plan.objective <= evaluate(problem, old).objective


def test_waste_is_taken_to_the_tip_between_trips() -> None:
    tip = 5
    vehicle = Vehicle(count=1, capacity=4, start=0, end=tip, reload=(tip,), max_trips=3)
    problem = Problem(
        place=np.array([1, 2, 3, 4]), distance=plane(5), demand=np.array([3, 3, 2, 2]), vehicles=(vehicle,)
    )
    plan = solve(problem, budget=Budget(iterations=300))
    assert check(problem, plan) == ()
    assert len(plan.solution[0].trips) == 3
    assert plan.solution[0].reloads == (tip, tip)


def test_one_of_each_group_is_served() -> None:
    problem = rounds(6, group=np.array([0, 0, 1, 1, -1, -1]))
    plan = solve(problem, budget=QUICK)
    served = [stop for route in plan.solution for trip in route.trips for stop in trip]
    assert len(served) == 4
    assert check(problem, plan) == ()


def test_a_window_is_kept() -> None:
    ready = np.array([0, 900, 300, 0])
    problem = Problem(
        place=np.arange(1, 5), distance=plane(4), ready=ready, due=ready + 800, vehicles=(Vehicle(count=4),)
    )
    assert check(problem, solve(problem, budget=QUICK)) == ()


def test_no_stop_needs_no_vehicle() -> None:
    problem = Problem(place=np.array([], dtype=int), distance=np.zeros((1, 1)), vehicles=(Vehicle(count=1),))
    plan = solve(problem, budget=QUICK)
    assert (plan.status, plan.objective, plan.solution) == (Status.OPTIMAL, 0.0, ())


def test_one_stop_there_and_back_is_proved() -> None:
    plan = solve(rounds(1), budget=QUICK)
    assert plan.status is Status.OPTIMAL


@pytest.mark.parametrize(
    ("wish", "rule"),
    [
        ({"demand": np.array([9, 1, 1])}, "stop-out-of-reach"),
        ({"vehicles": (Vehicle(count=1, capacity=3),), "demand": np.array([2, 2, 2])}, "too-little-capacity"),
        ({"due": np.array([0, 9_999, 9_999])}, "stop-out-of-reach"),
        ({"ready": np.array([50, 0, 0]), "due": np.array([40, 9_999, 9_999])}, "stop-out-of-reach"),
        ({"vehicles": (Vehicle(count=2, due=3),)}, "stop-out-of-reach"),
        ({"vehicles": ()}, "stop-out-of-reach"),
        ({"vehicles": (Vehicle(count=2, capacity=0),)}, "stop-out-of-reach"),
        ({"group": np.array([0, 0, -1]), "demand": np.array([9, 9, 1])}, "group-out-of-reach"),
    ],
)
def test_what_cannot_be_driven_is_proved_and_named(wish: dict[str, object], rule: str) -> None:
    plan = solve(rounds(3, **wish), budget=QUICK)
    assert plan.status is Status.INFEASIBLE
    assert rule in {violation.rule for violation in plan.violations}


def test_a_stop_on_an_island_is_out_of_reach() -> None:
    distance = plane(3)
    distance[2, :] = distance[:, 2] = NO_WAY
    distance[2, 2] = 0
    plan = solve(Problem(place=np.arange(1, 4), distance=distance, vehicles=(Vehicle(count=3),)), budget=QUICK)
    assert (plan.status, plan.violations[0].row) == (Status.INFEASIBLE, 1)


def test_a_missing_way_is_driven_around() -> None:
    distance = np.array([[0, 5, NO_WAY], [5, 0, 5], [NO_WAY, 5, 0]])
    problem = Problem(place=np.array([1, 1, 2]), distance=distance, vehicles=(Vehicle(count=2),))
    plan = solve(problem, budget=QUICK)
    assert check(problem, plan) == ()


def test_bins_that_cannot_be_packed_end_in_a_timeout_that_names_the_overload() -> None:
    problem = rounds(3, demand=np.array([5, 5, 5]), vehicles=(Vehicle(count=2, capacity=8),))
    plan = solve(problem, budget=QUICK)
    assert plan.status is Status.TIMEOUT
    assert plan.violations


@pytest.mark.parametrize(
    "change",
    [
        {"place": np.array([1, 7])},
        {"distance": np.ones((3, 2))},
        {"distance": np.full((3, 3), 0.5) - 0.5 * np.eye(3)},
        {"distance": np.ones((3, 3))},
        {"demand": np.array([1, -1])},
        {"demand": np.array([1])},
        {"vehicles": (Vehicle(count=1, start=9),)},
        {"vehicles": (Vehicle(count=-1),)},
        {"vehicles": (Vehicle(count=1, max_trips=0),)},
        {"duration": np.array([[0, 1, -1], [1, 0, 1], [1, 1, 0]])},
    ],
)
def test_a_contradictory_question_is_refused(change: dict[str, object]) -> None:
    asked = {"place": np.array([1, 2]), "distance": plane(2), "vehicles": (Vehicle(count=1),), **change}
    with pytest.raises(RoutesRefused):
        Problem(**asked)  # type: ignore[arg-type]


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(RoutesRefused):
        solve(rounds(2), budget=QUICK, engine="magic")


def test_string_removals_serve_everyone_within_capacity_and_alike_each_time() -> None:
    problem = rounds(40)
    one = solve(problem, budget=Budget(iterations=500), engine="strings")
    two = solve(problem, budget=Budget(iterations=500), engine="strings")
    assert check(problem, one) == ()
    assert one.solution == two.solution


def test_string_removals_are_refused_where_windows_hold() -> None:
    with pytest.raises(RoutesRefused):
        solve(rounds(4, due=np.full(4, 5_000)), budget=QUICK, engine="strings")


def test_a_fleet_just_large_enough_is_enough() -> None:
    demand = np.array([4, 4, 4, 4, 3, 3, 3, 3, 2, 2])
    problem = rounds(10, demand=demand, vehicles=(Vehicle(count=4, capacity=8, due=9_000),))
    plan = solve(problem, budget=Budget(iterations=600))
    assert check(problem, plan) == ()
    assert plan.status is Status.FEASIBLE
