"""Names the room to the framework."""

from __future__ import annotations

from django.apps import AppConfig


class ClocksConfig(AppConfig):
    """The clocks room."""

    name = "gridkeeper.clocks"
    label = "clocks"
