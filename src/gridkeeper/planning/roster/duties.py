"""Duty rosters of gates and sites with the rest of SF-30 and the protection of SF-31 built in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gridkeeper.kernel.rest import ADULT, COLD_MINUTES, SPARED_OVER, Rest
from gridkeeper.planning.roster.errors import DutyTooLong, RosterMalformed
from gridkeeper.planning.roster.problem import NO_LIMIT, Cover, Ints, Problem, Shifts, Staff

_DAY = 24 * 60


@dataclass(frozen=True, kw_only=True)
class Person:
    """Who may stand duty. ``places`` are the posts he may serve (None: every post); ``group`` whose share his is
    compared with, -1 for nobody; ``away`` the days he cannot come."""

    id: str
    age: int = 40
    spared: bool = False
    places: frozenset[int] | None = None
    group: int = 0
    away: frozenset[int] = frozenset()
    max_duties: int | None = None


@dataclass(frozen=True, kw_only=True)
class Duty:
    """One slot of one post, every day: begins ``start`` minutes after midnight, needs ``heads[day]`` people.

    ``night``, ``cold_minutes`` (outdoors in the cold) and ``zone`` (inside a sealed zone) are what SF-31 asks about.
    """

    id: str
    place: int
    start: int
    minutes: int
    heads: tuple[int, ...]
    night: bool = False
    cold_minutes: int = 0
    zone: bool = False


def duty_problem(
    people: Sequence[Person],
    duties: Sequence[Duty],
    *,
    days: int,
    rest: Rest = Rest(),
    fairness: int = 10,
    under: int = 1000,
    over: int = 100,
    previous: Ints | None = None,
    change: int = 0,
    before: Ints | None = None,
    first_weekday: int = 0,
) -> Problem:
    """The roster problem of these people and posts: one row a person, one shift a duty (SF-30, SF-31, A9, A28).

    A free stretch of 24 hours in any seven days means: among any seven days one without duty, and the stretch round a
    single day off lasts at least 24 hours. A duty longer than ``rest.max_continuous`` is refused as ``DutyTooLong``.
    """
    for duty in duties:
        if duty.minutes > rest.max_continuous:
            raise DutyTooLong(duty=duty.id, minutes=duty.minutes, most=rest.max_continuous)
        if len(duty.heads) != days:
            raise RosterMalformed(table=f"heads of {duty.id}", found=len(duty.heads), expected=days)
    start = np.array([duty.start for duty in duties], np.int32)
    minutes = np.array([duty.minutes for duty in duties], np.int32)
    gap = start[None, :] + _DAY - (start + minutes)[:, None]
    required = np.array([duty.heads for duty in duties], np.int32).reshape(len(duties), days).T
    return Problem(
        staff=_staff(people, duties, days=days, rest=rest),
        shifts=Shifts(
            ids=tuple(duty.id for duty in duties),
            minutes=minutes,
            forbidden=gap < rest.min_between,
            forbidden_over_off=gap + _DAY < rest.free,
            night=np.array([duty.night for duty in duties], bool),
        ),
        cover=Cover(
            required=np.ascontiguousarray(required),
            under=np.full(required.shape, under, np.int32),
            over=np.full(required.shape, over, np.int32),
        ),
        unavailable=_away(people, days),
        first_weekday=first_weekday,
        max_nights=rest.max_nights,
        fairness=fairness,
        previous=previous,
        change=change,
        before=before,
    )


def _staff(people: Sequence[Person], duties: Sequence[Duty], *, days: int, rest: Rest) -> Staff:
    size = len(people)
    longest = max((duty.minutes for duty in duties), default=0)
    most = [days if person.max_duties is None else person.max_duties for person in people]

    def same(value: int) -> Ints:
        return np.full(size, value, np.int32)

    return Staff(
        ids=tuple(person.id for person in people),
        max_minutes=np.array([count * longest for count in most], np.int32),
        min_minutes=same(0),
        max_consecutive=same(rest.free_in_days - 1),
        min_consecutive=same(1),
        min_days_off=same(1),
        max_weekends=same(NO_LIMIT),
        max_shifts=eligible(people, duties).astype(np.int32) * days,
        group=np.array([person.group for person in people], np.int32),
    )


def eligible(people: Sequence[Person], duties: Sequence[Duty]) -> npt.NDArray[np.bool_]:
    """(people, duties) who may stand what: over 65 or spared no night, no more than 2 h of outdoor cold and no sealed
    zone; under 18 no sealed zone (SF-31)."""
    night = np.array([duty.night for duty in duties], bool)
    cold = np.array([duty.cold_minutes > COLD_MINUTES for duty in duties], bool)
    zone = np.array([duty.zone for duty in duties], bool)
    guarded = np.array([person.age > SPARED_OVER or person.spared for person in people], bool)
    minor = np.array([person.age < ADULT for person in people], bool)
    barred = guarded[:, None] & (night | cold | zone) | minor[:, None] & zone
    allowed = ~barred
    for row, person in enumerate(people):
        if person.places is not None:
            allowed[row] &= np.array([duty.place in person.places for duty in duties], bool)
    return np.asarray(allowed, bool)


def _away(people: Sequence[Person], days: int) -> npt.NDArray[np.bool_]:
    away = np.zeros((len(people), days), bool)
    for row, person in enumerate(people):
        away[row, [day for day in person.away if 0 <= day < days]] = True
    return away
