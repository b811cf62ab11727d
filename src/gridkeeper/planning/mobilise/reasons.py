"""Says of each short place what binds there: no people left, nobody who may go, or its own limit."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np

from gridkeeper.planning.mobilise.problem import Counts, Problem
from gridkeeper.planning.plan import Violation

_TEXT = MappingProxyType(
    {
        "people": "Place {place} lacks {missing}: everybody fit for this work is already sent; call {missing} more.",
        "eligibility": "Place {place} lacks {missing}: nobody left may go there; widen skill, distance or exceptions.",
        "most": "Place {place} lacks {missing}: it takes {most} at most; raise that limit.",
    }
)


def shortages(problem: Problem, count: Counts, place: Counts) -> tuple[Violation, ...]:
    """One violation a short (place, class), rule ``minimum-unfilled`` below ``least``, else ``post-unfilled``."""
    low, high = problem.bounds()
    fit = np.ones(problem.people, dtype=np.bool_) if problem.unfit is None else ~problem.unfit
    idle = fit & (place < 0)
    found = []
    for j, k in np.argwhere(count < problem.need).tolist():
        missing = int(problem.need[j, k] - count[j, k])
        mine = idle if problem.cls is None else idle & (problem.cls == k)
        binds = "most" if count[j, k] >= high[j, k] else "eligibility" if mine.any() else "people"
        facts = {"place": j, "class": k, "missing": missing, "most": int(high[j, k]), "binds": binds}
        rule = "minimum-unfilled" if count[j, k] < low[j, k] else "post-unfilled"
        found.append(Violation(rule=rule, row=j, amount=float(missing), text=_TEXT[binds], facts=facts))
    return tuple(found)
