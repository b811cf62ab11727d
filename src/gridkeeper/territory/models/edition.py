"""Dated editions of the tree, and what each unit was called and coded in them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gridkeeper.kernel.ids import uuid7
from gridkeeper.kernel.purpose import Privacy, plain
from gridkeeper.scopes.fields import UnitCodeField
from gridkeeper.territory.choices import Change
from gridkeeper.territory.models.unit import Unit


class Edition(models.Model):
    """A dated issue of codes and names for one area; only an edition changes codes (R-01)."""

    privacy: ClassVar[Privacy] = plain("wall", why="titles and dates of official lists")

    id = models.UUIDField(primary_key=True, default=uuid7)
    unit_code = UnitCodeField(blank=True)
    """The area it covers; blank = everything."""
    title = models.CharField(max_length=120)
    effective_on = models.DateField()
    source = models.CharField(max_length=200, blank=True)
    added = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)
    renamed = models.PositiveIntegerField(default=0)
    recoded = models.PositiveIntegerField(default=0)
    applied_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title


class Designation(models.Model):
    """Code, name and parent code of a unit from one day until the day before another."""

    privacy: ClassVar[Privacy] = plain("wall", why="history of public codes and names")

    id = models.UUIDField(primary_key=True, default=uuid7)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="designations")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="designations")
    change = models.CharField(max_length=8, choices=Change.choices)
    unit_code = UnitCodeField()
    name = models.CharField(max_length=80)
    from_on = models.DateField()
    to_on = models.DateField(null=True)

    class Meta:
        """One code a unit a day, and looked up by code."""

        indexes = [models.Index(fields=["unit_code", "from_on"], name="designation_by_code")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to_on=None) | models.Q(to_on__gte=models.F("from_on")), name="designation_ends_later"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.unit_code} from {self.from_on}"
