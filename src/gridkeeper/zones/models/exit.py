"""The ways out of a zone, who opens them, and the checks that they open (SF-20, R-12)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gridkeeper.kernel.ids import uuid7
from gridkeeper.kernel.purpose import Privacy, Purpose, Sensitivity, personal
from gridkeeper.scopes.fields import UnitCodeField
from gridkeeper.zones.choices import ExitLack, Indicator
from gridkeeper.zones.models.zone import Zone

_OPENS = Purpose(
    purpose="knowing at once who opens a way out",
    basis="protection of life and health",
    sensitivity=Sensitivity.P1,
    retention="emergency",
)


class Exit(models.Model):
    """A way out. ``check_due_at`` is when its last check is too old; ``lack`` why it endangers life, if it does."""

    privacy: ClassVar[Privacy] = personal(
        "orders",
        subject="opener",
        fields={"opener": _OPENS, "deputy": _OPENS},
        plain_fields=(
            "id",
            "zone",
            "unit_code",
            "place",
            "opener_post_id",
            "phone",
            "instructions_posted",
            "indicator",
            "checked_at",
            "check_due_at",
            "lack",
        ),
    )

    id = models.UUIDField(primary_key=True, default=uuid7)
    zone = models.ForeignKey(Zone, on_delete=models.CASCADE, related_name="exits")
    unit_code = UnitCodeField()
    place = models.CharField(max_length=80)
    opener = models.CharField(max_length=80, blank=True)
    """Post first, then name, as it hangs at the door."""
    deputy = models.CharField(max_length=80, blank=True)
    opener_post_id = models.UUIDField(null=True)
    phone = models.CharField(max_length=20, blank=True)
    instructions_posted = models.BooleanField(default=False)
    indicator = models.CharField(max_length=12, choices=Indicator.choices, default=Indicator.NONE)
    checked_at = models.DateTimeField(null=True)
    check_due_at = models.DateTimeField()
    lack = models.CharField(max_length=12, choices=ExitLack.choices, blank=True)

    class Meta:
        """Found by what has to be checked."""

        indexes = [models.Index(fields=["check_due_at"], name="exit_to_check", condition=models.Q(lack=""))]

    def __str__(self) -> str:
        return f"{self.place} of {self.zone_id}"


class ExitCheck(models.Model):
    """Somebody tried an exit. It passes when it opens by hand from inside and help can be reached, nothing else."""

    privacy: ClassVar[Privacy] = personal(
        "orders",
        subject="by",
        fields={"by": _OPENS},
        plain_fields=(
            "id",
            "exit",
            "unit_code",
            "checked_at",
            "recorded_at",
            "opens_by_hand",
            "help_reachable",
            "instructions_posted",
            "words",
        ),
    )

    id = models.UUIDField(primary_key=True, default=uuid7)
    exit = models.ForeignKey(Exit, on_delete=models.CASCADE, related_name="checks")
    unit_code = UnitCodeField()
    by = models.CharField(max_length=150)
    checked_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    opens_by_hand = models.BooleanField()
    help_reachable = models.BooleanField()
    instructions_posted = models.BooleanField(default=False)
    words = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"check of {self.exit_id} at {self.checked_at}"
