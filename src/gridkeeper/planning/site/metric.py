"""How far a demand row is from a candidate: by position, by a given matrix, or along roads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gridkeeper.kernel.errors import Malformed

Floats = NDArray[np.float64]
Rows = NDArray[np.int32]
_SLICE = 4096


def require(field: str, value: object, fine: bool, expected: str, example: object) -> None:
    """Refuse with `Malformed` unless ``fine``."""
    if not fine:
        raise Malformed(field=field, value=value, expected=expected, example=example)


def as_numbers(field: str, value: Any, *, dimensions: int = 1) -> Floats:
    """``value`` as contiguous float64 of so many dimensions without NaN; refused with `Malformed` otherwise."""
    try:
        array = np.ascontiguousarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise Malformed(field=field, value=type(value).__name__, expected="an array of numbers", example=1.0) from None
    require(field, array.ndim, array.ndim == dimensions, f"of {dimensions} dimension(s)", dimensions)
    require(field, "nan", not np.isnan(array).any(), "a number everywhere", 1.0)
    return array


def as_rows(field: str, value: Any, *, below: int) -> Rows:
    """``value`` as row numbers in [0, below); refused with `Malformed` otherwise."""
    numbers = as_numbers(field, value)
    inside = bool(((numbers >= 0) & (numbers < below) & (numbers == np.floor(numbers))).all())
    require(field, "outside", inside, f"row numbers from 0 to {below - 1}", 0)
    return numbers.astype(np.int32)


@dataclass(frozen=True, eq=False)
class Points:
    """Straight-line distance between positions (n, 2) in metres; without ``candidate`` every demand row is one."""

    demand: Floats
    candidate: Floats | None = None

    def __post_init__(self) -> None:
        """Refuse positions that are not (n, 2) finite numbers."""
        for name in ("demand", "candidate"):
            value = getattr(self, name)
            if value is None:
                continue
            xy = as_numbers(name, value, dimensions=2)
            require(name, xy.shape, xy.shape[1] == 2, "of shape (n, 2)", "(20000, 2)")
            require(name, "inf", bool(np.isfinite(xy).all()), "finite everywhere", 1.0)
            object.__setattr__(self, name, xy)

    @property
    def shape(self) -> tuple[int, int]:
        """Demand rows, candidates."""
        return self.demand.shape[0], self._sites.shape[0]

    @property
    def is_whole(self) -> bool:
        """Whether every distance is a whole number: not to be expected of positions."""
        return False

    @property
    def _sites(self) -> Floats:
        return self.demand if self.candidate is None else self.candidate

    def order(self) -> tuple[Rows, Rows]:
        """Demand rows and candidates in an order in which neighbours stand near each other in memory."""
        rows = _along_curve(self.demand)
        return rows, rows if self.candidate is None else _along_curve(self.candidate)

    def nearest(self, rows: Rows, columns: Rows, k: int) -> tuple[Rows, Floats]:
        """Of ``columns`` the k nearest to each of ``rows``: (row numbers, distances), nearest first."""
        from scipy.spatial import cKDTree

        tree = cKDTree(self._sites[columns], balanced_tree=False, compact_nodes=False)
        found = np.empty((len(rows), k), np.int32)
        distance = np.empty((len(rows), k))
        # In slices: the tree answers in 64-bit row numbers, twice what is kept.
        for at in range(0, len(rows), _SLICE):
            part = slice(at, at + _SLICE)
            far, near = tree.query(self.demand[rows[part]], k=k)
            found[part] = columns[near.reshape(-1, k)]
            distance[part] = far.reshape(-1, k)
        return found, distance


@dataclass(frozen=True, eq=False)
class Matrix:
    """Given distances (n, m), zero or more; infinity forbids the pair."""

    distance: Floats

    def __post_init__(self) -> None:
        """Refuse anything but an (n, m) matrix of distances >= 0."""
        distance = as_numbers("distance", self.distance, dimensions=2)
        require("distance", distance.min(initial=0.0), bool((distance >= 0).all()), "zero or more", 1.0)
        object.__setattr__(self, "distance", distance)

    @property
    def shape(self) -> tuple[int, int]:
        """Demand rows, candidates."""
        return self.distance.shape[0], self.distance.shape[1]

    @property
    def is_whole(self) -> bool:
        """Whether every distance is a whole number."""
        finite = self.distance[np.isfinite(self.distance)]
        return bool((finite == np.rint(finite)).all())

    def order(self) -> tuple[Rows, Rows]:
        """Demand rows and candidates as they come."""
        n, m = self.shape
        return np.arange(n, dtype=np.int32), np.arange(m, dtype=np.int32)

    def nearest(self, rows: Rows, columns: Rows, k: int) -> tuple[Rows, Floats]:
        """Of ``columns`` the k nearest to each of ``rows``: (row numbers, distances), nearest first; m and inf pad."""
        part = self.distance[np.ix_(rows, columns)]
        if k < len(columns):
            some = np.argpartition(part, k - 1, axis=1)[:, :k]
            some.sort(axis=1)
            part = np.take_along_axis(part, some, axis=1)
            order = np.argsort(part, axis=1, kind="stable")
            at = np.take_along_axis(some, order, axis=1)
        else:
            at = order = np.argsort(part, axis=1, kind="stable")
        distance = np.take_along_axis(part, order, axis=1)
        found = columns[at]
        found[~np.isfinite(distance)] = self.shape[1]
        return found, distance


@dataclass(frozen=True, eq=False)
class Roads:
    """Shortest way along directed edges ``tail -> head`` of ``length`` >= 0, from demand to candidate nodes.

    Of parallel edges the shortest counts. Without ``candidate`` every demand node is a candidate.
    """

    nodes: int
    tail: Rows
    head: Rows
    length: Floats
    demand: Rows
    candidate: Rows | None = None

    def __post_init__(self) -> None:
        """Refuse nodes outside the graph and negative or endless lengths."""
        for name in ("tail", "head", "demand", "candidate"):
            value = getattr(self, name)
            if value is not None:
                object.__setattr__(self, name, as_rows(name, value, below=self.nodes))
        length = as_numbers("length", self.length)
        require("length", "inf", bool((np.isfinite(length) & (length >= 0)).all()), "zero or more and finite", 1.0)
        require("edges", len(length), len(length) == len(self.tail) == len(self.head), "one length an edge", 1)
        object.__setattr__(self, "length", length)

    @property
    def shape(self) -> tuple[int, int]:
        """Demand rows, candidates."""
        return len(self.demand), len(self._sites)

    @property
    def is_whole(self) -> bool:
        """Whether every length, and so every distance, is a whole number."""
        return bool((self.length == np.rint(self.length)).all())

    @property
    def _sites(self) -> Rows:
        return self.demand if self.candidate is None else self.candidate

    def order(self) -> tuple[Rows, Rows]:
        """Demand rows and candidates as they come."""
        n, m = self.shape
        return np.arange(n, dtype=np.int32), np.arange(m, dtype=np.int32)

    def nearest(self, rows: Rows, columns: Rows, k: int) -> tuple[Rows, Floats]:
        """Of ``columns`` the k nearest to each of ``rows``: (row numbers, distances), nearest first; m and inf pad."""
        from gridkeeper.planning.site.roads import nearest_on_graph

        order = np.argsort(self.tail, kind="stable")
        start = np.searchsorted(self.tail[order], np.arange(self.nodes + 1)).astype(np.int64)
        at, distance = nearest_on_graph(
            start,
            self.head[order],
            self.length[order],
            sources=self.demand[rows],
            candidates=self._sites[columns],
            k=k,
        )
        padded = np.append(columns, np.int32(self.shape[1]))
        return padded[at].astype(np.int32), distance


def _along_curve(xy: Floats) -> Rows:
    """Rows sorted along a Z-shaped curve of 2^16 x 2^16 cells."""
    if not len(xy):
        return np.zeros(0, np.int32)
    low = xy.min(axis=0)
    cell = ((xy - low) / max(float(np.ptp(xy, axis=0).max()), 1e-300) * 65535.0).astype(np.uint64)
    for shift, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        cell = (cell | (cell << np.uint64(shift))) & np.uint64(mask)
    return np.argsort(cell[:, 0] | (cell[:, 1] << np.uint64(1)), kind="stable").astype(np.int32)


Metric = Points | Matrix | Roads
