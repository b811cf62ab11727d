"""One call for a whole district: every part planned, checked, priced beside a hand-made answer, shortages explained."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from gridkeeper.kernel.errors import GridkeeperError
from gridkeeper.planning.check import check
from gridkeeper.planning.deploy.by_hand import HandMade, baseline
from gridkeeper.planning.deploy.changes import Change, changes, told
from gridkeeper.planning.deploy.district import District, Message, Scenario
from gridkeeper.planning.deploy.figures import figures
from gridkeeper.planning.deploy.parts import RECIPES, Part, Recipe, earlier
from gridkeeper.planning.deploy.reasons import reasons
from gridkeeper.planning.deploy.shortages import shortages
from gridkeeper.planning.plan import Budget, Plan, input_sha


@dataclass(frozen=True, kw_only=True, eq=False)
class Deployment:
    """All parts by name, what is short, who is affected (empty on the first call); ``said`` puts both into words."""

    scenario: Scenario
    parts: Mapping[str, Part]
    shortages: tuple[Message, ...]
    changes: tuple[Change, ...]
    said: tuple[Message, ...]
    seconds: float
    district_sha: str

    @property
    def is_sound(self) -> bool:
        """True when the checker found nothing in any part."""
        return not any(part.broken for part in self.parts.values())


def deploy(district: District, scenario: Scenario, *, budget: Budget, start: Deployment | None = None) -> Deployment:
    """Plan the whole district within ``budget`` (seconds are shared out to the parts).

    Parts whose inputs are those of ``start`` are taken over; the others begin from it and change as few duties as
    they can; ``changes`` then names who is affected. Never raises for what cannot be planned: the part carries its
    status, violations or refusal, and a message says what would mend it.
    """
    began = time.perf_counter()
    sha = input_sha(district)
    answers: dict[str, Any] = {} if start is None else earlier(start.parts, start.scenario)
    parts: dict[str, Part] = {}
    for recipe in RECIPES:
        key = part_key(recipe, scenario=scenario, sha=sha, parts=parts, seed=budget.seed)
        known = None if start is None else start.parts[recipe.name]
        if known is not None and known.key == key:
            part = replace(known, reused=True)
        else:
            left = budget.seconds - (time.perf_counter() - began)
            share = replace(budget, seconds=_seconds(recipe, budget, left))
            part = _made(recipe, district, scenario, answers, key=key, budget=share, known=known)
        parts[recipe.name] = part
        answers[recipe.name] = part.solution
    found = () if start is None else changes(start.parts, parts)
    short = shortages(district, scenario, parts)
    return Deployment(
        scenario=scenario,
        parts=parts,
        shortages=short,
        changes=found,
        said=(*short, *(() if start is None else told(found))),
        seconds=time.perf_counter() - began,
        district_sha=sha,
    )


def _seconds(recipe: Recipe, budget: Budget, left: float) -> float:
    """The part's share of the time, less where the parts before it took longer than theirs."""
    ahead = sum(later.share for later in RECIPES[RECIPES.index(recipe) :])
    return budget.seconds * recipe.share * min(1.0, max(left, 0.0) / max(budget.seconds * ahead, 1e-9))


def part_key(recipe: Recipe, *, scenario: Scenario, sha: str, parts: Mapping[str, Part], seed: int) -> str:
    """What the part is made from: the district, the scenario's fields it reads, and the parts before it."""
    used = [(name, getattr(scenario, name)) for name in sorted(recipe.uses)]
    return input_sha(recipe.name, sha, used, [parts[name].key for name in recipe.after], seed)


def _made(
    recipe: Recipe,
    district: District,
    scenario: Scenario,
    answers: dict[str, Any],
    *,
    key: str,
    budget: Budget,
    known: Part | None,
) -> Part:
    """Put the question, answer it, check the answer and price what would be done by hand."""
    missing = [name for name in recipe.after if answers.get(name) is None]
    if missing:
        return Part(name=recipe.name, key=key, plan=None, refusal=f"needs {missing[0]}", waits_for=missing[0])
    try:
        problem = recipe.question(district, scenario, answers)
        plan = recipe.solve(problem, budget, None if known is None else known.solution)
    except GridkeeperError as refusal:
        return Part(name=recipe.name, key=key, plan=None, refusal=refusal.message)
    by_hand = baseline(recipe.name, problem, plan) if known is None else known.by_hand
    return answered(recipe, district, scenario, problem, plan, key=key, by_hand=by_hand, earlier=answers)


def answered(
    recipe: Recipe,
    district: District,
    scenario: Scenario,
    problem: Any,
    plan: Plan[Any],
    *,
    key: str,
    by_hand: HandMade | None,
    earlier: Mapping[str, Any],
) -> Part:
    """The part of a plan: looked over by the checker, with its figures and a reason for all it could not keep."""
    broken = check(problem, plan)
    return Part(
        name=recipe.name,
        key=key,
        plan=plan,
        problem=problem,
        by_hand=by_hand,
        # A plan the checker threw out may not even fit the question.
        figures={} if broken else figures(recipe.name, problem, plan.solution),
        reasons=reasons(recipe.name, plan, problem=problem, district=district, scenario=scenario),
        broken=broken,
        earlier=earlier.get(recipe.earlier),
    )
