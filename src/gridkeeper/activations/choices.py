"""States of activations and measures, and modes of units."""

from __future__ import annotations

from django.db.models import TextChoices


class ActivationState(TextChoices):
    """Life of an activation: two people start it, one ends it (R-08)."""

    PROPOSED = "proposed"
    STARTING = "starting"
    """Approved; the work is queued or under way."""
    ACTIVE = "active"
    ENDED = "ended"
    REFUSED = "refused"


RUNNING = (ActivationState.STARTING, ActivationState.ACTIVE)


class UnitModeKind(TextChoices):
    """Operating modes (K-07)."""

    NORMAL = "normal"
    RECOVERING = "recovering"
    URGENT = "urgent"


class MeasureStatus(TextChoices):
    """What became of a measure at a unit (section 13)."""

    PLANNED = "planned"
    ACTIVE = "active"
    DONE = "done"
    WAIVED = "waived"


KEPT_TO_BE_READ = ("messages",)
"""What the end of an emergency leaves for its 30 days: people must still be able to read what they were told."""
END = "emergency.end"
"""The act, done by two people, that ends an emergency (SF-08)."""
