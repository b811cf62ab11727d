"""The parts of a deployment in the order they build on each other: question, planner, share of time, inputs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from gridkeeper.planning import mobilise, pair, partition, route, simulate, site, staff
from gridkeeper.planning.deploy import questions, rounds
from gridkeeper.planning.deploy.by_hand import HandMade
from gridkeeper.planning.deploy.district import District, Message, Scenario
from gridkeeper.planning.deploy.figures import Figures
from gridkeeper.planning.plan import Budget, Plan, Violation
from gridkeeper.planning.roster.solve import solve as solve_roster

Question = Callable[[District, Scenario, dict[str, Any]], Any]


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How one part is made: ``uses`` names the scenario's fields it reads, ``after`` the parts it builds on,
    ``earlier`` which of people's earlier duties it tries to keep."""

    name: str
    question: Question
    solve: Callable[[Any, Budget, Any], Plan[Any]]
    share: float
    uses: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    earlier: str = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class Part:
    """One answered part: ``by_hand`` is what a careful officer would get, ``broken`` what the checker found (nothing).

    ``figures`` are the plan's in everyday units, ``reasons`` one message for each of its violations; ``key`` says what
    it was made from; ``earlier`` which duties it tried to keep; ``refusal`` stands where the question itself could not
    be put, ``waits_for`` names the part it needed an answer of.
    """

    name: str
    key: str
    plan: Plan[Any] | None
    problem: Any = None
    by_hand: HandMade | None = None
    figures: Figures = field(default_factory=dict)
    reasons: tuple[Message, ...] = ()
    broken: tuple[Violation, ...] = ()
    refusal: str = ""
    waits_for: str = ""
    earlier: Any = None
    reused: bool = False

    @property
    def solution(self) -> Any:
        """What the plan proposes, None without a plan."""
        return None if self.plan is None else self.plan.solution


def _partition(problem: Any, budget: Budget, start: Any) -> Plan[Any]:
    return partition.solve(problem, budget=budget, start=start)


def _pair(problem: Any, budget: Budget, start: Any) -> Plan[Any]:
    return pair.solve(problem, budget=budget, start=start)


def _site(problem: Any, budget: Budget, start: Any) -> Plan[Any]:
    return site.solve(problem, budget=budget, start=None if start is None else start.opened)


def _staff(problem: Any, budget: Budget, start: Any) -> Plan[Any]:
    return staff.solve(problem, budget=budget, start=start)


def _simulate(problem: Any, budget: Budget, start: Any) -> Plan[Any]:  # noqa: ARG001
    return simulate.solve(problem, budget=Budget(seed=budget.seed, iterations=problem.reps))


def _mobilise(problem: Any, budget: Budget, start: Any) -> Plan[Any]:
    return mobilise.solve(problem, budget=budget, start=start)


def _roster(problem: Any, budget: Budget, start: Any) -> Plan[Any]:
    fits = start is not None and start.duties.shape == (problem.people, problem.days)
    return solve_roster(problem, budget=budget, start=start if fits else None, engine="duty")


def _patrol(problem: Any, budget: Budget, start: Any) -> Plan[Any]:  # noqa: ARG001
    return route.plan_patrols(problem, budget=budget)


def _route(problem: Any, budget: Budget, start: Any) -> Plan[Any]:
    return route.solve(problem, budget=budget, start=start)


_SEALED = ("sealed", "closed_roads", "walk_speed")
_SAMPLING = ("samplers", "per_hour", "slot_minutes", "hours", "tables_at_point", "waves")
_CALLED = ("ill", "need_per_1000", "sealed", "sealed_factor")

RECIPES: tuple[Recipe, ...] = (
    Recipe(name="grids", question=questions.grids, solve=_partition, share=0.18, uses=("grids", "grid_tolerance")),
    Recipe(name="pairing_district", question=questions.pairing_district, solve=_pair, share=0.01),
    Recipe(name="pairing_street", question=questions.pairing_street, solve=_pair, share=0.01),
    Recipe(name="pairing_department", question=questions.pairing_department, solve=_pair, share=0.01),
    Recipe(name="sites", question=questions.sites, solve=_site, share=0.12, uses=("points",)),
    Recipe(name="staffing", question=questions.staffing, solve=_staff, share=0.03, uses=_SAMPLING, after=("sites",)),
    Recipe(
        name="day",
        question=questions.day,
        solve=_simulate,
        share=0.05,
        uses=("days_simulated", "wait_max_min"),
        after=("staffing",),
    ),
    Recipe(
        name="mobilisation",
        question=questions.mobilisation,
        solve=_mobilise,
        share=0.08,
        uses=_CALLED,
        earlier="earlier_places",
    ),
    Recipe(
        name="teams",
        question=questions.teams,
        solve=_mobilise,
        share=0.05,
        uses=("team_least", "team_most", "residents_per_member"),
        after=("mobilisation",),
        earlier="earlier_teams",
    ),
    Recipe(
        name="rosters",
        question=rounds.rosters,
        solve=_roster,
        share=0.06,
        uses=("sealed", "gate_heads", "roster_days"),
        after=("teams",),
        earlier="earlier_duties",
    ),
    Recipe(
        name="patrols",
        question=rounds.patrols,
        solve=_patrol,
        share=0.02,
        uses=(*_SEALED, "patrol_from", "patrol_to", "patrol_teams"),
    ),
    Recipe(
        name="waste",
        question=rounds.waste,
        solve=_route,
        share=0.09,
        uses=("closed_roads", "walk_speed", "truck_kg", "truck_trips", "kg_per_resident"),
    ),
)


def earlier(parts: Mapping[str, Part], scenario: Scenario) -> dict[str, Any]:
    """What people already do, so that as few as possible are asked to change: places, teams, duties by person."""
    found: dict[str, Any] = {}
    for part, name in (("mobilisation", "earlier_places"), ("teams", "earlier_teams")):
        if parts[part].solution is not None:
            found[name] = np.asarray(parts[part].solution.place)
    roster = parts["rosters"]
    if roster.solution is not None:
        gates = rounds.gates(scenario)
        ids = roster.problem.staff.ids
        found["earlier_duties"] = {
            int(person): [rounds.duty_of(int(shift), gates) for shift in roster.solution.duties[row]]
            for row, person in enumerate(ids)
        }
    return found
