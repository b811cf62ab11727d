"""The daily report and the zero report of a unit (日报、零报告): computed figures, and zeros that a person said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from gridkeeper.access.actors import system_actor
from gridkeeper.activations.errors import DayNotBegun
from gridkeeper.activations.models import Activation
from gridkeeper.activations.queries.board import Board, board_of
from gridkeeper.activations.queries.composing import COMPOSER
from gridkeeper.cases.models import Case
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import NotFound
from gridkeeper.kernel.unit_code import ancestors_of, upper_bound
from gridkeeper.posts.models import Body, Person, Post
from gridkeeper.posts.policy import SHOWN_IN, begins_at
from gridkeeper.rosters.choices import ON_THE_RECORD, ShiftState
from gridkeeper.rosters.models import Duty, Shift
from gridkeeper.rosters.queries.standing import ACCEPTED_ONCE
from gridkeeper.rounds.choices import Evidence
from gridkeeper.rounds.models import DayCount, Round
from gridkeeper.rounds.policy import without_place
from gridkeeper.scopes.doors import acting_as
from gridkeeper.territory.models import Unit

FIGURES: Final[dict[str, tuple[str, str]]] = {
    "teams": ("在岗队伍", "Teams in force"),
    "duties_needed": ("当日应到班次人数", "People needed on shifts that day"),
    "duties_taken": ("已接受或到岗人数", "Accepted or arrived"),
    "rounds_due": ("巡查等应完成次数", "Rounds due"),
    "rounds_done": ("按时完成", "Done in time"),
    "rounds_late": ("迟到完成", "Done late"),
    "rounds_missed": ("漏查", "Missed"),
    "cases_opened": ("当日新开事项", "Work opened that day"),
    "cases_closed": ("当日办结事项", "Work closed that day"),
    "cases_open": ("未办结事项", "Work still open"),
    "measures_covered": ("已落实措施", "Measures in force"),
    "measures_total": ("措施总数", "Measures in all"),
    "zero_said": ("已报零报告", "Zero reports said"),
    "zero_late": ("零报告迟报", "Zero reports late"),
}
"""Figures of the report, with their words; each is a placeholder of prescribed forms, by key or by Chinese word."""


@dataclass(frozen=True, kw_only=True)
class ZeroLine:
    """One figure a unit had to report: ``state`` is ``said``, ``late`` (past its time, nothing said) or ``due``.

    ``number`` None is no figure; zero is one, said by ``person`` on ``post`` (A12, R-14). ``zh`` and ``en`` are what
    was asked for, without the place's name.
    """

    unit_code: str
    place: str
    zh: str
    en: str
    state: str
    number: Decimal | None
    quantity_unit: str
    quantity_unit_en: str
    said_at: datetime | None
    was_late: bool
    post: str
    post_en: str
    person: str


@dataclass(frozen=True, kw_only=True)
class DailyReport:
    """The report of one unit and day; ``board`` is there while a playbook is in force."""

    unit_code: str
    place: str
    day: date
    as_of: datetime
    figures: dict[str, int]
    zeros: tuple[ZeroLine, ...]
    board: Board | None

    @property
    def placeholders(self) -> dict[str, Any]:
        """What a prescribed form may ask for: texts, numbers, a day, a moment on the wall clock."""
        at = self.as_of.astimezone(SHOWN_IN).replace(tzinfo=None, second=0, microsecond=0)
        named = {"unit": self.place, "date": self.day, "as_of": at}
        here = {"单位": named["unit"], "日期": named["date"], "截至": named["as_of"]}
        return {**named, **here, **self.figures, **{FIGURES[key][0]: n for key, n in self.figures.items()}}


PLACEHOLDERS: Final = frozenset(
    {"unit", "date", "as_of", "单位", "日期", "截至", *FIGURES, *(zh for zh, _ in FIGURES.values())}
)


def daily_report(*, actor: Actor, unit_code: str, day: date, now: datetime) -> DailyReport:
    """The report of a unit and all below it. Raises Forbidden, NotFound, DayNotBegun. About twenty queries."""
    actor.require("cases.read", at=unit_code)
    unit = Unit.objects.filter(unit_code=unit_code, closed_on=None).first()
    if unit is None:
        raise NotFound(kind="unit", name=unit_code)
    if begins_at(day) > now:
        raise DayNotBegun(day=day.isoformat(), today=now.astimezone(SHOWN_IN).date().isoformat())
    # Counts and posts, no people: they are the same whoever may read the report.
    with acting_as(system_actor(COMPOSER)) as counter:
        running = Activation.objects.filter(
            active_at__lt=begins_at(day + timedelta(days=1)), unit_code__in=[*ancestors_of(unit_code), unit_code]
        ).filter(Q(ended_at=None) | Q(ended_at__gte=begins_at(day)))
        newest = running.order_by("-active_at").values_list("id", flat=True).first()
        board = board_of(actor=counter, activation_id=newest, unit_code=unit_code, now=now) if newest else None
        zeros = tuple(_zeros(unit_code, day, now))
        figures = _figures(unit_code, day, _ends_of(running))
    states = Counter(line.state for line in zeros)
    figures |= {
        "measures_covered": board.coverage.covered if board else 0,
        "measures_total": board.coverage.total if board else 0,
        "zero_said": states["said"],
        "zero_late": states["late"],
    }
    return DailyReport(
        unit_code=unit_code, place=unit.label, day=day, as_of=now, figures=figures, zeros=zeros, board=board
    )


def _ends_of(running: QuerySet[Activation]) -> list[tuple[UUID, datetime]]:
    """Orders of the day's operations that have ended, with when."""
    rows = running.exclude(ended_at=None).values_list("order_id", "ended_at")
    return [(order, ended_at) for order, ended_at in rows if ended_at is not None]


