"""Names the room to the framework."""

from __future__ import annotations

from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    """The territory room."""

    name = "gridkeeper.territory"
    label = "territory"

    def ready(self) -> None:
        """Enter how control units are made and unmade (K-07)."""
        from gridkeeper.territory.commands import making

        making.register()
