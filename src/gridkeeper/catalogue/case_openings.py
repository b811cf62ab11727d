"""Which events open a case, and which close it again: told by the room that leaves the event (R-12, R-13)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, kw_only=True)
class CaseOpening:
    """An audit event with ``verb`` opens a case of ``kind`` about the event's subject, once while that is open.

    ``title`` is an English message id with the event's facts in {braces}; ``due`` counts from the event. The facts hold
    the ids ``unit``, and ``body`` and ``order`` where there are any. An event
    ``closed_by`` about the same subject closes it, with the fact ``reason`` as its words. ``life_safety`` tells the
    whole chain at once (K-11).
    """

    verb: str
    kind: str
    title: str
    due: timedelta
    closed_by: str = ""
    life_safety: bool = False


_openings: dict[str, CaseOpening] = {}


def register_case_opening(opening: CaseOpening) -> None:
    """Enter an event that opens a case; one verb opens one kind."""
    if _openings.setdefault(opening.verb, opening) != opening:
        raise ValueError(f"{opening.verb!r} opens two kinds of case")


def case_openings() -> Mapping[str, CaseOpening]:
    """Openings by the verb that opens."""
    return dict(_openings)
