"""Registers the start-up check that every personal field has a purpose (SF-01)."""

from __future__ import annotations

from django.apps import AppConfig


class ScopesConfig(AppConfig):
    """The scopes room."""

    name = "gridkeeper.scopes"
    label = "scopes"

    def ready(self) -> None:
        """Refuse to start while a field is undeclared."""
        from django.core import checks

        from gridkeeper.scopes.declarations import undeclared_fields

        checks.register(undeclared_fields, "privacy")
