"""How large a sampling network the norms ask for (YZ-10..12), and what known samplers can do; pure arithmetic."""

from __future__ import annotations

import math
from dataclasses import dataclass

from gridkeeper.kernel.errors import Malformed


@dataclass(frozen=True, kw_only=True)
class Network:
    """Points, tables and samplers by the norms for one population."""

    points: int
    tables: int
    samplers: int


@dataclass(frozen=True, kw_only=True)
class Feasibility:
    """What ``samplers`` at ``open_points`` can do (YZ-12).

    ``shortage`` against the norm; ``hours`` of pure sampling for everybody; ``points_without`` = open points beyond
    the samplers; ``samplers_more`` to finish within the hours asked for (0 if none were).
    """

    shortage: int
    hours: float
    points_without: int
    samplers_more: int


def network(
    population: int, *, persons_per_point: int = 2500, persons_per_table: int = 700, persons_per_sampler: int = 360
) -> Network:
    """YZ-10: each norm rounded up; 592,747 people give 238 points, 847 tables, 1,647 samplers. Errors: `Malformed`."""
    _positive("persons", min(persons_per_point, persons_per_table, persons_per_sampler))
    if population < 0:
        raise Malformed(field="population", value=population, expected="zero or more", example=592747)
    return Network(
        points=-(-population // persons_per_point),
        tables=-(-population // persons_per_table),
        samplers=-(-population // persons_per_sampler),
    )


def feasibility(
    population: int,
    *,
    samplers: int,
    open_points: int,
    norm: int,
    per_hour: float = 60.0,
    within_h: float | None = None,
) -> Feasibility:
    """YZ-12: 592,747 people, 405 samplers, 795 points, norm 1,647 give shortage 1,242 and 24.4 h. `Malformed`."""
    _positive("per_hour", per_hour)
    if min(population, samplers, open_points, norm) < 0:
        raise Malformed(field="counts", value="negative", expected="zero or more", example=405)
    hours = population / (samplers * per_hour) if samplers else (math.inf if population else 0.0)
    asked = 0 if within_h is None else math.ceil(population / (per_hour * within_h) - 1e-9)
    return Feasibility(
        shortage=max(0, norm - samplers),
        hours=hours,
        points_without=max(0, open_points - samplers),
        samplers_more=max(0, asked - samplers),
    )


def _positive(field: str, value: float) -> None:
    if value <= 0:
        raise Malformed(field=field, value=value, expected="above zero", example=360)
