"""The duty log (值班日志): what happened on a shift, what stays open, and two people who signed the hand-over."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gridkeeper.kernel.ids import uuid7
from gridkeeper.kernel.purpose import Privacy, Purpose, Sensitivity, personal
from gridkeeper.rosters.models.shift import Duty, Shift
from gridkeeper.scopes.fields import UnitCodeField

_LOGGED = Purpose(
    purpose="handing a shift on with everything that is still open, signed by both",
    basis="accountability of public offices",
    sensitivity=Sensitivity.P1,
    retention="duty-log",
    under_order="emergency",
)


class LogEntry(models.Model):
    """One line of the duty log; an open one travels to the next shift at the place until it is settled."""

    privacy: ClassVar[Privacy] = personal(
        "duties",
        subject="person_id",
        fields={"person_id": _LOGGED, "words": _LOGGED},
        plain_fields=("id", "unit_code", "shift", "place_id", "at", "recorded_at", "is_open", "settled_at"),
    )

    id = models.UUIDField(primary_key=True, default=uuid7)
    unit_code = UnitCodeField()
    shift = models.ForeignKey(Shift, on_delete=models.CASCADE, related_name="log")
    place_id = models.UUIDField()
    """The site, body or unit the shift belongs to: the next shift there reads what is open."""
    person_id = models.UUIDField(null=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    words = models.CharField(max_length=400)
    is_open = models.BooleanField(default=False)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        """Read by shift; open lines by place."""

        indexes = [
            models.Index(
                fields=["place_id"], name="log_open_by_place", condition=models.Q(is_open=True, settled_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.at:%H:%M}"


class HandOver(models.Model):
    """A shift is handed on: the leaving side signs by handing over, the coming side on their own phone."""

    privacy: ClassVar[Privacy] = personal(
        "duties",
        subject="from_person_id",
        fields={"from_person_id": _LOGGED, "to_person_id": _LOGGED, "words": _LOGGED},
        plain_fields=("id", "unit_code", "duty", "to_duty", "place_id", "handed_at", "signed_at"),
    )

    id = models.UUIDField(primary_key=True, default=uuid7)
    unit_code = UnitCodeField()
    duty = models.OneToOneField(Duty, on_delete=models.CASCADE, related_name="hand_over")
    to_duty = models.ForeignKey(Duty, null=True, on_delete=models.SET_NULL, related_name="taken_over")
    place_id = models.UUIDField()
    from_person_id = models.UUIDField(null=True)
    to_person_id = models.UUIDField(null=True)
    words = models.CharField(max_length=600, blank=True)
    handed_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)

    class Meta:
        """Unsigned ones by place."""

        indexes = [
            models.Index(
                fields=["place_id", "handed_at"], name="hand_over_unsigned", condition=models.Q(signed_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"handed over {self.handed_at:%m-%d %H:%M}"
