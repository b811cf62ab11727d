"""Names the room to the framework."""

from __future__ import annotations

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """The orders room."""

    name = "gridkeeper.orders"
    label = "orders"
