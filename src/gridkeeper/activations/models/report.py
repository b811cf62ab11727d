"""Forms that a superior prescribes for the daily report."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from gridkeeper.activations.models.playbook import EDITED
from gridkeeper.kernel.ids import uuid7
from gridkeeper.kernel.purpose import Privacy, personal
from gridkeeper.scopes.fields import UnitCodeField


class ReportForm(models.Model):
    """A workbook or Word file with {{placeholders}}, filled in each day."""

    privacy: ClassVar[Privacy] = personal(
        "orders",
        subject="uploaded_by",
        fields={"uploaded_by": EDITED},
        plain_fields=("id", "unit_code", "name", "kind", "content", "unknown", "uploaded_at"),
    )

    id = models.UUIDField(primary_key=True, default=uuid7)
    unit_code = UnitCodeField()
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=4)
    content = models.BinaryField()
    unknown = ArrayField(models.CharField(max_length=80), default=list)
    """Placeholders the report has nothing for: they stay in the file, and the list says so."""
    uploaded_by = models.CharField(max_length=150)
    uploaded_at = models.DateTimeField()

    class Meta:
        """One form a name and unit."""

        constraints = [models.UniqueConstraint(fields=["unit_code", "name"], name="form_name_once")]

    def __str__(self) -> str:
        return self.name
