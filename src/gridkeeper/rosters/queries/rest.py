"""What rest is measured on: everybody's duties around a moment, and what they are spared.

These read across all desks: whoever asks opens the scope of the rosters' own system actor first, so that a duty in the
next district counts as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q

from gridkeeper.access.actors import system_actor
from gridkeeper.kernel.rest import ADULT
from gridkeeper.posts.models import Contact
from gridkeeper.posts.policy import SPARED_FROM, age_in, first_day
from gridkeeper.rosters.choices import ON_THE_RECORD, DutyState
from gridkeeper.rosters.models import Duty
from gridkeeper.rosters.policy.rest import Fitness, Stretch

ROSTERS: Final = system_actor("rosters")
"""Reads rest across desks, and offers seats on behalf of whoever declined (R-14)."""
_AROUND = timedelta(days=9)
"""Further away no rule reaches."""


def stretches_of(
    people: Iterable[UUID], *, starts: datetime, ends: datetime, offered_too: bool = False, without: UUID | None = None
) -> dict[UUID, list[Stretch]]:
    """Duties of these people near a time, by person, in order; ``without`` leaves one duty out. One query."""
    states = [*ON_THE_RECORD, DutyState.OFFERED] if offered_too else list(ON_THE_RECORD)
    near = Q(starts__lt=ends + _AROUND, ends__gt=starts - _AROUND)
    rows = Duty.objects.filter(near, person_id__in=list(people), state__in=states)
    if without is not None:
        rows = rows.exclude(pk=without)
    values = rows.order_by("starts").values_list(
        "person_id", "starts", "ends", "left_at", "shift__night", "shift__outdoor", "shift__in_zone"
    )
    found: dict[UUID, list[Stretch]] = defaultdict(list)
    for person_id, begins, over, left_at, night, outdoor, in_zone in values:
        stretch = Stretch(
            starts=begins, ends=max(left_at or over, begins), night=night, outdoor=outdoor, in_zone=in_zone
        )
        if person_id is not None:
            found[person_id].append(stretch)
    return found


def fitness_of(people: Iterable[UUID], *, now: datetime) -> dict[UUID, Fitness]:
    """What these people are spared; somebody without a birth year or record is spared nothing. One query."""
    today = first_day(now)
    rows = Contact.objects.filter(person_id__in=list(people)).values_list(
        "person_id", "birth_year", "spared_until", "certified_for", "certified_until"
    )
    found: dict[UUID, Fitness] = {}
    for person_id, born, spared_until, certified_for, certified_until in rows:
        age = age_in(today.year, born=born) if born else None
        spared = (age is not None and age >= SPARED_FROM) or (spared_until is not None and spared_until >= today)
        found[person_id] = Fitness(
            spared=spared,
            minor=age is not None and age < ADULT,
            certified_for=certified_for,
            certified_until=certified_until,
        )
    return found
