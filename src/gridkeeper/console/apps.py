"""Names the console to the framework."""

from __future__ import annotations

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """The console face."""

    name = "gridkeeper.console"
    label = "console"

    def ready(self) -> None:
        """Listen for sessions that begin."""
        from gridkeeper.console.signin.traces import connect

        connect()
