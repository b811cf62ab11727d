"""Make the actor of a request, a command line or a job, from the posts its person holds now (R-19)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from gridkeeper.access.policy import HeldPost, grants_of
from gridkeeper.access.roles import FOUNDER, ROLES
from gridkeeper.accounts.models import User
from gridkeeper.accounts.queries import account_by_login
from gridkeeper.kernel.actor import EVERYWHERE, Actor
from gridkeeper.posts.models import Appointment
from gridkeeper.scopes.choices import CLASSES

_EVERY_ACT = sorted({permission for role in ROLES.values() for permission in role.permissions})
_EVERY_CLASS = [f"{name}.{verb}" for name in CLASSES for verb in ("read", "write")]


def system_actor(name: str) -> Actor:
    """The named actor of a job: it reaches everything, and the audit names it (R-19)."""
    return Actor(
        login=f"system:{name}",
        name=name,
        roles=frozenset({"system"}),
        grants=dict.fromkeys({*_EVERY_ACT, *_EVERY_CLASS}, (EVERYWHERE,)),
    )


LOCAL_OPERATOR = "local"
"""Who acts on the command line without ``--as``: whoever can read the home's files anyway; audited with that name."""


def local_operator(system_user: str) -> Actor:
    """The person at the machine's own keyboard, audited as ``local:NAME`` (DESIGN section 5)."""
    actor = system_actor(LOCAL_OPERATOR)
    return Actor(
        login=f"{LOCAL_OPERATOR}:{system_user}",
        name=system_user,
        roles=frozenset({LOCAL_OPERATOR}),
        grants=actor.grants,
    )


def posts_held(*, person_id: UUID, now: datetime) -> list[HeldPost]:
    """Roles and units of the posts a person holds now. Two queries; only the person's own rows are opened for it."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('gk.person', %s, true)", [str(person_id)])
        rows = (
            Appointment.objects.filter(person_id=person_id, from_at__lte=now)
            .filter(Q(to_at=None) | Q(to_at__gt=now))
            .values_list("role_held", "unit_code")
        )
        return [HeldPost(role=role, unit_code=code) for role, code in rows]


def actor_of(user: User, *, now: datetime) -> Actor:
    """The actor an account is right now; an account without a person in post reaches nothing."""
    held = posts_held(person_id=user.person_id, now=now) if user.person_id else []
    if user.is_founder and not held:
        return Actor(
            login=user.login,
            name=user.get_full_name(),
            user_id=user.id,
            person_id=user.person_id,
            roles=frozenset({FOUNDER.key}),
            grants=dict.fromkeys(FOUNDER.permissions, (EVERYWHERE,)),
        )
    return Actor(
        login=user.login,
        name=user.get_full_name(),
        user_id=user.id,
        person_id=user.person_id,
        roles=frozenset(post.role for post in held),
        grants=grants_of(held, ROLES),
    )


def actor_again(login: str, *, now: datetime) -> Actor:
    """The actor that a login in the record is now: an account, the local operator or a job. Raises NotFound."""
    kind, _, name = login.partition(":")
    if kind == LOCAL_OPERATOR and name:
        return local_operator(name)
    if kind == "system" and name:
        return system_actor(name)
    return actor_of(account_by_login(login), now=now)


def demands_second_factor(actor: Actor) -> bool:
    """True when a role the actor holds may not be used without a second factor at sign-in."""
    return any(ROLES[role].needs_second_factor for role in actor.roles if role in ROLES)
