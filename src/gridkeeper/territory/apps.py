"""Names the room to the framework."""

from __future__ import annotations

from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    """The territory room."""

    name = "gridkeeper.territory"
    label = "territory"
