"""Names the room to the framework."""

from __future__ import annotations

from django.apps import AppConfig


class ExercisesConfig(AppConfig):
    """The exercises room."""

    name = "gridkeeper.exercises"
    label = "exercises"
