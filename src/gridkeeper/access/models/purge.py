"""Purges with their certificates, and the ledger of what no backup may bring back (SF-07, R-18)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gridkeeper.access.choices import PurgeKind
from gridkeeper.kernel.ids import uuid7
from gridkeeper.kernel.purpose import Privacy, plain
from gridkeeper.scopes.fields import UnitCodeField


class PurgeRun(models.Model):
    """One destruction of rows: why, by whom or which rule, counts per class, and what verification found."""

    privacy: ClassVar[Privacy] = plain("rights", why="counts and ids of what is gone")

    id = models.UUIDField(primary_key=True, default=uuid7)
    unit_code = UnitCodeField(blank=True)
    kind = models.CharField(max_length=10, choices=PurgeKind.choices)
    because = models.CharField(max_length=300)
    proposed_by = models.CharField(max_length=150)
    approved_by = models.CharField(max_length=150, blank=True)
    done_at = models.DateTimeField()
    counts = models.JSONField()
    certificate = models.JSONField(null=True)
    certified_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.done_at:%Y-%m-%d}"


class PurgedRecord(models.Model):
    """One record that must stay gone, also after an older backup is restored: an id, never what it said."""

    privacy: ClassVar[Privacy] = plain("rights", why="ids of rows that are gone")

    id = models.UUIDField(primary_key=True, default=uuid7)
    run = models.ForeignKey(PurgeRun, on_delete=models.PROTECT, related_name="records")
    unit_code = UnitCodeField(blank=True)
    eraser = models.CharField(max_length=40)
    """``person``, ``contact`` ... : which erasure to repeat."""
    record_id = models.UUIDField(db_index=True)

    def __str__(self) -> str:
        return f"{self.eraser} {self.record_id}"
