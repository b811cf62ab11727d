"""Bodies, people, posts and appointments of the generated district."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils import timezone

from gridkeeper.formats.pinyin import initials, sort_key
from gridkeeper.kernel.ids import uuid7
from gridkeeper.posts.choices import BodyKind, ConsentKind, Through
from gridkeeper.posts.models import Appointment, Body, Consent, Contact, Person, Post, Reach, Sensitive
from gridkeeper.scopes.bulk import copy_in
from gridkeeper.scopes.vault import seal_many
from gridkeeper.synthetic.model import GENERATED_MARK, District
from gridkeeper.synthetic.roles import SKILLS

_KINDS: Final[dict[str, BodyKind]] = {
    "command": BodyKind.COMMAND,
    "department": BodyKind.DEPARTMENT,
    "street_office": BodyKind.OFFICE,
    "community_committee": BodyKind.COMMITTEE,
    "community_party_committee": BodyKind.PARTY_COMMITTEE,
    "compound_branch": BodyKind.PARTY_BRANCH,
    "medical_institution": BodyKind.INSTITUTION,
    "sampler_team": BodyKind.INSTITUTION,
    "property_firm": BodyKind.PROPERTY_COMPANY,
    "new_employment_team": BodyKind.NEW_EMPLOYMENT_TEAM,
    "volunteer_team": BodyKind.VOLUNTEER_TEAM,
    "inspection_group": BodyKind.OFFICE,
    "temporary_general_branch": BodyKind.TEMPORARY_GENERAL_BRANCH,
    "temporary_branch": BodyKind.TEMPORARY_BRANCH,
}
_BEHIND_THE_WALL = frozenset(
    {"volunteer", "building_leader", "seconded", "doctor", "sampler", "new_employment_team_leader"}
)
"""Roles whose holders' names do not hang on the wall (SF-02)."""
WORDING = "示范数据：同意按本人意愿接受调派（生成）"


def load_bodies(district: District, ids: dict[str, UUID], *, task_force: UUID, now: datetime) -> list[UUID]:
    """Load the bodies; the temporary ones are justified by the community's task force. Answers ids in order."""
    b = district.bodies
    made = [uuid7() for _ in b.kind]
    rows = zip(b.kind.tolist(), b.name.tolist(), b.name_en.tolist(), b.unit.tolist(), b.parent.tolist(), strict=True)
    copy_in(
        Body,
        (
            "id",
            "unit_id",
            "unit_code",
            "name",
            "name_en",
            "sort_key",
            "initials",
            "kind",
            "parent_id",
            "justified_by_id",
            "approved_by",
            "founded_at",
            "closed_because",
            "is_generated",
        ),
        (
            (
                key,
                ids[unit],
                unit,
                name,
                name_en,
                sort_key(name)[:240],
                initials(name)[:120],
                _KINDS[kind].value,
                made[parent] if parent >= 0 else None,
                task_force if kind.startswith("temporary") else None,
                "街道党工委（生成）" if kind.startswith("temporary") else "",
                now,
                "",
                True,
            )
            for key, (kind, name, name_en, unit, parent) in zip(made, rows, strict=True)
        ),
    )
    return made


_CERTIFIED = "sampler"
_A_SCORE = 20
_DAYS_LEFT = {4: -3, 9: 5, 14: 20}
"""Days from the demo's beginning to the last day of a certificate, by place in a score of samplers."""


def load_people(district: District, ids: dict[str, UUID], *, now: datetime) -> list[UUID]:
    """Load the people with contact details, opt-ins and sealed Party membership; answers ids in order."""
    p = district.people
    made = [uuid7() for _ in p.name]
    keepers = _keepers(district)
    homes = [str(district.buildings.code[row]) if row >= 0 else "" for row in p.home.tolist()]
    names = [f"{name}{GENERATED_MARK}" for name in p.name.tolist()]
    copy_in(
        Person,
        ("id", "unit_id", "unit_code", "name", "sort_key", "initials", "is_generated", "created_at"),
        (
            (key, ids[code], code, name, sort_key(plain)[:160], initials(plain)[:60], True, now)
            for key, code, name, plain in zip(made, keepers, names, p.name.tolist(), strict=True)
        ),
    )
    skills = [_skills(mask) for mask in p.skills.tolist()]
    certificates = _certificates(district, now)
    copy_in(
        Contact,
        (
            "person_id",
            "unit_code",
            "phone",
            "birth_year",
            "home_code",
            "skills",
            "certified_for",
            "certified_until",
            "updated_at",
        ),
        (
            (key, code, phone, born, home, told, *certificates.get(row, ("", None)), now)
            for row, (key, code, phone, born, home, told) in enumerate(
                zip(made, keepers, p.phone.tolist(), p.birth_year.tolist(), homes, skills, strict=True)
            )
        ),
    )
    copy_in(
        Reach,
        ("id", "person_id", "unit_code", "through", "source_id"),
        ((uuid7(), key, code, Through.HOME.value, key) for key, code in zip(made, keepers, strict=True)),
    )
    _load_opt_ins(district, made, keepers, skills, now)
    return made


