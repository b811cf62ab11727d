"""Who could stand a shift, and which shifts somebody could stand: proposals, never decisions (R-15, SF-31).

Read across desks in the scope of the rosters' own actor, like `rest`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from gridkeeper.kernel.texts import Words
from gridkeeper.kernel.unit_code import LENGTHS, Level, upper_bound
from gridkeeper.posts.choices import ConsentKind
from gridkeeper.posts.models import Appointment, Consent, Contact, Person
from gridkeeper.rosters.choices import COMMITTED, DutyState, ShiftState
from gridkeeper.rosters.models import Asked, Duty, Enlistment, Shift
from gridkeeper.rosters.policy.place import Candidate, best_first, clock_words
from gridkeeper.rosters.policy.rest import Fitness, Stretch, breach_of, certificate_ended
from gridkeeper.rosters.queries.rest import fitness_of, stretches_of

_LOOKED_AT = 400
_AHEAD = timedelta(days=7)
_WEEK = timedelta(days=7)


def stretch_of(shift: Shift) -> Stretch:
    """A shift as the rest rules see it."""
    return Stretch(
        starts=shift.starts,
        ends=shift.ends,
        night=shift.night,
        outdoor=shift.outdoor,
        in_zone=shift.in_zone,
        role=shift.role,
    )


def fitting_people(shift: Shift, *, now: datetime, skill: str = "", size: int = 20) -> list[UUID]:
    """People near the shift who may be asked, keep their rest and were not asked yet, best first. Nine queries.

    Asked are holders of posts in the community, people who signed up there, and people of the street who agreed to be
    called (R-15).
    """
    holders = _holders(shift, now) if shift.role else set()
    near = _near(shift, now)
    near = near & holders or near
    asked = set(Asked.objects.filter(shift=shift).values_list("person_id", flat=True))
    on = set(Duty.objects.filter(shift=shift, person_id__isnull=False).values_list("person_id", flat=True))
    left = Person.objects.filter(pk__in=near, left_at=None, erased_at=None).order_by("id")
    people = [key for key in left.values_list("id", flat=True)[:_LOOKED_AT] if key not in asked | on]
    stands = stretches_of(people, starts=shift.starts, ends=shift.ends, offered_too=True)
    fitness = fitness_of(people, now=now)
    stretch = stretch_of(shift)
    fits = [
        key for key in people if not breach_of(stretch, others=stands.get(key, ()), fitness=fitness.get(key, Fitness()))
    ]
    told = {
        key: (home, frozenset(skills))
        for key, home, skills in Contact.objects.filter(person_id__in=fits).values_list(
            "person_id", "home_code", "skills"
        )
    }
    candidates = [
        Candidate(
            person_id=key,
            home_code=told.get(key, ("", frozenset()))[0],
            skills=told.get(key, ("", frozenset()))[1],
            hours=_hours(stands.get(key, ()), shift.starts),
            holds_role=key in holders,
        )
        for key in fits
    ]
    return best_first(candidates, unit_code=shift.unit_code, skill=skill)[:size]


def fitting_shifts(person_id: UUID, *, unit_code: str, now: datetime, size: int = 2) -> list[Words]:
    """Open shifts of the community that somebody could stand, in words: what a refusal proposes instead (A9)."""
    place = unit_code[: LENGTHS[Level.COMMUNITY]]
    rows = (
        Shift.objects.filter(unit_code__gte=place, unit_code__lt=upper_bound(place), state=ShiftState.PLANNED)
        .filter(starts__gt=now, starts__lt=now + _AHEAD)
        .annotate(taken=Count("duties", filter=Q(duties__state__in=COMMITTED)))
        .filter(taken__lt=F("needed"))
        .order_by("starts", "id")[:60]
    )
    shifts = list(rows)
    if not shifts:
        return []
    others = stretches_of([person_id], starts=now, ends=now + _AHEAD, offered_too=True).get(person_id, [])
    fitness = fitness_of([person_id], now=now).get(person_id, Fitness())
    fits = [shift for shift in shifts if not breach_of(stretch_of(shift), others=others, fitness=fitness)]
    return [_spanned(shift) for shift in fits[:size]]


def _spanned(shift: Shift) -> Words:
    hours = f"{clock_words(shift.starts)}–{clock_words(shift.ends)}"
    return Words(zh=f"{shift.called.zh} {hours}", en=f"{shift.called.en} {hours}")


def may_be_asked(person_id: UUID, *, now: datetime) -> bool:
    """Whether somebody may be offered a duty: a post, a sign-up or a consent to be called (R-15). Three queries."""
    held = Appointment.objects.filter(person_id=person_id, from_at__lte=now).filter(Q(to_at=None) | Q(to_at__gt=now))
    agreed = Consent.objects.filter(person_id=person_id, kind=ConsentKind.VOLUNTEER_CALL, withdrawn_at=None)
    return held.exists() or Enlistment.objects.filter(person_id=person_id).exists() or agreed.exists()


def seats_held(shift: Shift, *, states: Sequence[DutyState], now: datetime) -> int:
    """Seats of a shift held in these states by people who can do what it is for. One query, two where it has a role.

    Whose certificate has run out meanwhile may come, but the seat is still asked for (4.e).
    """
    people = list(Duty.objects.filter(shift=shift, state__in=states).values_list("person_id", flat=True))
    if not shift.role:
        return len(people)
    fitness, stretch = fitness_of(filter(None, people), now=now), stretch_of(shift)
    return sum(not (key and certificate_ended(stretch, fitness.get(key, Fitness()))) for key in people)


def _near(shift: Shift, now: datetime) -> set[UUID]:
    community, street = (shift.unit_code[: LENGTHS[level]] for level in (Level.COMMUNITY, Level.TOWNSHIP))
    held = Appointment.objects.filter(unit_code__gte=community, unit_code__lt=upper_bound(community))
    people = set(_open(held, now).values_list("person_id", flat=True))
    signed = Enlistment.objects.filter(unit_code__gte=community, unit_code__lt=upper_bound(community))
    people |= set(signed.values_list("person_id", flat=True))
    agreed = Consent.objects.filter(
        kind=ConsentKind.VOLUNTEER_CALL,
        withdrawn_at=None,
        unit_code__gte=street,
        unit_code__lt=upper_bound(street),
    )
    return people | set(agreed.order_by("id").values_list("person_id", flat=True)[:_LOOKED_AT])


def _holders(shift: Shift, now: datetime) -> set[UUID]:
    street = shift.unit_code[: LENGTHS[Level.TOWNSHIP]]
    held = Appointment.objects.filter(role_held=shift.role, unit_code__gte=street, unit_code__lt=upper_bound(street))
    return set(_open(held, now).values_list("person_id", flat=True))


def _open(rows: QuerySet[Appointment], now: datetime) -> QuerySet[Appointment]:
    return rows.filter(from_at__lte=now).filter(Q(to_at=None) | Q(to_at__gt=now))


def _hours(stands: Sequence[Stretch], around: datetime) -> float:
    week = [one for one in stands if around - _WEEK < one.starts < around + _WEEK]
    return sum((one.ends - one.starts).total_seconds() for one in week) / 3600
