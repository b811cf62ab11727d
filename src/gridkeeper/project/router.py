"""Queries go to the application role; only the owner's connection may change tables."""

from __future__ import annotations

from typing import Any


class OwnerMigrates:
    """Django's database router: ``default`` for rows, ``owner`` for the schema."""

    def db_for_read(self, model: type[Any], **hints: Any) -> str:  # noqa: ARG002
        """Rows are read by the application role, under row-level security."""
        return "default"

    def db_for_write(self, model: type[Any], **hints: Any) -> str:  # noqa: ARG002
        """Rows are written by the application role, under row-level security."""
        return "default"

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:  # noqa: ARG002
        """Both aliases are one database."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:  # noqa: ARG002
        """Only the owner makes tables; the application role could not."""
        return db == "owner"
