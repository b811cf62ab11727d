"""Messages, each to one address and what became of it; notices, each to the holders of roles, and who read them."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from gridkeeper.kernel.ids import uuid7
from gridkeeper.kernel.purpose import Privacy, Purpose, Sensitivity, personal, plain
from gridkeeper.notices.choices import Channel, MessageState
from gridkeeper.scopes.fields import UnitCodeField

_TOLD = Purpose(
    purpose="telling people what concerns them, and showing afterwards what they were told",
    basis="contract of service or volunteer agreement (PIPL Art. 13)",
    sensitivity=Sensitivity.P2,
    retention="messages",
    under_order="emergency",
)


class Message(models.Model):
    """A message in the outbox. ``trapped`` ones never leave an exercise (R-05)."""

    privacy: ClassVar[Privacy] = personal(
        "people",
        subject="person_id",
        fields={"to": _TOLD, "subject": _TOLD, "body": _TOLD, "subject_en": _TOLD, "body_en": _TOLD},
        plain_fields=(
            "id",
            "unit_code",
            "person_id",
            "order_id",
            "channel",
            "made_at",
            "sent_at",
            "trapped",
            "state",
            "made_by",
        ),
    )

    id = models.UUIDField(primary_key=True, default=uuid7)
    unit_code = UnitCodeField(blank=True)
    """The desk that keeps it; empty for the installation's own mail."""
    person_id = models.UUIDField(null=True, db_index=True)
    order_id = models.UUIDField(null=True)
    """The order it came of: it goes with what that order made (SF-08)."""
    to = models.CharField(max_length=254)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField()
    subject_en = models.CharField(max_length=240, blank=True)
    body_en = models.TextField(blank=True)
    """The same in English, where the house itself wrote it.

    No default of the database: it would be read back, and whoever may leave a message may not read it.
    """
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
            models.Index(fields=["order_id"], name="message_by_order", condition=~models.Q(order_id=None)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(trapped=False) | (models.Q(state="trapped") & models.Q(sent_at=None)),
                name="trapped_message_is_not_sent",
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"


class Notice(models.Model):
    """A text for the holders of some roles at a unit and below, under an order, read inside the house (K-07)."""

    privacy: ClassVar[Privacy] = plain("wall", why="texts addressed to roles, never to a person")

    id = models.UUIDField(primary_key=True, default=uuid7)
    unit_id = models.UUIDField()
    unit_code = UnitCodeField()
    order_id = models.UUIDField(db_index=True)
    subject_zh = models.CharField(max_length=200)
    subject_en = models.CharField(max_length=200, blank=True)
    body_zh = models.TextField()
    body_en = models.TextField(blank=True)
    roles = ArrayField(models.CharField(max_length=40))
    needs_receipt = models.BooleanField(default=False)
    published_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Read by place, newest first."""

        indexes = [models.Index(fields=["unit_code", "-published_at"], name="notice_by_place")]

    def __str__(self) -> str:
        return self.subject_zh


class Receipt(models.Model):
    """That somebody read a notice, from which post's place, and when: shown as a count by place."""

    privacy: ClassVar[Privacy] = personal(
        "people",
        subject="person_id",
        fields={"read_at": _TOLD},
        plain_fields=("id", "notice", "unit_code", "person_id"),
    )

    id = models.UUIDField(primary_key=True, default=uuid7)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="receipts")
    unit_code = UnitCodeField()
    person_id = models.UUIDField(db_index=True)
    read_at = models.DateTimeField()

    class Meta:
        """One receipt a reader; the first reading counts."""

        constraints = [models.UniqueConstraint(fields=["notice", "person_id"], name="one_receipt_a_reader")]

    def __str__(self) -> str:
        return f"receipt for {self.notice_id}"
