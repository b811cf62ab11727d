"""Looks a plan over with plain arithmetic that no engine shares: two “optimal” engines disagreed once.

One module a problem (`site`, `staff`, ...), each with ``violations(problem, solution, objective) -> tuple``.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from gridkeeper.planning.plan import Plan, Status, Violation

_TOLERANCE = 1e-6


def check(problem: Any, plan: Plan[Any]) -> tuple[Violation, ...]:
    """Every rule the plan breaks, found without trusting its engine; empty when it may be published.

    A plan that says it has no solution (infeasible, timeout) is checked for its bound only.
    """
    found: list[Violation] = list(_bound_crossed(plan))
    if plan.status in (Status.OPTIMAL, Status.FEASIBLE):
        module = import_module(f"gridkeeper.planning.check.{plan.kind}")
        found.extend(module.violations(problem, plan.solution, plan.objective))
    return tuple(found)


def _bound_crossed(plan: Plan[Any]) -> list[Violation]:
    """A lower bound above the objective is a wrong proof, whatever the plan looks like (all problems minimise)."""
    if plan.bound is None or plan.status not in (Status.OPTIMAL, Status.FEASIBLE):
        return []
    slack = _TOLERANCE * max(1.0, abs(plan.objective))
    if plan.bound <= plan.objective + slack:
        return []
    return [Violation(rule="bound-above-objective", amount=plan.bound - plan.objective)]
