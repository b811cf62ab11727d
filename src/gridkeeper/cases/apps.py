"""Names the room to the framework."""

from __future__ import annotations

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The cases room."""

    name = "gridkeeper.cases"
    label = "cases"
