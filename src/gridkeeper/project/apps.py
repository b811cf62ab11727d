"""Tells the rooms below what only the whole installation can do."""

from __future__ import annotations

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """The top of the house."""

    name = "gridkeeper.project"
    label = "project"

    def ready(self) -> None:
        """A purge is looked after outside the tables as well."""
        from gridkeeper.catalogue.registrations import register_purge_witness
        from gridkeeper.project.purging import witness

        register_purge_witness("installation", witness)
