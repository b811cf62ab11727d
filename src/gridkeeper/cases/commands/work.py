"""Open work, move it step by step, hand it on when a body closes (K-09, A23)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from gridkeeper.access.retention import RULES
from gridkeeper.audit.record import record, record_many
from gridkeeper.cases.choices import NEXT, OVER, CaseState
from gridkeeper.cases.errors import AlreadyMoved, ClosesByItself, LateNeedsReason, NoEvidence, OutOfOrder, OwnWork
from gridkeeper.cases.models import Case, Step
from gridkeeper.cases.policy import is_late_entry
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import NotFound

_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


@dataclass(frozen=True, kw_only=True)
class NewTask:
    """A task with an owner and a due moment; without both it is not arranged (HK-08)."""

    title: str
    unit_id: UUID
    unit_code: str
    body_id: UUID
    due_at: datetime
    detail: str = ""
    order_id: UUID | None = None


def open_task(*, actor: Actor, task: NewTask, now: datetime) -> Case:
    """Open a task for a body. Its number is for people to say and type."""
    actor.require("cases.write", at=task.unit_code)
    with transaction.atomic():
        case = Case.objects.create(
            number=case_number(now),
            title=task.title,
            detail=task.detail,
            unit_id=task.unit_id,
            unit_code=task.unit_code,
            body_id=task.body_id,
            due_at=task.due_at,
            opened_by=actor.login,
            opened_at=now,
            order_id=task.order_id,
        )
        _step(case, kind="opened", actor=actor, happened_at=now, now=now, words=task.detail)
        _trace(actor, case, "case.opened", now)
    return case


def case_number(moment: datetime) -> str:
    """A fresh number for people to say and type: the day, and five letters."""
    return f"{timezone.localtime(moment):%m%d}-" + "".join(secrets.choice(_LETTERS) for _ in range(5))


def move_case(
    *,
    actor: Actor,
    number: str,
    to: CaseState,
    now: datetime,
    words: str = "",
    happened_at: datetime | None = None,
    late_because: str = "",
) -> Case:
    """Take the next step. Raises AlreadyMoved, OwnWork, OutOfOrder, LateNeedsReason, NoEvidence, Forbidden."""
    case = Case.objects.filter(number=number).first()
    if case is None:
        raise NotFound(kind="case", name=number)
    actor.require("cases.write", at=case.unit_code)
    happened = happened_at or now
    _check_step(case, actor=actor, to=to, words=words, happened=happened, now=now, late_because=late_because)
    with transaction.atomic():
        resolved_by = actor.login if to == CaseState.RESOLVED else case.resolved_by
        # Compare-and-set: two phones may report the same step within a second.
        moved = Case.objects.filter(pk=case.pk, state=case.state).update(
            state=to, resolved_by=resolved_by, closed_at=now if to in OVER else None
        )
        if moved != 1:
            raise AlreadyMoved(number=number, state=case.state, wanted=to)
        case.refresh_from_db()
        _step(case, kind="moved", actor=actor, happened_at=happened, now=now, words=words, late_because=late_because)
        _trace(actor, case, f"case.{to.value}", happened)
    return case


def move_work_of_body(*, actor: Actor, body_id: UUID, successor_id: UUID, now: datetime) -> dict[str, int]:
    """Hand a closing body's open work to its successor, inside the caller's transaction (A23)."""
    cases = list(Case.objects.select_for_update().filter(body_id=body_id, closed_at=None))
    if not cases:
        return {}
    Case.objects.filter(pk__in=[case.pk for case in cases]).update(body_id=successor_id)
    for case in cases:
        case.body_id = successor_id
    Step.objects.bulk_create(
        [
            Step(
                case=case,
                unit_code=case.unit_code,
                kind="handed-on",
                state=case.state,
                by=actor.login,
                happened_at=now,
                recorded_at=now,
                body_id=successor_id,
            )
            for case in cases
        ]
    )
    record_many(
        actor=actor,
        verb="case.handed-on",
        subject_kind="case",
        subjects=[(str(case.id), case.unit_code, {"from": str(body_id), "to": str(successor_id)}) for case in cases],
        happened_at=now,
    )
    return {"cases": len(cases)}


def remove_old_cases(*, actor: Actor, now: datetime) -> dict[str, int]:
    """Remove cases that closed longer ago than their rule keeps them, with their steps (12.5). For the purge."""
    del actor  # the purge's own event says who and when
    old = Case.objects.filter(closed_at__lte=now - RULES["cases"].keep)
    return {"cases": count} if (count := old.delete()[1].get(Case._meta.label, 0)) else {}


def _check_step(
    case: Case, *, actor: Actor, to: CaseState, words: str, happened: datetime, now: datetime, late_because: str
) -> None:
    if to not in NEXT.get(case.state, ()):
        raise AlreadyMoved(number=case.number, state=case.state, wanted=to)
    if case.life_safety and case.subject_kind and to in OVER:
        raise ClosesByItself(number=case.number)
    if to == CaseState.RESOLVED and not words.strip():
        raise NoEvidence(number=case.number)
    if to == CaseState.VERIFIED and case.resolved_by == actor.login:
        raise OwnWork(number=case.number, place=case.unit_code)
    last = case.steps.order_by("-happened_at").first()
    if last is not None and happened < last.happened_at:
        raise OutOfOrder(happened=_shown(happened), before=_shown(last.happened_at))
    if is_late_entry(happened_at=happened, recorded_at=now) and not late_because.strip():
        raise LateNeedsReason(happened=_shown(happened), recorded=_shown(now))


def _step(
    case: Case, *, kind: str, actor: Actor, happened_at: datetime, now: datetime, words: str, late_because: str = ""
) -> None:
    Step.objects.create(
        case=case,
        unit_code=case.unit_code,
        kind=kind,
        state=case.state,
        by=actor.login,
        happened_at=happened_at,
        recorded_at=now,
        words=words,
        late_because=late_because,
        body_id=case.body_id,
    )


def _trace(actor: Actor, case: Case, verb: str, happened_at: datetime) -> None:
    record(
        actor=actor,
        verb=verb,
        subject_kind="case",
        subject_id=case.id,
        unit_code=case.unit_code,
        happened_at=happened_at,
        facts={"number": case.number, "title": case.title},
    )


def _shown(moment: datetime) -> str:
    return moment.isoformat(sep=" ", timespec="minutes")
