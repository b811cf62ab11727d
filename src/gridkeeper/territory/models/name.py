"""Everything a unit or overlay can be found by: names, aliases, pinyin initials."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models

from gridkeeper.kernel.ids import uuid7
from gridkeeper.kernel.purpose import Privacy, plain
from gridkeeper.scopes.fields import UnitCodeField
from gridkeeper.territory.choices import NameKind


class Name(models.Model):
    """One name of one unit or overlay; never a key, because names repeat (requirements 0.2)."""

    privacy: ClassVar[Privacy] = plain("wall", why="names of places")

    id = models.UUIDField(primary_key=True, default=uuid7)
    unit = models.ForeignKey("territory.Unit", null=True, on_delete=models.CASCADE, related_name="names")
    overlay = models.ForeignKey("territory.Overlay", null=True, on_delete=models.CASCADE, related_name="names")
    unit_code = UnitCodeField()
    kind = models.CharField(max_length=8, choices=NameKind.choices)
    text = models.CharField(max_length=80)
    initials = models.CharField(max_length=80, db_collation="C")
    source = models.CharField(max_length=120, blank=True)

    class Meta:
        """Found by part of the text or by the first letters."""

        constraints = [
            models.CheckConstraint(condition=models.Q(unit=None) ^ models.Q(overlay=None), name="name_of_one_thing"),
        ]
        indexes = [
            GinIndex(OpClass("text", name="gin_trgm_ops"), name="name_text_trigrams"),
            models.Index(OpClass("text", name="text_pattern_ops"), name="name_beginning"),
            models.Index(OpClass("initials", name="text_pattern_ops"), name="name_initials"),
            models.Index(fields=["text"], name="name_text"),
            models.Index(fields=["unit_code"], name="name_place"),
        ]

    def __str__(self) -> str:
        return self.text
