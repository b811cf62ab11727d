"""A node of the territory tree: a stable id, and the code and name it has now."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gridkeeper.kernel.ids import uuid7
from gridkeeper.kernel.purpose import Privacy, plain
from gridkeeper.kernel.unit_code import Level
from gridkeeper.scopes.fields import UnitCodeField
from gridkeeper.territory.choices import UnitKind


class Unit(models.Model):
    """A unit; ``unit_code`` is its path in the edition in force, kept on the row when the unit is closed."""

    privacy: ClassVar[Privacy] = plain("wall", why="places and counts; households and residents are sums per building")

    id = models.UUIDField(primary_key=True, default=uuid7)
    unit_code = UnitCodeField()
    level = models.CharField(max_length=12, choices=[(level.value, level.value) for level in Level])
    kind = models.CharField(max_length=12, choices=UnitKind.choices)
    name = models.CharField(max_length=80)
    short_name = models.CharField(max_length=80, blank=True)
    sort_key = models.CharField(max_length=200, db_collation="C")
    """Full pinyin: no Chinese collation is available (STACK section 1)."""
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    founded_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    successor = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="predecessors")
    lng = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    """WGS-84 degrees of a point inside."""
    floors = models.PositiveSmallIntegerField(null=True)
    households = models.PositiveIntegerField(null=True)
    residents = models.PositiveIntegerField(null=True)
    """In family households."""
    collective = models.PositiveIntegerField(null=True)
    """In collective quarters (R-04). Counts stand on buildings, or on whatever level is known; sums are computed."""
    counts_as_of = models.DateField(null=True)
    counts_source = models.CharField(max_length=120, blank=True)

    class Meta:
        """Codes are unique among the open units; a closed unit keeps its old code."""

        constraints = [
            models.UniqueConstraint(
                fields=["unit_code"], condition=models.Q(closed_on=None), name="one_open_unit_a_code"
            ),
            models.CheckConstraint(
                condition=models.Q(lng=None, lat=None) | models.Q(lng__range=(-180, 180), lat__range=(-90, 90)),
                name="unit_point_on_earth",
            ),
        ]
        indexes = [
            models.Index(fields=["unit_code"], name="unit_by_code"),
            models.Index(fields=["level", "unit_code"], name="unit_by_level", condition=models.Q(closed_on=None)),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.unit_code}"

    @property
    def is_open(self) -> bool:
        """True while the unit exists in the edition in force."""
        return self.closed_on is None

    @property
    def label(self) -> str:
        """Name for people: short where there is one."""
        return self.short_name or self.name
