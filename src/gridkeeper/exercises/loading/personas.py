"""The people a visitor of the demo may be, one a role, each with an account (R-16: invented names)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from gridkeeper.accounts.commands import NewAccount, open_accounts
from gridkeeper.kernel.actor import Actor
from gridkeeper.posts.models import Appointment, Contact, Person, Post
from gridkeeper.territory.models import Unit

HOME_STREET: Final = "140106003"
HOME_COMMUNITY: Final = "140106003011"
"""The page's 西关街一社区, officially 水西关街一社区: most personas live around it."""

_CAST: Final[tuple[tuple[str, str, str], ...]] = (
    # login, role, where the post must lie
    ("district-duty", "district_duty", "140106"),
    ("district-leader", "district_leader", "140106"),
    ("street-duty", "street_duty", HOME_STREET),
    ("street-leader", "street_leader", HOME_STREET),
    ("community-secretary", "community_secretary", HOME_COMMUNITY),
    ("community-deputy", "community_deputy", HOME_COMMUNITY),
    ("community-desk", "community_desk", HOME_COMMUNITY),
    ("committee-cadre", "committee_cadre", HOME_COMMUNITY),
    ("branch-secretary", "compound_branch_secretary", HOME_COMMUNITY),
    ("grid-worker", "grid_worker", HOME_COMMUNITY),
    ("building-leader", "building_leader", HOME_COMMUNITY),
    ("property-manager", "property_manager", HOME_COMMUNITY),
    ("volunteer-leader", "volunteer_team_leader", HOME_COMMUNITY),
    ("volunteer", "volunteer", HOME_COMMUNITY),
    ("seconded", "seconded", HOME_COMMUNITY),
    ("department-liaison", "department_liaison", "140106"),
    ("department-dispatcher", "department_dispatcher", "140106"),
    ("doctor", "doctor", "140106"),
    ("sampler", "sampler", "140106"),
    ("inspector", "inspector", "140106"),
    ("discipline-officer", "discipline_officer", "140106"),
    ("data-protection", "data_protection_officer", "140106"),
    ("auditor", "auditor", "140106"),
    ("administrator", "administrator", "140106"),
    ("next-street", "street_duty", "140106004"),
)


@dataclass(frozen=True, kw_only=True)
class Persona:
    """Somebody to be: login, role, post title in both languages, place."""

    login: str
    role: str
    title: str
    title_en: str
    place: str
    person_id: UUID
    name: str


def choose_personas() -> list[Persona]:
    """Pick the first holder of each role at its place; a person is one persona only."""
    chosen: list[Persona] = []
    taken: set[UUID] = set()
    for login, role, place in _CAST:
        rows = (
            Appointment.objects.filter(
                role_held=role, holding="holder", unit_code__gte=place, unit_code__lt=place + "~"
            )
            .exclude(person_id__in=taken)
            .order_by("unit_code", "post__title", "id")
            .values_list("person_id", "post_id", "unit_code")
        )
        row = rows.first()
        if row is None:
            continue
        person_id, post_id, code = row
        taken.add(person_id)
        post = Post.objects.get(pk=post_id)
        unit = Unit.objects.filter(unit_code=code, closed_on=None).first()
        chosen.append(
            Persona(
                login=login,
                role=role,
                title=post.title,
                title_en=post.title_en,
                place=unit.label if unit else code,
                person_id=person_id,
                name=Person.objects.get(pk=person_id).name,
            )
        )
    return chosen


def open_persona_accounts(*, actor: Actor, personas: list[Persona], now: datetime) -> str:
    """Open the personas' accounts under one password made for this home; answers it."""
    password = "-".join(secrets.token_hex(2) for _ in range(3))
    phones = dict(Contact.objects.filter(pk__in=[p.person_id for p in personas]).values_list("person_id", "phone"))
    open_accounts(
        actor=actor,
        accounts=[
            NewAccount(
                login=p.login,
                name=p.name,
                person_id=p.person_id,
                password=password,
                sign_in_names=tuple(filter(None, (p.name, p.name.split("（")[0], phones.get(p.person_id, "")))),
            )
            for p in personas
        ],
        now=now,
    )
    return password
