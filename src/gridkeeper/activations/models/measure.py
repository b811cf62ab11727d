"""The measures of a playbook at the units that answer for them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gridkeeper.activations.choices import MeasureStatus
from gridkeeper.activations.models.activation import Activation
from gridkeeper.kernel.ids import uuid7
from gridkeeper.kernel.purpose import Privacy, Purpose, Sensitivity, personal
from gridkeeper.scopes.fields import UnitCodeField

_SAID = Purpose(
    purpose="showing who wrote what others act on",
    basis="accountability of public offices",
    sensitivity=Sensitivity.P1,
    retention="emergency",
)


class MeasureState(models.Model):
    """One measure at one unit: its owner by role, when it is due, and what a person said of it (section 13).

    Evidence is counted from what was made, whenever somebody looks; a status changed by hand says who and why.
    """

    privacy: ClassVar[Privacy] = personal(
        "orders",
        subject="said_by",
        fields={"said_by": _SAID},
        plain_fields=(
            "id",
            "activation",
            "unit_code",
            "no",
            "owner_role",
            "status",
            "due_at",
            "words",
            "said_at",
        ),
    )

    id = models.UUIDField(primary_key=True, default=uuid7)
    activation = models.ForeignKey(Activation, on_delete=models.CASCADE, related_name="measures")
    unit_code = UnitCodeField()
    no = models.CharField(max_length=8)
    owner_role = models.CharField(max_length=40, blank=True)
    status = models.CharField(max_length=8, choices=MeasureStatus.choices, default=MeasureStatus.PLANNED)
    due_at = models.DateTimeField(null=True)
    words = models.CharField(max_length=400, blank=True)
    said_by = models.CharField(max_length=150, blank=True)
    said_at = models.DateTimeField(null=True)

    class Meta:
        """Each measure once a unit."""

        constraints = [models.UniqueConstraint(fields=["activation", "no", "unit_code"], name="measure_once_a_unit")]

    def __str__(self) -> str:
        return f"{self.no} at {self.unit_code}"
