"""A playbook in force at a unit under an order: what it wanted, what it made, and the state of things before it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gridkeeper.activations.choices import ActivationState
from gridkeeper.kernel.ids import uuid7
from gridkeeper.kernel.purpose import Privacy, plain
from gridkeeper.orders.models import Order
from gridkeeper.scopes.fields import UnitCodeField


class Activation(models.Model):
    """One switch (K-07). Who decided stands on the order; the playbook's text is kept as it was then."""

    privacy: ClassVar[Privacy] = plain("wall", why="a plan, counts and ids; the people who decided are on the order")

    id = models.UUIDField(primary_key=True, default=uuid7)
    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="activation")
    unit_id = models.UUIDField()
    unit_code = UnitCodeField()
    playbook = models.CharField(max_length=60)
    version = models.CharField(max_length=40)
    pack = models.CharField(max_length=60, blank=True)
    mode = models.CharField(max_length=12)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=ActivationState.choices, default=ActivationState.PROPOSED)
    proposed_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    active_at = models.DateTimeField(null=True)
    ready_due_at = models.DateTimeField(null=True)
    """When teams and posts have to stand (K-07, default two hours)."""
    ended_at = models.DateTimeField(null=True)
    summary = models.JSONField(default=dict)
    """What was wanted when it was proposed: counts by kind, and roles it gives."""
    made = models.JSONField(default=dict)
    unmet = models.JSONField(default=list)
    conflicts = models.JSONField(default=list)
    problem = models.JSONField(null=True)
    """Why the switch was refused half-way, when it was: nothing of it was kept."""
    baseline = models.BinaryField(null=True)
    """What stood before, packed; gone once the difference has been taken."""
    baseline_digest = models.CharField(max_length=64, blank=True)
    taken_back = models.JSONField(null=True)
    difference = models.JSONField(null=True)
    """What differs from the baseline after the stand-down, and why; empty when nothing else changed (R-11)."""

    class Meta:
        """Listed by place, newest first; what runs is found fast."""

        indexes = [
            models.Index(fields=["unit_code", "-proposed_at"], name="activation_by_place"),
            models.Index(
                fields=["unit_code"], name="activation_running", condition=models.Q(state__in=["starting", "active"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.playbook} at {self.unit_code}"


class Progress(models.Model):
    """How far a switch is, written beside its own transaction so that people see it move."""

    privacy: ClassVar[Privacy] = plain("orders", why="a step and two numbers")

    activation_id = models.UUIDField(primary_key=True)
    unit_code = UnitCodeField()
    step = models.CharField(max_length=40)
    done = models.PositiveIntegerField()
    total = models.PositiveIntegerField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.step} {self.done}/{self.total}"


class MadeRow(models.Model):
    """For which measure a row of another room was made: evidence is counted over these."""

    privacy: ClassVar[Privacy] = plain("orders", why="ids and places")

    row_id = models.UUIDField(primary_key=True)
    activation = models.ForeignKey(Activation, on_delete=models.CASCADE, related_name="rows")
    unit_code = UnitCodeField()
    kind = models.CharField(max_length=20)
    measure = models.CharField(max_length=8)

    class Meta:
        """Counted by measure and kind."""

        indexes = [models.Index(fields=["activation", "measure", "kind"], name="made_for_measure")]

    def __str__(self) -> str:
        return f"{self.kind} for {self.measure}"


class Suspension(models.Model):
    """A standing thing that rests under an order, and when it went on again (R-11)."""

    privacy: ClassVar[Privacy] = plain("orders", why="ids of routine things")

    id = models.UUIDField(primary_key=True)
    order_id = models.UUIDField(db_index=True)
    unit_code = UnitCodeField()
    kind = models.CharField(max_length=20)
    rests_id = models.UUIDField()
    words = models.CharField(max_length=200)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.words} rests"
