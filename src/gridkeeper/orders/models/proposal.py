"""What one person proposed and a second must approve."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gridkeeper.kernel.ids import uuid7
from gridkeeper.kernel.purpose import Privacy, Purpose, Sensitivity, personal
from gridkeeper.orders.choices import ProposalState
from gridkeeper.scopes.fields import UnitCodeField

_DECIDED = Purpose(
    purpose="showing which two people decided",
    basis="accountability of public offices (SF-12)",
    sensitivity=Sensitivity.P1,
    retention="orders",
)


class Proposal(models.Model):
    """A four-eyes act: its kind names the typed act that runs on approval, ``arguments`` are its JSON."""

    privacy: ClassVar[Privacy] = personal(
        "orders",
        subject="proposed_by",
        fields={"proposed_by": _DECIDED, "decided_by": _DECIDED},
        plain_fields=(
            "id",
            "code",
            "kind",
            "unit_code",
            "approval_code",
            "permission",
            "title",
            "arguments",
            "state",
            "proposed_at",
            "lapses_at",
            "decided_at",
            "decision_reason",
            "result",
        ),
    )

    id = models.UUIDField(primary_key=True, default=uuid7)
    code = models.CharField(max_length=16, unique=True)
    """Short id people can type: ``gridkeeper approve CODE``."""
    kind = models.CharField(max_length=40)
    unit_code = UnitCodeField()
    approval_code = UnitCodeField()
    """The unit at which the approver must hold the permission: the same place, or one level up (R-09)."""
    permission = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    arguments = models.JSONField()
    state = models.CharField(max_length=10, choices=ProposalState.choices, default=ProposalState.PENDING)
    proposed_by = models.CharField(max_length=150)
    proposed_at = models.DateTimeField()
    lapses_at = models.DateTimeField()
    decided_by = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.CharField(max_length=400, blank=True)
    result = models.JSONField(null=True)

    class Meta:
        """Two people, always."""

        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state=ProposalState.APPROVED) | ~models.Q(decided_by=models.F("proposed_by")),
                name="proposal_has_two_people",
            )
        ]
        indexes = [models.Index(fields=["state", "unit_code"], name="proposal_waiting")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"
