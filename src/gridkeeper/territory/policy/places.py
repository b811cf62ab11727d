"""Serials of grids and buildings, and which counts a row gives: pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gridkeeper.kernel.unit_code import Level

_LAST_SERIAL = 999
PEOPLE_A_HOUSEHOLD = 2.37
"""Census 2020, Yingze (requirements 4.e): only ever used where somebody asks for an estimate, and marked as one."""
ESTIMATE = "estimate: households x 2.37"


@dataclass(frozen=True, kw_only=True)
class Counted:
    """Counts of one unit; None is “not known”, never 0."""

    households: int | None = None
    residents: int | None = None
    collective: int | None = None
    is_estimate: bool = False


class Serials:
    """Hands out the next free code below a grid or community; codes of closed units are not given again (R-01)."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._last: dict[str, int] = {}
        for code in taken:
            self.take(code)

    def take(self, code: str) -> None:
        """Note a code that is in use."""
        parent, serial = code[:-3], int(code[-3:])
        self._last[parent] = max(self._last.get(parent, 0), serial)

    def next(self, parent_code: str) -> str | None:
        """The next code below ``parent_code``, or None where all 999 are taken."""
        serial = self._last.get(parent_code, 0) + 1
        if serial > _LAST_SERIAL:
            return None
        self._last[parent_code] = serial
        return f"{parent_code}{serial:03d}"


def level_meant(name: str, *, parent_level: str, said: str | None) -> Level | None:
    """Level of a place that is new: as said, else a grid where its name says so, else a building; None if neither."""
    if said:
        return Level(said) if said in (Level.GRID, Level.BUILDING) else None
    if parent_level == Level.GRID:
        return Level.BUILDING
    return Level.GRID if "网格" in name else Level.BUILDING


def counted(*, households: int | None, residents: int | None, collective: int | None, estimate: bool) -> Counted:
    """Counts as a row gives them; a missing number of residents is estimated only on request, and marked."""
    guess = estimate and residents is None and households is not None
    return Counted(
        households=households,
        residents=round((households or 0) * PEOPLE_A_HOUSEHOLD) if guess else residents,
        collective=collective,
        is_estimate=guess,
    )
