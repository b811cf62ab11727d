"""Enters the acts that need a second person."""

from __future__ import annotations

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """The orders room."""

    name = "gridkeeper.orders"
    label = "orders"

    def ready(self) -> None:
        """Enter starting and renewing an order."""
        from gridkeeper.orders.commands import register

        register()
