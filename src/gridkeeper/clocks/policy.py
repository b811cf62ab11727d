"""Where a virtual clock stands."""

from __future__ import annotations

from datetime import datetime


def virtual_now(*, wall: datetime, anchor_wall: datetime, anchor_virtual: datetime, speed: float) -> datetime:
    """Virtual moment at wall moment ``wall``: it ran ``speed`` virtual seconds a second since its anchor."""
    return anchor_virtual + (wall - anchor_wall) * speed
