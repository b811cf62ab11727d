"""Everything that is missing, in plain words with what would mend it: message ids with facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from gridkeeper.planning import staff
from gridkeeper.planning.deploy.district import District, Message, Scenario
from gridkeeper.planning.deploy.parts import Part
from gridkeeper.planning.plan import Status

_NAMED_AT_MOST = 5


def shortages(district: District, scenario: Scenario, parts: Mapping[str, Part]) -> tuple[Message, ...]:
    """All shortages of a deployment, sampling first."""
    return (
        *_sampling(district, scenario, parts),
        *_people(parts["mobilisation"], district.community_name),
        *_people(parts["teams"], district.compound_name),
        *_rest(scenario, parts),
    )


def _sampling(district: District, scenario: Scenario, parts: Mapping[str, Part]) -> list[Message]:
    population = int(district.residents.sum())
    norm = staff.network(
        population,
        persons_per_point=scenario.persons_per_point,
        persons_per_table=scenario.persons_per_table,
        persons_per_sampler=scenario.persons_per_sampler,
    )
    plan = parts["staffing"].plan
    opened = 0 if plan is None else len(plan.solution.servers)
    able = staff.feasibility(
        population,
        samplers=scenario.samplers,
        open_points=opened,
        norm=norm.samplers,
        per_hour=scenario.per_hour,
        within_h=scenario.hours,
    )
    found = []
    if able.shortage:
        facts: dict[str, Any] = {"population": population, "norm": norm.samplers, "samplers": scenario.samplers}
        facts |= {"shortage": able.shortage, "hours": round(able.hours, 1)}
        found.append(Message(id="samplers-short-of-norm", facts=facts))
    if plan is None:
        return found
    in_turn = parts["staffing"].problem.model == "windows"
    for violation in plan.violations[:_NAMED_AT_MOST]:
        name = "round-too-long" if violation.rule == "people-without-window" else "points-without-sampler"
        facts = {key: value for key, value in violation.facts.items() if key != "rows"}
        found.append(Message(id=name, facts=facts))
    if in_turn and plan.status is not Status.INFEASIBLE:
        facts = {"points": opened, "samplers": scenario.samplers, "end": plan.objective}
        found.append(Message(id="points-open-in-turn", facts=facts))
    day = parts["day"].plan
    if day is not None and day.solution.p90_min > scenario.wait_max_min:
        facts = {"p50": round(day.solution.p50_min, 1), "p90": round(day.solution.p90_min, 1)}
        found.append(Message(id="wait-too-long", facts=facts | {"limit": scenario.wait_max_min}))
    return found


def _people(part: Part, names: tuple[str, ...]) -> list[Message]:
    plan = part.plan
    if plan is None or not plan.violations:
        return []
    missing = int(sum(violation.amount for violation in plan.violations))
    rate = round(100.0 * plan.parts["lowest_rate"], 1)
    found = [
        Message(id="people-short-in-all", facts={"places": len(plan.violations), "missing": missing, "rate": rate})
    ]
    for violation in sorted(plan.violations, key=lambda v: -v.amount)[:_NAMED_AT_MOST]:
        kind = "people-short" if violation.facts["binds"] == "people" else "people-not-eligible"
        facts = {"place": names[violation.row or 0], "missing": int(violation.amount)}
        found.append(Message(id=kind, facts=facts))
    return found


def _rest(scenario: Scenario, parts: Mapping[str, Part]) -> list[Message]:
    found = []
    for name in ("pairing_district", "pairing_street", "pairing_department"):
        plan = parts[name].plan
        for violation in () if plan is None else plan.violations[:_NAMED_AT_MOST]:
            found.append(Message(id="community-without-leader", facts={"row": violation.row}))
    grids = parts["grids"].plan
    if grids is not None and grids.violations:
        facts = {"count": len(grids.violations), "percent": round(100 * scenario.grid_tolerance)}
        found.append(Message(id="grid-out-of-window", facts=facts))
    return [*found, *_duties(parts["rosters"], scenario), *_going_round(scenario, parts)]


def _duties(part: Part, scenario: Scenario) -> list[Message]:
    if part.plan is None:
        return []
    duties, required = part.solution.duties, part.problem.cover.required
    heads = np.zeros(required.shape, dtype=np.int64)
    for day in range(required.shape[0]):
        heads[day] = np.bincount(duties[duties[:, day] >= 0, day], minlength=required.shape[1])
    missing = int(np.maximum(required - heads, 0).sum())
    if not missing:
        return []
    each = max(1, scenario.roster_days - 2)
    return [Message(id="duties-unfilled", facts={"missing": missing, "more": -(-missing // each)})]


def _going_round(scenario: Scenario, parts: Mapping[str, Part]) -> list[Message]:
    found = []
    patrols, waste = parts["patrols"], parts["waste"]
    if patrols.plan is None:
        found.append(Message(id="patrol-impossible", facts={"reason": patrols.refusal}))
    else:
        for violation in patrols.plan.violations:
            more = {"more": int(violation.amount)}
            found.append(Message(id="patrol-teams-short", facts={**violation.facts, **more}))
    if waste.plan is None or waste.plan.status is Status.INFEASIBLE:
        count = 0 if waste.plan is None else len(waste.plan.violations)
        found.append(Message(id="stops-unreachable", facts={"count": count}))
        return found
    trips = sum(len(route.trips) for route in waste.solution)
    if trips > scenario.truck_trips:
        facts = {"needed": trips, "trips": scenario.truck_trips, "more": trips - scenario.truck_trips}
        found.append(Message(id="trips-short", facts=facts))
    return found
