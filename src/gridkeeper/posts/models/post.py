"""Seats at units, and who holds them from when to when."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Func

from gridkeeper.kernel.ids import uuid7
from gridkeeper.kernel.purpose import Privacy, plain
from gridkeeper.posts.choices import Holding
from gridkeeper.posts.models.body import Body
from gridkeeper.posts.models.person import Person
from gridkeeper.scopes.fields import UnitCodeField


class Post(models.Model):
    """A seat (or several alike) of a role at a unit; without a holder in force it is vacant, and shows so."""

    privacy: ClassVar[Privacy] = plain("wall", why="seats and duty phones, not people")

    id = models.UUIDField(primary_key=True, default=uuid7)
    unit_id = models.UUIDField()
    unit_code = UnitCodeField()
    body = models.ForeignKey(Body, null=True, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=40)
    title = models.CharField(max_length=80)
    title_en = models.CharField(max_length=120, blank=True)
    seats = models.PositiveSmallIntegerField(default=1)
    duty_phone = models.CharField(max_length=20, blank=True)
    is_office = models.BooleanField(default=True)
    """The holder's name hangs on the wall; not so for volunteers (SF-02)."""
    order_id = models.UUIDField(null=True)
    asks = models.CharField(max_length=200, blank=True, db_default="")
    """Roles with a space between, one of which a holder holds already (K-08); empty: anybody may be appointed."""
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)

    class Meta:
        """Found by place, role or body."""

        indexes = [
            models.Index(fields=["unit_code", "role"], name="post_by_place"),
            models.Index(fields=["role", "unit_code"], name="post_by_role"),
            models.Index(fields=["order_id"], name="post_by_order", condition=~models.Q(order_id=None)),
        ]
        constraints = [models.CheckConstraint(condition=models.Q(seats__gte=1), name="post_has_a_seat")]

    def __str__(self) -> str:
        return f"{self.title} {self.unit_code}"


class TsTzRange(Func):
    """A half-open range of instants in SQL."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class SeatOfPerson(Func):
    """One key made of a person and a post."""

    template = "(md5(%(expressions)s::text)::uuid)"
    arg_joiner = "::text || "
    output_field = models.UUIDField()


class Appointment(models.Model):
    """A person holds a post from one moment to another, appointed by somebody under a document (K-04)."""

    privacy: ClassVar[Privacy] = plain("wall", why="ids and dates; the name is on the person")

    id = models.UUIDField(primary_key=True, default=uuid7)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="appointments")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="appointments")
    unit_code = UnitCodeField()
    role_held = models.CharField(max_length=40)
    """The post's role, kept here so that rights are computed from the person's own rows alone."""
    holding = models.CharField(max_length=8, choices=Holding.choices, default=Holding.HOLDER)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)
    document = models.CharField(max_length=120)
    appointed_by = models.CharField(max_length=150)
    order_id = models.UUIDField(null=True)
    ended_because = models.CharField(max_length=200, blank=True)

    class Meta:
        """The same person holds the same post once at a time."""

        indexes = [
            models.Index(fields=["unit_code"], name="appointment_by_place"),
            models.Index(fields=["person", "from_at"], name="appointment_by_person"),
            models.Index(fields=["order_id"], name="appointment_by_order", condition=~models.Q(order_id=None)),
            models.Index(fields=["to_at"], name="appointment_by_end", condition=~models.Q(to_at=None)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to_at=None) | models.Q(to_at__gte=models.F("from_at")), name="appointment_ends_later"
            ),
            ExclusionConstraint(
                name="one_holding_at_a_time",
                # One key of both: a search by person or by post must not walk this index, which is hundreds of times
                # slower at it than theirs, and which the database thinks just as fast.
                expressions=[
                    (SeatOfPerson("person_id", "post_id"), RangeOperators.EQUAL),
                    (TsTzRange("from_at", "to_at", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} as {self.post_id}"
