"""Who may be offered which duty, and who has had the least: rest comes first (SF-30, SF-31, A9, A28)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from gridkeeper.kernel.rest import COLD_MINUTES, Rest
from gridkeeper.playbooks.compose.moments import HERE
from gridkeeper.playbooks.facts import PersonFact

_LIMITS: Final = Rest()
_MOST_CONTINUOUS: Final = timedelta(minutes=_LIMITS.max_continuous)
_BETWEEN: Final = timedelta(minutes=_LIMITS.min_between)
_FREE: Final = timedelta(minutes=_LIMITS.free)
_LONGEST_STREAK: Final = timedelta(days=_LIMITS.free_in_days) - 2 * _FREE
"""A run of duties with less than a free day between them: if it is no longer than this, any seven days, wherever they
begin, hold a whole free day, before the run or after it."""
_MOST_OUTDOOR: Final = timedelta(minutes=COLD_MINUTES)
_HALF_A_DAY: Final = timedelta(hours=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One stretch of duty and what SF-31 asks about it."""

    starts: datetime
    ends: datetime
    night: bool = False
    outdoor: bool = False
    in_zone: bool = False


def is_spared(person: PersonFact, duty: Duty) -> bool:
    """Over 65 or spared: no night, no more than two hours outdoors, no zone; under 18: no night, no zone (SF-31)."""
    if person.minor and (duty.in_zone or duty.night):
        return True
    long_outdoor = duty.outdoor and duty.ends - duty.starts > _MOST_OUTDOOR
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
        return any(duty.starts < ends + _BETWEEN and begins - _BETWEEN < duty.ends for begins, ends in self.person.busy)

    def may(self, duty: Duty) -> bool:
        """True when everybody's rest is kept: what was given before is earlier (duties are given in order of time)."""
        if duty.ends - duty.starts > _MOST_CONTINUOUS or is_spared(self.person, duty):
            return False
        if self.spans and duty.starts - self.spans[-1][1] < _BETWEEN:
            return False
        if self._run_ends(duty) - self._streak(duty) > _LONGEST_STREAK:
            return False
        return not duty.night or self._nights(duty) <= _LIMITS.max_nights

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
            if last <= begins and begins - last < _FREE:
                begins = first
        if self.streak_from is not None and begins - self.spans[-1][1] < _FREE:
            return min(begins, self.streak_from)
        return begins

    def _run_ends(self, duty: Duty) -> datetime:
        """When the run ends: duties accepted elsewhere may follow this one closely."""
        ends = duty.ends
        for first, last in sorted(self.person.busy):
            if first >= ends and first - ends < _FREE:
                ends = last
        return ends

    def _nights(self, duty: Duty) -> int:
        """Nights in a row, this one included: neighbours by the day they begin on, or by the evening before."""
        if self.last_night is None:
            return 1
        days = _day(duty.starts) - _day(self.last_night)
        evenings = _day(duty.starts - _HALF_A_DAY) - _day(self.last_night - _HALF_A_DAY)
        return self.nights + 1 if min(days, evenings) <= timedelta(days=1) else 1


def _day(moment: datetime) -> date:
    return moment.astimezone(HERE).date()


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
