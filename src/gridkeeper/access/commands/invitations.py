"""Invite people to sign in: an account where there is none, and a fresh code either way (a reset is an invitation)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from gridkeeper.access.actors import system_actor
from gridkeeper.access.errors import BeyondReach
from gridkeeper.accounts.commands import INVITATION_LASTS, NewAccount, invite, open_accounts, renew_sign_in_names
from gridkeeper.accounts.models import User
from gridkeeper.accounts.policy import new_login
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import NotFound
from gridkeeper.posts.models import Appointment, Contact, Person
from gridkeeper.scopes.doors import acting_as

MOST = 200
"""People invited at once: a sheet of that many cards is more than a desk prints in a day."""


@dataclass(frozen=True, kw_only=True)
class Invited:
    """What a card says; ``code`` is shown once and kept nowhere."""

    person_id: UUID
    name: str
    login: str
    code: str
    expires_at: datetime
    is_reset: bool


def invite_people(*, actor: Actor, people: Sequence[UUID], now: datetime) -> list[Invited]:
    """A one-time code for each person, in order, at most MOST. Earlier open codes of theirs end.

    Raises NotFound for somebody out of sight, and BeyondReach where a person's posts lie outside the inviter's reach:
    whoever resets a sign-in could otherwise use the posts behind it.
    """
    chosen = list(dict.fromkeys(people))[:MOST]
    rows = {row.id: row for row in Person.objects.filter(pk__in=chosen, erased_at=None, left_at=None)}
    for key in chosen:
        if key not in rows:
            raise NotFound(kind="person", name=str(key))
    _refuse_beyond_reach(actor=actor, rows=[rows[key] for key in chosen], now=now)
    phones = dict(Contact.objects.filter(pk__in=chosen).values_list("person_id", "phone"))
    with transaction.atomic():
        return [_invited(actor=actor, person=rows[key], phone=phones.get(key, ""), now=now) for key in chosen]


def _refuse_beyond_reach(*, actor: Actor, rows: Sequence[Person], now: datetime) -> None:
    for person in rows:
        actor.require("account.invite", at=person.unit_code)
    with acting_as(system_actor("invitations")):
        held = list(
            Appointment.objects.filter(person__in=rows)
            .filter(Q(to_at=None) | Q(to_at__gt=now))
            .values_list("person__name", "unit_code")
        )
    for name, code in held:
        if not actor.may("account.invite", at=code):
            raise BeyondReach(person=name, place=code)


def _invited(*, actor: Actor, person: Person, phone: str, now: datetime) -> Invited:
    user = User.objects.filter(person_id=person.id).first()
    is_reset = user is not None
    if user is None:
        names = tuple(name for name in (phone, person.name) if name)
        account = NewAccount(login=_free_login(), name=person.name, person_id=person.id, sign_in_names=names)
        [user] = open_accounts(actor=actor, accounts=[account], now=now)
    elif phone:
        renew_sign_in_names(user_id=user.id, names=(phone, person.name))
    code = invite(actor=actor, user_id=user.id, unit_code=person.unit_code, now=now)
    return Invited(
        person_id=person.id,
        name=person.name,
        login=user.login,
        code=code,
        expires_at=now + INVITATION_LASTS,
        is_reset=is_reset,
    )


def _free_login() -> str:
    """A sign-in name that says nothing of its owner, and that nobody has (decision 8)."""
    login = new_login()
    while User.objects.filter(login=login).exists():
        login = new_login()
    return login
