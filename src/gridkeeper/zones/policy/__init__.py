"""Which day it is in a zone, what its rule table is asked, which zones a superior looks at: pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from gridkeeper.kernel.unit_code import LENGTHS, Level
from gridkeeper.zones.choices import Extent, Happening

CHECK_EVERY: Final = timedelta(hours=24)
"""How long a try of a way out holds: danger to life knows no packs (SF-20, R-12)."""


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


def geometry_in(said: object) -> Mapping[str, Any]:
    """The geometry of a GeoJSON text, of its feature or of its first feature; empty where it holds none."""
    if isinstance(said, dict) and isinstance(features := said.get("features"), list):
        said = features[0] if features else {}
    if isinstance(said, dict) and "geometry" in said:
        said = said["geometry"]
    return said if isinstance(said, dict) else {}


def is_held(codes: Sequence[str], *, by: Sequence[str]) -> bool:
    """True where every one of ``codes`` lies in one of the units ``by``."""
    holding = tuple(by)
    return bool(holding) and all(code.startswith(holding) for code in codes)


def extent_of(codes: Sequence[str], *, is_compound: bool = False, part: Extent | None = None) -> Extent:
    """How large a set of units is, by the words of the size tables; ``part`` narrows one building (YZ-20).

    Buildings of several communities are no compound's or community's any more: that is larger.
    """
    shortest = min(map(len, codes))
    if len(set(codes)) == 1 and shortest == LENGTHS[Level.BUILDING]:
        return part or Extent.BUILDING
    if is_compound:
        return Extent.COMPOUND
    communities = {code[: LENGTHS[Level.COMMUNITY]] for code in codes}
    if shortest < LENGTHS[Level.COMMUNITY] or len(communities) > 1:
        return Extent.LARGER
    return Extent.COMMUNITY if shortest == LENGTHS[Level.COMMUNITY] else Extent.SEVERAL
