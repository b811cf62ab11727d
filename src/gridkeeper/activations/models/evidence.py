"""Evidence of measures as it was last counted."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gridkeeper.activations.models.activation import Activation
from gridkeeper.kernel.purpose import Privacy, plain
from gridkeeper.scopes.fields import UnitCodeField


class EvidenceCount(models.Model):
    """Everything that shows the measures of one activation, counted at one moment, so that a board is one small read.

    ``lines`` holds [measure, place, kind, need, have] for each line of `queries.evidence.Evidence`.
    """

    privacy: ClassVar[Privacy] = plain("wall", why="counts by place")

    activation = models.OneToOneField(
        Activation, primary_key=True, on_delete=models.CASCADE, related_name="evidence_count"
    )
    unit_code = UnitCodeField()
    counted_at = models.DateTimeField()
    lines = models.JSONField()

    def __str__(self) -> str:
        return f"evidence of {self.activation_id} at {self.counted_at}"
