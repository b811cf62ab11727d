"""Found a home; set, advance and speed up an exercise's clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from gridkeeper.clocks.choices import HomeKind
from gridkeeper.clocks.errors import Backwards, RealHome
from gridkeeper.clocks.models import HomeClock
from gridkeeper.clocks.queries import HomeTime, home_time
from gridkeeper.kernel.actor import EVERYWHERE, Actor


def found_home(*, kind: HomeKind, starts_at: datetime | None = None) -> HomeTime:
    """Write what kind of home this is, once; a second call changes nothing and answers what is there (R-05)."""
    wall = timezone.now()
    HomeClock.objects.get_or_create(
        pk=1, defaults={"kind": kind, "anchor_wall": wall, "anchor_virtual": starts_at or wall, "speed": 1.0}
    )
    return home_time()


def set_clock(*, actor: Actor, to: datetime) -> HomeTime:
    """Put the exercise clock to a later moment; it goes on at its speed. Raises RealHome, Backwards."""
    return _move(actor=actor, to=to, speed=None)


def advance_clock(*, actor: Actor, by: timedelta) -> HomeTime:
    """Move the exercise clock forward. Raises RealHome, Backwards (a negative step)."""
    return _move(actor=actor, to=home_time().now + by, speed=None)


def run_clock(*, actor: Actor, speed: float) -> HomeTime:
    """Let the exercise clock run at ``speed`` virtual seconds a second (0 stands still). Raises RealHome."""
    return _move(actor=actor, to=None, speed=speed)


def _move(*, actor: Actor, to: datetime | None, speed: float | None) -> HomeTime:
    actor.require("clock.set", at=EVERYWHERE)
    with transaction.atomic():
        row = HomeClock.objects.select_for_update().get(pk=1)
        if row.kind == HomeKind.REAL:
            raise RealHome()
        now = home_time().now
        wanted = to if to is not None else now
        if wanted < now - timedelta(seconds=1):
            here = now.astimezone(wanted.tzinfo)
            raise Backwards(now=here.isoformat(timespec="minutes"), wanted=wanted.isoformat(timespec="minutes"))
        row.anchor_wall, row.anchor_virtual = timezone.now(), wanted
        row.speed = row.speed if speed is None else speed
        row.save(update_fields=["anchor_wall", "anchor_virtual", "speed"])
    return home_time()
