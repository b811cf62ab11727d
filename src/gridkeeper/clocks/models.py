"""The one row that says what kind of home this is and where its clock stands."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gridkeeper.clocks.choices import HomeKind
from gridkeeper.kernel.purpose import Privacy, plain


class HomeClock(models.Model):
    """Anchor of the home's time; one row, id 1."""

    privacy: ClassVar[Privacy] = plain("open", why="a clock")

    id = models.SmallIntegerField(primary_key=True, default=1)
    kind = models.CharField(max_length=8, choices=HomeKind.choices)
    anchor_wall = models.DateTimeField()
    anchor_virtual = models.DateTimeField()
    speed = models.FloatField(default=1.0)

    class Meta:
        """Only one home."""

        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="one_home"),
            models.CheckConstraint(condition=models.Q(speed__gte=0, speed__lte=100_000), name="speed_forward"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} home"
