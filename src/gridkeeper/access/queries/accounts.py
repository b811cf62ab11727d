"""Which person or account is meant, and who may sign in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from gridkeeper.access.errors import SeveralMeant
from gridkeeper.accounts.models import User
from gridkeeper.accounts.queries import account_by_login, sign_in_states
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import NotFound
from gridkeeper.kernel.unit_code import upper_bound
from gridkeeper.posts.models import Person
from gridkeeper.posts.queries.people import people_meant


@dataclass(frozen=True, kw_only=True)
class AccountRow:
    """An account of a person in reach; ``sign_in`` is ``set``, ``invited`` or ``open``."""

    login: str
    name: str
    person_id: UUID
    unit_code: str
    is_active: bool
    last_login: datetime | None
    sign_in: str


def person_meant(*, actor: Actor, text: str) -> UUID:
    """The one person in reach with this id, login, name, initials or phone. Raises NotFound, SeveralMeant."""
    asked = text.strip()
    try:
        return UUID(asked)
    except ValueError:
        pass
    user = User.objects.filter(login=asked).first()
    if user is not None and user.person_id and Person.objects.filter(pk=user.person_id).exists():
        return user.person_id
    found = people_meant(actor=actor, text=asked, size=5)
    if not found:
        raise NotFound(kind="person", name=asked)
    if len(found) > 1:
        raise SeveralMeant(name=asked, people=", ".join(f"{row.name} ({row.id})" for row in found))
    return found[0].id


def account_place(*, actor: Actor, login: str) -> tuple[UUID, str]:
    """Id of an account and the unit whose desk keeps its person; "" for one without a person. Raises UnknownLogin."""
    user = account_by_login(login)
    del actor  # row-level security hides people out of reach: their accounts then need a right everywhere
    person = Person.objects.filter(pk=user.person_id).first() if user.person_id else None
    return user.id, person.unit_code if person else ""


def accounts_page(
    *, actor: Actor, now: datetime, unit_code: str = "", after: str = "", size: int = 50
) -> Sequence[AccountRow]:
    """Accounts of people in the actor's reach, by login, keyset pages. Four queries. Raises Forbidden."""
    if not actor.reaches("account.invite"):
        actor.require("account.invite", at=unit_code or "-", place=unit_code or "accounts")
    people = Person.objects.filter(erased_at=None)
    if unit_code:
        people = people.filter(unit_code__gte=unit_code, unit_code__lt=upper_bound(unit_code))
    users = list(User.objects.filter(person_id__in=people.values("id"), login__gt=after).order_by("login")[:size])
    places = dict(Person.objects.filter(pk__in=[u.person_id for u in users]).values_list("id", "unit_code"))
    states = sign_in_states([u.person_id for u in users if u.person_id], now=now)
    return [
        AccountRow(
            login=user.login,
            name=user.name,
            person_id=user.person_id,
            unit_code=places[user.person_id],
            is_active=user.is_active,
            last_login=user.last_login,
            sign_in=states.get(user.person_id, "closed"),
        )
        for user in users
        if user.person_id
    ]
