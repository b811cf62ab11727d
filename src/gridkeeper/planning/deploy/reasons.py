"""Every rule that an answer could not keep, as a sentence to people that names the place and what would mend it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from gridkeeper.planning.deploy.district import District, Message, Scenario
from gridkeeper.planning.plan import Plan, Violation

Facts = dict[str, Any]


def reasons(part: str, plan: Plan[Any], *, problem: Any, district: District, scenario: Scenario) -> tuple[Message, ...]:
    """One message a violation of the part's plan, in their order."""
    known = _Explained(part, problem, district, scenario)
    return tuple(known.message(violation, plan) for violation in plan.violations)


class _Explained:
    """Names and figures that the sentences of one part need."""

    def __init__(self, part: str, problem: Any, district: District, scenario: Scenario) -> None:
        self.part = part
        self.problem = problem
        self.district = district
        self.scenario = scenario

    def message(self, violation: Violation, plan: Plan[Any]) -> Message:
        """The sentence for one violation; a rule without words of its own is named with what generally helps."""
        by_rule = {
            "unit-heavier-than-a-part": self._building,
            "weight-outside-window": self._grid,
            "community-without-leader": self._community,
            "people-without-window": self._round,
            "points-without-server": self._slot,
            "cannot-keep-up": self._slot,
            "point-too-small": self._point,
            "people-unserved": self._unserved,
            "post-unfilled": self._post,
            "minimum-unfilled": self._post,
            "too-few-teams": self._teams,
            "stop-out-of-reach": self._stop,
        }
        found = by_rule.get(violation.rule)
        if found is None:
            row = "-" if violation.row is None else violation.row
            return Message(id="rule-not-kept", facts={"part": self.part, "rule": violation.rule, "row": row})
        return found(violation, plan)

    def _building(self, violation: Violation, plan: Plan[Any]) -> Message:  # noqa: ARG002
        row = int(violation.row or 0)
        people, over = int(self.district.residents[row]), math.ceil(violation.amount)
        facts: Facts = {"place": building_name(self.district, row), "people": people, "over": over}
        return Message(id="building-beyond-a-grid", facts=facts)

    def _grid(self, violation: Violation, plan: Plan[Any]) -> Message:
        part = int(violation.facts["part"])
        row = int(np.argmax(np.asarray(plan.solution) == part))
        low, high = math.ceil(violation.facts["low"]), math.floor(violation.facts["high"])
        facts: Facts = {
            "place": building_name(self.district, row),
            "people": round(violation.facts["load"]),
            "low": low,
            "high": high,
        }
        return Message(id="grid-outside-its-window", facts=facts)

    def _community(self, violation: Violation, plan: Plan[Any]) -> Message:  # noqa: ARG002
        return Message(
            id="community-without-leader", facts={"place": self.district.community_name[int(violation.row or 0)]}
        )

    def _round(self, violation: Violation, plan: Plan[Any]) -> Message:  # noqa: ARG002
        return Message(id="round-too-long", facts={k: v for k, v in violation.facts.items() if k not in _UNSAID})

    def _slot(self, violation: Violation, plan: Plan[Any]) -> Message:  # noqa: ARG002
        facts = {k: v for k, v in violation.facts.items() if k not in _UNSAID}
        facts["slot"] = clock(float(violation.facts["slot"]) * self.scenario.slot_h)
        return Message(id="points-without-sampler", facts=facts)

    def _point(self, violation: Violation, plan: Plan[Any]) -> Message:  # noqa: ARG002
        facts = dict(violation.facts)
        more = int(facts["needed"]) - int(facts["most"])
        said: Facts = {"point": int(facts["point"]) + 1, "slot": clock(float(facts["slot"]) * self.scenario.slot_h)}
        return Message(id="point-too-small", facts=said | {"most": facts["most"], "more": more})

    def _unserved(self, violation: Violation, plan: Plan[Any]) -> Message:
        """Who still waits when a window closes: as many hours of sampling after the round, or samplers beside it."""
        hours = violation.amount / self.scenario.per_hour
        standing = max(self.scenario.samplers, 1)
        facts: Facts = {
            "people": round(violation.amount),
            "percent": round(100.0 * violation.amount / max(plan.solution.arrived, 1.0), 1),
            "hours": round(math.ceil(10.0 * hours / standing) / 10.0, 1),
            "more": math.ceil(hours / self.scenario.hours),
        }
        return Message(id="people-left-in-line", facts=facts)

    def _post(self, violation: Violation, plan: Plan[Any]) -> Message:  # noqa: ARG002
        names = self.district.compound_name if self.part == "teams" else self.district.community_name
        kind = {"people": "people-short", "most": "place-full"}.get(violation.facts["binds"], "people-not-eligible")
        facts: Facts = {"place": names[int(violation.row or 0)], "missing": int(violation.amount)}
        return Message(id=kind, facts=facts)

    def _teams(self, violation: Violation, plan: Plan[Any]) -> Message:  # noqa: ARG002
        facts = {"needed": violation.facts["needed"], "teams": violation.facts["teams"], "more": int(violation.amount)}
        return Message(id="patrol-teams-short", facts=facts)

    def _stop(self, violation: Violation, plan: Plan[Any]) -> Message:  # noqa: ARG002
        from gridkeeper.planning.deploy.rounds import waste_stops

        compound = int(waste_stops(self.district, self.scenario)[0][int(violation.row or 0)])
        return Message(id="stop-out-of-reach", facts={"place": self.district.compound_name[compound]})


def building_name(district: District, building: int) -> str:
    """Where building row ``building`` stands: its compound, else its community."""
    compound = int(district.compound[building])
    if compound >= 0:
        return district.compound_name[compound]
    return district.community_name[int(district.community[building])]


_UNSAID = ("rows", "work")


def clock(hours: float) -> str:
    """Hours since the start as 3:30."""
    minutes = round(hours * 60.0)
    return f"{minutes // 60}:{minutes % 60:02d}"
