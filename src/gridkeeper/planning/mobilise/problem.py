"""Who can be sent, where people are needed, and what may never happen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gridkeeper.kernel.errors import Malformed

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Problem:
    """n people, m places, K classes of people (1 if ``need`` has one column).

    ``home`` [n, 2] and ``xy`` [m, 2] give straight-line costs in their unit, or ``cost`` [n, m] gives any (infinite
    = impossible). ``cls`` [n]: a person's class, who fills only posts of it. ``skills`` [n] and ``asked`` [m, K]:
    bit sets, a person must have every bit asked. ``limit`` [n]: the most that person's way may cost. ``unfit`` [n]:
    never sent anywhere (XL-23). ``forbidden`` [k, 2]: pairs (person, place). ``need`` [m, K] posts to fill;
    ``least`` must be filled, ``most`` may be (both default to need; least to 0); only with ``everyone`` are people
    sent beyond the need. ``current`` [n] (place or -1) with ``change_cost``: what sending a person to another place
    than the present one costs on top. ``fairness`` "maxmin": short places are filled at rates as equal as can be
    before ways are counted.
    """

    need: Counts
    home: Floats | None = None
    xy: Floats | None = None
    cost: Floats | None = None
    cls: Counts | None = None
    skills: Counts | None = None
    asked: Counts | None = None
    limit: Floats | None = None
    unfit: Flags | None = None
    forbidden: Counts | None = None
    least: Counts | None = None
    most: Counts | None = None
    everyone: bool = False
    current: Counts | None = None
    change_cost: float = 0.0
    fairness: str | None = None

    def __post_init__(self) -> None:
        """Refuse wrong shapes, negative counts and rows that do not exist (`Malformed`)."""
        need = np.atleast_1d(np.asarray(self.need))
        need = need[:, None] if need.ndim == 1 else need
        _require("need", need.shape, need.ndim == 2 and need.shape[1] > 0, "of shape [places, classes]")
        object.__setattr__(self, "need", need)
        by_xy = self.home is not None and self.xy is not None and self.cost is None
        by_cost = self.cost is not None and self.home is None and self.xy is None
        _require("cost", "both or neither", by_xy or by_cost, "given as home and xy, or as cost")
        n = len(self.home if self.home is not None else self.cost)  # type: ignore[arg-type]
        m, classes = need.shape
        for name, kind, shape in (
            ("need", np.int64, (m, classes)), ("home", np.float64, (n, 2)), ("xy", np.float64, (m, 2)),
            ("cost", np.float64, (n, m)), ("cls", np.int64, (n,)), ("skills", np.int64, (n,)),
            ("asked", np.int64, (m, classes)), ("limit", np.float64, (n,)), ("unfit", np.bool_, (n,)),
            ("least", np.int64, (m, classes)), ("most", np.int64, (m, classes)), ("current", np.int64, (n,)),
        ):  # fmt: skip
            self._take(name, kind, shape)
        self._check_values(n, m, classes)

    def _take(self, name: str, kind: Any, shape: tuple[int, ...]) -> None:
        value = getattr(self, name)
        if value is None:
            return
        array: NDArray[Any] = np.ascontiguousarray(value, dtype=kind)
        if name in ("least", "most", "asked") and array.ndim == 1 and shape[1] == 1:
            array = array[:, None]
        _require(name, array.shape, array.shape == shape, f"of shape {shape}")
        object.__setattr__(self, name, array)

    def _check_values(self, n: int, m: int, classes: int) -> None:
        low, high = self.bounds()
        _require("need", "negative", bool((self.need >= 0).all()), "zero or more")
        _require("least", "out of order", bool((low >= 0).all() and (low <= high).all()), "between 0 and most")
        for name, rows, end in (("cls", self.cls, classes), ("current", self.current, m)):
            first = -1 if name == "current" else 0
            _require(name, "unknown row", rows is None or bool(((rows >= first) & (rows < end)).all()), f"below {end}")
        for name, array in (("home", self.home), ("xy", self.xy)):
            _require(name, "nan", array is None or bool(np.isfinite(array).all()), "finite")
        _require("cost", "nan", self.cost is None or bool((self.cost >= 0).all()), "zero or more")
        _require("change_cost", self.change_cost, 0 <= self.change_cost < np.inf, "zero or more")
        _require("fairness", self.fairness, self.fairness in (None, "maxmin"), "“maxmin” or nothing")
        if self.forbidden is not None:
            pairs = np.asarray(self.forbidden, dtype=np.int64).reshape(-1, 2)
            inside = bool(((pairs >= 0) & (pairs < np.array([n, m]))).all())
            _require("forbidden", "unknown row", inside, "pairs of known rows")
            object.__setattr__(self, "forbidden", pairs)

    @property
    def people(self) -> int:
        """n."""
        return len(self.home) if self.home is not None else len(self.cost)  # type: ignore[arg-type]

    @property
    def places(self) -> int:
        """m."""
        return len(self.need)

    def bounds(self) -> tuple[Counts, Counts]:
        """(fewest, most) people [m, K] a place takes: above the need only with ``everyone``."""
        most = self.need if self.most is None else self.most
        low = np.zeros_like(self.need) if self.least is None else self.least
        return low, most if self.everyone else np.minimum(self.need, most)

    def ways(self, people: Counts, places: Counts) -> Floats:
        """[len(people), len(places)]: plain cost of every way; infinite only where ``cost`` says so."""
        if self.cost is not None:
            return self.cost[np.ix_(people, places)]
        assert self.home is not None and self.xy is not None  # noqa: PT018
        x = self.home[people, 0][:, None] - self.xy[places, 0][None, :]
        y = self.home[people, 1][:, None] - self.xy[places, 1][None, :]
        way: Floats = np.sqrt(x * x + y * y)
        return way

    @cached_property
    def farthest(self) -> float:
        """An upper limit of every finite way, the change included."""
        if self.cost is not None:
            finite = self.cost[np.isfinite(self.cost)]
            far = float(finite.max(initial=0.0))
        else:
            assert self.home is not None and self.xy is not None  # noqa: PT018
            both = np.concatenate((self.home, self.xy))
            far = float(np.hypot(*np.ptp(both, axis=0))) if len(both) else 0.0
        return far + self.change_cost

    def empty_cost(self) -> float:
        """What one post left empty (or person left behind, with ``everyone``) weighs: more than any chain of moves."""
        return float(np.ceil(1.0 + (self.places + 1) * self.farthest))


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """``place`` [n]: where each person goes, -1 = reserve. ``price`` [m, K] proves it (duals), for a warm start."""

    place: Counts
    price: Floats | None = None


def _require(field: str, value: Any, holds: bool, expected: str) -> None:
    if not holds:
        raise Malformed(field=field, value=value, expected=expected, example="need=[[3, 1], [2, 0]]")
