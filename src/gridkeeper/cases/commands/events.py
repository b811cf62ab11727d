"""Open and close cases by events of the record, each event once (R-12, R-13)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from gridkeeper.audit.queries import SealedEvent, newest_number, sealed_events
from gridkeeper.audit.record import record_many
from gridkeeper.cases.choices import CaseState
from gridkeeper.cases.commands.work import case_number
from gridkeeper.cases.models import Case, Reached, Step
from gridkeeper.catalogue.case_openings import CaseOpening, case_openings
from gridkeeper.kernel.actor import Actor
from gridkeeper.territory.models import Unit

_AT_ONCE = 5_000
Subject = tuple[str, str, str]
"""Kind of case, kind and id of its subject."""


def follow_record(*, actor: Actor) -> int:
    """Read the record on from where it was left; gives how many cases opened or closed. For a pulse.

    Only sealed events are read: their numbers have no gaps that a slow transaction could fill later.
    """
    with transaction.atomic():
        reached, is_new = Reached.objects.get_or_create(pk=1, defaults={"number": 0})
        if not is_new:
            locked = Reached.objects.select_for_update(skip_locked=True).filter(pk=1).first()
            if locked is None:
                return 0
            reached = locked
        newest = min(newest_number(), reached.number + _AT_ONCE)
        if newest <= reached.number:
            return 0
        changed = _take(sealed_events(after=reached.number, to=newest, verbs=_verbs()), actor)
        Reached.objects.filter(pk=1).update(number=newest)
    return changed


def _verbs() -> list[str]:
    openings = case_openings()
    return sorted({*openings, *(one.closed_by for one in openings.values() if one.closed_by)})


def _take(events: list[SealedEvent], actor: Actor) -> int:
    openings = case_openings()
    closing: dict[str, list[CaseOpening]] = {}
    for opening in openings.values():
        closing.setdefault(opening.closed_by, []).append(opening)
    there = _open_there(events)
    opened: list[tuple[Case, SealedEvent]] = []
    closed: list[tuple[Case, SealedEvent]] = []
    steps: list[Step] = []
    for event in events:
        if (opens := openings.get(event.verb)) is not None:
            subject = (opens.kind, event.subject_kind, event.subject_id)
            if subject not in there:
                case = there[subject] = _new_case(opens, event)
                opened.append((case, event))
                steps.append(_step(case, event, kind="opened", words=""))
        for opening in closing.get(event.verb, []):
            case_there = there.pop((opening.kind, event.subject_kind, event.subject_id), None)
            if case_there is not None:
                case_there.state, case_there.closed_at = CaseState.CLOSED, event.happened_at
                case_there.resolved_by = event.actor
                closed.append((case_there, event))
                steps.append(_step(case_there, event, kind="moved", words=str(event.facts.get("reason", ""))))
    # What was open goes first: the same subject may have a new case already.
    fresh = {case.pk for case, _ in opened}
    ended = [case for case, _ in closed if case.pk not in fresh]
    Case.objects.bulk_update(ended, ["state", "closed_at", "resolved_by"], batch_size=500)
    Case.objects.bulk_create([case for case, _ in opened], batch_size=1000)
    Step.objects.bulk_create(steps, batch_size=1000)
    _trace(opened, "case.opened", actor)
    _trace(closed, "case.closed", actor)
    return len(opened) + len(closed)


def _open_there(events: list[SealedEvent]) -> dict[Subject, Case]:
    subjects = {event.subject_id for event in events}
    cases = Case.objects.select_for_update().filter(closed_at=None, subject_id__in=subjects).exclude(subject_kind="")
    return {(case.kind, case.subject_kind, case.subject_id): case for case in cases}


def _new_case(opening: CaseOpening, event: SealedEvent) -> Case:
    return Case(
        number=case_number(event.happened_at),
        kind=opening.kind,
        title=opening.title,
        facts=event.facts,
        subject_kind=event.subject_kind,
        subject_id=event.subject_id,
        life_safety=opening.life_safety,
        unit_id=_id(event.facts, "unit") or _unit_at(event.unit_code),
        unit_code=event.unit_code,
        body_id=_id(event.facts, "body"),
        order_id=_id(event.facts, "order"),
        opened_by=event.actor,
        opened_at=event.happened_at,
        due_at=event.happened_at + opening.due,
    )


def _step(case: Case, event: SealedEvent, *, kind: str, words: str) -> Step:
    return Step(
        case=case,
        unit_code=case.unit_code,
        kind=kind,
        state=case.state,
        by=event.actor,
        happened_at=event.happened_at,
        recorded_at=event.recorded_at,
        words=words,
        body_id=case.body_id,
    )


def _trace(cases: list[tuple[Case, SealedEvent]], verb: str, actor: Actor) -> None:
    if not cases:
        return
    record_many(
        actor=actor,
        verb=verb,
        subject_kind="case",
        subjects=[
            (str(case.id), case.unit_code, {"number": case.number, "kind": case.kind, "event": event.number})
            for case, event in cases
        ],
        happened_at=cases[-1][1].happened_at,
    )


def _unit_at(code: str) -> UUID:
    """The unit of a code, one that stands before one that was closed.

    Events of early homes name no unit; the record is never rewritten, and one of them must not stop all that follow.
    """
    return (
        Unit.objects.filter(unit_code=code)
        .order_by(F("closed_on").desc(nulls_first=True))
        .values_list("id", flat=True)[0]
    )


def _id(facts: Mapping[str, Any], name: str) -> UUID | None:
    return UUID(facts[name]) if facts.get(name) else None
