"""What one row of a list of people asks for, checked by itself: place, dates, age, consent."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from gridkeeper.formats.columns import CellProblem
from gridkeeper.formats.workbook import Notice, Problem, Reading, Row
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.rest import ADULT
from gridkeeper.posts.choices import Holding
from gridkeeper.posts.people_table import RoleWords
from gridkeeper.posts.policy import EXPIRING, SPARED_FROM, YOUNGEST, Span, age_in, begins_at, ends_after, first_day
from gridkeeper.territory.models import Unit
from gridkeeper.territory.queries.match import Matcher

_SEPARATORS = str.maketrans(dict.fromkeys("、，;；/|\n ", ","))
_LONGEST_SKILL = 30


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """One row that is right in itself."""

    row: int
    name: str
    phone: str
    unit: Unit
    birth_year: int | None
    certified_for: str
    certified_until: date | None
    skills: tuple[str, ...] | None
    """None where the row says nothing about skills or the person did not agree."""
    is_party_member: bool
    role: str
    title: str
    holding: Holding
    body: str
    document: str
    begins: datetime | None
    ends: datetime | None
    seats: int | None
    duty_phone: str

    @property
    def post_key(self) -> tuple[str, str, str]:
        """What makes a post the same: place, role, title."""
        return self.unit.unit_code, self.role, self.title

    def span(self, now: datetime) -> Span:
        """When it is to be held; from now where no day is given."""
        return Span(from_at=self.begins or now, to_at=self.ends)


@dataclass(kw_only=True)
class Report:
    """What a list of people does: counts, rows sent back with reasons, remarks, and the people it is about."""

    reading: Reading
    counts: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    people: list[Any] = field(default_factory=list)

    def refuse(self, row: int, column: str, problem: CellProblem) -> None:
        """Send a row back."""
        self.problems.append(Problem.of(problem, row=row, column=column))

    def remark(self, row: int, column: str, code: str, text: str, **facts: object) -> None:
        """Take a row and say what to look at."""
        self.notices.append(Notice(row=row, column=column, code=code, text=text, facts=facts))


def read_row(
    row: Row, *, actor: Actor, units: Matcher, roles: RoleWords, report: Report, now: datetime
) -> Wanted | None:
    """The row as a wish, or None after naming in the report everything that is wrong with it."""
    before = len(report.problems)
    unit = _unit(row, actor=actor, units=units, report=report)
    span = _span(row, report)
    _age(row, report, now)
    certified_for = _certificate(row, report, now)
    if row["title"] and not row["role"]:
        report.refuse(row.number, "role", CellProblem("people.no-role", "A post needs a role.", "Choose one."))
    if unit is None or len(report.problems) > before:
        return None
    role = row["role"] or ""
    return Wanted(
        row=row.number,
        name=row["name"],
        phone=row["phone"] or "",
        unit=unit,
        birth_year=row["birth_year"],
        certified_for=certified_for,
        certified_until=row["certified_until"],
        skills=_skills(row, report),
        is_party_member=_party(row, report),
        role=role,
        title=(row["title"] or roles.title(role))[:80] if role else "",
        holding=Holding(row["holding"] or Holding.HOLDER),
        body=row["body"] or "",
        document=row["document"] or "",
        begins=span[0],
        ends=span[1],
        seats=row["seats"],
        duty_phone=row["duty_phone"] or "",
    )


def _unit(row: Row, *, actor: Actor, units: Matcher, report: Report) -> Unit | None:
    unit = units.find(row["unit"])
    if isinstance(unit, CellProblem):
        report.refuse(row.number, "unit", unit)
        return None
    needed = ["people.import"] + (["post.appoint"] if row["role"] else [])
    if not all(actor.may(permission, at=unit.unit_code) for permission in needed):
        text, hint = "“{unit}” lies outside the area you keep.", "Send this row to the desk that keeps it."
        report.refuse(row.number, "unit", CellProblem("people.out-of-scope", text, hint, {"unit": unit.label}))
        return None
    return unit


def _span(row: Row, report: Report) -> tuple[datetime | None, datetime | None]:
    begins = begins_at(row["begins"]) if row["begins"] else None
    ends = ends_after(row["ends"]) if row["ends"] else None
    if row["begins"] and row["ends"] and row["ends"] < row["begins"]:
        facts = {"begins": row["begins"].isoformat(), "ends": row["ends"].isoformat()}
        text, hint = "The end ({ends}) lies before the beginning ({begins}).", "Swap the two dates."
        report.refuse(row.number, "ends", CellProblem("people.dates", text, hint, facts))
    return begins, ends


def _age(row: Row, report: Report, now: datetime) -> None:
    born = row["birth_year"]
    if born is None:
        return
    age = age_in(now.year, born=born)
    facts = {"name": row["name"], "age": age}
    if age < 0:
        text = "The birth year lies in the future."
        report.refuse(row.number, "birth_year", CellProblem("people.unborn", text, "Check the year."))
    elif row["role"] and age < YOUNGEST:
        text, hint = "{name} is {age}; nobody under 16 holds a post.", "Leave the role empty."
        report.refuse(row.number, "birth_year", CellProblem("people.too-young", text, hint, facts))
    elif age < ADULT:
        text = "{name} is {age}: no duty in sealed areas or at night before 18."
        report.remark(row.number, "birth_year", "people.under-18", text, **facts)
    elif age >= SPARED_FROM:
        text = "{name} is {age}: no night, cold-outdoor or sealed-area duty over 65."
        report.remark(row.number, "birth_year", "people.over-65", text, **facts)


def _certificate(row: Row, report: Report, now: datetime) -> str:
    """The role a certificate allows; "" where the row names no certificate."""
    ends = row["certified_until"]
    role = str(row["certified_for"] or row["role"] or "")
    if ends is None:
        if row["certified_for"]:
            text, hint = (
                "The certificate has no last day.",
                "Type the day it ends, or leave the role of the certificate empty.",
            )
            report.refuse(row.number, "certified_until", CellProblem("people.certificate-end", text, hint))
        return ""
    if not role:
        text, hint = "The certificate ends on {ends}, but names no role.", "Choose the role that it allows."
        facts = {"ends": ends.isoformat()}
        report.refuse(row.number, "certified_for", CellProblem("people.certificate-role", text, hint, facts))
    elif ends < first_day(now):
        text = "The certificate of {name} ended on {ends}: no shift of that role until it is renewed."
        report.remark(
            row.number, "certified_until", "people.certificate-ended", text, name=row["name"], ends=ends.isoformat()
        )
    elif ends <= first_day(now) + EXPIRING:
        text = "The certificate of {name} ends on {ends}."
        report.remark(
            row.number, "certified_until", "people.certificate-ends", text, name=row["name"], ends=ends.isoformat()
        )
    return role


def _skills(row: Row, report: Report) -> tuple[str, ...] | None:
    if row["skills"] is None:
        return None
    if not row["skills_consent"]:
        text = "Skills were left out: the row does not say that {name} agrees."
        report.remark(row.number, "skills", "people.no-consent", text, name=row["name"])
        return None
    parts = str(row["skills"]).translate(_SEPARATORS).split(",")
    return tuple(dict.fromkeys(part.strip()[:_LONGEST_SKILL] for part in parts if part.strip()))


def _party(row: Row, report: Report) -> bool:
    if not row["party"]:
        return False
    if not row["party_consent"]:
        text = "Party membership was left out: the row does not say that {name} agrees."
        report.remark(row.number, "party", "people.no-consent", text, name=row["name"])
        return False
    return True
