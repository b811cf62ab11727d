"""Names the room to the framework."""

from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The audit room."""

    name = "gridkeeper.audit"
    label = "audit"
