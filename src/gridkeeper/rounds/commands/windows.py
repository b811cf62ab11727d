"""Make the windows of the next hours, and take back those nobody will walk any more."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db import connection, transaction
from django.utils import timezone

from gridkeeper.rounds.choices import RoundState
from gridkeeper.rounds.commands.counting import Changes, Place, add_counts
from gridkeeper.rounds.models import Round, Series
from gridkeeper.rounds.policy import HORIZON, windows
from gridkeeper.scopes.bulk import copy_in

_AGAIN = timedelta(hours=1)
_AT_ONCE = 500
_COLUMNS = ("id", "series_id", "unit_code", "kind", "day", "due_at", "closes_at", "state", "decide_at")


def make_due_windows(*, now: datetime) -> int:
    """Extend every series whose windows do not reach far enough ahead; gives how many windows are new. For a pulse."""
    with transaction.atomic():
        waiting = Series.objects.filter(ended_at=None, is_resting=False, made_until__lt=now + HORIZON - _AGAIN)
        return extend(list(waiting.select_for_update(skip_locked=True)[:_AT_ONCE]), now=now)


def extend(series: Sequence[Series], *, now: datetime) -> int:
    """Make the windows of these series up to the horizon, in the caller's transaction, which holds their rows."""
    until, zone = now + HORIZON, timezone.get_default_timezone()
    rows, changes = [], defaultdict[Place, Counter[str]](Counter)
    for one in series:
        for window in windows(one.rhythm, since=one.made_until, until=until, zone=zone):
            day = window.due.astimezone(zone).date()
            last = window.closes + one.tolerance
            key = uuid5(one.id, window.due.isoformat())
            rows.append(
                (key, one.id, one.unit_code, one.name, day, window.due, window.closes, RoundState.PLANNED.value, last)
            )
            changes[(one.unit_code, day, one.name)]["due"] += 1
    if rows:
        copy_in(Round, _COLUMNS, rows)
        add_counts(changes)
    later = [one.pk for one in series if one.made_until < until]
    if later:
        Series.objects.filter(pk__in=later).update(made_until=until)
    return len(rows)


def withdraw(series_ids: Iterable[UUID], *, now: datetime) -> int:
    """Remove the windows of these series that are still open; what was covered or missed stays. Two statements."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH gone AS (DELETE FROM rounds_round WHERE series_id = ANY(%s) AND state IN ('planned', 'started')"
            " AND decide_at > %s RETURNING unit_code, day, kind)"
            " SELECT unit_code, day, kind, count(*) FROM gone GROUP BY 1, 2, 3",
            [list(series_ids), now],
        )
        gone = {(code, day, kind): count for code, day, kind, count in cursor.fetchall()}
    changes: Changes = {place: Counter({"due": -count}) for place, count in gone.items()}
    add_counts(changes)
    return sum(gone.values())
