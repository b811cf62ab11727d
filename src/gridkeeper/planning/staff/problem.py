"""Points, how many people come when, and how many servers there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gridkeeper.kernel.errors import Malformed

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]

MODELS = ("mmc", "fluid", "sim", "windows")


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Allocate ``servers`` (a number, or one a slot) to n points over S slots.

    ``rate`` [n, S] people an hour; ``service_per_h`` people an hour and server; ``open_`` [n, S] which points are
    open when (default: all, always); ``least`` servers at an open point; ``most`` [n] servers (tables) at a point.
    ``model``: ``mmc`` = expected queue by Erlang C in each slot, ``fluid`` = backlog carried from slot to slot,
    ``sim`` = simulated waits of ``reps`` days, ``windows`` = people are called: each point gets a window in which
    everybody of the day is served, so that no open point stands without a server (YZ-12); ``order`` [n] then says
    in which order teams go round (neighbours together).
    """

    rate: Floats
    servers: Counts
    service_per_h: float = 60.0
    slot_h: float = 1.0
    open_: Flags | None = None
    least: int = 1
    most: Counts | None = None
    model: str = "mmc"
    order: Counts | None = None
    reps: int = 3

    def __post_init__(self) -> None:
        """Refuse negative, non-finite or mis-shaped input (`Malformed`)."""
        rate = np.asarray(self.rate, dtype=np.float64)
        _require("rate", rate.shape, rate.ndim == 2 and rate.shape[1] > 0, "of shape [points, slots]")
        _require("rate", "nan", bool((np.isfinite(rate) & (rate >= 0)).all()), "finite and zero or more")
        object.__setattr__(self, "rate", np.ascontiguousarray(rate))
        n, slots = rate.shape
        servers = np.asarray(self.servers, dtype=np.int64)
        servers = np.full(slots, int(servers)) if servers.ndim == 0 else servers
        _require("servers", servers.shape, servers.shape == (slots,), f"one number or {slots}")
        _require("servers", "negative", bool((servers >= 0).all()), "zero or more")
        object.__setattr__(self, "servers", servers)
        _require("service_per_h", self.service_per_h, 0 < self.service_per_h < np.inf, "above zero")
        _require("slot_h", self.slot_h, 0 < self.slot_h < np.inf, "above zero")
        _require("least", self.least, self.least >= 0, "zero or more")
        _require("reps", self.reps, self.reps >= 1, "one or more")
        _require("model", self.model, self.model in MODELS, "one of " + ", ".join(MODELS))
        for name, kind, shape in (("open_", np.bool_, (n, slots)), ("most", np.int64, (n,)), ("order", np.int64, (n,))):
            value = getattr(self, name)
            if value is not None:
                array: NDArray[Any] = np.asarray(value, dtype=kind)
                _require(name, array.shape, array.shape == shape, f"of shape {shape}")
                object.__setattr__(self, name, array)
        _require("most", "negative", self.most is None or bool((self.most >= 0).all()), "zero or more")
        ordered = self.order is None or bool((np.sort(self.order) == np.arange(n)).all())
        _require("order", "rows", ordered, "every row once")

    def opening(self) -> Flags:
        """[n, S] which points are open when."""
        return np.ones(self.rate.shape, dtype=np.bool_) if self.open_ is None else self.open_

    def limits(self) -> tuple[Counts, Counts]:
        """(fewest, most) servers [n, S] by opening, ``least`` and ``most``."""
        room = max(int(self.servers.max(initial=0)), self.least)
        top = np.full(len(self.rate), room) if self.most is None else self.most
        high = np.where(self.opening(), top[:, None], 0)
        low = np.where(self.opening(), np.minimum(self.least, top[:, None]), 0)
        return low.astype(np.int64), np.maximum(high, low).astype(np.int64)


@dataclass(frozen=True, kw_only=True)
class Allocation:
    """``servers`` [n, S]. ``price`` [S]: what one server more would save in a slot (mmc). ``teams`` [k, 4] (windows
    only): server, point, first slot, slot after the last; ``open_`` [n, S]: the windows proposed.
    """

    servers: Counts
    price: Floats | None = None
    teams: Counts | None = None
    open_: Flags | None = None


def _require(field: str, value: Any, holds: bool, expected: str) -> None:
    if not holds:
        raise Malformed(field=field, value=value, expected=expected, example="rate=[[90, 60]], servers=3")
