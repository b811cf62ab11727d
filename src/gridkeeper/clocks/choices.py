"""The two kinds of home."""

from __future__ import annotations

from django.db.models import TextChoices


class HomeKind(TextChoices):
    """For good: a home never changes its kind (R-05)."""

    REAL = "real"
    EXERCISE = "exercise"
