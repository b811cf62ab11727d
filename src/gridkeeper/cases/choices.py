"""States and kinds of work."""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices


class CaseState(TextChoices):
    """The closed loop (section 3.4)."""

    REPORTED = "reported"
    ACCEPTED = "accepted"
    DISPATCHED = "dispatched"
    ON_SITE = "on_site"
    RESOLVED = "resolved"
    VERIFIED = "verified"
    CLOSED = "closed"
    REJECTED = "rejected"


TASK: Final = "task"
"""Kind of a task from minutes or a superior (HK-08); other kinds are named by the rooms whose events open them."""
OVER: Final = (CaseState.CLOSED, CaseState.REJECTED)

NEXT: Final[dict[str, tuple[str, ...]]] = {
    CaseState.REPORTED: (CaseState.ACCEPTED, CaseState.DISPATCHED, CaseState.REJECTED),
    CaseState.ACCEPTED: (CaseState.DISPATCHED, CaseState.ON_SITE, CaseState.RESOLVED, CaseState.REJECTED),
    CaseState.DISPATCHED: (CaseState.ON_SITE, CaseState.RESOLVED, CaseState.REJECTED),
    CaseState.ON_SITE: (CaseState.RESOLVED,),
    CaseState.RESOLVED: (CaseState.VERIFIED, CaseState.ACCEPTED),
    CaseState.VERIFIED: (CaseState.CLOSED, CaseState.ACCEPTED),
}
"""Which state may follow which; back to accepted is a re-opening."""
