"""States of a round, and what a walk has to bring back."""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices


class RoundState(TextChoices):
    """Life of one due window (R-13)."""

    PLANNED = "planned"
    STARTED = "started"
    DONE = "done"
    LATE = "late"
    """Covered by a walk that began inside the tolerance after the window: a flag, nothing else."""
    MISSED = "missed"


class Evidence(TextChoices):
    """What a walk has to bring back."""

    NONE = "none"
    PHOTO = "photo"
    NUMBER = "number"
    CHECKLIST = "checklist"


class CaseTitle(TextChoices):
    """What a case is called that an event of this room opens; the labels are message ids with gaps."""

    MISSED = "missed_round", "Missed: {name}, due {due}"


class Misfit(TextChoices):
    """What does not fit together in a series."""

    NO_NAME = "no-name", "it has no name"
    TOO_OFTEN = "too-often", "it recurs more often than every ten minutes"
    BROKEN_DAYS = "broken-days", "a rhythm of days needs whole days"
    TOLERANCE = "tolerance", "the tolerance must lie between nothing and the length of a window"
    HOLD = "hold", "a round must be allowed to take some minutes"
    ENDS_FIRST = "ends-first", "it ends before it begins"
    NO_LINES = "no-lines", "its checklist has no lines"
    NO_UNIT = "no-unit", "its figure has no unit"


OPEN: Final = (RoundState.PLANNED, RoundState.STARTED)
COVERED: Final = (RoundState.DONE, RoundState.LATE)
