"""Channels and states of messages."""

from __future__ import annotations

from django.db.models import TextChoices


class Channel(TextChoices):
    """How a message reaches its reader."""

    EMAIL = "email"
    WEBHOOK = "webhook"
    INSIDE = "inside"


class MessageState(TextChoices):
    """What became of a message."""

    TRAPPED = "trapped"
    """Kept where it can be read; an exercise sends nothing (R-05)."""
    WAITING = "waiting"
    """No way out is configured; it waits for one."""
    SENT = "sent"
    FAILED = "failed"
