"""When an order may run, and who must approve: pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from gridkeeper.kernel.unit_code import parent_of

CEILING = timedelta(days=14)
"""Hard ceiling of one order with all its renewals (R-09, default)."""
DATED_AHEAD = timedelta(days=1)
"""How far ahead of its making a document may be dated: tonight's order for tomorrow morning."""
DATED_BACK = timedelta(days=3653)
"""How old a document may be that an order rests on."""
PROPOSAL_LASTS = timedelta(days=3)


def approval_place(unit_code: str, *, renewal: int) -> str:
    """Where the approver must hold the right: the place itself, from the second renewal on one level higher (R-09)."""
    if renewal < 2:
        return unit_code
    return parent_of(unit_code) or ""


def days_in_a_row(*, since: datetime, now: datetime) -> int:
    """Days an order has been in force, the first counting as one: what the public page shows (R-09)."""
    return max(0, (now - since).days) + 1


def ceiling(begins: datetime) -> datetime:
    """Latest end of an order that begins then."""
    return begins + CEILING
