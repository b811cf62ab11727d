"""Duty rosters of gates: rest and protection are never broken, shortages are named, a replan changes little."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridkeeper.planning.check import check
from gridkeeper.planning.plan import Budget, Status
from gridkeeper.planning.roster.duties import Duty, Person, duty_problem, eligible
from gridkeeper.planning.roster.errors import DutyTooLong
from gridkeeper.planning.roster.evaluate import shortages
from gridkeeper.planning.roster.solve import solve

NIGHT, DAY, EVENING = 0, 1, 2
BUDGET = Budget(iterations=6)


def _gate(days: int = 7, heads: int = 1, place: int = 0) -> list[Duty]:
    return [
        Duty(
            id=f"{place}-{slot}", place=place, start=slot * 480, minutes=480, heads=(heads,) * days, night=slot == NIGHT
        )
        for slot in (NIGHT, DAY, EVENING)
    ]


def _team(size: int, **facts: object) -> list[Person]:
    return [Person(id=f"生成{row}", **facts) for row in range(size)]  # type: ignore[arg-type]


def test_an_elderly_gatekeeper_may_stand_by_day_but_not_by_night() -> None:
    assert eligible(_team(1, age=70), _gate()).tolist() == [[False, True, True]]


def test_over_65_or_spared_may_not_stand_three_hours_in_the_cold() -> None:
    cold = Duty(id="cold", place=0, start=480, minutes=240, heads=(1,), cold_minutes=180)
    people = [*_team(1, age=66), *_team(1, spared=True), *_team(1, age=65)]
    assert eligible(people, [cold]).ravel().tolist() == [False, False, True]


def test_nobody_under_18_enters_a_sealed_zone() -> None:
    zone = Duty(id="zone", place=0, start=480, minutes=240, heads=(1,), zone=True)
    assert eligible([*_team(1, age=17), *_team(1, age=18)], [zone]).ravel().tolist() == [False, True]


def test_a_duty_of_thirteen_hours_is_refused() -> None:
    with pytest.raises(DutyTooLong):
        duty_problem(_team(1), [Duty(id="long", place=0, start=0, minutes=780, heads=(1,))], days=1)


def test_six_hours_after_a_long_duty_nobody_is_rostered_again() -> None:
    late = Duty(id="late", place=0, start=720, minutes=720, heads=(0, 0))
    early = Duty(id="early", place=0, start=360, minutes=480, heads=(1, 1))
    problem = duty_problem(_team(1), [late, early], days=2, before=np.array([[0]], np.int32))
    plan = solve(problem, budget=BUDGET)
    assert plan.solution.duties.tolist() == [[-1, 1]]


def test_nine_people_cover_one_gate_for_a_week_with_fair_shares() -> None:
    plan = solve(duty_problem(_team(9), _gate(), days=7), budget=BUDGET)
    assert (plan.status, plan.objective) == (Status.OPTIMAL, 0.0)


def test_a_gate_without_anybody_for_the_night_names_the_shortage() -> None:
    problem = duty_problem(_team(8, age=70), _gate(days=2), days=2)
    plan = solve(problem, budget=BUDGET)
    found = shortages(problem, plan.solution.duties)
    assert {(short.shift, short.limit) for short in found} == {(NIGHT, "nobody-eligible")}


def test_a_shortage_that_cannot_be_mended_is_proved() -> None:
    plan = solve(duty_problem(_team(2), _gate(days=1), days=1), budget=BUDGET)
    assert (plan.status, plan.objective) == (Status.OPTIMAL, 1000.0)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 8), st.integers(1, 10), st.integers(1, 2), st.integers(0, 1000))
def test_no_duty_roster_breaks_a_rule(size: int, days: int, heads: int, seed: int) -> None:
    ages = np.random.default_rng(seed).integers(16, 80, size)
    people = [Person(id=str(row), age=int(age)) for row, age in enumerate(ages)]
    problem = duty_problem(people, _gate(days, heads), days=days)
    assert check(problem, solve(problem, budget=Budget(iterations=2, seed=seed))) == ()


def test_when_one_falls_ill_only_the_duties_that_must_are_given_to_others() -> None:
    people, duties = _team(10), _gate()
    first = solve(duty_problem(people, duties, days=7), budget=BUDGET).solution.duties
    ill = [replace(people[0], away=frozenset(range(7))), *people[1:]]
    problem = duty_problem(ill, duties, days=7, previous=first, change=1)
    plan = solve(problem, budget=BUDGET, start=first)
    lost = int((first[0] >= 0).sum())
    assert (plan.parts["under"], check(problem, plan), plan.parts["changed"]) == (0.0, (), 2.0 * lost)


def test_a_start_that_still_stands_is_kept_as_it_is() -> None:
    problem = duty_problem(_team(10), _gate(), days=7)
    first = solve(problem, budget=BUDGET).solution.duties
    assert np.array_equal(solve(problem, budget=BUDGET, start=first).solution.duties, first)


def test_the_same_seed_gives_the_same_duty_roster() -> None:
    problem = duty_problem(_team(12), _gate(heads=2), days=7)
    one, two = (solve(problem, budget=Budget(iterations=4, seed=5)).solution.duties for _ in range(2))
    assert np.array_equal(one, two)
