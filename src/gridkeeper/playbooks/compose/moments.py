"""Hours of the day on the wall here, turned into instants from the start of an activation to its end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from gridkeeper.playbooks.facts import PersonFact

HERE: Final = ZoneInfo("Asia/Shanghai")
_NIGHT_FROM: Final = time(22)
_NIGHT_TO: Final = time(6)
_LITTLE: Final = timedelta(hours=2)
DUTY_AHEAD: Final = timedelta(days=7)
"""How far ahead duty tables are drawn up: people cannot say today what they can do in a fortnight."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """From the start of an activation to its end."""

    starts: datetime
    ends: datetime

    def is_on_duty_at_start(self, person: PersonFact) -> bool:
        """True when a duty that somebody accepted covers the start."""
        return any(begins <= self.starts < ends for begins, ends in person.busy)

    def daily(self, hours: tuple[time, time]) -> Iterator[tuple[datetime, datetime]]:
        """Each day's stretch of those hours, cut to the activation and to the days a duty table looks ahead."""
        last = min(self.ends, self.starts + DUTY_AHEAD)
        day = self.starts.astimezone(HERE).date() - timedelta(days=1)
        while True:
            begins = datetime.combine(day, hours[0], tzinfo=HERE)
            over = day + timedelta(days=1) if hours[1] <= hours[0] else day
            ends = datetime.combine(over, hours[1], tzinfo=HERE)
            day += timedelta(days=1)
            if begins >= last:
                return
            if ends > self.starts:
                yield max(begins, self.starts).astimezone(UTC), min(ends, last).astimezone(UTC)


def moment_of(text: str) -> time:
    """A time of the day; 24:00 is the midnight that ends it."""
    hours, minutes = text.split(":")
    return time(int(hours) % 24, int(minutes))


def hours_of(text: str) -> tuple[time, time]:
    """Both ends of ``08:00-16:00``; equal ends mean round the clock."""
    first, last = text.split("-")
    return moment_of(first), moment_of(last)


def is_night(begins: datetime, ends: datetime) -> bool:
    """True when more than two hours lie between 22:00 and 06:00 here."""
    return night_part(begins, ends) > _LITTLE


def night_part(begins: datetime, ends: datetime) -> timedelta:
    """How much of a stretch lies between 22:00 and 06:00 here."""
    day = begins.astimezone(HERE).date() - timedelta(days=1)
    total = timedelta()
    while datetime.combine(day, _NIGHT_FROM, tzinfo=HERE) < ends:
        first = max(datetime.combine(day, _NIGHT_FROM, tzinfo=HERE), begins)
        last = min(datetime.combine(day + timedelta(days=1), _NIGHT_TO, tzinfo=HERE), ends)
        total += max(last - first, timedelta())
        day += timedelta(days=1)
    return total
