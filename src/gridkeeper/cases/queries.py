"""Open work that an actor may see: mine, late, next; and the history of one case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from gridkeeper.cases.choices import NEXT, OVER
from gridkeeper.cases.models import Case, Step
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import NotFound
from gridkeeper.kernel.unit_code import upper_bound


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
    scope = Q(pk__in=[])
    for prefix in actor.reaches("cases.read"):
        scope |= Q(unit_code__gte=prefix, unit_code__lt=upper_bound(prefix))
    rows = Case.objects.filter(scope, closed_at=None).order_by("-life_safety", "due_at", "id")
    if unit_code:
        rows = rows.filter(unit_code__gte=unit_code, unit_code__lt=upper_bound(unit_code))
    if body_ids:
        rows = rows.filter(body_id__in=body_ids)
    if due_before:
        rows = rows.filter(due_at__lt=due_before)
    return [_row(case) for case in rows[:size]]


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
