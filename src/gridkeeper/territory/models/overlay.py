"""Named and dated sets of units: compounds, control units, sealed areas (R-02)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gridkeeper.kernel.ids import uuid7
from gridkeeper.kernel.purpose import Privacy, plain
from gridkeeper.scopes.fields import UnitCodeField
from gridkeeper.territory.choices import OverlayKind
from gridkeeper.territory.models.unit import Unit


class Overlay(models.Model):
    """A set of units with a name and an outline; ``unit_code`` is the longest code that contains all of them."""

    privacy: ClassVar[Privacy] = plain("wall", why="names and shapes of places")

    id = models.UUIDField(primary_key=True, default=uuid7)
    unit_code = UnitCodeField()
    kind = models.CharField(max_length=16, choices=OverlayKind.choices)
    name = models.CharField(max_length=80)
    sort_key = models.CharField(max_length=200, db_collation="C")
    outline = models.JSONField(null=True)
    """GeoJSON geometry, WGS-84."""
    outline_is_generated = models.BooleanField(default=False)
    from_on = models.DateField(null=True)
    to_on = models.DateField(null=True)
    order_id = models.UUIDField(null=True)

    class Meta:
        """Listed by place."""

        indexes = [models.Index(fields=["kind", "unit_code"], name="overlay_by_place")]

    def __str__(self) -> str:
        return self.name


class OverlayUnit(models.Model):
    """One unit (mostly a building) of an overlay."""

    privacy: ClassVar[Privacy] = plain("wall", why="which buildings stand in which compound")

    id = models.UUIDField(primary_key=True, default=uuid7)
    overlay = models.ForeignKey(Overlay, on_delete=models.CASCADE, related_name="members")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="overlays")
    unit_code = UnitCodeField(db_index=True)

    class Meta:
        """Each unit once an overlay."""

        constraints = [models.UniqueConstraint(fields=["overlay", "unit"], name="unit_once_in_overlay")]

    def __str__(self) -> str:
        return f"{self.unit_code} in {self.overlay_id}"
