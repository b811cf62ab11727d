"""The question of routes: stops with demand and windows, vehicles with trips and shifts, and the ways between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from gridkeeper.kernel.errors import GridkeeperError

Integers = NDArray[np.int64]

NO_WAY = -1
"""Matrix entry for “cannot be reached”."""
NEVER = 1 << 40
"""A time no shift reaches: the default end of every window."""


class RoutesRefused(GridkeeperError):
    """The routing question contradicts itself."""

    code: ClassVar[str] = "planning.route.refused"
    text = "The routes cannot be asked this way: {reason}."
    hint = "Mend the input and ask again."


@dataclass(frozen=True, kw_only=True)
class Vehicle:
    """``count`` equal vehicles or teams: where they start and end, what they hold, when they work.

    ``reload`` names places where a vehicle may empty or fill up and go on (``max_trips`` trips at most in all).
    Times are whole seconds; ``fixed_cost`` is paid for each one used; ``longest`` limits metres driven.
    """

    count: int
    capacity: int = NEVER
    start: int = 0
    end: int = 0
    ready: int = 0
    due: int = NEVER
    longest: int = NEVER
    fixed_cost: int = 0
    reload: tuple[int, ...] = ()
    max_trips: int = 1


@dataclass(frozen=True, kw_only=True)
class Route:
    """One vehicle's day: its row in ``vehicles`` and the stops of each trip in order."""

    vehicle: int
    trips: tuple[tuple[int, ...], ...]
    reloads: tuple[int, ...] = ()
    """The place of each change of trip, one fewer than there are trips."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Problem:
    """Serve every stop once at least cost: metres driven plus the fixed costs of the vehicles used.

    ``place`` (n,) location row of each stop; ``distance`` (m, m) whole metres, ``duration`` (m, m) whole seconds
    (the distance where none is given), ``NO_WAY`` where there is none. ``demand`` (n,) is carried until the next reload
    or the end. Service of ``service`` seconds begins inside [``ready``, ``due``]. Of the stops that share a ``group``
    number (-1 for none) exactly one is served. ``unit`` is what one whole number of ways and fixed costs counts for in
    the objective (0.1 where the matrix holds tenths).
    """

    # The arrays left out are None only until __post_init__ has filled them in.
    place: Integers
    distance: Integers
    vehicles: tuple[Vehicle, ...]
    duration: Integers = None  # type: ignore[assignment]
    demand: Integers = None  # type: ignore[assignment]
    service: Integers = None  # type: ignore[assignment]
    ready: Integers = None  # type: ignore[assignment]
    due: Integers = None  # type: ignore[assignment]
    group: Integers = None  # type: ignore[assignment]
    unit: float = 1.0

    def __post_init__(self) -> None:
        self._set("place", self.place)
        n = len(self.place)
        self._set("distance", self.distance)
        self._set("duration", self.distance if self.duration is None else self.duration)
        for name, default in (("demand", 0), ("service", 0), ("ready", 0), ("due", NEVER), ("group", -1)):
            value = getattr(self, name)
            self._set(name, np.full(n, default) if value is None else value)
        self._check_shapes()
        self._check_values()
        self._check_vehicles()

    @property
    def n(self) -> int:
        """How many stops there are."""
        return len(self.place)

    @property
    def timed(self) -> bool:
        """Whether any time rule can bind."""
        shifts = any(vehicle.ready > 0 or vehicle.due < NEVER for vehicle in self.vehicles)
        return shifts or bool((self.ready > 0).any() or (self.due < NEVER).any())

    def _set(self, name: str, value: object) -> None:
        array = np.asarray(value)
        if array.dtype.kind == "f" and not np.array_equal(array, np.floor(array)):
            raise RoutesRefused(reason=f"{name} must be whole numbers")
        object.__setattr__(self, name, np.ascontiguousarray(array, dtype=np.int64))

    def _check_shapes(self) -> None:
        n = len(self.place)
        m = len(self.distance)
        _refuse_if(self.place.ndim != 1, "place must have one row a stop")
        for name in ("distance", "duration"):
            value = getattr(self, name)
            _refuse_if(value.shape != (m, m) or m == 0, f"{name} must be a square matrix of the places")
            _refuse_if(bool((value < NO_WAY).any()) or int(value.max()) >= NEVER, f"{name} has an entry out of range")
            _refuse_if(bool((np.diag(value) != 0).any()), f"{name} must be 0 from a place to itself")
        for name in ("demand", "service", "ready", "due", "group"):
            _refuse_if(getattr(self, name).shape != (n,), f"{name} must have one row a stop")

    def _check_values(self) -> None:
        _refuse_if(not self.unit > 0, "the unit must be above 0")
        m = len(self.distance)
        _refuse_if(bool((self.place < 0).any() or (self.place >= m).any()), "a stop is at no place")
        for name in ("demand", "service", "ready"):
            _refuse_if(bool((getattr(self, name) < 0).any()), f"{name} must be at least 0")
        ways = self.distance == NO_WAY
        _refuse_if(not np.array_equal(ways, self.duration == NO_WAY), "distance and duration disagree where a way is")

    def _check_vehicles(self) -> None:
        m = len(self.distance)
        for vehicle in self.vehicles:
            places = (vehicle.start, vehicle.end, *vehicle.reload)
            _refuse_if(any(not 0 <= place < m for place in places), "a vehicle starts, ends or reloads at no place")
            _refuse_if(vehicle.count < 0, "a vehicle count is below 0")
            _refuse_if(vehicle.capacity < 0 or vehicle.fixed_cost < 0, "a capacity or cost is below 0")
            _refuse_if(vehicle.max_trips < 1, "a vehicle makes at least one trip")
            _refuse_if(vehicle.longest < 0 or vehicle.ready < 0, "a shift or length is below 0")


def _refuse_if(wrong: bool, reason: str) -> None:
    if wrong:
        raise RoutesRefused(reason=reason)
