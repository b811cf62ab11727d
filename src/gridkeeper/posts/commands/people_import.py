"""Bring a list of people in: dry run first; good rows in, bad rows back; the same list twice changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from gridkeeper.audit.record import record
from gridkeeper.formats import workbook
from gridkeeper.formats.columns import Language, Translate
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.ids import uuid7
from gridkeeper.posts.choices import ConsentKind, Through
from gridkeeper.posts.commands.people_plan import Plan, PlannedPerson
from gridkeeper.posts.commands.people_rows import Report, Wanted, read_row
from gridkeeper.posts.commands.person import NewPerson, write_people
from gridkeeper.posts.errors import UnreadablePeople
from gridkeeper.posts.models import Appointment, Consent, Contact, Person, Post, Reach, Sensitive
from gridkeeper.posts.people_table import RoleWords, people_table
from gridkeeper.posts.policy import first_day
from gridkeeper.posts.queries.known import Known, known_of
from gridkeeper.scopes.bulk import copy_in
from gridkeeper.scopes.vault import seal
from gridkeeper.territory.policy import area_of
from gridkeeper.territory.queries.match import matcher

# How far an import is when a part of it is done: a list is quick to read, its rows are looked at one by one.
_READ, _UNDERSTOOD, _PEOPLE_IN, _POSTS_IN = 0.2, 0.6, 0.8, 0.9
_WORDING = "said yes in an imported list"


def preview_people_import(*, actor: Actor, source: bytes | Path, roles: RoleWords, now: datetime) -> Report:
    """Say what a list of people would do, and which rows would come back; nothing is written (dry run).

    Raises UnreadablePeople where the file as a whole cannot be read, Forbidden where the actor keeps no people.
    """
    return _plan(actor=actor, source=source, roles=roles, now=now).report


def import_people(
    *,
    actor: Actor,
    source: bytes | Path,
    roles: RoleWords,
    now: datetime,
    origin: str = "",
    is_generated: bool = False,
    tell: Callable[[float], None] | None = None,
) -> Report:
    """Bring the good rows of a list in, in one transaction with one audit event; bad rows stand in the report.

    The same phone and name, or the same name at the same desk, is the same person: only what differs is written.
    ``tell`` hears how far it is (0 to 1). Raises as the preview does.
    """
    hear = tell or _nobody_listens
    with transaction.atomic():
        plan = _plan(actor=actor, source=source, roles=roles, now=now, tell=hear)
        _write(plan, roles=roles, is_generated=is_generated, tell=hear)
        counts = {key: number for key, number in plan.report.counts.items() if number}
        if counts.keys() & {"new", "changed", "moved", "posts_made", "appointed", "seats_added"}:
            record(
                actor=actor,
                verb="people.imported",
                subject_kind="people",
                subject_id=f"{len(plan.people)} people",
                unit_code=area_of(person.first.unit.unit_code for person in plan.people.values()),
                happened_at=now,
                facts={"origin": origin, **counts, "people": [str(key) for key in list(plan.people)[:1000]]},
            )
    return plan.report


def marked_people(source: bytes | Path, report: Report, *, language: Language, translate: Translate = str) -> bytes:
    """The same workbook with only the rows that came back, each bad cell marked and the reason in words."""
    return workbook.marked(source, report.reading, report.problems, language=language, translate=translate)


def people_template(roles: RoleWords, *, language: Language, translate: Translate = str) -> bytes:
    """An empty list of people to fill in, with drop-downs and an example."""
    return workbook.template(people_table(roles), language, translate)


def _nobody_listens(share: float) -> None:  # noqa: ARG001
    return


def _plan(
    *,
    actor: Actor,
    source: bytes | Path,
    roles: RoleWords,
    now: datetime,
    tell: Callable[[float], None] = _nobody_listens,
) -> Plan:
    if not actor.reaches("people.import"):
        actor.require("people.import", at="-", place="")
    reading = workbook.read(source, people_table(roles), as_of=first_day(now))
    if reading.refused:
        raise UnreadablePeople(reason=reading.problems[0].why)
    report = Report(reading=reading, problems=list(reading.problems), notices=list(reading.notices))
    cells = {row["unit"] for row in reading.rows}
    codes = [cell for cell in cells if cell.isdigit()]
    units = matcher(codes=codes, names=[cell for cell in cells if not cell.isdigit()] or ["-"])
    tell(_READ)
    wanted: list[Wanted] = []
    for number, row in enumerate(reading.rows):
        if found := read_row(row, actor=actor, units=units, roles=roles, report=report, now=now):
            wanted.append(found)
        tell(_READ + (_UNDERSTOOD - _READ) * number / len(reading.rows))
    plan = Plan(actor=actor, known=_known(wanted, now), report=report, now=now)
    for understood in wanted:
        plan.take(understood)
    tell(_UNDERSTOOD)
    plan.count()
    report.people = list(plan.people)
    report.problems.sort(key=lambda problem: problem.row)
    return plan


def _known(wanted: Sequence[Wanted], now: datetime) -> Known:
    return known_of(
        phones={row.phone for row in wanted},
        names={row.name for row in wanted},
        codes={row.unit.unit_code for row in wanted},
        bodies={row.body for row in wanted},
        now=now,
    )


def _write(plan: Plan, *, roles: RoleWords, is_generated: bool, tell: Callable[[float], None]) -> None:
    fresh = [person for person in plan.people.values() if person.known is None]
    write_people([_new(person, is_generated=is_generated) for person in fresh], now=plan.now)
    agreed = [(person, person.first.unit.unit_code) for person in fresh]
    for person in plan.people.values():
        if person.known and (person.changed or person.moves_to):
            _change(person, now=plan.now)
            agreed.append((person, person.moves_to.unit.unit_code if person.moves_to else person.known.unit_code))
    tell(_PEOPLE_IN)
    _write_consents(agreed, now=plan.now)
    _write_posts(plan, roles)
    tell(_POSTS_IN)
    _write_appointments(plan, roles)


def _new(person: PlannedPerson, *, is_generated: bool) -> NewPerson:
    unit = person.first.unit
    return NewPerson(
        id=person.id,
        name=person.first.name,
        unit_id=unit.pk,
        unit_code=unit.unit_code,
        phone=person.phone,
        birth_year=person.birth_year,
        certified_for=person.certified_for,
        certified_until=person.certified_until,
        skills=person.skills or (),
        sensitive={"party_member": True} if person.is_party_member else None,
        is_generated=is_generated,
    )


def _change(person: PlannedPerson, *, now: datetime) -> None:
    known = person.known
    assert known is not None, "only known people change"
    code = known.unit_code
    if person.moves_to:
        unit = person.moves_to.unit
        code = unit.unit_code
        Person.objects.filter(pk=person.id).update(unit_id=unit.pk, unit_code=code)
        for model in (Contact, Sensitive, Consent):
            model.objects.filter(person_id=person.id).update(unit_code=code)
        Reach.objects.filter(source_id=person.id, through=Through.HOME).update(unit_code=code)
    plain = ("phone", "birth_year", "certified_for", "certified_until")
    details: dict[str, Any] = {key: getattr(person, key) for key in plain if key in person.changed}
    if "skills" in person.changed:
        details["skills"] = list(person.skills or ())
    if details:
        Contact.objects.filter(person_id=person.id).update(**details, updated_at=now)
    if "party" in person.changed:
        sealed = seal(person.id, {"party_member": True})
        Sensitive.objects.create(person_id=person.id, unit_code=code, sealed=sealed, updated_at=now)


def _write_consents(agreed: Sequence[tuple[PlannedPerson, str]], *, now: datetime) -> None:
    rows = []
    for person, code in agreed:
        if person.skills and (person.known is None or "skills" in person.changed):
            rows.append((person.id, code, ConsentKind.SKILLS))
        if person.is_party_member and (person.known is None or "party" in person.changed):
            rows.append((person.id, code, ConsentKind.PARTY_DEPLOYMENT))
    copy_in(
        Consent,
        ("id", "person_id", "unit_code", "kind", "wording", "given_at"),
        ((uuid7(), key, code, kind.value, _WORDING, now) for key, code, kind in rows),
    )


def _write_posts(plan: Plan, roles: RoleWords) -> None:
    fresh = [post for post in plan.posts.values() if post.known is None]
    begins = dict.fromkeys((post.id for post in fresh), plan.now)
    for made in plan.appointments:
        if made.post.id in begins:
            begins[made.post.id] = min(begins[made.post.id], made.span.from_at)
    Post.objects.bulk_create(
        [
            Post(
                id=post.id,
                unit_id=post.first.unit.pk,
                unit_code=post.first.unit.unit_code,
                body_id=post.body_id,
                role=post.first.role,
                title=post.first.title,
                seats=post.seats,
                duty_phone=post.first.duty_phone,
                is_office=post.first.role not in roles.private,
                from_at=begins[post.id],
            )
            for post in fresh
        ],
        batch_size=2000,
    )
    for post in plan.posts.values():
        if post.known and post.seats > post.known.seats:
            Post.objects.filter(pk=post.id).update(seats=post.seats)


def _write_appointments(plan: Plan, roles: RoleWords) -> None:
    keyed = [(uuid7(), made) for made in plan.appointments]
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
            "to_at",
            "document",
            "appointed_by",
            "ended_because",
        ),
        (
            (
                key,
                made.post.id,
                made.person.id,
                made.wanted.unit.unit_code,
                made.wanted.role,
                made.wanted.holding.value,
                made.span.from_at,
                made.span.to_at,
                made.wanted.document[:120],
                plan.actor.login,
                "",
            )
            for key, made in keyed
        ),
    )
    copy_in(
        Reach,
        ("id", "person_id", "unit_code", "through", "source_id"),
        (
            (uuid7(), made.person.id, made.wanted.unit.unit_code, _through(made.wanted.role, roles), key)
            for key, made in keyed
        ),
    )


def _through(role: str, roles: RoleWords) -> str:
    return (Through.POST if role in roles.private else Through.OFFICE).value
