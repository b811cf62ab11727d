"""One message: to whom, what, and what became of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gridkeeper.kernel.ids import uuid7
from gridkeeper.kernel.purpose import Privacy, Purpose, Sensitivity, personal
from gridkeeper.notices.choices import Channel, MessageState
from gridkeeper.scopes.fields import UnitCodeField

_TOLD = Purpose(
    purpose="telling people what concerns them, and showing afterwards what they were told",
    basis="contract of service or volunteer agreement (PIPL Art. 13)",
    sensitivity=Sensitivity.P2,
    retention="messages",
)


class Message(models.Model):
    """A message in the outbox. ``trapped`` ones never leave an exercise (R-05)."""

    privacy: ClassVar[Privacy] = personal(
        "people",
        subject="person_id",
        fields={"to": _TOLD, "subject": _TOLD, "body": _TOLD},
        plain_fields=("id", "unit_code", "person_id", "channel", "made_at", "sent_at", "trapped", "state", "made_by"),
    )

    id = models.UUIDField(primary_key=True, default=uuid7)
    unit_code = UnitCodeField(blank=True)
    """The desk that keeps it; empty for the installation's own mail."""
    person_id = models.UUIDField(null=True, db_index=True)
    to = models.CharField(max_length=254)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)
    sent_at = models.DateTimeField(null=True)
    trapped = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=MessageState.choices)

    class Meta:
        """Read by place, newest first; an exercise's message is never sent outward."""

        indexes = [
            models.Index(fields=["unit_code", "-made_at"], name="message_by_place"),
            models.Index(fields=["made_at"], name="message_by_age"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(trapped=False) | (models.Q(state="trapped") & models.Q(sent_at=None)),
                name="trapped_message_is_not_sent",
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"
