"""Who stands behind a sign-in name: post first, then the name (R-14)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from gridkeeper.accounts.models import User
from gridkeeper.kernel.actor import Actor
from gridkeeper.posts.models import Appointment


@dataclass(frozen=True, kw_only=True)
class Who:
    """A sign-in name with the name and widest post behind it; ``is_machine`` for jobs and the local operator."""

    login: str
    name: str = ""
    title: str = ""
    title_en: str = ""
    is_machine: bool = False


def who_is(*, actor: Actor, logins: Iterable[str], now: datetime) -> dict[str, Who]:
    """Name and post of each sign-in name, as far as the wall shows posts to the actor. Two queries at most."""
    del actor  # row-level security decides which posts are seen
    wanted = {login for login in logins if login}
    machines = {login for login in wanted if ":" in login}
    users = list(User.objects.filter(login__in=wanted - machines)) if wanted - machines else []
    people = {user.person_id for user in users if user.person_id}
    posts: dict[object, tuple[str, str]] = {}
    if people:
        held = (
            Appointment.objects.filter(person_id__in=people, from_at__lte=now)
            .filter(Q(to_at=None) | Q(to_at__gt=now))
            .order_by("unit_code")
        )
        for person, title, title_en in held.values_list("person_id", "post__title", "post__title_en"):
            posts.setdefault(person, (title, title_en))
    found = {login: Who(login=login, is_machine=login in machines) for login in wanted}
    for user in users:
        title, title_en = posts.get(user.person_id, ("", ""))
        found[user.login] = Who(login=user.login, name=user.name, title=title, title_en=title_en)
    return found
