"""The partition check finds every kind of broken plan without the engine's help."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridkeeper.planning.check import check
from gridkeeper.planning.partition import Problem, evaluate, from_pairs, from_points
from gridkeeper.planning.plan import Plan, Status


def grid(width: int = 6, height: int = 4, **wish: object) -> Problem:
    """A chessboard of equal units, left and right half in two communities, two parts each."""
    cells = np.arange(width * height)
    xy = np.column_stack([cells % width, cells // width]).astype(float)
    pairs = [(int(c), int(c) + 1) for c in cells if c % width < width - 1]
    pairs += [(int(c), int(c) + width) for c in cells if c < width * (height - 1)]
    indptr, indices = from_pairs(len(cells), np.array(pairs))
    group = (xy[:, 0] >= width // 2).astype(int)
    asked = {"group": group, "k": 4, **wish}
    return Problem(weight=np.ones(len(cells)), indptr=indptr, indices=indices, xy=xy, **asked)  # type: ignore[arg-type]


def good_labels(problem: Problem) -> np.ndarray:
    assert problem.xy is not None
    assert problem.group is not None
    return problem.group * 2 + (problem.xy[:, 1] >= 2)


def plan_of(problem: Problem, label: np.ndarray) -> Plan[np.ndarray]:
    price = evaluate(problem, label).objective
    return Plan(
        kind="partition", solution=label, objective=price, status=Status.FEASIBLE, engine="hand", seconds=0.0,
        cpu_seconds=0.0, input_sha="",
    )  # fmt: skip


def rules(problem: Problem, plan: Plan[np.ndarray]) -> set[str]:
    return {violation.rule for violation in check(problem, plan)}


@pytest.mark.parametrize("objective", ["inertia", "cut"])
def test_a_good_plan_passes(objective: str) -> None:
    problem = grid(objective=objective)
    assert rules(problem, plan_of(problem, good_labels(problem))) == set()


def test_a_torn_part_is_found() -> None:
    problem = grid(tolerance=9.0)
    label = good_labels(problem)
    label[0], label[12] = label[12], label[0]
    assert "part-torn" in rules(problem, plan_of(problem, label))


def test_a_part_across_communities_is_found() -> None:
    problem = grid(tolerance=9.0)
    label = good_labels(problem)
    label[2] = label[3]
    assert "part-crosses-groups" in rules(problem, plan_of(problem, label))


def test_a_part_too_heavy_is_found() -> None:
    problem = grid()
    label = good_labels(problem)
    label[12] = label[0]
    assert "weight-outside-window" in rules(problem, plan_of(problem, label))


def test_limits_replace_the_tolerance() -> None:
    problem = grid(limits=(7, 8))
    assert rules(problem, plan_of(problem, good_labels(problem))) == {"weight-outside-window"}


def test_a_missing_part_is_found() -> None:
    problem = grid(tolerance=9.0)
    label = good_labels(problem)
    label[label == 3] = 2
    assert "wrong-number-of-parts" in rules(problem, plan_of(problem, label))


def test_a_unit_without_a_part_is_found() -> None:
    problem = grid()
    plan = plan_of(problem, good_labels(problem))
    broken = replace(plan, solution=np.where(np.arange(problem.n) == 4, -1, plan.solution))
    assert rules(problem, broken) == {"unit-without-part"}


def test_a_moved_fixed_unit_is_found() -> None:
    fixed = np.full(24, -1)
    fixed[0] = 1
    problem = grid(fixed=fixed)
    assert "fixed-unit-moved" in rules(problem, plan_of(problem, good_labels(problem)))


@pytest.mark.parametrize("objective", ["inertia", "cut"])
def test_a_wrong_price_is_found(objective: str) -> None:
    problem = grid(objective=objective)
    plan = plan_of(problem, good_labels(problem))
    assert rules(problem, replace(plan, objective=plan.objective + 1)) == {"wrong-objective"}


def test_a_bound_above_the_price_is_found() -> None:
    problem = grid()
    plan = plan_of(problem, good_labels(problem))
    assert "bound-above-objective" in rules(problem, replace(plan, bound=plan.objective + 1))


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=40), st.data())
def test_points_of_a_group_are_always_joined(spots: list[tuple[int, int]], data: st.DataObject) -> None:
    """Same spots, rows of points and slivers included."""
    xy = np.array(spots, dtype=float)
    group = np.array(data.draw(st.lists(st.integers(0, 2), min_size=len(spots), max_size=len(spots))))
    indptr, indices = from_points(xy, group)
    for value in np.unique(group):
        members = set(np.flatnonzero(group == value).tolist())
        seen, line = {min(members)}, [min(members)]
        for here in line:
            near = indices[indptr[here] : indptr[here + 1]].tolist()
            line += [other for other in near if other not in seen]
            seen.update(near)
        assert seen == members
