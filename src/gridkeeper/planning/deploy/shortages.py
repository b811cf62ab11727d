"""Everything that is missing, in plain words with what would mend it: message ids with facts."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from gridkeeper.planning import simulate, site, staff
from gridkeeper.planning.deploy.district import District, Message, Scenario
from gridkeeper.planning.deploy.parts import Part
from gridkeeper.planning.deploy.reasons import building_name
from gridkeeper.planning.plan import Status

_NAMED_AT_MOST = 5
_PLAIN = ("pairing_district", "pairing_street", "pairing_department", "sites")


def shortages(district: District, scenario: Scenario, parts: Mapping[str, Part]) -> tuple[Message, ...]:
    """All shortages of a deployment, sampling first; of many of a kind the largest are named."""
    return (
        *_norms(district, scenario, parts),
        *_sampling(district, scenario, parts),
        *_people(parts["mobilisation"]),
        *_people(parts["teams"]),
        *(said for name in _PLAIN for said in _named(parts[name])),
        *_grids(parts["grids"]),
        *_duties(parts["rosters"], scenario),
        *_going_round(scenario, parts),
        *_not_planned(parts),
    )


def _norms(district: District, scenario: Scenario, parts: Mapping[str, Part]) -> list[Message]:
    """What the norms ask for, and what the samplers there are can do (YZ-10 to YZ-12)."""
    population = int(district.residents.sum())
    norm = staff.network(
        population,
        persons_per_point=scenario.persons_per_point,
        persons_per_table=scenario.persons_per_table,
        persons_per_sampler=scenario.persons_per_sampler,
    )
    found = [Message(id="sampling-norms", facts={"population": population, **asdict(norm)})]
    plan = parts["staffing"].plan
    able = staff.feasibility(
        population,
        samplers=scenario.samplers,
        open_points=0 if plan is None else len(plan.solution.servers),
        norm=norm.samplers,
        per_hour=scenario.per_hour,
        within_h=scenario.hours,
    )
    if able.shortage:
        facts: dict[str, Any] = {"norm": norm.samplers, "samplers": scenario.samplers, "shortage": able.shortage}
        if scenario.samplers:
            found.append(Message(id="samplers-short-of-norm", facts=facts | {"hours": round(able.hours, 1)}))
        else:
            found.append(Message(id="no-sampler", facts=facts))
    return found


def _sampling(district: District, scenario: Scenario, parts: Mapping[str, Part]) -> list[Message]:
    part = parts["staffing"]
    if part.plan is None:
        return []
    found = _named(part)
    if part.problem.model == "windows" and part.plan.status is not Status.INFEASIBLE:
        open_ = part.solution.servers > 0
        facts: dict[str, Any] = {"points": len(open_), "samplers": scenario.samplers, "end": part.plan.objective}
        at_once = open_.sum(axis=0)
        facts |= {"first": int(at_once[0]), "at_once": int(at_once.max(initial=0))}
        found.append(Message(id="points-open-in-turn", facts=facts))
    if parts["day"].plan is None:
        return found
    return [
        *found,
        *_waiting(district, scenario, parts["day"].solution, parts["sites"].solution),
        *parts["day"].reasons,
    ]


def _waiting(district: District, scenario: Scenario, queues: simulate.Queues, sites: site.Sites) -> list[Message]:
    """The points whose queue is too long, by how much, and the longest."""
    limit = scenario.wait_max_min
    over = np.flatnonzero(queues.point_p90_min > limit)
    if not len(over):
        return []
    longest = int(np.argmax(queues.point_p90_min))
    facts: dict[str, Any] = {"p90": round(queues.p90_min, 1), "limit": round(limit, 1), "points": len(over)}
    facts["place"] = building_name(district, int(sites.opened[longest]))
    facts["later"] = math.ceil(float(np.median(queues.point_p90_min[over])) - limit)
    if queues.p90_min <= limit:
        return [Message(id="some-wait-too-long", facts=facts)]
    return [Message(id="wait-too-long", facts=facts | {"p50": round(queues.p50_min, 1)})]


def _named(part: Part) -> list[Message]:
    """The largest of a part's reasons."""
    violations = () if part.plan is None else part.plan.violations
    ranked = sorted(zip(violations, part.reasons, strict=True), key=lambda pair: -pair[0].amount)
    return [said for _, said in ranked[:_NAMED_AT_MOST]]


def _people(part: Part) -> list[Message]:
    if part.plan is None or not part.plan.violations:
        return []
    missing = int(sum(violation.amount for violation in part.plan.violations))
    rate = round(100.0 * part.plan.parts["lowest_rate"], 1)
    facts = {"places": len(part.plan.violations), "missing": missing, "rate": rate, "part": part.name}
    return [Message(id="people-short-in-all", facts=facts), *_named(part)]


def _grids(part: Part) -> list[Message]:
    """Buildings beyond a grid, and the other grids outside their window."""
    found = [said for said in part.reasons if said.id != "grid-outside-its-window"]
    known = {said.facts.get("place") for said in found}
    others = [
        said for said in part.reasons if said.id == "grid-outside-its-window" and said.facts["place"] not in known
    ]
    return [*found[:_NAMED_AT_MOST], *others[:_NAMED_AT_MOST]]


def _duties(part: Part, scenario: Scenario) -> list[Message]:
    if part.plan is None:
        return []
    missing = int(part.figures.get("missing", 0))
    found = list(part.reasons)
    if missing:
        each = max(1, scenario.roster_days - 2)
        found.append(Message(id="duties-unfilled", facts={"missing": missing, "more": -(-missing // each)}))
    return found


def _going_round(scenario: Scenario, parts: Mapping[str, Part]) -> list[Message]:
    found = [*_named(parts["patrols"]), *_named(parts["waste"])]
    waste = parts["waste"]
    trips = 0 if waste.plan is None else sum(len(route.trips) for route in waste.solution)
    if trips > scenario.truck_trips:
        facts = {"needed": trips, "trips": scenario.truck_trips, "more": trips - scenario.truck_trips}
        found.append(Message(id="trips-short", facts=facts))
    return found


def _not_planned(parts: Mapping[str, Part]) -> list[Message]:
    """Parts whose question could not be put."""
    found = []
    for name, part in parts.items():
        if part.plan is not None:
            continue
        if part.waits_for:
            found.append(Message(id="part-waits", facts={"part": name, "needs": part.waits_for}))
        elif name == "patrols":
            found.append(Message(id="patrol-impossible"))
        else:
            found.append(Message(id="part-refused", facts={"part": name, "reason": part.refusal.rstrip(".")}))
    return found
