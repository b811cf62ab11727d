"""Fill an empty exercise home with the invented district."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from gridkeeper.access.actors import system_actor
from gridkeeper.audit.record import record
from gridkeeper.clocks.queries import home_time
from gridkeeper.exercises.errors import NotEmpty, OnlyInExercise
from gridkeeper.exercises.loading.duties import load_duties
from gridkeeper.exercises.loading.organisation import load_bodies, load_people, load_posts
from gridkeeper.exercises.loading.personas import Persona, choose_personas, open_persona_accounts
from gridkeeper.exercises.loading.tree import load_compounds, load_tree
from gridkeeper.exercises.loading.work import found_task_force, open_tasks
from gridkeeper.kernel.actor import Actor
from gridkeeper.scopes.doors import acting_as
from gridkeeper.territory.models import Unit

SEED = 2022


def load_demo(
    *,
    actor: Actor,
    now: datetime,
    say: Callable[[str], None],
    keep: Callable[[dict[str, Any]], None],
    seed: int = SEED,
) -> None:
    """Generate and load the district in one transaction (R-05, R-16).

    ``keep`` gets the sign-ins by role before it commits: a load that is killed afterwards has them written down.

    Raises OnlyInExercise in a real home, NotEmpty where units exist. The same seed gives the same district.
    """
    from gridkeeper.synthetic import district as generate

    if not home_time().is_exercise:
        raise OnlyInExercise()
    say("generating the district")
    district = generate(seed)
    with acting_as(actor):
        if Unit.objects.exists():
            raise NotEmpty(units=Unit.objects.count())
        say("loading units and outlines")
        units = load_tree(actor=actor, district=district, now=now)
        load_compounds(district, units)
        task_force = found_task_force(actor=actor, second=system_actor("demo-second"), units=units, now=now)
        say("loading bodies, people and posts")
        bodies = load_bodies(district, units, task_force=task_force, now=now)
        people = load_people(district, units, now=now)
        load_posts(district, units, bodies, people, now=now, login=actor.login)
        personas = choose_personas()
        password = open_persona_accounts(actor=actor, personas=personas, now=now)
        open_tasks(actor=actor, units=units, now=now)
        load_duties(actor=actor, units=units, now=now)
        record(
            actor=actor,
            verb="exercise.loaded",
            subject_kind="exercise",
            subject_id=str(seed),
            unit_code="",
            happened_at=now,
            facts={"units": len(units), "people": len(people), "bodies": len(bodies)},
        )
        keep(_sign_ins(personas, password))


def _sign_ins(personas: Sequence[Persona], password: str) -> dict[str, Any]:
    return {
        _key(persona): {
            "login": persona.login,
            "password": password,
            "role": persona.role,
            "name": persona.name,
            "post": persona.title,
            "post_en": persona.title_en,
            "place": persona.place,
        }
        for persona in personas
    }


def _key(persona: Persona) -> str:
    """The role; the second street's duty officer, who shows where rights end, has a key of their own."""
    return "next_street_duty" if persona.login == "next-street" else persona.role
