"""A deployment as plain JSON data, and back: to keep it, to check it again, to plan on from it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from gridkeeper.kernel.errors import GridkeeperError
from gridkeeper.planning import mobilise, pair, route, simulate, site, staff
from gridkeeper.planning.deploy.by_hand import HandMade
from gridkeeper.planning.deploy.changes import Change
from gridkeeper.planning.deploy.district import District, Scenario
from gridkeeper.planning.deploy.parts import RECIPES, Part, Recipe
from gridkeeper.planning.deploy.solve import Deployment, answered, part_key
from gridkeeper.planning.deploy.words import answer, say
from gridkeeper.planning.plan import Plan, Status, Violation, input_sha
from gridkeeper.planning.roster.problem import Roster

_FIGURES = ("objective", "bound", "gap", "engine", "seconds", "cpu_seconds", "seed", "input_sha")


class RecordBroken(GridkeeperError):
    """The file is not a deployment of this district."""

    code = "planning.record.broken"
    text = "This is not a deployment that can be read: {reason}."
    hint = "Use the file that “gridkeeper plan deploy --json” has written, unchanged."


def written(deployment: Deployment, *, unit: str, seed: int = 0) -> dict[str, Any]:
    """Everything about a deployment as JSON data; numbers without an end become null."""
    return {
        "unit": unit,
        "seed": seed,
        "district_sha": deployment.district_sha,
        "scenario": asdict(deployment.scenario),
        "seconds": deployment.seconds,
        "sound": deployment.is_sound,
        "said": [{"id": m.id, "facts": _plain(dict(m.facts)), **say(m)} for m in deployment.said],
        "changes": [{"part": change.part, "people": list(change.people)} for change in deployment.changes],
        "parts": {name: _part(part) for name, part in deployment.parts.items()},
    }


def _part(part: Part) -> dict[str, Any]:
    found: dict[str, Any] = {"refusal": part.refusal, "waits_for": part.waits_for, "reused": part.reused}
    found |= {"by_hand": None, "by_hand_figures": {}}
    by_hand = {} if part.by_hand is None else part.by_hand.figures
    found["said"] = answer(part.name, part.figures, by_hand)
    if part.by_hand is not None:
        found["by_hand"] = _plain(part.by_hand.objective)
        found["by_hand_figures"] = _plain(dict(part.by_hand.figures))
    if part.plan is None:
        return found
    found |= {name: _plain(getattr(part.plan, name)) for name in _FIGURES}
    found["status"] = str(part.plan.status)
    found["kind"] = part.plan.kind
    found["parts"] = _plain(dict(part.plan.parts))
    found["figures"] = _plain(dict(part.figures))
    found["violations"] = [
        _violation(violation) | say(reason)
        for violation, reason in zip(part.plan.violations, part.reasons, strict=True)
    ]
    found["broken"] = [_violation(violation) for violation in part.broken]
    found["earlier"] = _plain(part.earlier)
    found["solution"] = _plain(_solution(part.plan.solution))
    return found


def _violation(violation: Violation) -> dict[str, Any]:
    return {
        "rule": violation.rule,
        "row": violation.row,
        "amount": _plain(violation.amount),
        "text": violation.text,
        "facts": _plain(dict(violation.facts)),
    }


def _solution(solution: Any) -> Any:
    if isinstance(solution, np.ndarray):
        return solution
    if isinstance(solution, tuple):
        return [vars(item) for item in solution]
    return {name: value for name, value in vars(solution).items() if name != "price"}


def _plain(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return _plain(value.tolist()) if value.dtype.kind == "f" else value.tolist()
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value


def read(record: Any, district: District) -> Deployment:
    """The deployment of a record, its questions put again; `RecordBroken` where the record does not fit."""
    try:
        return _read(record, district)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as broken:
        raise RecordBroken(reason=f"{type(broken).__name__} {broken}") from None


def _read(record: Any, district: District) -> Deployment:
    scenario = Scenario.from_mapping(record["scenario"])
    sha = input_sha(district)
    if record["district_sha"] != sha:
        raise RecordBroken(reason="it was made for another district")
    parts: dict[str, Part] = {}
    answers: dict[str, Any] = {}
    for recipe in RECIPES:
        key = part_key(recipe, scenario=scenario, sha=sha, parts=parts, seed=int(record["seed"]))
        parts[recipe.name] = _read_part(recipe, record["parts"][recipe.name], district, scenario, answers, key)
        answers[recipe.name] = parts[recipe.name].solution
    return Deployment(
        scenario=scenario,
        parts=parts,
        shortages=(),
        changes=tuple(Change(part=c["part"], people=tuple(c["people"])) for c in record["changes"]),
        said=(),
        seconds=float(record["seconds"]),
        district_sha=sha,
    )


def _read_part(  # noqa: PLR0917
    recipe: Recipe,
    found: Mapping[str, Any],
    district: District,
    scenario: Scenario,
    answers: Mapping[str, Any],
    key: str,
) -> Part:
    if "solution" not in found:
        return Part(name=recipe.name, key=key, plan=None, refusal=found["refusal"], waits_for=found["waits_for"])
    known = _EARLIER.get(recipe.earlier, lambda value: value)(found["earlier"]) if found["earlier"] else None
    problem = recipe.question(district, scenario, {**answers, **({recipe.earlier: known} if known is not None else {})})
    plan: Plan[Any] = Plan(
        kind=found["kind"],
        solution=_SOLUTIONS[recipe.name](found["solution"]),
        status=Status(found["status"]),
        violations=tuple(_read_violation(violation) for violation in found["violations"]),
        parts=found["parts"],
        **{name: found[name] for name in _FIGURES if name != "objective"},
        objective=math.inf if found["objective"] is None else found["objective"],
    )
    by_hand = None
    if found["by_hand_figures"]:
        objective = math.inf if found["by_hand"] is None else float(found["by_hand"])
        measured = {key: math.inf if value is None else value for key, value in found["by_hand_figures"].items()}
        by_hand = HandMade(objective=objective, figures=measured)
    kept = {} if known is None else {recipe.earlier: known}
    return answered(recipe, district, scenario, problem, plan, key=key, by_hand=by_hand, earlier=kept)


def _read_violation(found: Mapping[str, Any]) -> Violation:
    return Violation(**{name: found[name] for name in ("rule", "row", "amount", "text", "facts")})


def _whole(value: Any, kind: type = np.int64) -> Any:
    return np.array(value, dtype=kind)


def _queues(value: Mapping[str, Any]) -> simulate.Queues:
    arrays = ("queue", "point_mean_min", "point_p90_min", "point_peak")
    return simulate.Queues(**{**value, **{name: np.array(value[name], dtype=np.float64) for name in arrays}})


def _routes(value: Any) -> tuple[route.Route, ...]:
    return tuple(
        route.Route(
            vehicle=item["vehicle"],
            trips=tuple(tuple(trip) for trip in item["trips"]),
            reloads=tuple(item["reloads"]),
        )
        for item in value
    )


def _pairing(value: Any) -> pair.Pairing:
    return pair.Pairing(pairs=_whole(value["pairs"]).reshape(-1, 2))


def _assignment(value: Any) -> mobilise.Assignment:
    return mobilise.Assignment(place=_whole(value["place"]))


_SOLUTIONS: Mapping[str, Any] = {
    "grids": _whole,
    "pairing_district": _pairing,
    "pairing_street": _pairing,
    "pairing_department": _pairing,
    "sites": lambda value: site.Sites(_whole(value["opened"], np.int32), _whole(value["assigned"], np.int32)),
    "staffing": lambda value: staff.Allocation(servers=_whole(value["servers"])),
    "day": _queues,
    "mobilisation": _assignment,
    "teams": _assignment,
    "rosters": lambda value: Roster(duties=_whole(value["duties"], np.int32)),
    "patrols": lambda value: tuple(route.Walk(**item) for item in value),
    "waste": _routes,
}

_EARLIER: Mapping[str, Any] = {
    "earlier_places": _whole,
    "earlier_teams": _whole,
    "earlier_duties": lambda value: {
        int(person): [None if duty is None else (duty[0], duty[1]) for duty in duties]
        for person, duties in value.items()
    },
}
