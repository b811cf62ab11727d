"""Who is within reach of which candidate, and what is wanted: everybody at least cost, or most with p sites."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from gridkeeper.planning.site.metric import Floats, Rows, as_numbers, as_rows, require


@dataclass(frozen=True, kw_only=True, eq=False)
class Problem:
    """``covers`` (n, m), dense or sparse, is true where candidate j is in reach of demand row i.

    Without ``p``: cover every row of positive ``weight`` (n,) at the least sum of ``cost`` (m,) (default 1 each).
    With ``p``: open exactly p candidates so that the least weight stays uncovered. ``must_open``: candidate rows
    open in every plan. Refused with `Malformed`: wrong lengths, NaN, negative figures.
    """

    covers: Any
    weight: Floats | None = None
    p: int | None = None
    cost: Floats | None = None
    must_open: Rows | tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Bring arrays into one form and refuse what cannot be meant."""
        covers = csr_array(self.covers)
        require("covers", covers.ndim, covers.ndim == 2, "of shape (n, m)", "(20000, 800)")
        require("covers", "nan", not np.isnan(covers.data.astype(np.float64)).any(), "true or false", 1)
        covers.eliminate_zeros()
        covers.sum_duplicates()
        covers = csr_array((np.ones(covers.nnz), covers.indices, covers.indptr), shape=covers.shape)
        object.__setattr__(self, "covers", covers)
        n, m = covers.shape
        if self.p is not None:
            require("p", self.p, int(self.p) == self.p and self.p >= 0, "a count of zero or more", 5)
        for name, length in (("weight", n), ("cost", m)):
            value = getattr(self, name)
            array = np.ones(length) if value is None else as_numbers(name, value)
            require(name, len(array), len(array) == length, f"{length} figures", length)
            fine = bool((np.isfinite(array) & (array >= 0)).all())
            require(name, "outside", fine, "zero or more and finite", 1.0)
            object.__setattr__(self, name, array)
        forced = np.unique(as_rows("must_open", np.asarray(self.must_open, dtype=np.float64), below=m))
        object.__setattr__(self, "must_open", forced)

    @property
    def weights(self) -> Floats:
        """Weight of each demand row."""
        assert self.weight is not None
        return self.weight

    @property
    def costs(self) -> Floats:
        """Cost of each candidate; with ``p`` every candidate costs nothing."""
        assert self.cost is not None
        return self.cost if self.p is None else np.zeros(len(self.cost))

    @property
    def forced(self) -> Rows:
        """Candidate rows that must be open, ascending."""
        return np.asarray(self.must_open, dtype=np.int32)


@dataclass(frozen=True, eq=False)
class Cover:
    """The open candidate rows, ascending, and which demand rows they reach."""

    opened: Rows
    covered: NDArray[np.bool_]


def within_radius(demand: Floats, candidate: Floats | None = None, *, radius: float) -> csr_array:
    """(n, m) reach by straight line: demand rows (n, 2) and candidates (m, 2) at most ``radius`` apart (YZ-13)."""
    from scipy.spatial import cKDTree

    from gridkeeper.planning.site.metric import Points

    points = Points(demand, candidate)
    sites = points.demand if points.candidate is None else points.candidate
    require("radius", radius, bool(radius >= 0 and np.isfinite(radius)), "zero or more", 500.0)
    n, m = points.shape
    if not n or not m:
        return csr_array((n, m))
    near = cKDTree(sites).query_ball_point(points.demand, radius * (1 + 1e-12), return_sorted=True)
    size = np.fromiter((len(row) for row in near), np.int64, n)
    indices = np.concatenate([np.asarray(row, np.int32) for row in near]) if size.sum() else np.zeros(0, np.int32)
    start = np.concatenate([[0], np.cumsum(size)])
    return csr_array((np.ones(len(indices)), indices, start), shape=(n, m))
