"""Where to open p sites so that everybody's way is shortest: the p-median, with or without capacities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from gridkeeper.planning.site.metric import Floats, Metric, Rows, as_numbers, as_rows, require


@dataclass(frozen=True, kw_only=True, eq=False)
class Problem:
    """Open exactly ``p`` candidates; every demand row goes to one of them at ``weight`` x distance.

    ``weight`` (n,) >= 0 (default 1): a row of weight zero costs nothing wherever it goes. ``must_open``: candidate
    rows that are open in every plan. ``capacity`` (m,) >= 0 limits the sum of ``load`` (n,) (default: the weights)
    a site takes; without it a site takes everybody. Refused with `Malformed`: wrong lengths, NaN, negative figures.
    """

    metric: Metric
    p: int
    weight: Floats | None = None
    must_open: Rows | tuple[int, ...] = ()
    capacity: Floats | None = None
    load: Floats | None = None

    def __post_init__(self) -> None:
        """Bring arrays into one form and refuse what cannot be meant."""
        n, m = self.metric.shape
        require("p", self.p, int(self.p) == self.p and self.p >= 0, "a count of zero or more", 5)
        weight = np.ones(n) if self.weight is None else self.weight
        object.__setattr__(self, "weight", _figures("weight", weight, n))
        if self.capacity is not None:
            object.__setattr__(self, "capacity", _figures("capacity", self.capacity, m))
            load = self.weight if self.load is None else self.load
            object.__setattr__(self, "load", _figures("load", load, n))
        forced = np.unique(as_rows("must_open", np.asarray(self.must_open, dtype=np.float64), below=m))
        object.__setattr__(self, "must_open", forced)

    @property
    def weights(self) -> Floats:
        """Weight of each demand row."""
        assert self.weight is not None
        return self.weight

    @property
    def forced(self) -> Rows:
        """Candidate rows that must be open, each once, ascending."""
        return np.asarray(self.must_open, dtype=np.int32)


@dataclass(frozen=True, eq=False)
class Sites:
    """The open candidate rows, ascending, and for each demand row the open candidate it goes to (-1: nowhere)."""

    opened: Rows
    assigned: Rows


def no_sites(rows: int) -> Sites:
    """The answer where there is none."""
    return Sites(np.zeros(0, np.int32), np.full(rows, -1, np.int32))


def _figures(field: str, value: Any, length: int) -> Floats:
    array = as_numbers(field, value)
    require(field, len(array), len(array) == length, f"{length} figures", length)
    require(field, "outside", bool((np.isfinite(array) & (array >= 0)).all()), "zero or more and finite", 1.0)
    return array
