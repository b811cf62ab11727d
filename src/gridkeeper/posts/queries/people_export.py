"""People of a unit as a workbook to take away: what a list brought in, never what was told in confidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from gridkeeper.formats import workbook
from gridkeeper.formats.columns import Language, Table
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.unit_code import upper_bound
from gridkeeper.posts.models import Appointment, Body, Contact, Person, Reach
from gridkeeper.posts.people_table import RoleWords, people_table
from gridkeeper.posts.policy import first_day, last_day
from gridkeeper.territory.models import Unit

STAMP = {"zh": "演练 · EXERCISE · 演练数据，不得用于实际工作", "en": "EXERCISE · 演练 · not for real use"}
_NEVER = ("party", "party_consent")
"""Party membership is told for deployment only (R-15); no desk takes it away in a file."""


@dataclass(frozen=True, kw_only=True)
class PeopleFile:
    """An export: its bytes, a name for it, how many rows, and whose rows they are (for the log of looks)."""

    data: bytes
    name: str
    rows: int
    people: tuple[UUID, ...]


def people_workbook(
    *,
    actor: Actor,
    unit_code: str,
    roles: RoleWords,
    now: datetime,
    language: Language = "zh",
    as_csv: bool = False,
    is_exercise: bool = False,
) -> PeopleFile:
    """People kept at or serving in a unit, one row per post, as a list that can be imported again. Eight queries.

    In an exercise the first line and the name carry its stamp (R-05). The caller notes the look.
    """
    actor.require("people.export", at=unit_code)
    rows, people = _rows(unit_code, now)
    table = export_table(roles)
    title = STAMP[language] if is_exercise else ""
    written = workbook.write_csv if as_csv else workbook.write
    return PeopleFile(
        data=written(table, rows, language, title=title),
        name=export_name(unit_code=unit_code, now=now, as_csv=as_csv, is_exercise=is_exercise),
        rows=len(rows),
        people=people,
    )


def export_table(roles: RoleWords) -> Table:
    """The columns of an export: those of an import but for Party membership."""
    table = people_table(roles)
    kept = tuple(column for column in table.columns if column.key not in _NEVER)
    return Table(key=table.key, zh=table.zh, en=table.en, columns=kept)


def export_name(*, unit_code: str, now: datetime, as_csv: bool, is_exercise: bool) -> str:
    """A file name with place and day, stamped in an exercise (R-05)."""
    stamp = "EXERCISE-演练-" if is_exercise else ""
    return f"{stamp}people-{unit_code or 'all'}-{first_day(now).isoformat()}.{'csv' if as_csv else 'xlsx'}"


def _rows(unit_code: str, now: datetime) -> tuple[list[Mapping[str, Any]], tuple[UUID, ...]]:
    inside = Q(unit_code__gte=unit_code, unit_code__lt=upper_bound(unit_code))
    serving = Reach.objects.filter(inside).values("person_id")
    people = list(
        Person.objects.filter(inside | Q(pk__in=serving), erased_at=None, left_at=None).order_by(
            "unit_code", "sort_key", "id"
        )
    )
    ids = [person.pk for person in people]
    contacts = Contact.objects.in_bulk(ids)
    held: dict[UUID, list[Appointment]] = defaultdict(list)
    open_now = Q(to_at=None) | Q(to_at__gt=now)
    for row in (
        Appointment.objects.filter(open_now, inside, person_id__in=ids).select_related("post").order_by("from_at")
    ):
        held[row.person_id].append(row)
    bodies = dict(Body.objects.filter(pk__in=_bodies(held)).values_list("id", "name"))
    codes = {person.unit_code for person in people} | {row.unit_code for mine in held.values() for row in mine}
    units = _labels(codes)
    found: list[Mapping[str, Any]] = []
    for person in people:
        base = _base(person, contacts.get(person.pk))
        if not held[person.pk]:
            found.append({**base, "unit": units.get(person.unit_code, person.unit_code)})
        for row in held[person.pk]:
            found.append({**base, **_held(row, bodies), "unit": units.get(row.unit_code, row.unit_code)})
    return found, tuple(ids)


def _bodies(held: Mapping[UUID, list[Appointment]]) -> set[UUID]:
    return {row.post.body_id for mine in held.values() for row in mine if row.post.body_id}


def _base(person: Person, contact: Contact | None) -> dict[str, Any]:
    skills = "、".join(contact.skills) if contact else ""
    return {
        "name": person.name,
        "phone": contact.phone if contact else "",
        "birth_year": contact.birth_year if contact else None,
        "certified_for": (contact.certified_for or None) if contact else None,
        "certified_until": contact.certified_until if contact else None,
        "skills": skills or None,
        "skills_consent": True if skills else None,
    }


def _held(row: Appointment, bodies: Mapping[UUID, str]) -> dict[str, Any]:
    return {
        "role": row.post.role,
        "title": row.post.title,
        "holding": row.holding,
        "body": bodies.get(row.post.body_id) if row.post.body_id else None,
        "document": row.document,
        "begins": first_day(row.from_at),
        "ends": last_day(row.to_at),
        "seats": row.post.seats,
        "duty_phone": row.post.duty_phone or None,
    }


def _labels(codes: set[str]) -> dict[str, str]:
    """Names of units where a name is enough to find them again, codes where two have the same."""
    units = list(Unit.objects.filter(unit_code__in=codes, closed_on=None).values_list("unit_code", "name", "level"))
    names = [name for _, name, _ in units]
    doubled = {name for name, number in _counts(names) if number > 1}
    # Grids and buildings are called alike everywhere: 第1网格, 1号楼.
    return {code: code if level in ("grid", "building") or name in doubled else name for code, name, level in units}


def _counts(names: list[str]) -> Iterator[tuple[str, int]]:
    doubles = Unit.objects.filter(name__in=set(names), closed_on=None).values_list("name", flat=True)
    found: dict[str, int] = defaultdict(int)
    for name in doubles:
        found[name] += 1
    yield from found.items()
