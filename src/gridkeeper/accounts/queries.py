"""Find accounts by what people type, by token, or by login."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from gridkeeper.accounts.errors import InvitationUnknown, TokenUnknown, UnknownLogin
from gridkeeper.accounts.models import Invitation, Token, User
from gridkeeper.accounts.policy import code_digest, sign_in_digest


def digest_of(typed: str) -> str:
    """Key under which a typed login, phone or name is stored."""
    return sign_in_digest(settings.SECRET_KEY.encode(), typed)


def accounts_for_sign_in(typed: str) -> Sequence[User]:
    """Active accounts that may be meant by a login, phone or name; several people may share a name."""
    return list(User.objects.filter(keys__digest=digest_of(typed), is_active=True).distinct()[:20])


def account_by_login(login: str) -> User:
    """Account of that login. Raises UnknownLogin."""
    user = User.objects.filter(login=login, is_active=True).first()
    if user is None:
        raise UnknownLogin(login=login)
    return user


def account_by_token(secret: str, *, now: datetime) -> User:
    """Owner of a token in force. Raises TokenUnknown."""
    token = (
        Token.objects.filter(digest=code_digest(secret), revoked_at=None, expires_at__gt=now, user__is_active=True)
        .select_related("user")
        .first()
    )
    if token is None:
        raise TokenUnknown()
    return token.user


def open_invitation(code: str, *, now: datetime) -> Invitation:
    """Unused invitation in force. Raises InvitationUnknown."""
    found = (
        Invitation.objects.filter(digest=code_digest(code), used_at=None, expires_at__gt=now, user__is_active=True)
        .select_related("user")
        .first()
    )
    if found is None:
        raise InvitationUnknown()
    return found


def nobody_yet() -> bool:
    """True in an empty home, which asks for its first administrator."""
    return not User.objects.exists()


def sign_in_states(people: Sequence[UUID], *, now: datetime) -> dict[UUID, str]:
    """How each person with an account may sign in: ``set`` (has a password), ``invited``, or ``open`` (neither).

    People without an account are left out. Two queries.
    """
    users = {user.id: user for user in User.objects.filter(person_id__in=people, is_active=True)}
    waiting = set(
        Invitation.objects.filter(user_id__in=users, used_at=None, expires_at__gt=now).values_list("user_id", flat=True)
    )
    found: dict[UUID, str] = {}
    for key, user in users.items():
        if user.person_id is not None:
            state = "set" if user.has_usable_password() else "open"
            found[user.person_id] = "invited" if key in waiting else state
    return found


@dataclass(frozen=True, kw_only=True)
class TokenRow:
    """A token of one's own; the secret itself is kept nowhere."""

    id: UUID
    label: str
    made_at: datetime
    expires_at: datetime
    is_in_force: bool


def tokens_of(*, user_id: UUID, now: datetime) -> Sequence[TokenRow]:
    """Tokens of one account, newest first. One query."""
    return [
        TokenRow(
            id=row.id,
            label=row.label,
            made_at=row.made_at,
            expires_at=row.expires_at,
            is_in_force=row.revoked_at is None and row.expires_at > now,
        )
        for row in Token.objects.filter(user_id=user_id).order_by("-made_at")[:100]
    ]


def accounts_counted() -> int:
    """How many accounts are open; the first administrator's counts. One query."""
    return User.objects.filter(is_active=True).count()
