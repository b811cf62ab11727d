"""How much rest a duty leaves and whom it spares: the parameters of SF-30 and SF-31, once for planners and rosters."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Rest:
    """Limits of SF-30, in minutes and nights; parameters rest.max_continuous, rest.min_between, rest.free_24h_in."""

    max_continuous: int = 12 * 60
    min_between: int = 10 * 60
    free: int = 24 * 60
    free_in_days: int = 7
    max_nights: int = 3


COLD_MINUTES = 120
"""Longest outdoor duty of people over 65 or spared (SF-31)."""
SPARED_OVER = 65
ADULT = 18
