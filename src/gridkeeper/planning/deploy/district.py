"""What a deployment is made for: one district as plain arrays, and the scenario that says what is wanted."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gridkeeper.kernel.errors import GridkeeperError
from gridkeeper.kernel.texts import Words

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


_SLOTS_AT_MOST = 2_000
# What a district can mean; a figure beyond is a slip of the pen.
_LIMITS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "grids": (1, 1e6),
        "grid_tolerance": (0, 10),
        "points": (0, 1e6),
        "samplers": (0, 1e6),
        "per_hour": (1, 3600),
        "slot_minutes": (1, 1440),
        "hours": (0.1, 744),
        "tables_at_point": (1, 1000),
        "wait_max_min": (1, 1440),
        "days_simulated": (1, 1000),
        "persons_per_point": (1, 1e7),
        "persons_per_table": (1, 1e7),
        "persons_per_sampler": (1, 1e7),
        "need_per_1000": (0, 1000),
        "sealed_factor": (0, 1000),
        "team_least": (0, 10_000),
        "team_most": (0, 10_000),
        "residents_per_member": (0.1, 1e6),
        "gate_heads": (0, 1000),
        "roster_days": (0, 62),
        "patrol_from": (0, 744),
        "patrol_to": (0, 744),
        "patrol_teams": (0, 1e6),
        "walk_speed": (0.01, 100),
        "truck_kg": (1, 1e6),
        "truck_trips": (0, 1e6),
        "kg_per_resident": (0, 1000),
    }
)


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
        for name, (least, most) in _LIMITS.items():
            value = getattr(self, name)
            fine = value is None or (math.isfinite(value) and least <= value <= most)
            _refuse_unless(
                fine,
                f"{name} 是 {value}，不在 {least:g} 到 {most:g} 之间",
                f"{name} is {value}, outside {least:g} to {most:g}",
            )
        _refuse_unless(
            self.hours * 60 >= self.slot_minutes, "hours 至少要有一个时段那么长", "hours must hold at least one slot"
        )
        _refuse_unless(
            self.slots <= _SLOTS_AT_MOST,
            f"hours 里的时段超过 {_SLOTS_AT_MOST} 个",
            f"the hours have more than {_SLOTS_AT_MOST} slots",
        )
        _refuse_unless(
            self.team_least <= self.team_most, "team_least 不能大于 team_most", "team_least must not be above team_most"
        )
        _refuse_unless(
            0 <= self.patrol_from <= self.patrol_to,
            "patrol_to 不能早于 patrol_from",
            "patrols must end after they begin",
        )
        for name, length in (("sealed", 0), ("ill", 0), ("closed_roads", 2), ("waves", 3)):
            fine = all(_is_row(item, length, whole=name != "waves") for item in getattr(self, name))
            zh, en = (f"每项 {length} 个数", f"{length} numbers each") if length else ("行号", "row numbers")
            _refuse_unless(fine, f"{name} 应是{zh}的列表", f"{name} is no list of {en}")
        fine = all(at >= 0 and spread > 0 and share >= 0 for at, spread, share in self.waves)
        _refuse_unless(
            fine,
            "waves 每项的时刻和份额不能小于零，离散度要大于零",
            "waves have an hour and a share of zero or more and a spread above zero",
        )
        _refuse_unless(
            sum(w[2] for w in self.waves) <= 1 + 1e-9,
            "waves 的份额加起来不能超过 1",
            "the shares of the waves must not exceed 1",
        )

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
        _refuse_unless(
            not unknown,
            f"没有叫 {'、'.join(map(str, unknown))} 的项",
            f"nothing is called {', '.join(map(str, unknown))}",
        )
        values = {name: _deep_tuple(value) for name, value in given.items()}
        for name, value in values.items():
            default = known[name].default
            fits = isinstance(value, tuple) if isinstance(default, tuple) else _is_number(value, default)
            _refuse_unless(fits, f"{name} 不能是 {value!r}", f"{name} is {value!r}")
        return cls(**values)


def _is_row(item: Any, length: int, *, whole: bool) -> bool:
    """A number, or a tuple of ``length`` numbers; finite, and ``whole`` where they name rows."""
    numbers = item if length and isinstance(item, tuple) else (item,)
    kinds = int if whole else (int, float)
    fine = all(isinstance(one, kinds) and not isinstance(one, bool) and math.isfinite(one) for one in numbers)
    return fine and len(numbers) == max(length, 1)


def _is_number(value: Any, default: Any) -> bool:
    if value is None or isinstance(value, bool):
        return value is None and default is None
    return isinstance(value, int) or (isinstance(value, float) and isinstance(default, float))


def _deep_tuple(value: Any) -> Any:
    return tuple(_deep_tuple(item) for item in value) if isinstance(value, (list, tuple)) else value


def _refuse_unless(holds: bool, zh: str, en: str) -> None:
    if not holds:
        raise ScenarioRefused(reason=Words(zh=zh, en=en))


@dataclass(frozen=True, kw_only=True)
class Message:
    """One sentence to people: a message id of ``words`` with its facts."""

    id: str
    facts: Mapping[str, Any] = field(default_factory=dict)
