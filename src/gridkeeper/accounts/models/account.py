"""An account, and the keys by which its owner may sign in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from gridkeeper.kernel.ids import uuid7
from gridkeeper.kernel.purpose import Privacy, Purpose, Sensitivity, personal, plain

_SIGN_IN = Purpose(
    purpose="signing in",
    basis="contract of service or volunteer agreement",
    sensitivity=Sensitivity.P1,
    retention="account",
)


class UserManager(BaseUserManager["User"]):
    """What the framework expects of a manager of accounts."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Account by login."""
        return self.get(login=username)


class User(AbstractBaseUser):
    """An account. Whose it is stands in ``person_id``; what it may do follows from that person's posts alone."""

    privacy: ClassVar[Privacy] = personal(
        "accounts",
        subject="",
        fields={"login": _SIGN_IN, "name": _SIGN_IN},
        plain_fields=(
            "id",
            "password",
            "last_login",
            "person_id",
            "language",
            "is_active",
            "closed_at",
            "is_founder",
            "created_at",
        ),
    )

    id = models.UUIDField(primary_key=True, default=uuid7)
    login = models.CharField(max_length=150, unique=True)
    name = models.CharField(max_length=80, blank=True)
    person_id = models.UUIDField(null=True, blank=True, unique=True)
    language = models.CharField(max_length=8, default="zh-hans")
    is_active = models.BooleanField(default=True)
    is_founder = models.BooleanField(default=False)
    """The first administrator of a home, before there is a tree to hold a post in."""
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True, db_index=True)
    """When it was closed; login and name go a while later (retention rule "account"), and this with them."""

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    def __str__(self) -> str:
        return self.login

    @property
    def email(self) -> str:
        """No e-mail address is asked for; libraries read the attribute."""
        return ""

    def get_full_name(self) -> str:
        """Shown name."""
        return self.name or self.login

    def has_perm(self, *_: Any) -> bool:
        """Rights come from posts, never from the framework's own tables."""
        return False


class SignInKey(models.Model):
    """Keyed digest of something the owner may type to sign in: login, phone, or name."""

    privacy: ClassVar[Privacy] = plain("accounts", why="keyed digests only")

    id = models.UUIDField(primary_key=True, default=uuid7)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="keys")
    digest = models.CharField(max_length=64, db_index=True)

    class Meta:
        """Two people may share a name; one account does not list a key twice."""

        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="one_key_once")]

    def __str__(self) -> str:
        return self.digest[:12]
