"""Enters erasing a person, and checks that every retention named has a rule."""

from __future__ import annotations

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """The access room."""

    name = "gridkeeper.access"
    label = "access"

    def ready(self) -> None:
        """Erasing needs two people; a purpose without a retention rule stops the start (SF-01)."""
        from django.core import checks

        from gridkeeper.access.commands.purge import register
        from gridkeeper.access.declared_retention import unknown_retentions
        from gridkeeper.access.policy import holds_all_of
        from gridkeeper.access.roles import ROLES
        from gridkeeper.catalogue.registrations import register_role_guard

        register()
        register_role_guard(lambda *, actor, role, unit_code: holds_all_of(actor, ROLES.get(role), unit_code))
        checks.register(unknown_retentions, "privacy")
