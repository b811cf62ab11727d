"""States and kinds of orders and proposals."""

from __future__ import annotations

from django.db.models import TextChoices


class OrderState(TextChoices):
    """Life of an order (R-08, R-09)."""

    PROPOSED = "proposed"
    IN_FORCE = "in_force"
    ENDED = "ended"
    EXPIRED = "expired"
    REFUSED = "refused"


class OrderKind(TextChoices):
    """What an order justifies; rooms above give each its effects."""

    GENERAL = "general"
    APPOINTMENT = "appointment"
    TEMPORARY_BODY = "temporary_body"
    ACTIVATION = "activation"
    ZONE = "zone"
    STATIC = "static"
    OVERRIDE = "override"
    END_OF_EMERGENCY = "end_of_emergency"


class ProposalState(TextChoices):
    """Life of a proposal that waits for a second person (SF-12)."""

    PENDING = "pending"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
