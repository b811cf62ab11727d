"""Open accounts, invite, accept an invitation, make and revoke tokens.

Who may invite whom is asked of `access` by its own commands; here an account is only made or proved.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from gridkeeper.accounts.errors import AlreadyInUse, InvitationUnknown, LoginTaken, NoSecondFactor, TokenUnknown
from gridkeeper.accounts.models import Invitation, SignInKey, Token, User
from gridkeeper.accounts.policy import code_digest, new_code
from gridkeeper.accounts.queries import account_by_login, digest_of, open_invitation
from gridkeeper.audit.record import record
from gridkeeper.kernel.actor import EVERYWHERE, Actor
from gridkeeper.kernel.ids import uuid7

INVITATION_LASTS = timedelta(days=14)
TOKEN_LASTS = timedelta(days=90)
_FIRST_ACCOUNT = 7_140_107
"""Key of the lock that lets one first administrator in."""


@dataclass(frozen=True, kw_only=True)
class NewAccount:
    """An account to open: its login, shown name, owner and further sign-in names (phone, name)."""

    login: str
    name: str
    person_id: UUID | None
    sign_in_names: tuple[str, ...] = ()
    password: str | None = None
    is_founder: bool = False
    language: str = "zh-hans"


def open_accounts(*, actor: Actor, accounts: Sequence[NewAccount], now: datetime) -> list[User]:
    """Open accounts in bulk; without a password nobody can sign in before an invitation. Raises LoginTaken."""
    taken = set(User.objects.filter(login__in=[a.login for a in accounts]).values_list("login", flat=True))
    if taken:
        raise LoginTaken(login=sorted(taken)[0])
    # One hash serves accounts made in one call with the same password (a demo's), else each costs a quarter second.
    hashes = {password: make_password(password) for password in {a.password for a in accounts}}
    with transaction.atomic():
        users = User.objects.bulk_create(
            [
                User(
                    id=uuid7(),
                    login=a.login,
                    name=a.name,
                    person_id=a.person_id,
                    password=hashes[a.password],
                    is_founder=a.is_founder,
                    language=a.language,
                    created_at=now,
                )
                for a in accounts
            ]
        )
        keys = [
            SignInKey(user=user, digest=digest)
            for user, account in zip(users, accounts, strict=True)
            for digest in _digests((account.login, *account.sign_in_names))
        ]
        SignInKey.objects.bulk_create(keys, batch_size=2000)
        record(
            actor=actor,
            verb="account.opened",
            subject_kind="account",
            subject_id=users[0].id if len(users) == 1 else f"{len(users)} accounts",
            unit_code="",
            happened_at=now,
            facts={"count": len(users)},
        )
    return users


def renew_sign_in_names(*, user_id: UUID, names: Iterable[str]) -> None:
    """Replace the names an owner may type, after a phone or name changed; the login stays."""
    user = User.objects.get(pk=user_id)
    wanted = set(_digests((user.login, *names)))
    with transaction.atomic():
        SignInKey.objects.filter(user=user).exclude(digest__in=wanted).delete()
        SignInKey.objects.bulk_create(
            [SignInKey(user=user, digest=digest) for digest in sorted(wanted)], ignore_conflicts=True
        )


def rebuild_sign_in_keys() -> None:
    """Make every digest anew from logins and names, where the key they were made with is lost.

    Phones typed at the sign-in are lost with it, until people are imported or their phones are set again.
    """
    users = User.objects.only("id", "login", "name")
    with transaction.atomic():
        SignInKey.objects.all().delete()
        SignInKey.objects.bulk_create(
            [SignInKey(user=user, digest=digest) for user in users for digest in _digests((user.login, user.name))],
            batch_size=2000,
        )


def invite(*, actor: Actor, user_id: UUID, unit_code: str, now: datetime) -> str:
    """Make a one-time code for an account and return it; earlier open codes of that account end. Shown once."""
    actor.require("account.invite", at=unit_code)
    code = new_code()
    with transaction.atomic():
        Invitation.objects.filter(user_id=user_id, used_at=None).update(expires_at=now)
        Invitation.objects.create(
            user_id=user_id, digest=code_digest(code), made_at=now, expires_at=now + INVITATION_LASTS
        )
        record(
            actor=actor,
            verb="account.invited",
            subject_kind="account",
            subject_id=user_id,
            unit_code=unit_code,
            happened_at=now,
        )
    return code


def accept_invitation(*, code: str, password: str, now: datetime) -> User:
    """Set the password of the invited account; the code is used up. Raises InvitationUnknown."""
    with transaction.atomic():
        invitation = open_invitation(code, now=now)
        used = Invitation.objects.filter(pk=invitation.pk, used_at=None).update(used_at=now)
        if used != 1:
            raise InvitationUnknown()
        user = invitation.user
        user.set_password(password)
        user.save(update_fields=["password"])
        record(
            actor=Actor(login=user.login, user_id=user.id),
            verb="account.invitation-accepted",
            subject_kind="account",
            subject_id=user.id,
            unit_code="",
            happened_at=now,
        )
    return user


def create_token(*, actor: Actor, user_id: UUID, label: str, now: datetime) -> str:
    """Make a secret for a script of one's own account; shown once."""
    if actor.user_id != user_id:
        actor.require("account.invite", at="")
    secret = new_code(groups=8)
    with transaction.atomic():
        Token.objects.create(
            user_id=user_id, label=label, digest=code_digest(secret), made_at=now, expires_at=now + TOKEN_LASTS
        )
        record(
            actor=actor,
            verb="account.token-made",
            subject_kind="account",
            subject_id=user_id,
            unit_code="",
            happened_at=now,
            facts={"label": label},
        )
    return secret


