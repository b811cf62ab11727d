"""One due window, the walk that covers it, and the pictures it brought."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gridkeeper.kernel.ids import uuid7
from gridkeeper.kernel.purpose import Privacy, Purpose, Sensitivity, personal, plain
from gridkeeper.kernel.quantity import Qualifier
from gridkeeper.rounds.choices import OPEN, RoundState
from gridkeeper.rounds.models.series import Series
from gridkeeper.scopes.fields import UnitCodeField

_WALKED = Purpose(
    purpose="showing by post who did a round, and asking back",
    basis="accountability of public offices",
    sensitivity=Sensitivity.P1,
    retention="rounds",
    under_order="emergency",
)
_SEEN = Purpose(
    purpose="showing the state of a place on a round",
    basis="carrying out the order the round belongs to",
    sensitivity=Sensitivity.P2,
    retention="round_photos",
    under_order="emergency",
)


class Walk(models.Model):
    """Somebody did the round once. The id is made by the device, so that sending it twice counts once."""

    privacy: ClassVar[Privacy] = personal(
        "cases",
        subject="person_id",
        fields={"by": _WALKED, "person_id": _WALKED},
        plain_fields=(
            "id",
            "series",
            "unit_code",
            "post_id",
            "started_at",
            "done_at",
            "recorded_at",
            "late_because",
            "number",
            "qualifier",
            "answers",
            "words",
        ),
    )

    id = models.UUIDField(primary_key=True)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="walks")
    unit_code = UnitCodeField()
    by = models.CharField(max_length=150)
    person_id = models.UUIDField(null=True)
    post_id = models.UUIDField(null=True)
    started_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()
    late_because = models.CharField(max_length=200, blank=True)
    number = models.DecimalField(max_digits=16, decimal_places=3, null=True)
    """None is no figure; zero is one (A12)."""
    qualifier = models.CharField(max_length=10, choices=[(q.value, q.value) for q in Qualifier], blank=True)
    answers = models.JSONField(default=list)
    words = models.CharField(max_length=400, blank=True)

    class Meta:
        """Read by series in the order of starts."""

        indexes = [
            models.Index(fields=["series", "started_at"], name="walk_by_series"),
            models.Index(fields=["person_id"], name="walk_by_person", condition=~models.Q(person_id=None)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(done_at=None) | models.Q(done_at__gte=models.F("started_at")),
                name="walk_ends_later",
            )
        ]

    def __str__(self) -> str:
        return f"walk of {self.series_id} at {self.started_at}"


class Round(models.Model):
    """One due window of a series and what became of it."""

    privacy: ClassVar[Privacy] = plain("cases", why="what was due and whether it was covered; people are on the walk")

    id = models.UUIDField(primary_key=True)
    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="rounds")
    unit_code = UnitCodeField()
    kind = models.CharField(max_length=60)
    """The series' name, kept here so that lists and counts need no join."""
    day = models.DateField()
    due_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=RoundState.choices, default=RoundState.PLANNED)
    decide_at = models.DateTimeField(null=True)
    """When to look again: missed at the end of the tolerance, or a hold that runs out."""
    walk = models.ForeignKey(Walk, null=True, on_delete=models.SET_NULL, related_name="rounds")

    class Meta:
        """Each window once; read by what has to be decided, by place and day, by what was missed."""

        constraints = [
            models.UniqueConstraint(fields=["series", "due_at"], name="round_once"),
            # Checked at the end of a statement: a late walk moves others from window to window in one.
            models.UniqueConstraint(fields=["walk"], name="walk_covers_once", deferrable=models.Deferrable.IMMEDIATE),
        ]
        indexes = [
            models.Index(fields=["decide_at"], name="round_to_decide", condition=models.Q(state__in=OPEN)),
            models.Index(fields=["unit_code", "due_at"], name="round_by_place"),
            models.Index(fields=["day", "due_at", "id"], name="round_by_day"),
            models.Index(
                fields=["due_at", "unit_code"],
                name="round_missed",
                condition=models.Q(state=RoundState.MISSED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.unit_code} {self.due_at}"


class Photo(models.Model):
    """A small picture from a round; its digest stays in the audit when the picture is gone."""

    privacy: ClassVar[Privacy] = personal(
        "cases",
        subject="walk",
        fields={"content": _SEEN},
        plain_fields=("id", "walk", "unit_code", "media_type", "sha256", "taken_at"),
    )

    id = models.UUIDField(primary_key=True, default=uuid7)
    walk = models.ForeignKey(Walk, on_delete=models.CASCADE, related_name="photos")
    unit_code = UnitCodeField()
    content = models.BinaryField()
    media_type = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    taken_at = models.DateTimeField(db_index=True)

    class Meta:
        """The same picture once a walk."""

        constraints = [models.UniqueConstraint(fields=["walk", "sha256"], name="photo_once_a_walk")]

    def __str__(self) -> str:
        return f"picture {self.sha256[:8]}"
