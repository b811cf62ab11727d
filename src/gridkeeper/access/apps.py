"""Names the room to the framework."""

from __future__ import annotations

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """The access room."""

    name = "gridkeeper.access"
    label = "access"