def load_posts(
    district: District, ids: dict[str, UUID], bodies: list[UUID], people: list[UUID], *, now: datetime, login: str
) -> list[UUID]:
    """Load posts and appointments, with the reach each appointment gives; answers post ids in order."""
    q = district.posts
    made = [uuid7() for _ in q.role]
    columns = zip(
        made,
        q.role.tolist(),
        q.unit.tolist(),
        q.body.tolist(),
        q.title.tolist(),
        q.title_en.tolist(),
        q.seats.tolist(),
        q.duty_phone.tolist(),
        strict=True,
    )
    copy_in(
        Post,
        (
            "id",
            "unit_id",
            "unit_code",
            "body_id",
            "role",
            "title",
            "title_en",
            "seats",
            "duty_phone",
            "is_office",
            "from_at",
        ),
        (
            (
                key,
                ids[unit],
                unit,
                bodies[body] if body >= 0 else None,
                role,
                title[:80],
                title_en[:120],
                seats,
                phone,
                role not in _BEHIND_THE_WALL,
                now,
            )
            for key, role, unit, body, title, title_en, seats, phone in columns
        ),
    )
    _load_appointments(district, made, people, now=now, login=login)
    return made


def _load_appointments(district: District, posts: list[UUID], people: list[UUID], *, now: datetime, login: str) -> None:
    """Who holds the posts, and the reach each appointment gives."""
    a, q = district.appointments, district.posts
    appointments = [uuid7() for _ in a.person]
    rows = list(
        zip(appointments, a.person.tolist(), a.post.tolist(), a.kind.tolist(), a.document.tolist(), strict=True)
    )
    roles, units = q.role.tolist(), q.unit.tolist()
    copy_in(
        Appointment,
        (
            "id",
            "post_id",
            "person_id",
            "unit_code",
            "role_held",
            "holding",
            "from_at",
            "document",
            "appointed_by",
            "ended_because",
        ),
        (
            (key, posts[post], people[person], units[post], roles[post], holding, now, document, login, "")
            for key, person, post, holding, document in rows
        ),
    )
    copy_in(
        Reach,
        ("id", "person_id", "unit_code", "through", "source_id"),
        ((uuid7(), people[person], units[post], _through(roles[post]), key) for key, person, post, _, _ in rows),
    )


def _load_opt_ins(
    district: District, made: list[UUID], keepers: list[str], skills: list[list[str]], now: datetime
) -> None:
    members = [row for row, is_member in enumerate(district.people.party_member.tolist()) if is_member]
    sealed = seal_many({made[row]: {"party_member": True} for row in members})
    copy_in(
        Sensitive,
        ("person_id", "unit_code", "sealed", "updated_at"),
        ((made[row], keepers[row], sealed[made[row]], now) for row in members),
    )
    agreed = [(row, ConsentKind.PARTY_DEPLOYMENT) for row in members]
    agreed += [(row, ConsentKind.SKILLS) for row, told in enumerate(skills) if told]
    calls = district.people.volunteer_consent.tolist()
    agreed += [(row, ConsentKind.VOLUNTEER_CALL) for row, agrees in enumerate(calls) if agrees]
    copy_in(
        Consent,
        ("id", "person_id", "unit_code", "kind", "wording", "given_at"),
        ((uuid7(), made[row], keepers[row], kind.value, WORDING, now) for row, kind in agreed),
    )


def _keepers(district: District) -> list[str]:
    """Code of the unit whose desk keeps each person: their employer's, else the community they live in."""
    units, kinds = district.bodies.unit.tolist(), district.bodies.kind.tolist()
    communities = district.communities.code.tolist()
    homes = district.buildings.community.tolist()
    keepers = []
    for employer, home in zip(district.people.employer.tolist(), district.people.home.tolist(), strict=True):
        if employer >= 0 and not (kinds[employer] == "volunteer_team" and home >= 0):
            keepers.append(units[employer])
        else:
            keepers.append(communities[homes[home]] if home >= 0 else district.code)
    return keepers


def _certificates(district: District, now: datetime) -> dict[int, tuple[str, date]]:
    """Generated certificates of the samplers: of each score one has run out, two end within the month (4.e)."""
    q, held = district.posts, district.appointments
    samplers = sorted({int(row) for row in held.person[q.role[held.post] == _CERTIFIED].tolist()})
    today = timezone.localdate(now)
    return {
        row: (_CERTIFIED, today + timedelta(days=_DAYS_LEFT.get(n % _A_SCORE, 90 + 17 * (n % _A_SCORE))))
        for n, row in enumerate(samplers)
    }


def _skills(mask: int) -> list[str]:
    return [skill.key for bit, skill in enumerate(SKILLS) if mask >> bit & 1]


def _through(role: str) -> str:
    return (Through.POST if role in _BEHIND_THE_WALL else Through.OFFICE).value
