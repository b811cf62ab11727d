"""Who a visitor of an exercise may be, for the switch on every page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from gridkeeper.access.actors import system_actor
from gridkeeper.accounts.models import User
from gridkeeper.clocks.queries import home_time
from gridkeeper.exercises.errors import OnlyInExercise
from gridkeeper.posts.models import Appointment
from gridkeeper.scopes.doors import acting_as
from gridkeeper.territory.models import Unit


@dataclass(frozen=True, kw_only=True)
class PersonaRow:
    """One line of the switch: post first, then the name (R-16)."""

    login: str
    name: str
    role: str
    title: str
    title_en: str
    place: str


def personas() -> Sequence[PersonaRow]:
    """Everybody with an account and a post, widest place first. Raises OnlyInExercise in a real home. Three queries.

    Reads as the system: whom a visitor may become is no secret of an invented district.
    """
    time = home_time()
    if not time.is_exercise:
        raise OnlyInExercise()
    with acting_as(system_actor("exercise")):
        accounts = User.objects.filter(is_active=True).exclude(person_id=None)[:60]
        users = {user.person_id: user for user in accounts if user.person_id}
        held = (
            Appointment.objects.filter(person_id__in=users, from_at__lte=time.now)
            .filter(Q(to_at=None) | Q(to_at__gt=time.now))
            .select_related("post")
            .order_by("unit_code", "from_at")
        )
        first: dict[object, Appointment] = {}
        for row in held:
            # The post an account was opened for is the one whose role names it, else the widest.
            known = first.get(row.person_id)
            fits = users[row.person_id].login.replace("-", "_") in row.role_held
            if known is None or (fits and users[row.person_id].login.replace("-", "_") not in known.role_held):
                first[row.person_id] = row
        codes = {row.unit_code for row in first.values()}
        places = {u.unit_code: u.label for u in Unit.objects.filter(unit_code__in=codes, closed_on=None)}
        rows = sorted(first.values(), key=lambda row: (len(row.unit_code), row.unit_code, row.role_held))
        return [
            PersonaRow(
                login=users[row.person_id].login,
                name=users[row.person_id].name,
                role=row.role_held,
                title=row.post.title,
                title_en=row.post.title_en,
                place=places.get(row.unit_code, row.unit_code),
            )
            for row in rows
        ]
