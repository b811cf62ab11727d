"""A numbered document in force on an area, and its renewals."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gridkeeper.kernel.ids import uuid7
from gridkeeper.kernel.purpose import Privacy, Purpose, Sensitivity, personal
from gridkeeper.orders.choices import OrderKind, OrderState
from gridkeeper.scopes.fields import UnitCodeField

_DECIDED = Purpose(
    purpose="showing who decided on a power over others",
    basis="accountability of public offices",
    sensitivity=Sensitivity.P1,
    retention="orders",
)


class Order(models.Model):
    """A document with a number, an area, a legal basis, two people and an end (R-08, R-09)."""

    privacy: ClassVar[Privacy] = personal(
        "orders",
        subject="proposed_by",
        fields={"proposed_by": _DECIDED, "approved_by": _DECIDED, "ended_by": _DECIDED},
        plain_fields=(
            "id",
            "number",
            "title",
            "kind",
            "unit_id",
            "unit_code",
            "legal_basis",
            "document",
            "issued_by",
            "issued_at",
            "state",
            "proposed_at",
            "in_force_at",
            "expires_at",
            "ceiling_at",
            "ended_at",
            "ended_because",
            "closes_with",
        ),
    )

    id = models.UUIDField(primary_key=True, default=uuid7)
    number = models.CharField(max_length=60)
    title = models.CharField(max_length=160)
    kind = models.CharField(max_length=20, choices=OrderKind.choices)
    unit_id = models.UUIDField()
    unit_code = UnitCodeField()
    legal_basis = models.CharField(max_length=400)
    document = models.CharField(max_length=400)
    issued_by = models.CharField(max_length=120)
    issued_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=OrderState.choices, default=OrderState.PROPOSED)
    proposed_by = models.CharField(max_length=150)
    proposed_at = models.DateTimeField()
    approved_by = models.CharField(max_length=150, blank=True)
    in_force_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    ceiling_at = models.DateTimeField(null=True)
    """No renewal goes past this moment: beyond it a new order is needed (R-09)."""
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=150, blank=True)
    ended_because = models.CharField(max_length=200, blank=True)
    closes_with = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="nested")
    """An order under which this one was made; when that ends, this ends."""

    class Meta:
        """Numbers are unique an issuer; ends come after beginnings."""

        constraints = [
            models.UniqueConstraint(
                fields=["issued_by", "number"],
                name="order_number_once",
                condition=~models.Q(state=OrderState.REFUSED),
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("issued_at")), name="order_expires_later"
            ),
            models.CheckConstraint(
                condition=models.Q(approved_by="") | ~models.Q(approved_by=models.F("proposed_by")),
                name="order_has_two_people",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "expires_at"], name="order_by_expiry"),
            models.Index(fields=["unit_code", "-issued_at"], name="order_by_place"),
            # Newest first in a wide place; the code spares the rows of other places.
            models.Index(fields=["id", "unit_code"], name="order_newest"),
            models.Index(fields=["number", "id", "unit_code"], name="order_by_number"),
            models.Index(fields=["expires_at", "id", "unit_code"], name="order_by_end"),
            models.Index(
                fields=["in_force_at", "id", "unit_code"],
                name="order_by_days",
                condition=models.Q(state=OrderState.IN_FORCE),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Renewal(models.Model):
    """One prolongation: a fresh reason, and from the second on an approver one level higher (R-09)."""

    privacy: ClassVar[Privacy] = personal(
        "orders",
        subject="proposed_by",
        fields={"proposed_by": _DECIDED, "approved_by": _DECIDED},
        plain_fields=("id", "order", "unit_code", "number", "reason", "from_at", "to_at", "decided_at"),
    )

    id = models.UUIDField(primary_key=True, default=uuid7)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="renewals")
    unit_code = UnitCodeField()
    number = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=400)
    proposed_by = models.CharField(max_length=150)
    approved_by = models.CharField(max_length=150)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField()
    decided_at = models.DateTimeField()

    class Meta:
        """Counted from one, and never repeating a reason."""

        constraints = [
            models.UniqueConstraint(fields=["order", "number"], name="renewal_counted"),
            models.UniqueConstraint(fields=["order", "reason"], name="renewal_reason_is_fresh"),
        ]

    def __str__(self) -> str:
        return f"renewal {self.number} of {self.order_id}"
