"""Which day it is in a zone, what its rule table is asked, which zones a superior looks at: pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from gridkeeper.zones.choices import Extent, Happening

CHECK_EVERY: Final = timedelta(hours=24)
STATIC_LASTS: Final = timedelta(hours=72)
LONG: Final = 14
"""Days in force after which a zone is listed as over-long (SF-41)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Dated:
    """An event of a zone: its kind, its local day, the result of a check."""

    kind: Happening
    on: date
    result: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Count:
    """Where a zone stands on a day, as its rule table is asked (YZ-22, YZ-23)."""

    zero: date | None
    days_clear: int
    new_event: bool
    last_check: str
    last_check_day: int

    def as_inputs(self) -> dict[str, object]:
        """By the names rule tables use."""
        return {
            "days_clear": self.days_clear,
            "new_event": self.new_event,
            "last_check": self.last_check,
            "last_check_day": self.last_check_day,
        }


def count_days(events: Sequence[Dated], *, as_of: date) -> Count:
    """Count full days since day 0; ``events`` in the order they were entered.

    Day 5 is over when day 6 begins. A new event stands until people have decided on it or set a new day 0; only checks
    since day 0 count.
    """
    known = [event for event in events if event.on <= as_of]
    zero: date | None = None
    new_event = False
    for event in known:
        if event.kind == Happening.ZERO:
            zero, new_event = event.on, False
        elif event.kind == Happening.NEW:
            new_event = True
        elif event.kind == Happening.DECIDED:
            new_event = False
    checks = [event for event in known if event.kind == Happening.CHECK and (zero is None or event.on >= zero)]
    last = max(checks, key=lambda event: event.on, default=None)
    return Count(
        zero=zero,
        days_clear=max(0, (as_of - zero).days - 1) if zero else 0,
        new_event=new_event,
        last_check=last.result if last else "none",
        last_check_day=(last.on - zero).days if last and zero else 0,
    )


def extent_of(codes: Sequence[str]) -> Extent:
    """How large a set of units is: one building, several, or an area of grids and more."""
    if any(len(code) < 18 for code in codes):
        return Extent.AREA
    return Extent.BUILDING if len(set(codes)) == 1 else Extent.SEVERAL


def is_listed(*, extent: str, days_in_force: int, days_overdue: int) -> bool:
    """True for zones larger or longer than the rule asks for, which a superior looks at first (SF-41)."""
    return extent != Extent.BUILDING or days_in_force > LONG or days_overdue > 0
