"""An area under an order, the units in it, and what happened in it by day."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gridkeeper.kernel.ids import uuid7
from gridkeeper.kernel.purpose import Privacy, Purpose, Sensitivity, personal, plain
from gridkeeper.scopes.fields import UnitCodeField
from gridkeeper.zones.choices import CheckResult, Extent, Happening, ZoneState

_ENTERED = Purpose(
    purpose="showing who entered what a zone's days are counted by",
    basis="accountability of public offices",
    sensitivity=Sensitivity.P1,
    retention="emergency",
)


class Zone(models.Model):
    """An order on an area. It tells residents since when, until when at the earliest, and whom to call (YZ-24)."""

    privacy: ClassVar[Privacy] = plain(
        "orders", why="places, reasons and days; events name units, never people (SF-04)"
    )

    id = models.UUIDField(primary_key=True, default=uuid7)
    order_id = models.UUIDField(unique=True)
    kind = models.CharField(max_length=20)
    """Kind of its order: a zone, or static management."""
    unit_id = models.UUIDField()
    unit_code = UnitCodeField()
    overlay_id = models.UUIDField(null=True)
    """The set of units it covers on the map, while it is open."""
    name = models.CharField(max_length=80)
    level = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=ZoneState.choices, default=ZoneState.PROPOSED)
    extent = models.CharField(max_length=20, choices=Extent.choices)
    part = models.CharField(max_length=40, blank=True)
    """Which stairwell or floor of its building, where it is no more than that."""
    larger_reason = models.CharField(max_length=40, blank=True)
    """Why it is more than a building, by the word of the size table it was designated under."""
    larger_because = models.CharField(max_length=400, blank=True)
    reason = models.CharField(max_length=400)
    measures = models.TextField(blank=True)
    services = models.TextField(blank=True)
    hotline = models.CharField(max_length=40)
    outline = models.JSONField(null=True)
    ruled = models.JSONField(null=True)
    """What the table of its size or its length said last, with its trace; none where no table was in force."""
    earliest_release_on = models.DateField(null=True)
    opened_at = models.DateTimeField(null=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_because = models.CharField(max_length=200, blank=True)
    looked_on = models.DateField(null=True)
    """The local day release was last looked at."""
    decision = models.JSONField(null=True)
    """What the rule table said then, with its trace."""
    release_due_on = models.DateField(null=True)

    class Meta:
        """Listed by place while open."""

        indexes = [
            models.Index(fields=["unit_code", "state"], name="zone_by_place"),
            models.Index(fields=["looked_on"], name="zone_to_look_at", condition=models.Q(state=ZoneState.OPEN)),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.unit_code}"


class ZoneUnit(models.Model):
    """A unit of a zone."""

    privacy: ClassVar[Privacy] = plain("orders", why="which places lie in which zone")

    id = models.UUIDField(primary_key=True, default=uuid7)
    zone = models.ForeignKey(Zone, on_delete=models.CASCADE, related_name="units")
    unit_id = models.UUIDField()
    unit_code = UnitCodeField(db_index=True)

    class Meta:
        """Each once."""

        constraints = [models.UniqueConstraint(fields=["zone", "unit_id"], name="unit_once_in_zone")]

    def __str__(self) -> str:
        return f"{self.unit_code} in {self.zone_id}"


class ZoneEvent(models.Model):
    """Something dated that the days are counted by; it names a part of the place, never a person (SF-04)."""

    privacy: ClassVar[Privacy] = personal(
        "orders",
        subject="by",
        fields={"by": _ENTERED},
        plain_fields=("id", "zone", "unit_code", "kind", "on", "result", "part", "words", "recorded_at"),
    )

    id = models.UUIDField(primary_key=True, default=uuid7)
    zone = models.ForeignKey(Zone, on_delete=models.CASCADE, related_name="events")
    unit_code = UnitCodeField()
    kind = models.CharField(max_length=8, choices=Happening.choices)
    on = models.DateField()
    result = models.CharField(max_length=10, choices=CheckResult.choices, blank=True)
    part = models.CharField(max_length=40, blank=True)
    words = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=150)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} on {self.on}"
