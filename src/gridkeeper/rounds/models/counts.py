"""How many windows a place had a day, and what became of them: kept with every change, so that no board counts rows."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gridkeeper.kernel.ids import uuid7
from gridkeeper.kernel.purpose import Privacy, plain
from gridkeeper.scopes.fields import UnitCodeField


class DayCount(models.Model):
    """Windows of one kind at one place on one local day; those neither done, late nor missed are still open."""

    privacy: ClassVar[Privacy] = plain("cases", why="counts by place and day")

    id = models.UUIDField(primary_key=True, default=uuid7)
    unit_code = UnitCodeField()
    day = models.DateField()
    kind = models.CharField(max_length=60)
    due = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    late = models.IntegerField(default=0)
    missed = models.IntegerField(default=0)

    class Meta:
        """One row a place, day and kind; boards read one or several days of a subtree."""

        constraints = [models.UniqueConstraint(fields=["day", "unit_code", "kind"], name="day_count_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.unit_code} {self.day}"
