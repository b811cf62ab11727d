"""Small roster problems for the tests, and a roster's broken rules by name."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import strategies as st

from gridkeeper.planning.check.roster import violations
from gridkeeper.planning.roster.evaluate import objective
from gridkeeper.planning.roster.problem import NO_LIMIT, Cover, Ints, Problem, Requests, Roster, Shifts, Staff

EARLY, LATE = 0, 1


def small_problem(people: int = 2, days: int = 14, **changes: Any) -> Problem:
    """Early and late shifts of 480 minutes; early may not follow late; one head of each is wanted every day."""
    limits: dict[str, int] = {
        "max_minutes": 480 * days,
        "min_minutes": 0,
        "max_consecutive": 5,
        "min_consecutive": 1,
        "min_days_off": 1,
        "max_weekends": NO_LIMIT,
    }
    limits.update({name: changes.pop(name) for name in list(limits) if name in changes})
    required = np.full((days, 2), 1, np.int32)
    problem = Problem(
        staff=Staff(
            ids=tuple(f"p{row}" for row in range(people)),
            max_shifts=np.full((people, 2), days, np.int32),
            group=np.zeros(people, np.int32),
            **{name: np.full(people, value, np.int32) for name, value in limits.items()},
        ),
        shifts=Shifts(
            ids=("E", "L"),
            minutes=np.array([480, 480], np.int32),
            forbidden=np.array([[False, False], [True, False]]),
            forbidden_over_off=np.zeros((2, 2), bool),
            night=np.zeros(2, bool),
        ),
        cover=Cover(required=required, under=required * 100, over=required),
        unavailable=np.zeros((people, days), bool),
    )
    return replace(problem, **changes)


def roster(*rows: str) -> Ints:
    """Rows written as "E.LL": a shift's letter, a dot for a day off."""
    return np.array([[".EL".index(cell) - 1 for cell in row] for row in rows], np.int32)


def broken(problem: Problem, duties: Ints, cost: float | None = None) -> set[str]:
    """Names of the rules the roster breaks, its objective taken as right unless given."""
    value = objective(problem, duties) if cost is None else cost
    return {violation.rule for violation in violations(problem, Roster(duties=duties), value)}


@st.composite
def problems(draw: st.DrawFn, *, people: int = 3, days: int = 6) -> Problem:
    """Any mix of limits, nights, histories, wishes and cover; often tight, sometimes impossible."""

    def small(low: int, high: int, *shape: int) -> Ints:
        size = int(np.prod(shape))
        values = draw(st.lists(st.integers(low, high), min_size=size, max_size=size))
        return np.array(values, np.int32).reshape(shape)

    size = draw(st.integers(1, people))
    shifts = draw(st.integers(1, 2))
    requests = [
        np.column_stack([small(0, size - 1, 3), small(0, days - 1, 3), small(0, shifts - 1, 3), small(1, 9, 3)])
    ] * 2
    return Problem(
        staff=Staff(
            ids=tuple(str(row) for row in range(size)),
            max_minutes=small(2, days, size) * 480,
            min_minutes=small(0, 2, size) * 480,
            max_consecutive=small(1, 4, size),
            min_consecutive=small(1, 3, size),
            min_days_off=small(1, 3, size),
            max_weekends=small(0, 2, size),
            max_shifts=small(0, days, size, shifts),
            group=small(-1, 1, size),
        ),
        shifts=Shifts(
            ids=tuple("EL"[:shifts]),
            minutes=small(1, 2, shifts) * 480,
            forbidden=small(0, 1, shifts, shifts).astype(bool),
            forbidden_over_off=small(0, 1, shifts, shifts).astype(bool),
            night=small(0, 1, shifts).astype(bool),
        ),
        cover=Cover(
            required=small(0, 2, days, shifts), under=small(1, 50, days, shifts), over=small(0, 5, days, shifts)
        ),
        unavailable=small(0, 3, size, days) == 0,
        requests=Requests(on=requests[0], off=requests[1]),
        first_weekday=draw(st.integers(0, 6)),
        max_nights=draw(st.integers(0, 2)),
        before=draw(st.sampled_from([None, small(-1, shifts - 1, size, 2)])),
    )