def revoke_token(*, actor: Actor, token_id: UUID, now: datetime) -> None:
    """End a token of one's own account. Raises TokenUnknown."""
    if actor.user_id is None:
        raise TokenUnknown()
    with transaction.atomic():
        ended = Token.objects.filter(pk=token_id, user_id=actor.user_id, revoked_at=None).update(revoked_at=now)
        if ended != 1:
            raise TokenUnknown()
        record(
            actor=actor,
            verb="account.token-revoked",
            subject_kind="account",
            subject_id=actor.user_id or "",
            unit_code="",
            happened_at=now,
            facts={"token": str(token_id)},
        )


def found_first_account(*, login: str, name: str, password: str, now: datetime) -> User:
    """Open the first administrator's account of an empty home; two who try at once get one. Raises AlreadyInUse."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_FIRST_ACCOUNT])
        if User.objects.exists():
            raise AlreadyInUse()
        account = NewAccount(
            login=login, name=name, person_id=None, sign_in_names=(name,), password=password, is_founder=True
        )
        return open_accounts(actor=Actor(login=login), accounts=[account], now=now)[0]


def close_account(*, actor: Actor, user_id: UUID, unit_code: str, now: datetime) -> None:
    """Let an account sign in no more; tokens and invitations end with it."""
    actor.require("account.invite", at=unit_code)
    with transaction.atomic():
        User.objects.filter(pk=user_id).update(is_active=False, password=make_password(None), closed_at=now)
        Token.objects.filter(user_id=user_id, revoked_at=None).update(revoked_at=now)
        Invitation.objects.filter(user_id=user_id, used_at=None).update(expires_at=now)
        record(
            actor=actor,
            verb="account.closed",
            subject_kind="account",
            subject_id=user_id,
            unit_code=unit_code,
            happened_at=now,
        )


def reset_second_factor(*, actor: Actor, login: str, now: datetime) -> None:
    """Take the second factor of a lost phone away; where a post demands one, it is asked for anew at the next sign-in.

    Not for the desk that resets passwords: whoever could do both would hold the account.
    Raises UnknownLogin and NoSecondFactor.
    """
    actor.require("home.settings", at=EVERYWHERE)
    user = account_by_login(login)
    with transaction.atomic():
        gone, _ = Authenticator.objects.filter(user=user).delete()
        if not gone:
            raise NoSecondFactor(login=login)
        record(
            actor=actor,
            verb="account.second-factor-reset",
            subject_kind="account",
            subject_id=user.pk,
            unit_code="",
            happened_at=now,
        )


def _digests(names: Iterable[str]) -> list[str]:
    return sorted({digest_of(name) for name in names if name.strip()})
