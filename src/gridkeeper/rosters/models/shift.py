"""A shift at a place, who stands it, and the standing roster it may belong to."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeBoundary, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Func

from gridkeeper.kernel.ids import uuid7
from gridkeeper.kernel.purpose import Privacy, Purpose, Sensitivity, personal, plain
from gridkeeper.kernel.texts import Words
from gridkeeper.rosters.choices import DutyState, ShiftState
from gridkeeper.scopes.fields import UnitCodeField

SERVED = Purpose(
    purpose="knowing who stands duty where and when, with enough rest, and giving people their own record",
    basis="contract of service or volunteer agreement (PIPL Art. 13)",
    sensitivity=Sensitivity.P2,
    retention="service",
)
_DECIDED = Purpose(
    purpose="showing who set a rest rule aside, why and until when (SF-30)",
    basis="accountability of public offices",
    sensitivity=Sensitivity.P1,
    retention="service",
)
_ASKED = Purpose(
    purpose="not asking the same person twice for the same shift",
    basis="contract of service or volunteer agreement (PIPL Art. 13)",
    sensitivity=Sensitivity.P2,
    retention="asked",
)


class Roster(models.Model):
    """A named standing row of shifts, such as a desk's week; an order may let it rest (R-11)."""

    privacy: ClassVar[Privacy] = plain("duties", why="names of places and orders")

    id = models.UUIDField(primary_key=True, default=uuid7)
    unit_id = models.UUIDField()
    unit_code = UnitCodeField()
    key = models.CharField(max_length=60)
    """Its name in playbooks, such as ``duty_desk``."""
    title = models.CharField(max_length=120)
    title_en = models.CharField(max_length=160, blank=True)
    resting_under = ArrayField(models.UUIDField(), default=list)
    """Orders that let it rest; it goes on when the last of them ends."""
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Found by place, and by the order it rests under."""

        indexes = [
            models.Index(fields=["unit_code", "key"], name="roster_by_place", condition=models.Q(ended_at=None)),
            GinIndex(fields=["resting_under"], name="roster_by_order"),
        ]

    def __str__(self) -> str:
        return self.title


class Shift(models.Model):
    """A stretch of duty at a site, for a body or at a unit; ``needed`` people stand it."""

    privacy: ClassVar[Privacy] = plain("wall", why="places and hours, no people")

    id = models.UUIDField(primary_key=True, default=uuid7)
    unit_id = models.UUIDField()
    unit_code = UnitCodeField()
    roster = models.ForeignKey(Roster, null=True, on_delete=models.PROTECT, related_name="shifts")
    site_id = models.UUIDField(null=True)
    body_id = models.UUIDField(null=True)
    title = models.CharField(max_length=160)
    title_en = models.CharField(max_length=200, blank=True)
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    needed = models.PositiveSmallIntegerField()
    task = models.CharField(max_length=200, blank=True)
    task_en = models.CharField(max_length=240, blank=True, db_default="")
    role = models.CharField(max_length=40, blank=True)
    """Whom it is meant for, as a role; empty for anybody."""
    night = models.BooleanField(default=False)
    outdoor = models.BooleanField(default=False)
    in_zone = models.BooleanField(default=False)
    measure = models.CharField(max_length=20, blank=True)
    order_id = models.UUIDField(null=True)
    state = models.CharField(max_length=8, choices=ShiftState.choices, default=ShiftState.PLANNED)
    ended_because = models.CharField(max_length=200, blank=True)
    escalated_at = models.DateTimeField(null=True)
    """When the superior was told that nobody takes it over."""

    class Meta:
        """Read by place and time, by site, by body and by order."""

        indexes = [
            models.Index(fields=["unit_code", "starts"], name="shift_by_place"),
            models.Index(fields=["site_id", "starts"], name="shift_by_site", condition=~models.Q(site_id=None)),
            models.Index(fields=["body_id", "starts"], name="shift_by_body", condition=~models.Q(body_id=None)),
            models.Index(fields=["order_id"], name="shift_by_order", condition=~models.Q(order_id=None)),
            models.Index(
                fields=["starts"],
                name="shift_not_told",
                condition=models.Q(escalated_at=None, state=ShiftState.PLANNED),
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(ends__gt=models.F("starts")), name="shift_ends_later"),
            models.CheckConstraint(condition=models.Q(needed__gte=1), name="shift_needs_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.starts:%m-%d %H:%M}"

    @property
    def called(self) -> Words:
        """What it is called, in both languages."""
        return Words.of(self.title, self.title_en)


class TsTzRange(Func):
    """A half-open range of instants in SQL."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class Duty(models.Model):
    """A person on a shift, from the offer to the moment they left. ``starts`` and ``ends`` are the shift's."""

    privacy: ClassVar[Privacy] = personal(
        "duties",
        subject="person_id",
        fields={"person_id": SERVED, "override_by": _DECIDED, "override_reason": _DECIDED},
        plain_fields=(
            "id",
            "unit_code",
            "shift",
            "starts",
            "ends",
            "state",
            "offered_at",
            "answered_at",
            "arrived_at",
            "left_at",
            "override_until",
            "closing_note",
        ),
    )

    id = models.UUIDField(primary_key=True, default=uuid7)
    unit_code = UnitCodeField()
    shift = models.ForeignKey(Shift, on_delete=models.CASCADE, related_name="duties")
    person_id = models.UUIDField(null=True)
    """Empty once the person is erased: a seat somebody held."""
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    state = models.CharField(max_length=8, choices=DutyState.choices, default=DutyState.OFFERED)
    offered_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    override_reason = models.CharField(max_length=200, blank=True)
    override_until = models.DateTimeField(null=True)
    override_by = models.CharField(max_length=150, blank=True)
    closing_note = models.CharField(max_length=200, blank=True)

    class Meta:
        """Once a person a shift; nobody stands in two places at one time, whoever writes (4.e)."""

        indexes = [
            models.Index(fields=["person_id", "starts"], name="duty_by_person"),
            models.Index(fields=["unit_code", "starts"], name="duty_by_place"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["shift", "person_id"], name="duty_once_a_shift"),
            models.CheckConstraint(
                condition=models.Q(override_reason="") | models.Q(override_until__isnull=False),
                name="duty_override_ends",
            ),
            ExclusionConstraint(
                name="one_place_at_a_time",
                expressions=[
                    ("person_id", RangeOperators.EQUAL),
                    (TsTzRange("starts", "ends", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                condition=models.Q(state__in=[DutyState.ACCEPTED, DutyState.ARRIVED]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.starts:%m-%d %H:%M}"


class Asked(models.Model):
    """Somebody was asked for a shift, whatever they answered; only the matcher reads it, and it goes as it begins."""

    privacy: ClassVar[Privacy] = personal(
        "rights",
        subject="person_id",
        fields={"person_id": _ASKED},
        plain_fields=("id", "unit_code", "shift"),
    )

    id = models.UUIDField(primary_key=True, default=uuid7)
    unit_code = UnitCodeField()
    shift = models.ForeignKey(Shift, on_delete=models.CASCADE, related_name="asked")
    person_id = models.UUIDField(db_index=True)

    class Meta:
        """Once a person a shift."""

        constraints = [models.UniqueConstraint(fields=["shift", "person_id"], name="asked_once_a_shift")]

    def __str__(self) -> str:
        return f"asked for {self.shift_id}"
