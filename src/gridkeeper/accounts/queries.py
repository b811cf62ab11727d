"""Find accounts by what people type, by token, or by login."""

from __future__ import annotations

from collections.abc import Sequence
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


def account_of_person(person_id: UUID) -> User | None:
    """Account of a person, when they have one."""
    return User.objects.filter(person_id=person_id).first()


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
