"""When rounds fall due, which walk covers which, and whether a device's clock can be believed: pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import zip_longest
from typing import Final
from uuid import UUID

from gridkeeper.kernel.texts import Words
from gridkeeper.rounds.choices import RoundState

LATE_ENTRY: Final = timedelta(minutes=15)
"""Recorded longer after it happened than this, an entry says why (K-09, R-07)."""
CLOCK_AHEAD: Final = timedelta(minutes=5)
CLOCK_BEHIND: Final = timedelta(days=7)
"""A device whose clock is further off than this is not believed."""
HORIZON: Final = timedelta(hours=3)
"""Windows exist this far ahead, so that the next ones can be shown and walked."""
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Rhythm:
    """How a series recurs. ``day_from`` == ``day_to`` means round the clock; ``ends`` is open where None."""

    every: timedelta
    day_from: time
    day_to: time
    starts: datetime
    ends: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Window:
    """One due window: a walk starting in [due, closes) is in time."""

    due: datetime
    closes: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Slot:
    """A window with the id of its row."""

    id: UUID
    due: datetime
    closes: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Walked:
    """A walk: when it began, and when it was done, if it was."""

    id: UUID
    started: datetime
    done: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What became of a window; ``decide_at`` is when to look at it again, None once it is decided."""

    state: RoundState
    walk: UUID | None
    decide_at: datetime | None


def windows(rhythm: Rhythm, *, since: datetime, until: datetime, zone: tzinfo) -> Iterator[Window]:
    """Windows of a rhythm that fall due in [since, until), earliest first.

    A day's hours may cross midnight. Steps are counted in elapsed time from the day's first moment, so that a day of
    23 or 25 hours has 23 or 25 hourly windows; hours of a day are those the wall clock shows.
    """
    first = max(since, rhythm.starts)
    last = until if rhythm.ends is None else min(until, rhythm.ends)
    origin = rhythm.starts.astimezone(zone).date()
    # The day before may reach over midnight into this one; a rhythm of days keeps step with its first day.
    day = first.astimezone(zone).date() - _DAY
    while _moment(day, rhythm.day_from, zone) < last:
        for window in _of_day(rhythm, day, origin, zone):
            if first <= window.due < last:
                yield window
        day += _DAY


def _of_day(rhythm: Rhythm, day: date, origin: date, zone: tzinfo) -> Iterator[Window]:
    opens = _moment(day, rhythm.day_from, zone)
    next_day = rhythm.day_to <= rhythm.day_from
    shuts = _moment(day + _DAY if next_day else day, rhythm.day_to, zone)
    if rhythm.every >= _DAY:
        if (day - origin).days % rhythm.every.days == 0:
            yield Window(due=opens, closes=shuts)
        return
    due = opens
    while due < shuts:
        yield Window(due=due, closes=min(due + rhythm.every, shuts))
        due += rhythm.every


def _moment(day: date, at: time, zone: tzinfo) -> datetime:
    """The instant of a wall time, in UTC: arithmetic on aware local times would count wall hours, not elapsed ones."""
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def settle(
    slots: Sequence[Slot],
    walks: Collection[Walked],
    *,
    tolerance: timedelta,
    hold: timedelta,
    now: datetime,
) -> dict[UUID, Outcome]:
    """What became of each window at ``now``: the earliest window takes the earliest walk, one walk one window (YZ-47).

    A walk counts when it was done within ``hold`` of its start; one under way holds its window until then (R-13). A
    window without a walk is missed from ``closes + tolerance`` on. The order in which walks became known is no matter.
    """
    free = sorted((walk for walk in walks if _counts(walk, hold, now)), key=lambda walk: (walk.started, walk.id))
    found: dict[UUID, Outcome] = {}
    for slot in sorted(slots, key=lambda slot: slot.due):
        last = slot.closes + tolerance
        walk = next((walk for walk in free if slot.due <= walk.started < last), None)
        if walk is None:
            missed = now >= last
            state = RoundState.MISSED if missed else RoundState.PLANNED
            found[slot.id] = Outcome(state=state, walk=None, decide_at=None if missed else last)
            continue
        free.remove(walk)
        if walk.done is None:
            found[slot.id] = Outcome(state=RoundState.STARTED, walk=walk.id, decide_at=walk.started + hold)
        else:
            state = RoundState.LATE if walk.started >= slot.closes else RoundState.DONE
            found[slot.id] = Outcome(state=state, walk=walk.id, decide_at=None)
    return found


def _counts(walk: Walked, hold: timedelta, now: datetime) -> bool:
    return now < walk.started + hold if walk.done is None else walk.done <= walk.started + hold


def is_due_at(rhythm: Rhythm, moment: datetime, *, tolerance: timedelta, zone: tzinfo) -> bool:
    """True when a walk that begins at ``moment`` could cover a window of the rhythm."""
    reach = max(rhythm.every, _DAY) + tolerance
    near = windows(rhythm, since=moment - reach, until=moment + timedelta(microseconds=1), zone=zone)
    return any(window.due <= moment < window.closes + tolerance for window in near)


def coverage(*, done: int, late: int, missed: int) -> float | None:
    """Share of decided windows that were covered, 0..1; None while none is decided."""
    decided = done + late + missed
    return (done + late) / decided if decided else None


def without_place(title: str, names: Sequence[str | None]) -> str:
    """A title without the places it begins with ("Taoyuan, hourly patrol"), for figures that sum over places."""
    places = sorted((name for name in names if name), key=len, reverse=True)
    while (begins := next((name for name in places if title.startswith(name)), None)) and title != begins:
        title = title.removeprefix(begins).removeprefix(", ")
    return title


def checklist_lines(zh: Sequence[str], en: Sequence[str]) -> tuple[Words, ...]:
    """The lines of a checklist in both languages; those without English stay Chinese."""
    return tuple(Words.of(*line) for line in zip_longest(zh, en[: len(zh)], fillvalue=""))
