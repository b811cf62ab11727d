"""A fixed place with hours (SF-32)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gridkeeper.kernel.ids import uuid7
from gridkeeper.kernel.purpose import Privacy, plain
from gridkeeper.scopes.fields import UnitCodeField
from gridkeeper.sites.choices import SiteKind


class Site(models.Model):
    """A gate, point, depot, lookout or desk; ``opens`` == ``closes`` means round the clock."""

    privacy: ClassVar[Privacy] = plain("wall", why="places, hours and what is there for those on duty")

    id = models.UUIDField(primary_key=True, default=uuid7)
    unit_id = models.UUIDField()
    unit_code = UnitCodeField()
    overlay_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=10, choices=SiteKind.choices)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    opens = models.TimeField()
    closes = models.TimeField()
    capacity = models.PositiveIntegerField(null=True)
    comfort = models.CharField(max_length=200, blank=True)
    """Where those on duty rest and find water and a toilet (SF-32)."""
    measure = models.CharField(max_length=20, blank=True)
    order_id = models.UUIDField(null=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_because = models.CharField(max_length=200, blank=True)

    class Meta:
        """Listed by place while open; found by order."""

        indexes = [
            models.Index(fields=["unit_code", "kind"], name="site_by_place", condition=models.Q(closed_at=None)),
            models.Index(fields=["order_id"], name="site_by_order", condition=~models.Q(order_id=None)),
        ]

    def __str__(self) -> str:
        return self.name
