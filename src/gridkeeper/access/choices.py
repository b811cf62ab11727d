"""Kinds of looks, rights requests and purges."""

from __future__ import annotations

from django.db.models import TextChoices


class Look(TextChoices):
    """How somebody saw a person's row."""

    LIST = "list"
    PAGE = "page"
    EXPORT = "export"
    SEARCH = "search"


class RightKind(TextChoices):
    """What a person may ask (SF-10)."""

    VIEW = "view"
    COPY = "copy"
    CORRECT = "correct"
    DELETE = "delete"
    EXPLAIN = "explain"


class PurgeKind(TextChoices):
    """Why rows are destroyed."""

    RETENTION = "retention"
    PERSON = "person"
