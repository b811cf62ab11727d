"""Calls for people: open seats of a kind at a place and time; the appeal text, and who signed up in a community."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gridkeeper.kernel.ids import uuid7
from gridkeeper.kernel.purpose import Privacy, Purpose, Sensitivity, personal, plain
from gridkeeper.rosters.choices import CallKind
from gridkeeper.rosters.models.shift import Shift
from gridkeeper.scopes.fields import UnitCodeField

_SIGNED_UP = Purpose(
    purpose="asking people for duties in the community where they live and signed up",
    basis="consent, withdrawable",
    sensitivity=Sensitivity.P2,
    retention="consent",
)


class CallOut(models.Model):
    """A community asks for people; the seats are those of its shift, the offers are duties (4.c)."""

    privacy: ClassVar[Privacy] = plain("wall", why="what is asked for, where and when")

    id = models.UUIDField(primary_key=True, default=uuid7)
    unit_id = models.UUIDField()
    unit_code = UnitCodeField()
    shift = models.OneToOneField(Shift, on_delete=models.CASCADE, related_name="call")
    kind = models.CharField(max_length=12, choices=CallKind.choices)
    skill = models.CharField(max_length=30, blank=True)
    is_urgent = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    filled_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """Read by place, newest first."""

        indexes = [models.Index(fields=["unit_code", "-opened_at"], name="call_by_place")]

    def __str__(self) -> str:
        return f"{self.kind} {self.unit_code}"


class Appeal(models.Model):
    """The words with which a community asks for volunteers (倡议书), and what people agree to by signing up."""

    privacy: ClassVar[Privacy] = plain("wall", why="a public text")

    id = models.UUIDField(primary_key=True, default=uuid7)
    unit_id = models.UUIDField()
    unit_code = UnitCodeField()
    title = models.CharField(max_length=120)
    words = models.TextField(max_length=3000)
    published_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """One in force a unit."""

        constraints = [
            models.UniqueConstraint(
                fields=["unit_code"], name="one_appeal_a_unit", condition=models.Q(withdrawn_at=None)
            )
        ]

    def __str__(self) -> str:
        return self.title


class Enlistment(models.Model):
    """Somebody signed up for duties in a community (报到); taking it back removes the row (SF-07)."""

    privacy: ClassVar[Privacy] = personal(
        "duties",
        subject="person_id",
        fields={"person_id": _SIGNED_UP},
        plain_fields=("id", "unit_code", "unit_id", "wording", "at"),
    )

    id = models.UUIDField(primary_key=True, default=uuid7)
    unit_id = models.UUIDField()
    unit_code = UnitCodeField(db_index=True)
    person_id = models.UUIDField(db_index=True)
    wording = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        """Once a person a community."""

        constraints = [models.UniqueConstraint(fields=["unit_code", "person_id"], name="enlisted_once_a_place")]

    def __str__(self) -> str:
        return f"{self.unit_code}"
