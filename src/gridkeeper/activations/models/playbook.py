"""A district's own playbooks, version by version."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gridkeeper.kernel.ids import uuid7
from gridkeeper.kernel.purpose import Privacy, Purpose, Sensitivity, personal
from gridkeeper.scopes.fields import UnitCodeField

EDITED = Purpose(
    purpose="showing who wrote what others act on",
    basis="accountability of public offices",
    sensitivity=Sensitivity.P1,
    retention="orders",
)


class PlaybookText(models.Model):
    """One version of a playbook as typed; a version never changes, the next one has another name."""

    privacy: ClassVar[Privacy] = personal(
        "orders",
        subject="edited_by",
        fields={"edited_by": EDITED},
        plain_fields=(
            "id",
            "unit_id",
            "unit_code",
            "name",
            "version",
            "pack",
            "title_zh",
            "title_en",
            "text",
            "digest",
            "edited_at",
        ),
    )

    id = models.UUIDField(primary_key=True, default=uuid7)
    unit_id = models.UUIDField()
    unit_code = UnitCodeField()
    """The district (or lower unit) that owns the text."""
    name = models.CharField(max_length=60)
    version = models.CharField(max_length=40)
    pack = models.CharField(max_length=60, blank=True)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    digest = models.CharField(max_length=64)
    edited_by = models.CharField(max_length=150)
    edited_at = models.DateTimeField()

    class Meta:
        """One text a version."""

        constraints = [
            models.UniqueConstraint(fields=["unit_code", "name", "version"], name="playbook_version_once"),
        ]
        indexes = [models.Index(fields=["name", "-edited_at"], name="playbook_newest")]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"
