"""Events, their erasable payloads, and the seals that chain them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gridkeeper.kernel.ids import uuid7
from gridkeeper.kernel.purpose import Privacy, Purpose, Sensitivity, personal, plain
from gridkeeper.scopes.fields import UnitCodeField

_ACCOUNTABILITY = Purpose(
    purpose="showing afterwards who did what, under which order",
    basis="accountability of public offices (SF-43)",
    sensitivity=Sensitivity.P1,
    retention="audit",
)


class Event(models.Model):
    """One thing that happened. Rows are inserted and never changed."""

    privacy: ClassVar[Privacy] = personal(
        "audit",
        subject="actor",
        fields={"actor": _ACCOUNTABILITY},
        plain_fields=(
            "id",
            "recorded_at",
            "happened_at",
            "verb",
            "subject_kind",
            "subject_id",
            "unit_code",
            "payload_digest",
        ),
    )

    id = models.UUIDField(primary_key=True, default=uuid7)
    recorded_at = models.DateTimeField()
    happened_at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    verb = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=60)
    unit_code = UnitCodeField(blank=True)
    payload_digest = models.CharField(max_length=64)

    class Meta:
        """Read by place and time, or by subject."""

        indexes = [
            models.Index(fields=["unit_code", "-recorded_at"], name="event_place"),
            models.Index(fields=["subject_kind", "subject_id"], name="event_subject"),
            models.Index(fields=["-recorded_at", "-id"], name="event_recent"),
            # Newest first in a wide place; the code spares the rows of other places.
            models.Index(fields=["id", "unit_code"], name="event_newest"),
            # All that one of them did, newest first.
            models.Index(fields=["actor", "id", "unit_code"], name="event_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_kind} {self.subject_id}"


class Payload(models.Model):
    """The facts of an event, apart, so that they can be erased while the chain still verifies."""

    privacy: ClassVar[Privacy] = personal(
        "audit",
        subject="event",
        fields={"facts": _ACCOUNTABILITY},
        plain_fields=("event", "salt", "unit_code"),
    )

    event = models.OneToOneField(Event, on_delete=models.DO_NOTHING, primary_key=True, related_name="payload")
    unit_code = UnitCodeField(blank=True)
    salt = models.BinaryField()
    facts = models.JSONField()

    def __str__(self) -> str:
        return f"payload of {self.event_id}"


class Seal(models.Model):
    """The place of an event in the chain: sealed by one worker just after commit."""

    privacy: ClassVar[Privacy] = plain("audit", why="numbers and hashes")

    number = models.BigIntegerField(primary_key=True)
    event = models.OneToOneField(Event, on_delete=models.DO_NOTHING, related_name="seal")
    hash = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.number} {self.hash[:12]}"
