"""Turns people into arrival rates: waves of the day over the opening hours."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gridkeeper.kernel.errors import Malformed


@dataclass(frozen=True, kw_only=True)
class Wave:
    """A bell-shaped rush: ``share`` of the people around hour ``at_h``, with a spread of ``spread_h`` hours."""

    at_h: float
    spread_h: float
    share: float


def rates(people: NDArray[np.float64], *, waves: tuple[Wave, ...], slots: int, slot_h: float) -> NDArray[np.float64]:
    """[n, slots] people an hour: each row sums (times ``slot_h``) to its people, shaped by the waves.

    Whatever share the waves leave of 1 comes evenly. Errors: `Malformed` for shares above 1 or no slots.
    """
    total = sum(wave.share for wave in waves)
    if slots < 1 or slot_h <= 0 or total > 1 + 1e-9 or any(w.share < 0 or w.spread_h <= 0 for w in waves):
        raise Malformed(field="waves", value=total, expected="shares of at most 1 over one slot or more", example=0.3)
    edges = np.arange(slots + 1) * slot_h
    shape = np.full(slots, (1.0 - total) / slots)
    for wave in waves:
        cumulative = np.array([0.5 * math.erf((edge - wave.at_h) / (wave.spread_h * math.sqrt(2))) for edge in edges])
        mass = np.diff(cumulative)
        shape += wave.share * (mass / mass.sum() if mass.sum() > 0 else np.full(slots, 1.0 / slots))
    shaped: NDArray[np.float64] = np.asarray(people, dtype=np.float64)[:, None] * shape[None, :] / slot_h
    return shaped
