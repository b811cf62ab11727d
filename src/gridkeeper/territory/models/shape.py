"""Outlines, neighbours and street lines for the map."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gridkeeper.kernel.ids import uuid7
from gridkeeper.kernel.purpose import Privacy, plain
from gridkeeper.scopes.fields import UnitCodeField
from gridkeeper.territory.models.unit import Unit


class Outline(models.Model):
    """Shape of a unit: GeoJSON geometry in WGS-84, with where it is from and in which system it arrived."""

    privacy: ClassVar[Privacy] = plain("wall", why="shapes of places")

    unit = models.OneToOneField(Unit, primary_key=True, on_delete=models.CASCADE, related_name="outline")
    unit_code = UnitCodeField(db_index=True)
    geometry = models.JSONField()
    is_generated = models.BooleanField(default=False)
    source = models.CharField(max_length=200, blank=True)
    arrived_as = models.CharField(max_length=8, default="wgs84")

    def __str__(self) -> str:
        return f"outline of {self.unit_code}"


class Adjacency(models.Model):
    """Two units of one level that share a border; stored both ways, so that one lookup finds all neighbours (R-08)."""

    privacy: ClassVar[Privacy] = plain("wall", why="neighbouring places")

    id = models.UUIDField(primary_key=True, default=uuid7)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="neighbours")
    neighbour = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    unit_code = UnitCodeField(db_index=True)
    source = models.CharField(max_length=120, blank=True)

    class Meta:
        """Each pair once, and nobody is their own neighbour."""

        constraints = [
            models.UniqueConstraint(fields=["unit", "neighbour"], name="neighbours_once"),
            models.CheckConstraint(condition=~models.Q(unit=models.F("neighbour")), name="not_own_neighbour"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_code} touches {self.neighbour_id}"


class StreetLine(models.Model):
    """A stretch of street for the map: name, class and line, WGS-84."""

    privacy: ClassVar[Privacy] = plain("wall", why="streets")

    id = models.UUIDField(primary_key=True, default=uuid7)
    unit_code = UnitCodeField(db_index=True)
    name = models.CharField(max_length=80, blank=True)
    street_class = models.CharField(max_length=24)
    geometry = models.JSONField()

    def __str__(self) -> str:
        return self.name
