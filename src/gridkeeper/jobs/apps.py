"""Names the room to the framework."""

from __future__ import annotations

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The jobs room."""

    name = "gridkeeper.jobs"
    label = "jobs"
