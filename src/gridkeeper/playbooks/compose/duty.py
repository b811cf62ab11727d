"""Who may be offered which duty, and who has had the least: rest comes first (SF-30, SF-31, A9, A28)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from gridkeeper.playbooks.compose.moments import HERE
from gridkeeper.playbooks.facts import PersonFact

MOST_CONTINUOUS: Final = timedelta(hours=12)
REST: Final = timedelta(hours=10)
FREE: Final = timedelta(hours=24)
LONGEST_STREAK: Final = timedelta(days=5)
"""A run of duties with less than 24 hours between them ends after five days: then any seven days, wherever they
begin, hold a whole free day (7 days less a free day on either side)."""
MOST_NIGHTS: Final = 3
MOST_OUTDOOR: Final = timedelta(hours=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One stretch of duty and what SF-31 asks about it."""

    starts: datetime
    ends: datetime
    night: bool = False
    outdoor: bool = False
    in_zone: bool = False


def is_spared(person: PersonFact, duty: Duty) -> bool:
    """Over 65 or pregnant: no night, no more than two hours outdoors, no zone; under 18: no night, no zone (SF-31)."""
    if person.minor and (duty.in_zone or duty.night):
        return True
    long_outdoor = duty.outdoor and duty.ends - duty.starts > MOST_OUTDOOR
    return person.guarded and (duty.night or duty.in_zone or long_outdoor)


@dataclass(slots=True)
class Line:
    """One person's duties so far, in order of time, and how many nights in a row."""

    person: PersonFact
    spans: list[tuple[datetime, datetime]] = field(default_factory=list)
    given: timedelta = timedelta()
    streak_from: datetime | None = None
    nights: int = 0
    last_night: datetime | None = None

    def is_elsewhere(self, duty: Duty) -> bool:
        """True when a duty accepted elsewhere overlaps, or leaves too little rest on either side."""
        return any(duty.starts < ends + REST and begins - REST < duty.ends for begins, ends in self.person.busy)

    def may(self, duty: Duty) -> bool:
        """True when everybody's rest is kept: what was given before is earlier (duties are given in order of time)."""
        if duty.ends - duty.starts > MOST_CONTINUOUS or is_spared(self.person, duty):
            return False
        if self.spans and duty.starts - self.spans[-1][1] < REST:
            return False
        if self._run_ends(duty) - self._streak(duty) > LONGEST_STREAK:
            return False
        return not duty.night or self._nights(duty) <= MOST_NIGHTS

    def give(self, duty: Duty) -> None:
        """Write a duty down."""
        self.streak_from = self._streak(duty)
        if duty.night:
            self.nights, self.last_night = self._nights(duty), duty.starts
        self.spans.append((duty.starts, duty.ends))
        self.given += duty.ends - duty.starts

    def _streak(self, duty: Duty) -> datetime:
        """When the run of duties with less than a free day between them began, this duty included."""
        begins = duty.starts
        for first, last in sorted(self.person.busy, reverse=True):
            if last <= begins and begins - last < FREE:
                begins = first
        if self.streak_from is not None and begins - self.spans[-1][1] < FREE:
            return min(begins, self.streak_from)
        return begins

    def _run_ends(self, duty: Duty) -> datetime:
        """When the run ends: duties accepted elsewhere may follow this one closely."""
        ends = duty.ends
        for first, last in sorted(self.person.busy):
            if first >= ends and first - ends < FREE:
                ends = last
        return ends

    def _nights(self, duty: Duty) -> int:
        """Nights in a row, this one included; two nights are in a row when their evenings are neighbours."""
        if self.last_night is None:
            return 1
        between = _evening(duty.starts) - _evening(self.last_night)
        return self.nights + 1 if between.days == 1 else 1


def _evening(moment: datetime) -> datetime:
    """The day a night belongs to: the one whose evening begins it."""
    here = moment.astimezone(HERE) - timedelta(hours=12)
    return here.replace(hour=0, minute=0, second=0, microsecond=0)


@dataclass(slots=True)
class Offer:
    """Who is offered a duty; ``short`` are places nobody may take, ``elsewhere`` people on duty at another place."""

    people: list[PersonFact]
    short: int
    elsewhere: int


def offer(lines: Sequence[Line], duty: Duty, needed: int) -> Offer:
    """Give a duty to those with the least hours so far who may take it; ties fall to the order of the lines."""
    chosen: list[PersonFact] = []
    elsewhere = 0
    for line in sorted(lines, key=lambda one: one.given):
        if len(chosen) == needed:
            break
        if line.person.busy and line.is_elsewhere(duty):
            elsewhere += 1
        elif line.may(duty):
            line.give(duty)
            chosen.append(line.person)
    return Offer(people=chosen, short=needed - len(chosen), elsewhere=elsewhere)


def lines_of(people: Iterable[PersonFact]) -> list[Line]:
    """A line for each person."""
    return [Line(person) for person in people]
