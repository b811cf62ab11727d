"""One-time invitations, printed with a QR, and tokens for scripts."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gridkeeper.accounts.models.account import User
from gridkeeper.kernel.ids import uuid7
from gridkeeper.kernel.purpose import Privacy, plain


class Invitation(models.Model):
    """A code that lets its holder set a password once: the first sign-in, or a reset at the desk."""

    privacy: ClassVar[Privacy] = plain("accounts", why="a digest and moments")

    id = models.UUIDField(primary_key=True, default=uuid7)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"invitation of {self.user_id}"


class Token(models.Model):
    """A secret for a script; it may do what its owner's posts allow, until it expires."""

    privacy: ClassVar[Privacy] = plain("accounts", why="a digest, a label and moments")

    id = models.UUIDField(primary_key=True, default=uuid7)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    label = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.label
