"""Sign in by login, phone or name: find the one account meant, check its password, and slow down guessing.

Failed attempts are audited under a digest of what was typed; the count of those lines is the limit, so that it holds
across processes and restarts. Whoever calls reads the audit as a system actor: nobody has signed in yet.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth.hashers import make_password

from gridkeeper.accounts.errors import MoreThanOne, TooManyAttempts, WrongSignIn
from gridkeeper.accounts.models import User
from gridkeeper.accounts.queries import accounts_for_sign_in, digest_of
from gridkeeper.audit.queries import count_events
from gridkeeper.audit.record import record
from gridkeeper.kernel.actor import Actor

FAILED: Final = "account.sign-in-failed"
SIGNED_IN: Final = "account.signed-in"
ATTEMPTS: Final = 8
WITHIN: Final = timedelta(minutes=10)
BACKEND: Final = "django.contrib.auth.backends.ModelBackend"


def account_proved(*, typed: str, phone: str, password: str, wall: datetime) -> User:
    """The account of that login, phone or name whose password this is.

    Raises TooManyAttempts, MoreThanOne (people who share a name: ask for the phone too) and WrongSignIn, which does
    not say what was wrong.
    """
    _refuse_guessing(typed, wall)
    meant = list(accounts_for_sign_in(typed))
    if phone.strip():
        owners = {user.pk for user in accounts_for_sign_in(phone)}
        meant = [user for user in meant if user.pk in owners]
    if len(meant) > 1:
        raise MoreThanOne()
    if not meant:
        # As slow as a wrong password, so that the answer's time does not tell which names exist.
        make_password(password)
        raise WrongSignIn()
    if not meant[0].check_password(password):
        raise WrongSignIn()
    return meant[0]


def note_failed_attempt(*, typed: str, now: datetime) -> None:
    """Write down that somebody failed to sign in; what they typed stands there only as a digest."""
    record(
        actor=Actor(login=""),
        verb=FAILED,
        subject_kind="sign-in",
        subject_id=_subject(typed),
        unit_code="",
        happened_at=now,
    )


def note_sign_in(*, user: User, way: str, now: datetime) -> None:
    """Write down who signed in and how: password, invitation or persona."""
    record(
        actor=Actor(login=user.login, user_id=user.id),
        verb=SIGNED_IN,
        subject_kind="account",
        subject_id=user.id,
        unit_code="",
        happened_at=now,
        facts={"way": way},
    )


def _refuse_guessing(typed: str, wall: datetime) -> None:
    failed = count_events(verb=FAILED, subject_kind="sign-in", subject_id=_subject(typed), since=wall - WITHIN)
    if failed >= ATTEMPTS:
        raise TooManyAttempts(minutes=int(WITHIN.total_seconds() // 60))


def _subject(typed: str) -> str:
    return digest_of(typed)[:60]
