"""Organisations, permanent and temporary."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gridkeeper.kernel.ids import uuid7
from gridkeeper.kernel.purpose import Privacy, plain
from gridkeeper.posts.choices import BodyKind
from gridkeeper.scopes.fields import UnitCodeField


class Body(models.Model):
    """An organisation at a unit. A temporary one names what justifies it and closes with that (K-05, A23)."""

    privacy: ClassVar[Privacy] = plain("wall", why="organisations")

    id = models.UUIDField(primary_key=True, default=uuid7)
    unit_id = models.UUIDField()
    unit_code = UnitCodeField()
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    sort_key = models.CharField(max_length=240, db_collation="C")
    initials = models.CharField(max_length=120, db_collation="C")
    kind = models.CharField(max_length=28, choices=BodyKind.choices)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    justified_by = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="justifies")
    """The body whose end ends this one."""
    successor = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    """Who takes on the open work when it closes; else the parent, else the unit's committee."""
    order_id = models.UUIDField(null=True)
    approved_by = models.CharField(max_length=120, blank=True)
    founded_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_because = models.CharField(max_length=200, blank=True)
    is_generated = models.BooleanField(default=False)

    class Meta:
        """Listed by place and name."""

        indexes = [
            models.Index(fields=["unit_code", "sort_key"], name="body_by_place"),
            models.Index(fields=["kind", "unit_code"], name="body_by_kind"),
        ]

    def __str__(self) -> str:
        return self.name
