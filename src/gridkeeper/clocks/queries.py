"""What time it is here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from gridkeeper.clocks.choices import HomeKind
from gridkeeper.clocks.errors import NoHome
from gridkeeper.clocks.models import HomeClock
from gridkeeper.clocks.policy import virtual_now


@dataclass(frozen=True, kw_only=True)
class HomeTime:
    """The home's moment, its kind and the speed of its clock."""

    now: datetime
    kind: HomeKind
    speed: float

    @property
    def is_exercise(self) -> bool:
        """True in an exercise home: banner, stamps and the trap for everything outward."""
        return self.kind == HomeKind.EXERCISE


def home_time() -> HomeTime:
    """Read the home's clock; one query. Raises NoHome before the home is founded."""
    row = HomeClock.objects.filter(pk=1).first()
    if row is None:
        raise NoHome()
    wall = timezone.now()
    kind = HomeKind(row.kind)
    if kind == HomeKind.REAL:
        return HomeTime(now=wall, kind=kind, speed=1.0)
    now = virtual_now(wall=wall, anchor_wall=row.anchor_wall, anchor_virtual=row.anchor_virtual, speed=row.speed)
    return HomeTime(now=now, kind=kind, speed=row.speed)


def wall_now() -> datetime:
    """The machine's own moment, for `recorded_at`, which no exercise bends (R-07)."""
    return timezone.now()
