"""What every planner takes and answers: a budget in, a plan with proof out."""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Generic, TypeVar

import numpy as np

Solution = TypeVar("Solution")

_NOTHING = 1e-9


@dataclass(frozen=True, kw_only=True)
class Budget:
    """How long a planner may work.

    With ``iterations`` the plan is the same bit for bit for (input, seed, iterations) and ``seconds`` is ignored;
    under ``seconds`` alone only the quality is promised. ``cpu`` counts processor instead of wall seconds.
    ``gap`` is the relative gap at which a planner may stop early; 0 means go on until proof or the end.
    """

    seconds: float = 10.0
    iterations: int | None = None
    cpu: bool = False
    gap: float = 0.0
    seed: int = 0
    threads: int = 1


class Status(StrEnum):
    """How a plan ended. ``TIMEOUT`` means the time ran out before any feasible plan was found."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    TIMEOUT = "timeout"


@dataclass(frozen=True, kw_only=True)
class Violation:
    """One broken rule: which, at which row, by how much, and what would mend it (message ids with facts)."""

    rule: str
    row: int | None = None
    amount: float = 0.0
    text: str = ""
    facts: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, kw_only=True)
class Plan(Generic[Solution]):
    """What one planner answers (R-20).

    ``bound`` is a proven bound on the objective (lower when minimising) or None where none is known;
    ``gap`` = `relative_gap` of the two; ``trace`` holds (seconds, objective) of improvements.
    """

    kind: str
    solution: Solution
    objective: float
    bound: float | None = None
    gap: float | None = None
    status: Status
    violations: tuple[Violation, ...] = ()
    parts: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    engine: str
    seconds: float
    cpu_seconds: float
    seed: int = 0
    trace: tuple[tuple[float, float], ...] = ()
    input_sha: str


class Stopwatch:
    """Wall and processor seconds since a planner began, and whether its budget is spent."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._wall = time.perf_counter()
        self._cpu = time.process_time()

    @property
    def seconds(self) -> float:
        """Wall seconds since the start."""
        return time.perf_counter() - self._wall

    @property
    def cpu_seconds(self) -> float:
        """Processor seconds of this process since the start."""
        return time.process_time() - self._cpu

    @property
    def left(self) -> float:
        """Seconds left of the budget, on the clock the budget names; never below zero."""
        spent = self.cpu_seconds if self._budget.cpu else self.seconds
        return max(0.0, self._budget.seconds - spent)


def relative_gap(objective: float, bound: float | None) -> float | None:
    """|objective - bound| / |bound|; None without a bound or an objective.

    A bound of zero proves nothing of size: then the distance is measured by the objective, and the gap is 1, or 0 where
    both are zero.
    """
    if bound is None or not (math.isfinite(objective) and math.isfinite(bound)):
        return None
    apart, size = abs(objective - bound), abs(bound)
    return apart / (size if size > _NOTHING else max(apart, _NOTHING))


def input_sha(*parts: Any) -> str:
    """Hex digest of a problem: equal inputs give equal digests, whatever made them."""
    digest = hashlib.sha256()
    for chunk in _chunks(parts):
        digest.update(chunk)
    return digest.hexdigest()


def _chunks(value: Any) -> Iterable[bytes]:
    if isinstance(value, np.ndarray):
        yield f"{value.dtype.str}{value.shape}".encode()
        yield np.ascontiguousarray(value).tobytes()
    elif is_dataclass(value) and not isinstance(value, type):
        for item in fields(value):
            yield item.name.encode()
            yield from _chunks(getattr(value, item.name))
    elif isinstance(value, Mapping):
        for key in sorted(value, key=repr):
            yield repr(key).encode()
            yield from _chunks(value[key])
    elif isinstance(value, (tuple, list)):
        yield f"[{len(value)}]".encode()
        for item in value:
            yield from _chunks(item)
    else:
        yield repr(value).encode()
