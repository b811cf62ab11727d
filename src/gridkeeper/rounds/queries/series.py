"""Series that recur at a place, for people and for differences between two moments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db.models import Q

from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import NotFound
from gridkeeper.kernel.texts import Words
from gridkeeper.kernel.unit_code import upper_bound
from gridkeeper.playbooks.wanted import Standing
from gridkeeper.rounds.models import Series
from gridkeeper.rounds.policy import checklist_lines


@dataclass(frozen=True, kw_only=True)
class SeriesRow:
    """A recurring duty for a list or page."""

    id: UUID
    unit_id: UUID
    unit_code: str
    overlay_id: UUID | None
    name: str
    zh: str
    en: str
    every: timedelta
    tolerance: timedelta
    hold: timedelta
    day_from: time
    day_to: time
    evidence: str
    items: tuple[str, ...]
    items_en: tuple[str, ...]
    quantity_unit: str
    quantity_unit_en: str
    body_id: UUID | None
    role: str
    order_id: UUID | None
    starts: datetime
    ends: datetime | None
    is_resting: bool
    ended_at: datetime | None

    @property
    def lines(self) -> tuple[Words, ...]:
        """The lines of its checklist, in both languages."""
        return checklist_lines(self.items, self.items_en)

    @property
    def counts(self) -> Words:
        """What its figure counts, in both languages."""
        return Words.of(self.quantity_unit, self.quantity_unit_en)


def series_shown(*, actor: Actor, series_id: UUID) -> SeriesRow:
    """One series. Raises NotFound, also where it is out of scope. One query."""
    row = Series.objects.filter(pk=series_id).first()
    if row is None or not actor.may("cases.read", at=row.unit_code):
        raise NotFound(kind="series", name=str(series_id))
    return series_row(row)


def standing_series(*, prefix: str, now: datetime) -> Iterable[Standing]:
    """Series that recur at a unit and below, in the caller's scope; the mark changes when one rests. One query."""
    del now  # a series that has begun or will begin is there either way
    rows = Series.objects.filter(unit_code__gte=prefix, unit_code__lt=upper_bound(prefix), ended_at=None)
    for row in rows.order_by("unit_code", "id").iterator(chunk_size=5000):
        hours = f"{row.day_from:%H:%M}-{row.day_to:%H:%M}"
        yield Standing(
            kind="series",
            id=row.id,
            unit_code=row.unit_code,
            words=row.zh,
            mark=f"{row.every}|{hours}|{'rests' if row.is_resting else 'runs'}",
            order_id=row.order_id,
        )


def _reached(actor: Actor) -> Q:
    scope = Q(pk__in=[])
    for prefix in actor.reaches("cases.read"):
        scope |= Q(unit_code__gte=prefix, unit_code__lt=upper_bound(prefix))
    return scope


def series_row(row: Series) -> SeriesRow:
    """A row of the table as a value."""
    return SeriesRow(
        id=row.id,
        unit_id=row.unit_id,
        unit_code=row.unit_code,
        overlay_id=row.overlay_id,
        name=row.name,
        zh=row.zh,
        en=row.en,
        every=row.every,
        tolerance=row.tolerance,
        hold=row.hold,
        day_from=row.day_from,
        day_to=row.day_to,
        evidence=row.evidence,
        items=tuple(row.items),
        items_en=tuple(row.items_en),
        quantity_unit=row.quantity_unit,
        quantity_unit_en=row.quantity_unit_en,
        body_id=row.body_id,
        role=row.role,
        order_id=row.order_id,
        starts=row.starts,
        ends=row.ends,
        is_resting=row.is_resting,
        ended_at=row.ended_at,
    )
