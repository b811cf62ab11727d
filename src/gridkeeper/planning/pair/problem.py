"""Who may lead what: leaders, communities, and the pairs that are allowed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gridkeeper.kernel.errors import Malformed

_PAIRS_AT_MOST = 100_000_000
_ROWS_AT_MOST = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Pair ``leaders`` rows with ``communities`` rows (YZ-01, YZ-02).

    ``leader_group`` / ``community_group`` (int per row, both or neither): a leader only inside the own street.
    ``allowed`` [leaders, communities] bool: further forbidden pairs. ``cost`` [leaders, communities]: a smaller
    number is nearer to the leader's wish; it only decides among equally balanced pairings and is read to
    1/1000. ``max_diff``: how far two loads in one street may differ before it is a violation (pair.max_diff).
    """

    leaders: int
    communities: int
    leader_group: NDArray[np.int64] | None = None
    community_group: NDArray[np.int64] | None = None
    allowed: NDArray[np.bool_] | None = None
    cost: NDArray[np.float64] | None = None
    max_diff: int = 1

    def __post_init__(self) -> None:
        """Refuse negative counts, wrong shapes, one-sided groups and costs that are no number (`Malformed`)."""
        for name, value in (("leaders", self.leaders), ("communities", self.communities), ("max_diff", self.max_diff)):
            _require(name, value, value >= 0, "a count of zero or more", 30)
        few = self.leaders * self.communities <= _PAIRS_AT_MOST and max(self.leaders, self.communities) <= _ROWS_AT_MOST
        _require("leaders", self.leaders, few, f"few enough for {_PAIRS_AT_MOST} possible pairs", 30)
        if (self.leader_group is None) != (self.community_group is None):
            raise Malformed(field="groups", value="one side", expected="given for both sides", example="street rows")
        self._take("leader_group", np.int64, (self.leaders,))
        self._take("community_group", np.int64, (self.communities,))
        self._take("allowed", np.bool_, (self.leaders, self.communities))
        self._take("cost", np.float64, (self.leaders, self.communities))
        if self.cost is not None:
            _require("cost", "nan", bool(np.isfinite(self.cost).all()), "finite everywhere", 1.0)
            _require("cost", float(self.cost.min(initial=0.0)), bool((self.cost >= 0).all()), "zero or more", 1.0)

    def _take(self, name: str, kind: type, shape: tuple[int, ...]) -> None:
        value = getattr(self, name)
        if value is not None:
            array: NDArray[Any] = np.asarray(value, dtype=kind)
            _require(name, array.shape, array.shape == shape, f"of shape {shape}", shape)
            object.__setattr__(self, name, array)

    def mask(self) -> NDArray[np.bool_]:
        """[leaders, communities]: True where the pair is allowed by both the streets and ``allowed``."""
        allowed = np.ones((self.leaders, self.communities), dtype=np.bool_)
        if self.leader_group is not None and self.community_group is not None:
            allowed &= self.leader_group[:, None] == self.community_group[None, :]
        if self.allowed is not None:
            allowed &= self.allowed
        return allowed

    @property
    def is_free(self) -> bool:
        """True where any leader may lead any community and no wish is known."""
        return self.leader_group is None and self.allowed is None and self.cost is None


@dataclass(frozen=True, kw_only=True)
class Pairing:
    """``pairs`` [k, 2]: rows (leader, community), sorted."""

    pairs: NDArray[np.int64]

    def leader_loads(self, problem: Problem) -> NDArray[np.int64]:
        """How many communities each leader carries."""
        return np.bincount(self.pairs[:, 0], minlength=problem.leaders).astype(np.int64)

    def community_loads(self, problem: Problem) -> NDArray[np.int64]:
        """How many leaders each community has."""
        return np.bincount(self.pairs[:, 1], minlength=problem.communities).astype(np.int64)


def _require(field: str, value: Any, holds: bool, expected: str, example: Any) -> None:
    if not holds:
        raise Malformed(field=field, value=value, expected=expected, example=example)
