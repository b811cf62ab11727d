"""What belongs together: the place a shift is handed on at, whether it lies in the night, who fits best: pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from gridkeeper.posts.policy import SHOWN_IN

NIGHT_FROM, NIGHT_TO = 22, 6
EARLIEST_ARRIVAL = timedelta(hours=2)
"""Nobody checks in earlier before a shift than this."""
NOTICE = timedelta(minutes=30)
"""So long before its end the superior hears that nobody takes a shift over."""
LATE_ENTRY = timedelta(minutes=15)
TIME_TO_ANSWER = timedelta(hours=1)
"""So long an offer stays at least, also for a shift that has begun: gates of a switch open at once."""


def place_of(*, site_id: UUID | None, body_id: UUID | None, unit_id: UUID) -> UUID:
    """The place at which one shift follows the other: the site, else the body, else the unit."""
    return site_id or body_id or unit_id


def is_night(starts: datetime, ends: datetime) -> bool:
    """True when a shift reaches into the night hours on the wall."""
    first, last = starts.astimezone(SHOWN_IN), ends.astimezone(SHOWN_IN)
    night = first.replace(hour=NIGHT_FROM, minute=0, second=0, microsecond=0)
    if first.hour < NIGHT_TO:
        night -= timedelta(days=1)
    return night < last and first < night + timedelta(hours=24 - NIGHT_FROM + NIGHT_TO)


def clock_words(moment: datetime) -> str:
    """A moment as the wall shows it, for refusals."""
    return f"{moment.astimezone(SHOWN_IN):%m-%d %H:%M}"


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Somebody who could stand a shift: where they are at home, what they told, how many hours they stand already."""

    person_id: UUID
    home_code: str
    skills: frozenset[str]
    hours: float
    holds_role: bool


def best_first(candidates: Sequence[Candidate], *, unit_code: str, skill: str = "") -> list[UUID]:
    """Who is asked first: has the skill, holds the role, lives nearest in the tree, has stood fewest hours this week.

    Hours spread the load; they are shown to nobody (SF-33). Equal cases are told apart by id, so the answer is always
    the same.
    """

    def order(candidate: Candidate) -> tuple[bool, bool, int, float, str]:
        return (
            bool(skill) and skill not in candidate.skills,
            not candidate.holds_role,
            -_shared(candidate.home_code, unit_code),
            candidate.hours,
            str(candidate.person_id),
        )

    return [candidate.person_id for candidate in sorted(candidates, key=order)]


def _shared(one: str, other: str) -> int:
    """Length of the common beginning of two codes: the nearer in the tree, the longer."""
    length = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        length += 1
    return length
