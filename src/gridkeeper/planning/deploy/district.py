"""What a deployment is made for: one district as plain arrays, and the scenario that says what is wanted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gridkeeper.kernel.errors import GridkeeperError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


class ScenarioRefused(GridkeeperError):
    """The scenario says something that cannot be meant."""

    code = "planning.scenario.refused"
    text = "The scenario cannot be used: {reason}."
    hint = "Compare it with the example in docs/reference/scenario.md."


@dataclass(frozen=True, kw_only=True, eq=False)
class District:
    """Rows are row numbers only; positions in metres. B buildings, C communities, K compounds, P people, N nodes.

    ``node`` [B] is a road node of each building. ``street_of_leader`` names the street of each street leader.
    ``age``, ``skills`` (bits), ``willing`` [P] say who may be called; ``party`` [P] who is called as a Party member.
    """

    unit: str
    xy: Floats
    residents: Floats
    community: Ints
    compound: Ints
    node: Ints
    community_xy: Floats
    street: Ints
    compound_xy: Floats
    compound_community: Ints
    compound_residents: Floats
    road_xy: Floats
    road_indptr: Ints
    road_head: Ints
    road_metres: Floats
    home: Floats
    age: Ints
    skills: Ints
    willing: Flags
    party: Flags
    community_name: tuple[str, ...]
    compound_name: tuple[str, ...]
    district_leaders: int
    street_of_leader: Ints
    departments: int


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """What is wanted; every field has the default of the built-in example (see docs/reference/scenario.md).

    Hours and metres a second unless the name says otherwise. ``sealed`` are compound rows; ``ill`` people rows;
    ``closed_roads`` pairs of road nodes; ``need_per_1000`` people called for each thousand residents, times
    ``sealed_factor`` for the residents of sealed compounds.
    """

    seed: int = 0
    grids: int = 667
    grid_tolerance: float = 0.10
    points: int = 795
    samplers: int = 405
    per_hour: float = 60.0
    slot_minutes: int = 30
    hours: float = 25.0
    tables_at_point: int = 6
    wait_max_min: float = 30.0
    days_simulated: int = 10
    persons_per_point: int = 2500
    persons_per_table: int = 700
    persons_per_sampler: int = 360
    waves: tuple[tuple[float, float, float], ...] = ((2.0, 1.0, 0.3), (6.0, 1.2, 0.3), (11.0, 1.2, 0.3))
    need_per_1000: float = 22.0
    sealed_factor: float = 2.0
    team_least: int = 8
    team_most: int = 20
    residents_per_member: float = 60.0
    sealed: tuple[int, ...] = (3, 57, 120, 333, 512, 700)
    gate_heads: int = 2
    roster_days: int = 7
    patrol_from: int = 6
    patrol_to: int = 22
    patrol_teams: int | None = None
    walk_speed: float = 1.2
    truck_kg: int = 5000
    truck_trips: int = 120
    kg_per_resident: float = 1.0
    ill: tuple[int, ...] = ()
    closed_roads: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        """Refuse figures outside what can be planned (`ScenarioRefused`)."""
        for name in ("grids", "per_hour", "slot_minutes", "hours", "walk_speed", "truck_kg", "days_simulated"):
            _refuse_unless(getattr(self, name) > 0, f"{name} must be above zero")
        for name in (
            "points",
            "samplers",
            "gate_heads",
            "roster_days",
            "need_per_1000",
            "kg_per_resident",
            "truck_trips",
        ):
            _refuse_unless(getattr(self, name) >= 0, f"{name} must not be negative")
        _refuse_unless(self.truck_trips >= 0, "truck_trips must not be negative")
        _refuse_unless(self.hours * 60 >= self.slot_minutes, "hours must hold at least one slot")
        _refuse_unless(self.team_least <= self.team_most, "team_least must not be above team_most")
        _refuse_unless(0 <= self.patrol_from <= self.patrol_to, "patrols must end after they begin")
        _refuse_unless(sum(w[2] for w in self.waves) <= 1 + 1e-9, "the shares of the waves must not exceed 1")

    @property
    def slots(self) -> int:
        """How many slots the sampling day has."""
        return int(self.hours * 60 / self.slot_minutes + 1e-9)

    @property
    def slot_h(self) -> float:
        """Hours a slot."""
        return self.slot_minutes / 60.0

    @classmethod
    def from_mapping(cls, given: Mapping[str, Any]) -> Scenario:
        """A scenario from YAML or JSON; refuses unknown names and values of the wrong kind (`ScenarioRefused`)."""
        known = {item.name: item for item in fields(cls)}
        unknown = sorted(set(given) - set(known))
        _refuse_unless(not unknown, f"nothing is called {', '.join(map(str, unknown))}")
        values = {name: _deep_tuple(value) for name, value in given.items()}
        for name, value in values.items():
            default = known[name].default
            fits = isinstance(value, tuple) if isinstance(default, tuple) else _is_number(value, default)
            _refuse_unless(fits, f"{name} is {value!r}")
        return cls(**values)


def _is_number(value: Any, default: Any) -> bool:
    if value is None or isinstance(value, bool):
        return value is None and default is None
    return isinstance(value, int) or (isinstance(value, float) and isinstance(default, float))


def _deep_tuple(value: Any) -> Any:
    return tuple(_deep_tuple(item) for item in value) if isinstance(value, (list, tuple)) else value


def _refuse_unless(holds: bool, reason: str) -> None:
    if not holds:
        raise ScenarioRefused(reason=reason)


@dataclass(frozen=True, kw_only=True)
class Message:
    """One sentence to people: a message id of ``words`` with its facts."""

    id: str
    facts: Mapping[str, Any] = field(default_factory=dict)
