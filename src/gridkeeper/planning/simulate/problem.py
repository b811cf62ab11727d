"""What a simulated day is made of: points, people coming, servers hour by hour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gridkeeper.kernel.errors import Malformed

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Day:
    """A known day: ``at`` and ``service`` in hours, point by point (``offset`` [n+1]), sorted by ``at`` in a point.

    ``green`` marks people of the green channel (PH-02).
    """

    offset: Counts
    at: Floats
    service: Floats
    green: NDArray[np.bool_] | None = None


@dataclass(frozen=True, kw_only=True)
class Problem:
    """``servers`` [n, slots] at n points; people come as ``rate`` [n, slots] per hour or as a known ``day``.

    ``slot_h`` hours a slot; ``service_per_h`` people an hour and server; ``service_shape`` 0 = constant service
    time, k = Erlang-k (1 = exponential); ``green_share`` of the people use the green channel, served at most one
    to one with the others. ``reps`` days are drawn. With ``drain`` the last slot's servers stay until the queue is
    empty; without it whoever still waits at the end goes home unserved. ``wait_max_min`` is the wait that counts
    as too long (YZ-13).
    """

    servers: Counts
    rate: Floats | None = None
    day: Day | None = None
    slot_h: float = 1.0
    service_per_h: float = 60.0
    service_shape: int = 1
    green_share: float = 0.0
    reps: int = 100
    drain: bool = True
    wait_max_min: float = 30.0

    def __post_init__(self) -> None:
        """Refuse negative, non-finite or mis-shaped input (`Malformed`)."""
        servers = np.asarray(self.servers)
        _require("servers", servers.shape, servers.ndim == 2 and servers.shape[1] > 0, "of shape [points, slots]")
        whole = servers.astype(np.int64)
        _require("servers", "fractions", bool((whole == servers).all()), "whole numbers")
        _require("servers", int(whole.min(initial=0)), bool((whole >= 0).all()), "zero or more")
        object.__setattr__(self, "servers", whole)
        _require("slot_h", self.slot_h, 0 < self.slot_h < np.inf, "a length above zero")
        _require("service_per_h", self.service_per_h, 0 < self.service_per_h < np.inf, "a rate above zero")
        _require("service_shape", self.service_shape, self.service_shape >= 0, "zero or more")
        _require("green_share", self.green_share, 0 <= self.green_share <= 1, "between 0 and 1")
        _require("reps", self.reps, self.reps >= 1, "one or more")
        _require("rate", "both or none", (self.rate is None) != (self.day is None), "given either as rates or as a day")
        if self.rate is not None:
            rate = np.asarray(self.rate, dtype=np.float64)
            _require("rate", rate.shape, rate.shape == whole.shape, f"of shape {whole.shape}")
            _require("rate", "nan", bool((np.isfinite(rate) & (rate >= 0)).all()), "finite and zero or more")
            object.__setattr__(self, "rate", np.ascontiguousarray(rate))
        if self.day is not None:
            _check_day(self.day, len(whole))

    @property
    def horizon_h(self) -> float:
        """Hours from the first to the end of the last slot."""
        return float(self.servers.shape[1] * self.slot_h)


@dataclass(frozen=True, kw_only=True)
class Queues:
    """What waiting was like; minutes. ``queue`` [grid] = mean people waiting at each quarter slot, all points.

    Percentiles of drawn days are read to the second, of a known day exactly. ``start`` (known days only) is when
    each person was served, in hours; infinite = went home unserved.
    """

    mean_min: float
    p50_min: float
    p90_min: float
    p95_min: float
    green_mean_min: float
    share_over: float
    arrived: float
    unserved: float
    utilisation: float
    queue: Floats
    point_mean_min: Floats
    point_p90_min: Floats
    point_peak: Floats
    start: Floats | None = None


def _check_day(day: Day, points: int) -> None:
    offset = np.asarray(day.offset)
    _require("offset", offset.shape, offset.shape == (points + 1,), f"of shape ({points + 1},)")
    _require("at", len(day.at), len(day.at) == len(day.service) == offset[-1], f"{offset[-1]} people long")
    _require("green", "length", day.green is None or len(day.green) == len(day.at), "as long as the day")
    _require("service", "negative", bool((np.asarray(day.service) >= 0).all()), "zero or more")
    steps = np.diff(np.asarray(day.at, dtype=np.float64))
    inner = np.ones(len(steps), dtype=np.bool_)
    inner[offset[1:-1][(offset[1:-1] > 0) & (offset[1:-1] < len(day.at))] - 1] = False
    _require("at", "unsorted", bool((steps[inner] >= 0).all()), "sorted by time within each point")


def _require(field: str, value: Any, holds: bool, expected: str) -> None:
    if not holds:
        raise Malformed(field=field, value=value, expected=expected, example="servers=[[2, 2]], rate=[[90, 60]]")
