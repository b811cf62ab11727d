"""How late an entry may be before it says why: pure."""

from __future__ import annotations

from datetime import datetime, timedelta

LATE_ENTRY = timedelta(minutes=15)


def is_late_entry(*, happened_at: datetime, recorded_at: datetime) -> bool:
    """True when a step is recorded so long after it happened that a reason is owed (K-09, R-07)."""
    return recorded_at - happened_at > LATE_ENTRY
