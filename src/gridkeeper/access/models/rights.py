"""Who looked at whom, and what people asked about themselves."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from gridkeeper.access.choices import Look, RightKind
from gridkeeper.kernel.ids import uuid7
from gridkeeper.kernel.purpose import Privacy, Purpose, Sensitivity, personal
from gridkeeper.scopes.fields import UnitCodeField

_LOOKED = Purpose(
    purpose="letting people see who looked at their record",
    basis="right of access (PIPL Art. 44, SF-10)",
    sensitivity=Sensitivity.P2,
    retention="reading",
)
_ASKED = Purpose(
    purpose="answering what people ask about their own data",
    basis="right of access, correction and deletion (PIPL Art. 44-47, SF-10)",
    sensitivity=Sensitivity.P2,
    retention="cases",
)


class Reading(models.Model):
    """One look of one human at one or many people's rows; a list is one line that names all it showed."""

    privacy: ClassVar[Privacy] = personal(
        "rights",
        subject="people",
        fields={"reader": _LOOKED, "people": _LOOKED},
        plain_fields=("id", "at", "unit_code", "look", "purpose"),
    )

    id = models.UUIDField(primary_key=True, default=uuid7)
    at = models.DateTimeField()
    reader = models.CharField(max_length=150)
    unit_code = UnitCodeField(blank=True)
    people = ArrayField(models.UUIDField())
    look = models.CharField(max_length=8, choices=Look.choices)
    purpose = models.CharField(max_length=120, blank=True)

    class Meta:
        """Found by the person who was looked at."""

        indexes = [
            GinIndex(fields=["people"], name="reading_by_person"),
            models.Index(fields=["at"], name="reading_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.reader} {self.look}"


class RightsRequest(models.Model):
    """What a person asked about their own data, on paper or by phone as well (SF-10, SF-42)."""

    privacy: ClassVar[Privacy] = personal(
        "rights",
        subject="person_id",
        fields={"words": _ASKED, "answer": _ASKED},
        plain_fields=(
            "id",
            "person_id",
            "unit_code",
            "kind",
            "received_at",
            "due_on",
            "answered_at",
            "answered_by",
        ),
    )

    id = models.UUIDField(primary_key=True, default=uuid7)
    person_id = models.UUIDField()
    unit_code = UnitCodeField()
    kind = models.CharField(max_length=8, choices=RightKind.choices)
    words = models.TextField(blank=True)
    received_at = models.DateTimeField()
    due_on = models.DateField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=150, blank=True)

    class Meta:
        """Open ones first, by due day."""

        indexes = [models.Index(fields=["due_on"], name="request_due", condition=models.Q(answered_at=None))]

    def __str__(self) -> str:
        return f"{self.kind} due {self.due_on}"
