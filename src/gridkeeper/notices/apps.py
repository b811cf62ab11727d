"""Enters what erasing a person and the passing of time clear here."""

from __future__ import annotations

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """The notices room."""

    name = "gridkeeper.notices"
    label = "notices"

    def ready(self) -> None:
        """Messages to a person go with the person, and all messages after their time."""
        from gridkeeper.catalogue.registrations import register_eraser, register_retention
        from gridkeeper.notices.commands import erase_messages_of, erase_old_messages

        register_eraser("notices", erase_messages_of)
        register_retention("messages", erase_old_messages)
