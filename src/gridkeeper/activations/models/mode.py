"""Modes of units under orders."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gridkeeper.activations.choices import UnitModeKind
from gridkeeper.kernel.ids import uuid7
from gridkeeper.kernel.purpose import Privacy, plain
from gridkeeper.scopes.fields import UnitCodeField


class UnitMode(models.Model):
    """A unit's mode from one moment to another; units below inherit the strictest above them (K-07)."""

    privacy: ClassVar[Privacy] = plain("wall", why="modes of places")

    id = models.UUIDField(primary_key=True, default=uuid7)
    unit_code = UnitCodeField()
    mode = models.CharField(max_length=12, choices=UnitModeKind.choices)
    order_id = models.UUIDField(db_index=True)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)

    class Meta:
        """Looked up by place."""

        indexes = [models.Index(fields=["unit_code", "from_at"], name="mode_by_place")]

    def __str__(self) -> str:
        return f"{self.unit_code} {self.mode}"
