"""The windows behind a figure, one round with its walk, and what is missed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, prefetch_related_objects

from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import NotFound
from gridkeeper.kernel.listing import Listed, Sorts
from gridkeeper.kernel.quantity import Qualifier, Quantity
from gridkeeper.kernel.unit_code import upper_bound
from gridkeeper.rounds.models import Photo, Round
from gridkeeper.scopes.keyset import read_page

ROUND_SORTS: Final = Sorts("-due", {"due": "day due_at", "place": "unit_code due_at"})
"""Windows of many days: the latest first. The day is that of the moment; with it the index of days serves."""
DAY_SORTS: Final = Sorts("due", {"due": "due_at", "place": "unit_code due_at"})
"""Windows of one day: the earliest first."""


@dataclass(frozen=True, kw_only=True)
class RoundRow:
    """One due window and the walk that covers it; who walked is told by post."""

    id: UUID
    series_id: UUID
    kind: str
    zh: str
    en: str
    unit_code: str
    due_at: datetime
    closes_at: datetime
    state: str
    walk_id: UUID | None
    post_id: UUID | None
    started_at: datetime | None
    done_at: datetime | None
    recorded_at: datetime | None
    late_because: str
    number: Quantity | None
    number_unit_en: str
    answers: tuple[dict[str, Any], ...]
    words: str


def rounds_page(
    *,
    actor: Actor,
    unit_code: str = "",
    day: date | None = None,
    kind: str = "",
    state: str = "",
    sort: str = "",
    after: str = "",
    size: int = 50,
) -> Listed[RoundRow]:
    """Windows in the actor's scope, by ``DAY_SORTS`` of a day, else by ``ROUND_SORTS``; keyset pages. Three queries.

    The windows of a page are read first, their series and walks afterwards: joined, all windows of a place would be
    sorted for fifty (measured at 20,000: a second).
    """
    scope = Q(pk__in=[])
    for prefix in actor.reaches("cases.read"):
        scope |= Q(unit_code__gte=prefix, unit_code__lt=upper_bound(prefix))
    rows = Round.objects.filter(scope)
    if unit_code:
        rows = rows.filter(unit_code__gte=unit_code, unit_code__lt=upper_bound(unit_code))
    if day:
        rows = rows.filter(day=day)
    if kind:
        rows = rows.filter(kind=kind)
    if state:
        rows = rows.filter(state=state)
    found = read_page(rows, (DAY_SORTS if day else ROUND_SORTS).order(sort), after=after, size=size)
    prefetch_related_objects(found, "series", "walk")
    return found.told(map(round_row, found))


def round_shown(*, actor: Actor, round_id: UUID) -> RoundRow:
    """One window. Raises NotFound, also where it is out of scope. One query."""
    row = Round.objects.filter(pk=round_id).select_related("series", "walk").first()
    if row is None or not actor.may("cases.read", at=row.unit_code):
        raise NotFound(kind="round", name=str(round_id))
    return round_row(row)


def photos_of(*, actor: Actor, walk_id: UUID) -> Sequence[UUID]:
    """Ids of the pictures a walk brought. One query."""
    del actor  # row-level security decides
    return list(Photo.objects.filter(walk_id=walk_id).order_by("id").values_list("id", flat=True))


def photo_shown(*, actor: Actor, photo_id: UUID) -> tuple[bytes, str]:
    """A picture's bytes and media type. Raises NotFound. One query."""
    photo = Photo.objects.filter(pk=photo_id).first()
    if photo is None or not actor.may("cases.read", at=photo.unit_code):
        raise NotFound(kind="picture", name=str(photo_id))
    return bytes(photo.content), photo.media_type


def round_row(row: Round) -> RoundRow:
    """A row of the table, read with its series and walk, as a value."""
    walk = row.walk
    number = None
    if walk and walk.number is not None:
        number = Quantity(value=walk.number, unit=row.series.quantity_unit, qualifier=Qualifier(walk.qualifier))
    return RoundRow(
        id=row.id,
        series_id=row.series_id,
        kind=row.kind,
        zh=row.series.zh,
        en=row.series.en,
        unit_code=row.unit_code,
        due_at=row.due_at,
        closes_at=row.closes_at,
        state=row.state,
        walk_id=row.walk_id,
        post_id=walk.post_id if walk else None,
        started_at=walk.started_at if walk else None,
        done_at=walk.done_at if walk else None,
        recorded_at=walk.recorded_at if walk else None,
        late_because=walk.late_because if walk else "",
        number=number,
        number_unit_en=row.series.quantity_unit_en,
        answers=tuple(walk.answers) if walk else (),
        words=walk.words if walk else "",
    )
