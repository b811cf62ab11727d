"""A piece of open work and its append-only history."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gridkeeper.cases.choices import TASK, CaseState
from gridkeeper.kernel.ids import uuid7
from gridkeeper.kernel.purpose import Privacy, Purpose, Sensitivity, personal, plain
from gridkeeper.scopes.fields import UnitCodeField

_DID = Purpose(
    purpose="showing who did which step, and that nobody verified their own work",
    basis="accountability of public offices",
    sensitivity=Sensitivity.P1,
    retention="cases",
    under_order="emergency",
)


class Case(models.Model):
    """A closed loop; it belongs to a unit and to the body that has to see it through."""

    privacy: ClassVar[Privacy] = personal(
        "cases",
        subject="opened_by",
        fields={"opened_by": _DID, "resolved_by": _DID},
        plain_fields=(
            "id",
            "number",
            "kind",
            "title",
            "facts",
            "subject_kind",
            "subject_id",
            "life_safety",
            "detail",
            "unit_id",
            "unit_code",
            "body_id",
            "state",
            "opened_at",
            "due_at",
            "closed_at",
            "order_id",
        ),
    )

    id = models.UUIDField(primary_key=True, default=uuid7)
    number = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=40, default=TASK)
    title = models.CharField(max_length=160)
    """What a person typed; where an event opened it, a message id whose {gaps} ``facts`` fill."""
    facts = models.JSONField(default=dict)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_id = models.CharField(max_length=60, blank=True)
    """What the event that opened it was about; the same thing has one open case of a kind."""
    life_safety = models.BooleanField(default=False)
    detail = models.TextField(blank=True)
    unit_id = models.UUIDField()
    unit_code = UnitCodeField()
    body_id = models.UUIDField(null=True)
    state = models.CharField(max_length=10, choices=CaseState.choices, default=CaseState.REPORTED)
    opened_by = models.CharField(max_length=150)
    resolved_by = models.CharField(max_length=150, blank=True)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    order_id = models.UUIDField(null=True)

    class Meta:
        """Read by place and due moment while open, or by body."""

        indexes = [
            models.Index(fields=["unit_code", "due_at"], name="case_due", condition=models.Q(closed_at=None)),
            models.Index(fields=["order_id"], name="case_by_order", condition=~models.Q(order_id=None)),
            models.Index(fields=["body_id"], name="case_by_body", condition=models.Q(closed_at=None)),
            # In a wide place the most urgent are near its beginning; the code spares the rows of other places.
            models.Index(
                fields=["-life_safety", "due_at", "id", "unit_code"],
                name="case_urgent",
                condition=models.Q(closed_at=None),
            ),
            models.Index(fields=["due_at", "id", "unit_code"], name="case_by_due", condition=models.Q(closed_at=None)),
            models.Index(
                fields=["opened_at", "id", "unit_code"], name="case_by_opening", condition=models.Q(closed_at=None)
            ),
            models.Index(fields=["unit_code", "-opened_at"], name="case_recent"),
            models.Index(
                fields=["-opened_at", "-id", "unit_code"], name="case_over", condition=models.Q(closed_at__isnull=False)
            ),
            models.Index(
                fields=["closed_at", "id", "unit_code"],
                name="case_by_closing",
                condition=models.Q(closed_at__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "kind"],
                name="one_open_case_a_subject",
                condition=models.Q(closed_at=None) & ~models.Q(subject_kind=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Step(models.Model):
    """One transition or hand-over: who, when, with which words (K-09)."""

    privacy: ClassVar[Privacy] = personal(
        "cases",
        subject="by",
        fields={"by": _DID},
        plain_fields=(
            "id",
            "case",
            "unit_code",
            "kind",
            "state",
            "happened_at",
            "recorded_at",
            "words",
            "late_because",
            "body_id",
        ),
    )

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps")
    unit_code = UnitCodeField()
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=CaseState.choices)
    by = models.CharField(max_length=150)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    words = models.TextField(blank=True)
    late_because = models.CharField(max_length=200, blank=True)
    body_id = models.UUIDField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class Reached(models.Model):
    """How far the record has been read for events that open or close cases: one row."""

    privacy: ClassVar[Privacy] = plain("audit", why="a number of the chain")

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    unit_code = UnitCodeField(blank=True)
    number = models.BigIntegerField()

    def __str__(self) -> str:
        return f"read up to {self.number}"
