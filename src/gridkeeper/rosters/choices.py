"""States of shifts and duties, kinds of calls."""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices


class ShiftState(TextChoices):
    """A shift is planned until somebody takes it back."""

    PLANNED = "planned"
    ENDED = "ended"


class DutyState(TextChoices):
    """A person on a shift. Who declines leaves no row (R-14)."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    ARRIVED = "arrived"
    LEFT = "left"
    RESTING = "resting"
    """Accepted, but its roster rests under an order; it goes on with the roster (R-11)."""
    ENDED = "ended"
    """Never stood: the shift was taken back or nobody answered in time."""


class CaseTitle(TextChoices):
    """The case a roster's event opens, and its title with the event's facts in {braces}."""

    NO_SUCCESSOR = "no_successor", "Nobody takes over: {title}"


class CallKind(TextChoices):
    """What people are called for (4.c)."""

    DUTY_WATCH = "duty_watch"
    POINT = "point"
    DELIVERY = "delivery"
    CLEANING = "cleaning"
    PUBLICITY = "publicity"
    PERSUASION = "persuasion"
    CARE = "care"
    OTHER = "other"


COMMITTED: Final = (DutyState.ACCEPTED, DutyState.ARRIVED)
"""Somebody counts on them now."""
ON_THE_RECORD: Final = (DutyState.ACCEPTED, DutyState.ARRIVED, DutyState.LEFT)
"""What rest is measured on."""
LIVE: Final = (DutyState.OFFERED, *COMMITTED)
