"""Plan, end, suspend and take back series (R-11)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db import transaction

from gridkeeper.audit.record import record
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import NotFound
from gridkeeper.kernel.ids import uuid7
from gridkeeper.kernel.texts import Words
from gridkeeper.kernel.unit_code import LEVELS
from gridkeeper.playbooks.wanted import WantedSeries, made_id
from gridkeeper.rounds.choices import Evidence, Misfit
from gridkeeper.rounds.commands.windows import extend, withdraw
from gridkeeper.rounds.errors import ImpossibleRhythm, SeriesOver
from gridkeeper.rounds.models import Rest, Series

_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class NewSeries:
    """A recurring duty as a person plans it; ``day_from`` == ``day_to`` means round the clock."""

    unit_id: UUID
    unit_code: str
    name: str
    zh: str
    starts: datetime
    en: str = ""
    every: timedelta = timedelta(hours=1)
    tolerance: timedelta = timedelta(minutes=15)
    hold: timedelta = timedelta(hours=1)
    day_from: time = time(0)
    day_to: time = time(0)
    ends: datetime | None = None
    evidence: Evidence = Evidence.NONE
    items: tuple[str, ...] = ()
    items_en: tuple[str, ...] = ()
    quantity_unit: str = ""
    quantity_unit_en: str = ""
    overlay_id: UUID | None = None
    body_id: UUID | None = None
    role: str = ""
    order_id: UUID | None = None


def plan_series(*, actor: Actor, series: NewSeries, now: datetime) -> Series:
    """Plan a recurring duty; its next windows exist at once. Raises ImpossibleRhythm, Forbidden."""
    actor.require("rounds.plan", at=series.unit_code)
    _check(series)
    row = Series(
        id=uuid7(),
        unit_id=series.unit_id,
        unit_code=series.unit_code,
        overlay_id=series.overlay_id,
        name=series.name,
        zh=series.zh,
        en=series.en,
        every=series.every,
        tolerance=series.tolerance,
        hold=series.hold,
        day_from=series.day_from,
        day_to=series.day_to,
        evidence=series.evidence,
        items=list(series.items),
        items_en=list(series.items_en),
        quantity_unit=series.quantity_unit,
        quantity_unit_en=series.quantity_unit_en,
        body_id=series.body_id,
        role=series.role,
        order_id=series.order_id,
        starts=series.starts,
        ends=series.ends,
        # Nobody can be late for what was planned after it was due.
        made_until=max(series.starts, now),
    )
    with transaction.atomic():
        row.save(force_insert=True)
        made = extend([row], now=now)
        _trace(actor, "series.planned", row, now, {"name": row.zh, "windows": made})
    return row


def end_series(*, actor: Actor, series_id: UUID, because: str, now: datetime) -> int:
    """End a series; its open windows go, what was covered or missed stays. Gives how many went."""
    row = Series.objects.filter(pk=series_id).first()
    if row is None:
        raise NotFound(kind="series", name=str(series_id))
    actor.require("rounds.plan", at=row.unit_code)
    with transaction.atomic():
        ended = Series.objects.filter(pk=row.pk, ended_at=None).update(ended_at=now, ended_because=because[:200])
        if ended != 1:
            raise SeriesOver(name=row.called, ended=f"{row.ended_at:%Y-%m-%d %H:%M}" if row.ended_at else "")
        gone = withdraw([row.pk], now=now)
        _trace(actor, "series.ended", row, now, {"name": row.zh, "reason": because, "windows": gone})
    return gone


def make_series(*, actor: Actor, order_id: UUID, wants: Sequence[WantedSeries], now: datetime) -> int:
    """Make what an order wants to recur, in its transaction and by its authority; gives how many are new (K-07)."""
    ids = {made_id(order_id, want.kind, want.key): want for want in wants}
    there = set(Series.objects.filter(pk__in=list(ids)).values_list("pk", flat=True))
    rows = [_wanted(key, want, order_id, now) for key, want in ids.items() if key not in there]
    if not rows:
        return 0
    with transaction.atomic():
        Series.objects.bulk_create(rows, batch_size=2000)
        made = extend(rows, now=now)
        record(
            actor=actor,
            verb="series.made",
            subject_kind="order",
            subject_id=order_id,
            unit_code=_common(rows),
            happened_at=now,
            facts={"series": len(rows), "windows": made},
        )
    return len(rows)


def rest_series(*, actor: Actor, order_id: UUID, ids: Sequence[UUID], now: datetime) -> int:
    """Let standing series rest under an order, in its transaction; several orders may rest the same one (R-11)."""
    with transaction.atomic():
        rows = list(Series.objects.select_for_update().filter(pk__in=list(ids), ended_at=None).order_by("pk"))
        if not rows:
            return 0
        rests = [Rest(series=row, unit_code=row.unit_code, order_id=order_id, from_at=now) for row in rows]
        Rest.objects.bulk_create(rests, ignore_conflicts=True, batch_size=2000)
        Series.objects.filter(pk__in=[row.pk for row in rows]).update(is_resting=True)
        gone = withdraw([row.pk for row in rows], now=now)
        record(
            actor=actor,
            verb="series.rested",
            subject_kind="order",
            subject_id=order_id,
            unit_code=_common(rows),
            happened_at=now,
            facts={"series": len(rows), "windows": gone},
        )
    return len(rows)


def take_back_of_order(*, actor: Actor, order_id: UUID, because: str, now: datetime) -> dict[str, int]:
    """End what an order made recur, and let what it had rest go on unless another order rests it too (R-11)."""
    mine = Series.objects.select_for_update().filter(order_id=order_id, ended_at=None).order_by("pk")
    ended = list(mine.values_list("pk", flat=True))
    if ended:
        Series.objects.filter(pk__in=ended).update(ended_at=now, ended_because=because[:200])
        withdraw(ended, now=now)
    resting = list(Rest.objects.filter(order_id=order_id, to_at=None).values_list("series_id", flat=True))
    resumed: list[Series] = []
    if resting:
        Rest.objects.filter(order_id=order_id, to_at=None).update(to_at=now)
        free = Series.objects.select_for_update().filter(pk__in=resting, ended_at=None).order_by("pk")
        held = set(Rest.objects.filter(series__in=resting, to_at=None).values_list("series_id", flat=True))
        resumed = [row for row in free if row.pk not in held]
    if resumed:
        # What would have been due while it rested was not due.
        Series.objects.filter(pk__in=[row.pk for row in resumed]).update(is_resting=False, made_until=now)
        for row in resumed:
            row.made_until = max(now, row.starts)
        extend(resumed, now=now)
    del actor  # the order's own event says who and when, with these counts
    return {kind: number for kind, number in (("series", len(ended)), ("series resumed", len(resumed))) if number}


def _wanted(key: UUID, want: WantedSeries, order_id: UUID, now: datetime) -> Series:
    return Series(
        id=key,
        unit_id=want.unit_id,
        unit_code=want.unit_code,
        overlay_id=want.overlay_id,
        name=want.name,
        zh=want.zh,
        en=want.en,
        measure=want.measure,
        every=want.every,
        tolerance=want.tolerance,
        hold=want.hold,
        day_from=want.day_from,
        day_to=want.day_to,
        evidence=want.evidence,
        checklist=want.checklist,
        items=list(want.items),
        items_en=list(want.items_en),
        quantity_unit=want.quantity_unit,
        quantity_unit_en=want.quantity_unit_en,
        body_id=made_id(order_id, "body", want.body) if want.body else None,
        role=want.role,
        order_id=order_id,
        starts=want.starts,
        ends=want.ends,
        made_until=max(want.starts, now),
    )


def _check(series: NewSeries) -> None:
    minute = timedelta(minutes=1)
    wrong = {
        Misfit.NO_NAME: not series.zh.strip() or not series.name.strip(),
        Misfit.TOO_OFTEN: series.every < 10 * minute,
        Misfit.BROKEN_DAYS: series.every > _DAY and series.every % _DAY != timedelta(0),
        Misfit.TOLERANCE: not (timedelta(0) <= series.tolerance <= series.every),
        Misfit.HOLD: series.hold < minute,
        Misfit.ENDS_FIRST: series.ends is not None and series.ends <= series.starts,
        Misfit.NO_LINES: series.evidence == Evidence.CHECKLIST and not series.items,
        Misfit.NO_UNIT: series.evidence == Evidence.NUMBER and not series.quantity_unit.strip(),
    }
    for misfit, holds in wrong.items():
        if holds:
            raise ImpossibleRhythm(name=Words.of(series.zh, series.en), what=misfit.label)


def _common(rows: Sequence[Series]) -> str:
    """The smallest unit that contains all of them."""
    low, high = min(row.unit_code for row in rows), max(row.unit_code for row in rows)
    return max((low[:length] for length in LEVELS if low[:length] == high[:length]), key=len, default="")


def _trace(actor: Actor, verb: str, row: Series, now: datetime, facts: dict[str, object]) -> None:
    record(
        actor=actor,
        verb=verb,
        subject_kind="series",
        subject_id=row.id,
        unit_code=row.unit_code,
        happened_at=now,
        facts=facts,
    )
