"""Open work that an actor may see: mine, late, next; and the history of one case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from gridkeeper.cases.choices import NEXT, OVER
from gridkeeper.cases.models import Case, Step
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import NotFound
from gridkeeper.kernel.listing import COUNTED_EXACTLY, Listed, Sorts
from gridkeeper.kernel.unit_code import upper_bound
from gridkeeper.scopes.keyset import read_page

OPEN_SORTS: Final = Sorts(
    "urgent",
    {"urgent": "-life_safety due_at", "due": "due_at", "opened": "opened_at", "place": "unit_code due_at"},
)
"""Danger to life first, then what is due; or by one moment, or by place. An index serves each."""
OVER_SORTS: Final = Sorts(
    "-opened",
    {"opened": "opened_at", "closed": "closed_at", "place": "unit_code -opened_at"},
    present=("closed_at",),
)
"""Work that is closed or turned down."""
MOVED_SORTS: Final = Sorts("-opened", {"opened": "opened_at", "due": "due_at", "place": "unit_code -opened_at"})
"""Work of a day, open or over: few enough to be put in order."""
_URGENT = ("-life_safety", "due_at", "id")


@dataclass(frozen=True, kw_only=True)
class StepRow:
    """One line of a case's history."""

    kind: str
    state: str
    by: str
    happened_at: datetime
    recorded_at: datetime
    words: str
    late_because: str
    body_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class CaseRow:
    """A piece of work for a list or page; ``next_states`` are the steps that may follow.

    Where ``facts`` are not empty, ``title_id`` is a message id whose gaps they fill, and ``title`` its English text.
    """

    id: UUID
    number: str
    kind: str
    title: str
    title_id: str
    facts: dict[str, Any]
    life_safety: bool
    detail: str
    unit_id: UUID
    unit_code: str
    body_id: UUID | None
    state: str
    opened_by: str
    opened_at: datetime
    due_at: datetime
    closed_at: datetime | None
    next_states: tuple[str, ...]
    steps: tuple[StepRow, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Narrowed:
    """What a list of work is narrowed to; ``over`` turns it to work that is closed or turned down, newest first.

    ``within`` (first instant, first instant after) with ``moved`` turns it to work that was ``opened`` or ``closed``
    then, or was still ``open`` at the end, newest first.
    """

    unit_code: str = ""
    text: str = ""
    kind: str = ""
    late_at: datetime | None = None
    life_safety: bool = False
    over: bool = False
    moved: str = ""
    within: tuple[datetime, datetime] | None = None

    @property
    def sorts(self) -> Sorts:
        """By what such a list can be sorted."""
        return MOVED_SORTS if self.within is not None else OVER_SORTS if self.over else OPEN_SORTS


def open_cases(
    *,
    actor: Actor,
    unit_code: str = "",
    body_ids: Sequence[UUID] = (),
    due_before: datetime | None = None,
    size: int = 50,
) -> Sequence[CaseRow]:
    """Open work in the actor's scope, danger to life first, then by what is due; narrowed to a unit, bodies, or a day.

    One query.
    """
    rows = _narrowed(actor, Narrowed(unit_code=unit_code, late_at=due_before)).order_by(*_URGENT)
    if body_ids:
        rows = rows.filter(body_id__in=body_ids)
    return [_row(case) for case in rows[:size]]


def cases_page(*, actor: Actor, asked: Narrowed, sort: str = "", after: str = "", size: int = 50) -> Listed[CaseRow]:
    """A page of work in the actor's scope, after the row whose key is ``after``. One query.

    ``sort`` is one that ``asked.sorts`` offers. Raises UnknownSort.
    """
    order = asked.sorts.order(sort)
    found = read_page(_narrowed(actor, asked), order, after=after, size=size)
    return found.told(map(_row, found))


def cases_counted(*, actor: Actor, asked: Narrowed) -> tuple[int, bool]:
    """How much work such a list holds in all, and whether that is exact (up to ten thousand it is). One query."""
    total = _narrowed(actor, asked).values("pk")[: COUNTED_EXACTLY + 1].count()
    return min(total, COUNTED_EXACTLY), total <= COUNTED_EXACTLY


def _narrowed(actor: Actor, asked: Narrowed) -> QuerySet[Case]:
    scope = Q(pk__in=[])
    for prefix in actor.reaches("cases.read"):
        scope |= Q(unit_code__gte=prefix, unit_code__lt=upper_bound(prefix))
    rows = Case.objects.filter(scope, _standing(asked))
    if asked.unit_code:
        rows = rows.filter(unit_code__gte=asked.unit_code, unit_code__lt=upper_bound(asked.unit_code))
    if asked.text:
        rows = rows.filter(
            Q(number__icontains=asked.text) | Q(title__icontains=asked.text) | Q(detail__icontains=asked.text)
        )
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.late_at:
        rows = rows.filter(due_at__lt=asked.late_at)
    return rows.filter(life_safety=True) if asked.life_safety else rows


def _standing(asked: Narrowed) -> Q:
    if asked.within is None:
        return Q(closed_at__isnull=not asked.over)
    begins, ends = asked.within
    if asked.moved == "closed":
        return Q(closed_at__gte=begins, closed_at__lt=ends)
    if asked.moved == "opened":
        return Q(opened_at__gte=begins, opened_at__lt=ends)
    return Q(opened_at__lt=ends) & (Q(closed_at=None) | Q(closed_at__gte=ends))


def case_shown(*, actor: Actor, number: str) -> CaseRow:
    """One case with its history. Raises NotFound, also where it is out of scope. Two queries."""
    case = Case.objects.filter(number=number).first()
    if case is None or not actor.may("cases.read", at=case.unit_code):
        raise NotFound(kind="case", name=number)
    return _row(case, steps=list(case.steps.order_by("happened_at", "id")))


def _row(case: Case, steps: Sequence[Step] = ()) -> CaseRow:
    return CaseRow(
        id=case.id,
        number=case.number,
        kind=case.kind,
        title=case.title.format_map(case.facts) if case.facts else case.title,
        title_id=case.title,
        facts=case.facts,
        life_safety=case.life_safety,
        detail=case.detail,
        unit_id=case.unit_id,
        unit_code=case.unit_code,
        body_id=case.body_id,
        state=case.state,
        opened_by=case.opened_by,
        opened_at=case.opened_at,
        due_at=case.due_at,
        closed_at=case.closed_at,
        next_states=_next_states(case),
        steps=tuple(
            StepRow(
                kind=step.kind,
                state=step.state,
                by=step.by,
                happened_at=step.happened_at,
                recorded_at=step.recorded_at,
                words=step.words,
                late_because=step.late_because,
                body_id=step.body_id,
            )
            for step in steps
        ),
    )


def bodies_with_open_work(*, body_ids: Sequence[UUID]) -> Iterable[UUID]:
    """Which of these bodies have cases that are not closed. One query."""
    rows = Case.objects.filter(body_id__in=body_ids, closed_at=None).values_list("body_id", flat=True).distinct()
    return [body_id for body_id in rows if body_id is not None]


def _next_states(case: Case) -> tuple[str, ...]:
    """Steps a person may take; where an event opened it on danger to life, only another event closes it (SF-20)."""
    following = NEXT.get(case.state, ())
    by_itself = case.life_safety and case.subject_kind != ""
    return tuple(state for state in following if not (by_itself and state in OVER))