def _figures(prefix: str, day: date, ended: Sequence[tuple[UUID, datetime]]) -> dict[str, int]:
    """Counts of a day. What an order asked for and people accepted until its end stays in the day's figures (R-11)."""
    begins, ends = begins_at(day), begins_at(day + timedelta(days=1))
    inside = {"unit_code__gte": prefix, "unit_code__lt": upper_bound(prefix)}
    asked, accepted = Q(state=ShiftState.PLANNED), Q(state__in=ON_THE_RECORD)
    for order_id, ended_at in ended:
        asked |= Q(order_id=order_id, starts__lt=ended_at)
        accepted |= ACCEPTED_ONCE & Q(shift__order_id=order_id, starts__lt=ended_at)
    of_the_day = {**inside, "starts__lt": ends, "ends__gt": begins}
    shifts = Shift.objects.filter(asked, **of_the_day)
    taken = Duty.objects.filter(accepted, **of_the_day)
    rounds = DayCount.objects.filter(**inside, day=day).aggregate(
        rounds_due=Sum("due"), rounds_done=Sum("done"), rounds_late=Sum("late"), rounds_missed=Sum("missed")
    )
    teams = Body.objects.filter(**inside, founded_at__lt=ends).exclude(order_id=None)
    cases = Case.objects.filter(**inside)
    return {
        "teams": teams.filter(Q(closed_at=None) | Q(closed_at__gte=ends)).count(),
        "duties_needed": shifts.aggregate(all=Sum("needed"))["all"] or 0,
        "duties_taken": taken.count(),
        **{key: number or 0 for key, number in rounds.items()},
        "cases_opened": cases.filter(opened_at__gte=begins, opened_at__lt=ends).count(),
        "cases_closed": cases.filter(closed_at__gte=begins, closed_at__lt=ends).count(),
        "cases_open": cases.filter(opened_at__lt=ends).filter(Q(closed_at=None) | Q(closed_at__gte=ends)).count(),
    }


class _Asked(NamedTuple):
    """A number that was due, and what was said of it; ``_WHERE`` says where each stands."""

    unit_code: str
    zh: str
    en: str
    closes_at: datetime
    tolerance: timedelta
    state: str
    quantity_unit: str
    quantity_unit_en: str
    number: Decimal | None
    done_at: datetime | None
    post_id: UUID | None
    person_id: UUID | None


_WHERE: Final = {
    **{name: f"series__{name}" for name in ("zh", "en", "tolerance", "quantity_unit", "quantity_unit_en")},
    **{name: f"walk__{name}" for name in ("number", "done_at", "post_id", "person_id")},
}


def _zeros(prefix: str, day: date, now: datetime) -> list[ZeroLine]:
    rows = Round.objects.filter(
        unit_code__gte=prefix, unit_code__lt=upper_bound(prefix), day=day, series__evidence=Evidence.NUMBER
    ).order_by("unit_code", "kind", "due_at")
    asked = [_Asked(*row) for row in rows.values_list(*(_WHERE.get(name, name) for name in _Asked._fields))]
    units = Unit.objects.filter(unit_code__in={row.unit_code for row in asked}, closed_on=None)
    named = units.values_list("unit_code", "short_name", "name")
    names = {code: (short or name, name) for code, short, name in named}
    posts = Post.objects.filter(pk__in={row.post_id for row in asked if row.post_id})
    titles = {post: (zh, en) for post, zh, en in posts.values_list("id", "title", "title_en")}
    people = Person.objects.filter(pk__in={row.person_id for row in asked if row.person_id})
    signed = {person: (name,) for person, name in people.values_list("id", "name")}
    words = {**titles, **signed}
    return [_zero(row, names.get(row.unit_code, (row.unit_code,)), words, now) for row in asked]


def _zero(row: _Asked, names: tuple[str, ...], words: Mapping[Any, tuple[str, ...]], now: datetime) -> ZeroLine:
    said = row.number is not None
    zh, en = words.get(row.post_id, ("", ""))
    return ZeroLine(
        unit_code=row.unit_code,
        place=names[0],
        zh=without_place(row.zh, names),
        en=without_place(row.en, names),
        state="said" if said else "late" if now >= row.closes_at + row.tolerance else "due",
        number=row.number,
        quantity_unit=row.quantity_unit,
        quantity_unit_en=row.quantity_unit_en,
        said_at=row.done_at,
        was_late=row.state == "late",
        post=zh,
        post_en=en,
        person=words.get(row.person_id, ("",))[0] if said else "",
    )
