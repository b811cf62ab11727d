"""Who holds a seat when, where gaps are, and what a list of posts lacks: pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from gridkeeper.kernel.rest import SPARED_OVER


@dataclass(frozen=True, kw_only=True)
class Span:
    """A stretch of time, the end excluded; None = open."""

    from_at: datetime
    to_at: datetime | None

    def holds_at(self, moment: datetime) -> bool:
        """True when the moment lies inside."""
        return self.from_at <= moment and (self.to_at is None or moment < self.to_at)

    def meets(self, other: Span) -> bool:
        """True when the two stretches share a moment."""
        starts_in_time = other.to_at is None or self.from_at < other.to_at
        return starts_in_time and (self.to_at is None or other.from_at < self.to_at)


def most_at_once(spans: Iterable[Span], *, within: Span) -> int:
    """Largest number of spans in force at one moment of ``within``."""
    inside = [span for span in spans if span.meets(within)]
    moments = [max(span.from_at, within.from_at) for span in inside]
    return max((sum(span.holds_at(moment) for span in inside) for moment in moments), default=0)


def gaps(held: Sequence[Span], *, within: Span, until: datetime) -> list[Span]:
    """Stretches of ``within``, up to ``until``, in which nobody held the seat: gap minutes stay visible (4.e)."""
    end = min(until, within.to_at) if within.to_at else until
    found: list[Span] = []
    cursor = within.from_at
    for span in sorted(held, key=lambda span: span.from_at):
        if span.from_at > cursor:
            found.append(Span(from_at=cursor, to_at=min(span.from_at, end)))
        cursor = max(cursor, span.to_at or end)
        if cursor >= end:
            break
    if cursor < end:
        found.append(Span(from_at=cursor, to_at=end))
    return [gap for gap in found if gap.to_at is not None and gap.to_at > gap.from_at]


def size_advice(*, kind_is_general_branch: bool, kind_is_branch: bool, members: int) -> str:
    """Warn, never block, when a temporary Party body has an unusual size (K-05): a message id, or ""."""
    if kind_is_general_branch and not 50 <= members <= 100:
        return "A general branch usually has 50 to 100 full members; this one has {members}."
    if kind_is_branch and not 3 <= members <= 50:
        return "A branch usually has 3 to 50 full members; this one has {members}."
    return ""


SHOWN_IN = ZoneInfo("Asia/Shanghai")
"""Days in lists are days on the wall here; instants are stored in UTC."""
YOUNGEST = 16
SPARED_FROM = SPARED_OVER + 1
"""Over 65: no night, cold-outdoor or sealed-zone duty (SF-31)."""


EXPIRING = timedelta(days=30)
"""So long before its end a certificate stands in the list of those to renew."""


def begins_at(day: date) -> datetime:
    """First instant of a day."""
    return datetime.combine(day, time(), tzinfo=SHOWN_IN)


def ends_after(day: date) -> datetime:
    """First instant after a day: who serves until the 30th serves all of the 30th."""
    return begins_at(day + timedelta(days=1))


def first_day(begins: datetime) -> date:
    """The day of an instant, as a list shows it."""
    return begins.astimezone(SHOWN_IN).date()


def last_day(ends: datetime | None) -> date | None:
    """The last whole or begun day before an end; None while it is open."""
    return None if ends is None else (ends - timedelta(microseconds=1)).astimezone(SHOWN_IN).date()


def age_in(year: int, *, born: int) -> int:
    """Age somebody reaches in a year: birthdays are not kept, so the figure is the higher of two."""
    return year - born
