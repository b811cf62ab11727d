"""Enters what erasing a person and the passing of time clear here, and how an order's notices come and go."""

from __future__ import annotations

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """The notices room."""

    name = "gridkeeper.notices"
    label = "notices"

    def ready(self) -> None:
        """Messages to a person go with the person, and all after their time; notices go with their order."""
        from gridkeeper.catalogue.registrations import (
            register_eraser,
            register_order_traces,
            register_retention,
            register_take_back,
        )
        from gridkeeper.notices.commands import messages, notices

        register_eraser("notices", messages.erase_messages_of)
        register_eraser("receipts", notices.erase_receipts_of)
        register_retention("messages", messages.erase_old_messages)
        register_retention("receipts", notices.erase_old_receipts)
        register_order_traces("receipts", count=notices.count_of_orders, forget=notices.forget_orders)
        register_order_traces("messages", count=messages.count_of_orders, forget=messages.forget_orders)
        register_take_back("notices", notices.take_back_of_order)
        notices.register()
