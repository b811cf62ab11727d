"""What recurs where, and the orders that let it rest."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gridkeeper.kernel.ids import uuid7
from gridkeeper.kernel.purpose import Privacy, plain
from gridkeeper.kernel.texts import Words
from gridkeeper.rounds.choices import Evidence
from gridkeeper.rounds.policy import Rhythm, checklist_lines
from gridkeeper.scopes.fields import UnitCodeField


class Series(models.Model):
    """A duty that recurs on a unit or overlay; ``made_until`` is how far its windows exist."""

    privacy: ClassVar[Privacy] = plain("cases", why="what is due where; nobody is named")

    id = models.UUIDField(primary_key=True, default=uuid7)
    unit_id = models.UUIDField()
    unit_code = UnitCodeField()
    overlay_id = models.UUIDField(null=True)
    name = models.CharField(max_length=60)
    """Key of its kind, the same for every place ("patrol"): counts are kept by it."""
    zh = models.CharField(max_length=120)
    en = models.CharField(max_length=160, blank=True)
    measure = models.CharField(max_length=12, blank=True)
    every = models.DurationField()
    tolerance = models.DurationField()
    hold = models.DurationField()
    day_from = models.TimeField()
    day_to = models.TimeField()
    evidence = models.CharField(max_length=10, choices=Evidence.choices)
    checklist = models.CharField(max_length=60, blank=True)
    items = models.JSONField(default=list)
    """Lines of the checklist to answer, as texts."""
    items_en = models.JSONField(default=list)
    """The same lines in English; empty where they were written in Chinese only."""
    quantity_unit = models.CharField(max_length=20, blank=True)
    quantity_unit_en = models.CharField(max_length=40, blank=True, db_default="")
    body_id = models.UUIDField(null=True)
    role = models.CharField(max_length=40, blank=True)
    order_id = models.UUIDField(null=True)
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True)
    made_until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=200, blank=True)
    is_resting = models.BooleanField(default=False)

    class Meta:
        """Found by place, by order, and by what still has to be made."""

        indexes = [
            models.Index(fields=["unit_code", "name"], name="series_by_place"),
            models.Index(fields=["order_id"], name="series_by_order", condition=~models.Q(order_id=None)),
            models.Index(
                fields=["made_until"],
                name="series_to_make",
                condition=models.Q(ended_at=None, is_resting=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.zh} {self.unit_code}"

    @property
    def called(self) -> Words:
        """What it is called, in both languages."""
        return Words.of(self.zh, self.en)

    @property
    def lines(self) -> tuple[Words, ...]:
        """The lines of its checklist, in both languages."""
        return checklist_lines(self.items, self.items_en)

    @property
    def rhythm(self) -> Rhythm:
        """How it recurs, for the pure rules."""
        return Rhythm(every=self.every, day_from=self.day_from, day_to=self.day_to, starts=self.starts, ends=self.ends)


class Rest(models.Model):
    """An order lets a series rest; it goes on when the last such order has ended (R-11)."""

    privacy: ClassVar[Privacy] = plain("cases", why="which order lets what rest")

    id = models.UUIDField(primary_key=True, default=uuid7)
    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="rests")
    unit_code = UnitCodeField()
    order_id = models.UUIDField()
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)

    class Meta:
        """One order rests a series once."""

        constraints = [models.UniqueConstraint(fields=["series", "order_id"], name="rest_once_an_order")]
        indexes = [models.Index(fields=["order_id"], name="rest_by_order", condition=models.Q(to_at=None))]

    def __str__(self) -> str:
        return f"{self.series_id} rests under {self.order_id}"
