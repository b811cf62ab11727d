"""Who looked at me, which requests are open, what was destroyed, and the register of processing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from gridkeeper.access.choices import Look
from gridkeeper.access.models import PurgedRecord, Reading, RightsRequest
from gridkeeper.access.retention import RULES
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.listing import Listed, Sorts
from gridkeeper.scopes.declarations import personal_fields
from gridkeeper.scopes.keyset import ranked, read_page

LOOK_SORTS: Final = Sorts("-when", {"when": "at", "how": "look_place -at", "purpose": "purpose -at"})
"""By the moment; or by the way of looking or what for, newest first in each."""
EVERY_LOOK: Final = 1_000_000
"""More looks than a person has: for a copy of all that is kept, from which nothing may be left out (SF-10)."""


@dataclass(frozen=True, kw_only=True)
class LookRow:
    """One look: when, by whom, how, at which desk."""

    id: UUID
    at: datetime
    reader: str
    look: str
    purpose: str
    unit_code: str


@dataclass(frozen=True, kw_only=True)
class RequestRow:
    """A request for the desk that answers it."""

    id: UUID
    person_id: UUID
    unit_code: str
    kind: str
    words: str
    received_at: datetime
    due_on: date
    answer: str
    answered_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class ProcessingRow:
    """One personal field: what for, on which ground, how long (SF-01).

    ``order_days`` is how long after the end of the order that made the row it goes at the latest; None: no order does.
    """

    table: str
    field: str
    sensitivity: str
    purpose: str
    basis: str
    days: int
    counted_from: str
    order_days: int | None = None


def looks_at(*, actor: Actor, person_id: UUID, sort: str = "", after: str = "", size: int = 200) -> Listed[LookRow]:
    """Looks at one person by ``LOOK_SORTS``, keyset pages: for that person, and for the rights desk. One query."""
    order = LOOK_SORTS.order(sort)
    if actor.person_id != person_id and not actor.reaches("rights.read"):
        actor.require("rights.read", at="-", place=str(person_id))
    rows = Reading.objects.filter(people__contains=[person_id])
    found = read_page(rows.annotate(look_place=ranked("look", Look.values)), order, after=after, size=size)
    return found.told(
        LookRow(id=r.id, at=r.at, reader=r.reader, look=r.look, purpose=r.purpose, unit_code=r.unit_code) for r in found
    )


def open_requests(*, actor: Actor, size: int = 100) -> Sequence[RequestRow]:
    """Unanswered requests this actor may answer, most urgent first. One query."""
    if not actor.reaches("rights.write"):
        return []
    rows = RightsRequest.objects.filter(answered_at=None).order_by("due_on", "id")
    return [_request_row(row) for row in rows[:size]]


def requests_of(*, actor: Actor, person_id: UUID) -> Sequence[RequestRow]:
    """Everything one person asked, for that person and the rights desk. One query."""
    if actor.person_id != person_id and not actor.reaches("rights.read"):
        actor.require("rights.read", at="-", place=str(person_id))
    return [_request_row(row) for row in RightsRequest.objects.filter(person_id=person_id).order_by("-received_at")]


def purge_ledger() -> list[tuple[str, str]]:
    """Every purged record as (eraser, id): what a restored backup has to forget again (R-18)."""
    return [
        (eraser, str(key)) for eraser, key in PurgedRecord.objects.order_by("id").values_list("eraser", "record_id")
    ]


def register_of_processing() -> Sequence[ProcessingRow]:
    """Every personal field of this installation with purpose, ground and retention (SF-01)."""
    return [
        ProcessingRow(
            table=table,
            field=name,
            sensitivity=purpose.sensitivity,
            purpose=purpose.purpose,
            basis=purpose.basis,
            days=RULES[purpose.retention].keep.days,
            counted_from=RULES[purpose.retention].counted_from,
            order_days=RULES[purpose.under_order].keep.days if purpose.under_order else None,
        )
        for table, name, purpose in personal_fields()
    ]


def _request_row(row: RightsRequest) -> RequestRow:
    return RequestRow(
        id=row.id,
        person_id=row.person_id,
        unit_code=row.unit_code,
        kind=row.kind,
        words=row.words,
        received_at=row.received_at,
        due_on=row.due_on,
        answer=row.answer,
        answered_at=row.answered_at,
    )
