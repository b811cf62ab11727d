"""Decide what became of windows after something changed, keep the counts, and say what was missed or mended (R-13)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Min
from django.utils import timezone

from gridkeeper.audit.record import record_many
from gridkeeper.kernel.actor import Actor
from gridkeeper.rounds.choices import COVERED, OPEN, RoundState
from gridkeeper.rounds.commands.counting import Place, add_counts
from gridkeeper.rounds.models import Round, Series, Walk
from gridkeeper.rounds.policy import Outcome, Slot, Walked, settle

_AT_ONCE = 1000
_MENDED = "recorded late"


@dataclass(frozen=True, kw_only=True)
class Change:
    """A window whose outcome is new."""

    row: Round
    outcome: Outcome
    series: Series


def decide_due(*, actor: Actor, now: datetime) -> int:
    """Decide every window whose moment has come: missed, or held no longer. Gives how many changed. For a pulse."""
    with transaction.atomic():
        due = Round.objects.filter(state__in=OPEN, decide_at__lte=now).order_by("decide_at")
        waiting = set(due.values_list("series_id", flat=True)[:_AT_ONCE])
        if not waiting:
            return 0
        # Claimed by series: another worker, or somebody who records a walk just now, has the others.
        claimed = Series.objects.select_for_update(skip_locked=True).filter(pk__in=waiting)
        series = {one.pk: one for one in claimed}
        first = Round.objects.filter(series__in=series, state__in=OPEN, decide_at__lte=now)
        since = dict(first.values_list("series_id").annotate(Min("due_at")))
        return len(settle_since(series, since, actor=actor, now=now))


def settle_since(
    series: Mapping[UUID, Series],
    since: Mapping[UUID, datetime],
    *,
    actor: Actor,
    now: datetime,
    because: str = "",
) -> list[Change]:
    """Settle the windows of locked ``series`` that a walk from ``since[series]`` on may cover. Five statements.

    Earlier windows keep their walks: the earliest window takes the earliest walk, so nothing later reaches them.
    """
    if not since:
        return []
    earliest = min(since.values()) - max(series[key].tolerance for key in since)
    rows: dict[UUID, list[Round]] = defaultdict(list)
    for row in Round.objects.filter(series__in=list(since), closes_at__gt=earliest).order_by("due_at"):
        if row.closes_at + series[row.series_id].tolerance > since[row.series_id]:
            rows[row.series_id].append(row)
    walks = _walks(rows)
    changes = []
    for key, affected in rows.items():
        one = series[key]
        slots = [Slot(id=row.id, due=row.due_at, closes=row.closes_at) for row in affected]
        found = settle(slots, walks[key], tolerance=one.tolerance, hold=one.hold, now=now)
        changes += [
            Change(row=row, outcome=found[row.id], series=one) for row in affected if _differs(row, found[row.id])
        ]
    if changes:
        _write(changes)
        _count(changes)
        _tell(changes, actor=actor, now=now, because=because)
    return changes


def _walks(rows: Mapping[UUID, list[Round]]) -> dict[UUID, list[Walked]]:
    """Walks that the affected windows may take: begun since the first of them and held by no earlier window."""
    found: dict[UUID, list[Walked]] = defaultdict(list)
    if not rows:
        return found
    first = {key: affected[0].due_at for key, affected in rows.items()}
    ours = {row.id for affected in rows.values() for row in affected}
    begun = Walk.objects.filter(series__in=list(rows), started_at__gte=min(first.values()))
    for key, series_id, started, done, round_id in begun.values_list(
        "id", "series_id", "started_at", "done_at", "rounds__id"
    ):
        if started >= first[series_id] and (round_id is None or round_id in ours):
            found[series_id].append(Walked(id=key, started=started, done=done))
    return found


def _differs(row: Round, outcome: Outcome) -> bool:
    return (row.state, row.walk_id, row.decide_at) != (outcome.state, outcome.walk, outcome.decide_at)


def _write(changes: Iterable[Change]) -> None:
    said = [(c.row.id, c.outcome.state.value, c.outcome.walk, c.outcome.decide_at) for c in changes]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE rounds_round AS r SET state = v.state, walk_id = v.walk, decide_at = v.decide"
            " FROM unnest(%s::uuid[], %s::text[], %s::uuid[], %s::timestamptz[]) AS v(id, state, walk, decide)"
            " WHERE r.id = v.id",
            [list(column) for column in zip(*said, strict=True)],
        )


def _count(changes: Iterable[Change]) -> None:
    figures: dict[Place, Counter[str]] = defaultdict(Counter)
    for change in changes:
        place = (change.row.unit_code, change.row.day, change.row.kind)
        for state, by in ((change.row.state, -1), (change.outcome.state.value, 1)):
            if state not in OPEN:
                figures[place][state] += by
    add_counts(figures)


def _tell(changes: Iterable[Change], *, actor: Actor, now: datetime, because: str) -> None:
    """A missed window is an event at the moment it was missed; one mended later is another (R-07, R-13)."""
    missed: dict[datetime, list[Change]] = defaultdict(list)
    mended: list[Change] = []
    for change in changes:
        was, state = change.row.state, change.outcome.state
        if state == RoundState.MISSED:
            missed[min(change.row.decide_at or now, now)].append(change)
        elif was == RoundState.MISSED and state in COVERED:
            mended.append(change)
    for moment, group in sorted(missed.items()):
        _trace(group, verb="round.missed", actor=actor, happened_at=moment, because="")
    if mended:
        _trace(mended, verb="round.corrected", actor=actor, happened_at=now, because=because or _MENDED)


def _trace(changes: list[Change], *, verb: str, actor: Actor, happened_at: datetime, because: str) -> None:
    record_many(
        actor=actor,
        verb=verb,
        subject_kind="round",
        subjects=[(str(c.row.id), c.row.unit_code, _facts(c, because)) for c in changes],
        happened_at=happened_at,
    )


def _facts(change: Change, because: str) -> dict[str, object]:
    facts: dict[str, object] = {
        "name": change.series.zh,
        "name_en": change.series.en,
        "due": f"{timezone.localtime(change.row.due_at):%Y-%m-%d %H:%M}",
        "series": str(change.series.id),
        "unit": str(change.series.unit_id),
        "body": str(change.series.body_id) if change.series.body_id else None,
        "order": str(change.series.order_id) if change.series.order_id else None,
    }
    return {**facts, "reason": because} if because else facts
