"""The route check finds every kind of broken plan, and agrees with the price of a hand edit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gridkeeper.planning.check import check
from gridkeeper.planning.plan import Plan, Status
from gridkeeper.planning.route import NO_WAY, Problem, Route, Routes, Vehicle, evaluate

LINE = np.abs(np.arange(5)[:, None] - np.arange(5)[None]) * 10


def street(**wish: object) -> Problem:
    """Four stops along a street, a depot at its end."""
    asked = {
        "vehicles": (Vehicle(count=2, capacity=4, reload=(0,), max_trips=2),),
        "demand": np.array([2, 2, 2, 2]),
        **wish,
    }
    return Problem(place=np.arange(1, 5), distance=LINE, **asked)  # type: ignore[arg-type]


GOOD: Routes = (Route(vehicle=0, trips=((0, 1),)), Route(vehicle=0, trips=((2, 3),)))


def rules(problem: Problem, routes: Routes, price: float | None = None) -> set[str]:
    objective = evaluate(problem, routes).objective if price is None else price
    plan = Plan(
        kind="route", solution=routes, objective=objective, status=Status.FEASIBLE, engine="hand", seconds=0.0,
        cpu_seconds=0.0, input_sha="",
    )  # fmt: skip
    return {violation.rule for violation in check(problem, plan)}


def test_a_good_plan_passes_and_costs_what_it_drives() -> None:
    assert rules(street(), GOOD, price=40 + 80) == set()


def test_fixed_costs_are_paid_by_vehicle_used() -> None:
    problem = street(vehicles=(Vehicle(count=2, capacity=4, fixed_cost=7),))
    assert rules(problem, GOOD, price=40 + 80 + 14) == set()


@pytest.mark.parametrize(
    ("wish", "routes", "rule"),
    [
        ({}, GOOD[:1], "stop-not-served-once"),
        ({}, (*GOOD[:1], Route(vehicle=0, trips=((1, 3), (2,)), reloads=(0,))), "stop-not-served-once"),
        ({}, (Route(vehicle=0, trips=((0, 1, 2), (3,)), reloads=(0,)),), "overload"),
        ({"due": np.array([99, 99, 99, 39])}, GOOD, "late-at-stop"),
        ({"service": np.array([0, 0, 50, 0]), "due": np.array([99, 99, 99, 80])}, GOOD, "late-at-stop"),
        ({"vehicles": (Vehicle(count=2, capacity=4, due=79),)}, GOOD, "overtime"),
        ({"vehicles": (Vehicle(count=2, capacity=4, longest=79),)}, GOOD, "too-long"),
        ({"vehicles": (Vehicle(count=1, capacity=4),)}, GOOD, "too-few-vehicles"),
        ({"vehicles": (Vehicle(count=1, capacity=4),)}, (Route(vehicle=0, trips=((0, 1), (2, 3)), reloads=(0,)),),
         "reload-not-allowed"),
        ({}, (Route(vehicle=0, trips=((0, 1), (2, 3)), reloads=(3,)),), "reload-not-allowed"),
        ({"group": np.array([5, 5, -1, -1])}, GOOD, "group-not-served-once"),
        ({"group": np.array([5, 5, -1, -1])}, GOOD[1:], "group-not-served-once"),
    ],
)  # fmt: skip
def test_a_broken_plan_is_found_by_the_check_and_by_the_pricing(
    wish: dict[str, object], routes: Routes, rule: str
) -> None:
    problem = street(**wish)
    assert rule in rules(problem, routes)
    assert evaluate(problem, routes).violations


def test_a_way_that_does_not_exist_is_found() -> None:
    distance = LINE.copy()
    distance[1, 2] = NO_WAY
    problem = replace(street(), distance=distance, duration=distance)
    assert "no-way" in rules(problem, GOOD, price=120)


def test_a_stop_that_does_not_exist_is_found() -> None:
    assert rules(street(), (Route(vehicle=0, trips=((9,),)),), price=0) == {"unknown-stop-or-vehicle"}


def test_trips_that_do_not_join_are_found() -> None:
    assert rules(street(), (Route(vehicle=0, trips=((0,), (1,))),), price=0) == {"trips-do-not-join"}


def test_a_wrong_price_is_found() -> None:
    assert rules(street(), GOOD, price=119) == {"wrong-objective"}


def test_a_bound_above_the_price_is_found() -> None:
    problem = street()
    plan = Plan(
        kind="route", solution=GOOD, objective=120.0, bound=121.0, status=Status.FEASIBLE, engine="hand", seconds=0.0,
        cpu_seconds=0.0, input_sha="",
    )  # fmt: skip
    assert {violation.rule for violation in check(problem, plan)} == {"bound-above-objective"}
