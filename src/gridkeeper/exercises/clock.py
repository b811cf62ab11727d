"""Move the exercise clock and leave a trace of it: whoever bends time says so in the record (R-05, R-07)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from gridkeeper.audit.record import record
from gridkeeper.clocks.commands import advance_clock, run_clock, set_clock
from gridkeeper.clocks.queries import HomeTime
from gridkeeper.kernel.actor import Actor


def set_exercise_clock(*, actor: Actor, to: datetime, now: datetime) -> HomeTime:
    """Put the clock to a later moment. Raises Forbidden, RealHome, Backwards."""
    with transaction.atomic():
        return _recorded(actor=actor, verb="clock.set", before=now, after=set_clock(actor=actor, to=to))


def advance_exercise_clock(*, actor: Actor, by: timedelta, now: datetime) -> HomeTime:
    """Move the clock forward. Raises Forbidden, RealHome, Backwards."""
    with transaction.atomic():
        return _recorded(actor=actor, verb="clock.advanced", before=now, after=advance_clock(actor=actor, by=by))


def run_exercise_clock(*, actor: Actor, speed: float, now: datetime) -> HomeTime:
    """Let the clock run at ``speed`` virtual seconds a second. Raises Forbidden, RealHome."""
    with transaction.atomic():
        return _recorded(actor=actor, verb="clock.runs", before=now, after=run_clock(actor=actor, speed=speed))


def _recorded(*, actor: Actor, verb: str, before: datetime, after: HomeTime) -> HomeTime:
    record(
        actor=actor,
        verb=verb,
        subject_kind="clock",
        subject_id="home",
        unit_code="",
        happened_at=after.now,
        facts={"from": before.isoformat(), "to": after.now.isoformat(), "speed": after.speed},
    )
    return after
