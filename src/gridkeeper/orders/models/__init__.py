"""Orders, their renewals, and proposals for a second person."""

from gridkeeper.orders.models.order import Order, Renewal
from gridkeeper.orders.models.proposal import Proposal

__all__ = ["Order", "Proposal", "Renewal"]
