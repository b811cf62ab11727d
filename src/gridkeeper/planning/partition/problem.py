"""The question of a territory partition: units, who touches whom, and what every part must keep to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from gridkeeper.kernel.errors import GridkeeperError

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


class PartitionRefused(GridkeeperError):
    """The partition question contradicts itself."""

    code: ClassVar[str] = "planning.partition.refused"
    text = "The partition cannot be asked this way: {reason}."
    hint = "Mend the input and ask again."


@dataclass(frozen=True, kw_only=True, eq=False)
class Problem:
    """Cut ``n`` units into contiguous parts of nearly equal weight that never cross a group.

    ``weight``: (n,) residents with need weights, >= 0. ``indptr``/``indices``: symmetric adjacency in compressed rows;
    ``adjacency.from_points`` makes one. ``xy``: (n, 2) metres, needed for the objective ``inertia``.
    ``group``: (n,) community of each unit; parts keep inside one. Either ``k`` (parts in all, shared out to the groups
    by weight) or ``target`` (weight wanted for a part) is given. A part must weigh within ``tolerance`` of its
    group's own mean, or inside ``limits`` (lowest, highest) where they are given.
    ``fixed``: (n,) part number a unit must have, -1 for free; parts are numbered group by group in the order of the
    sorted group values. Objective ``inertia`` is the sum of weight x squared distance to the part's centre (Hess 1965),
    ``cut`` the number of adjacent pairs in different parts (pairs across groups are not counted).
    """

    weight: Floats
    indptr: Integers
    indices: Integers
    xy: Floats | None = None
    group: Integers | None = None
    k: int | None = None
    target: float | None = None
    tolerance: float = 0.10
    limits: tuple[float, float] | None = None
    objective: Literal["inertia", "cut"] = "inertia"
    fixed: Integers | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "weight", np.ascontiguousarray(self.weight, dtype=np.float64))
        for name in ("indptr", "indices", "group", "fixed"):
            value = getattr(self, name)
            if value is not None:
                object.__setattr__(self, name, np.ascontiguousarray(value, dtype=np.int64))
        if self.xy is not None:
            object.__setattr__(self, "xy", np.ascontiguousarray(self.xy, dtype=np.float64))
        self._check_units()
        self._check_graph()
        self._check_wish()

    @property
    def n(self) -> int:
        """How many units there are."""
        return len(self.weight)

    @property
    def groups(self) -> Integers:
        """(n,) dense group numbers 0..G-1 in the order of the sorted group values; all 0 without groups."""
        if self.group is None:
            return np.zeros(self.n, dtype=np.int64)
        return np.unique(self.group, return_inverse=True)[1].astype(np.int64)

    def _check_units(self) -> None:
        n = self.n
        _refuse_if(n == 0, "there is no unit")
        _refuse_if(self.weight.ndim != 1, "weight must have one row a unit")
        _refuse_if(
            not np.isfinite(self.weight).all() or bool((self.weight < 0).any()), "a weight is negative or no number"
        )
        if self.xy is not None:
            _refuse_if(self.xy.shape != (n, 2), "xy must be an array of shape (units, 2)")
            _refuse_if(not np.isfinite(self.xy).all(), "a coordinate is no number")
        for name in ("group", "fixed"):
            value = getattr(self, name)
            _refuse_if(value is not None and value.shape != (n,), f"{name} must have one row a unit")

    def _check_graph(self) -> None:
        n, indptr, indices = self.n, self.indptr, self.indices
        _refuse_if(indptr.shape != (n + 1,), "indptr must have one more row than there are units")
        good = indptr[0] == 0 and indptr[-1] == len(indices) and bool((np.diff(indptr) >= 0).all())
        _refuse_if(not good, "indptr does not describe compressed rows")
        if len(indices) == 0:
            return
        _refuse_if(bool((indices < 0).any() or (indices >= n).any()), "a neighbour is no unit")
        rows = np.repeat(np.arange(n), np.diff(indptr))
        _refuse_if(bool((rows == indices).any()), "a unit is its own neighbour")
        there, back = np.sort(rows * n + indices), np.sort(indices * n + rows)
        _refuse_if(not np.array_equal(there, back), "the adjacency is not symmetric")
        _refuse_if(bool((np.diff(there) == 0).any()), "a neighbour is named twice")

    def _check_wish(self) -> None:
        _refuse_if((self.k is None) == (self.target is None), "give either k or target")
        _refuse_if(self.k is not None and self.k < 1, "k must be at least 1")
        _refuse_if(self.target is not None and not self.target > 0, "target must be above 0")
        _refuse_if(not self.tolerance >= 0, "tolerance must be at least 0")
        _refuse_if(self.limits is not None and not self.limits[0] <= self.limits[1], "limits must be (lowest, highest)")
        _refuse_if(self.objective not in ("inertia", "cut"), "objective must be inertia or cut")
        _refuse_if(self.objective == "inertia" and self.xy is None, "inertia needs xy")


def _refuse_if(wrong: bool, reason: str) -> None:
    if wrong:
        raise PartitionRefused(reason=reason)
